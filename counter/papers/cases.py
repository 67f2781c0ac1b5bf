"""Papers of a case: the acknowledgement with number and deadline, and the answer with what was decided and why."""

from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.words import Words, dates, formats
from counter.words.case_words import CHANNELS, KINDS, STEPS, TOPICS, case_word
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title


class CaseLine(NamedTuple):
    """A charge of a dispute; amounts in minor units: what it came to, what is disputed, what was let off of it."""

    item: str
    period: str
    whole: int
    disputed: int
    upheld: int = 0


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything the papers of a case say; at in UTC, days as ISO dates.

    told: the reasons of an answer; notes: what follows for the account, the rule of the late fee in it.
    """

    number: str
    kind: str
    topic: str
    step: str
    at: str
    raised_on: str
    due: str
    channel: str
    estate: str
    seal_line: str
    unit_code: str
    owner: str
    said: str
    wants: str
    lines: tuple[CaseLine, ...]
    clerk: str
    told: str = ""
    notes: tuple[str, ...] = ()
    books_kind: str = "real"


def acknowledgement_paper(facts: CaseFacts, w: Words) -> Paper:
    """Return the acknowledgement that whoever brought a case takes home."""
    columns = (
        Column(w("Fee item"), "left", 4), Column(w("Period"), "left", 3), Column(w("Charged"), "right", 3),
        Column(w("Disputed"), "right", 3),
    )  # fmt: skip
    rows = tuple(
        Row((each.item, each.period, formats.money(each.whole), formats.money(each.disputed))) for each in facts.lines
    )
    frozen = w("What is disputed is frozen until the case has ended: no late fee and no reminder for it. "
               "Everything else stays due. It may be paid under reservation.")  # fmt: skip
    blocks: tuple[Block, ...] = (
        *_head(facts, w("Acknowledgement"), w),
        Pair(w("Brought"), w("{channel}, {day}", channel=case_word(CHANNELS, facts.channel, w), day=facts.raised_on)),
        Rule(),
        Pair(w("What was said"), facts.said),
        *((Pair(w("What is wanted"), facts.wants),) if facts.wants else ()),
        *((Table(columns, rows), Text(frozen, small=True)) if rows else ()),
        Rule(),
        Pair(w("Answer by"), facts.due),
        Pair(w("Taken down by"), facts.clerk),
        Sign((facts.seal_line or w("Service centre (seal)"), w("Owner"))),
    )
    title = w("Acknowledgement {number}", number=facts.number)
    return Paper("case_acknowledgement", title, w.language, blocks)


class Session(NamedTuple):
    """A session of mediation: its day (ISO), who sits on the panel, and whether it still lies ahead."""

    day: str
    members: str
    ahead: bool


def session_paper(facts: CaseFacts, session: Session, w: Words) -> Paper:
    """Return the invitation to a session that lies ahead, else its minutes, to be signed by everybody."""
    columns = (
        Column(w("Fee item"), "left", 4), Column(w("Period"), "left", 3), Column(w("Charged"), "right", 3),
        Column(w("Disputed"), "right", 3),
    )  # fmt: skip
    rows = tuple(
        Row((each.item, each.period, formats.money(each.whole), formats.money(each.disputed))) for each in facts.lines
    )
    name = w("Invitation to mediation") if session.ahead else w("Minutes of mediation")
    told = w("What is to be settled") if session.ahead else w("Minutes and result")
    closing = (
        w("Please bring what proves your view. Whoever cannot come tells the service centre beforehand.")
        if session.ahead
        else w("Read by everybody and found right. What was agreed holds once both sides have signed.")
    )
    office = facts.seal_line or w("Service centre (seal)")
    blocks: tuple[Block, ...] = (
        *_head(facts, name, w),
        Pair(w("Day of the session"), session.day),
        Pair(w("Who sits on the panel"), session.members),
        Rule(),
        Pair(w("What was said"), facts.said),
        *((Pair(w("What is wanted"), facts.wants),) if facts.wants else ()),
        *((Table(columns, rows),) if rows else ()),
        Rule(),
        Text(told, small=True),
        Text(facts.told),
        Rule(),
        Text(closing, small=True),
        Sign((office,) if session.ahead else (w("Owner"), office, w("Mediators"))),
    )
    return Paper("case_session", w("{paper} {number}", paper=name, number=facts.number), w.language, blocks)


def answer_paper(facts: CaseFacts, w: Words) -> Paper:
    """Return the answer: how the case ended, why, and what it changes on the account."""
    columns = (
        Column(w("Fee item"), "left", 4), Column(w("Period"), "left", 3), Column(w("Charged"), "right", 3),
        Column(w("Taken off"), "right", 3), Column(w("Owed rightly"), "right", 3),
    )  # fmt: skip
    rows = tuple(
        Row((
            each.item, each.period, formats.money(each.whole), formats.money(each.upheld),
            formats.money(each.whole - each.upheld),
        ))
        for each in facts.lines
    )  # fmt: skip
    off = sum(each.upheld for each in facts.lines)
    blocks: tuple[Block, ...] = (
        *_head(facts, w("Answer"), w),
        Pair(w("Raised on"), facts.raised_on),
        Pair(w("What was said"), facts.said),
        Rule(),
        Pair(w("Result"), case_word(STEPS, facts.step, w)),
        Pair(w("Reasons"), facts.told),
        *((Table(columns, rows), Sum(w("Taken off in all"), formats.money(off), large=True)) if rows else ()),
        *(Text(note) for note in facts.notes),
        Rule(),
        Text(w("Whoever does not agree may have the case opened again at the window, or go to arbitration or court."),
             small=True),
        Pair(w("Answered by"), facts.clerk),
        Sign((facts.seal_line or w("Service centre (seal)"), w("Answer received"))),
    )  # fmt: skip
    return Paper("case_answer", w("Answer {number}", number=facts.number), w.language, blocks)


def _head(facts: CaseFacts, title: str, w: Words) -> tuple[Block, ...]:
    kind = case_word(KINDS, facts.kind, w)
    return (
        *books_mark(facts.books_kind, w),
        Title(w("{kind}: {paper}", kind=kind, paper=title), facts.estate),
        Pair(w("Number"), facts.number, "number"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Pair(w("Unit"), facts.unit_code, "unit"),
        Pair(w("Owner"), facts.owner, "payer"),
        Pair(w("About"), case_word(TOPICS, facts.topic, w)),
    )
