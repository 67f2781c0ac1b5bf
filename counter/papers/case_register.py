"""The printed register of cases: one line each, as the list on the screen."""

from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.words import Words, dates, formats
from counter.words.case_words import ACTORS, KINDS, STEPS, TOPICS, case_word
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title


class RegisterLine(NamedTuple):
    """A case: days as ISO dates, what of it is frozen in minor units; codes of counter.rules.cases.

    named: whoever does it or mediates.
    """

    number: str
    unit_code: str
    kind: str
    topic: str
    raised_on: str
    step: str
    actor: str
    due: str
    frozen: int
    named: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """Everything the register says; at in UTC; kind is '' where every kind stands in it."""

    estate: str
    at: str
    kind: str
    ended: bool
    lines: tuple[RegisterLine, ...]
    clerk: str
    seal_line: str
    books_kind: str = "real"


def register_paper(facts: RegisterFacts, w: Words) -> Paper:
    """Return the worded register, made for A4."""
    title = w("Register of ended cases") if facts.ended else w("Register of open cases")
    columns = (
        Column(w("Number"), "left", 5), Column(w("Unit"), "left", 4), Column(w("About"), "left", 5),
        Column(w("Raised on"), "left", 4), Column(w("Step"), "left", 4), Column(w("Frozen"), "right", 3),
    )  # fmt: skip
    rows = tuple(Row(_cells(each, w), _detail(each, w)) for each in facts.lines)
    kind = (Pair(w("Kind of case"), case_word(KINDS, facts.kind, w)),) if facts.kind else ()
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(title, facts.estate),
        Pair(w("Printed"), dates.moment(facts.at)),
        Pair(w("Cases in all"), str(len(facts.lines))),
        *kind,
        Rule(),
        *((Table(columns, rows),) if rows else (Text(w("There is none.")),)),
        Rule(),
        Sum(w("Frozen in all"), formats.money(sum(each.frozen for each in facts.lines))),
        Pair(w("Printed by"), facts.clerk),
        Sign((facts.seal_line or w("Service centre (seal)"),)),
    )
    return Paper("case_register", title, w.language, blocks)


def _cells(line: RegisterLine, w: Words) -> tuple[str, ...]:
    about = case_word(TOPICS, line.topic, w)
    about = w("{topic}, urgent", topic=about) if line.urgent else about
    frozen = formats.money(line.frozen) if line.frozen else ""
    return line.number, line.unit_code, about, line.raised_on, case_word(STEPS, line.step, w), frozen


def _detail(line: RegisterLine, w: Words) -> str:
    kind = case_word(KINDS, line.kind, w)
    if not line.due:
        return kind
    return w(
        "{kind}; next to act: {actor}, by {day}",
        kind=kind,
        actor=line.named or case_word(ACTORS, line.actor, w),
        day=line.due,
    )
