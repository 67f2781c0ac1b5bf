"""An act that was done with its approval owed, in words: what it is about, its sum, and where it is told of."""

from typing import Any

from counter.desk.told_people import owed_line
from counter.papers.report_people import OwedLine
from counter.presenters.session import Session
from counter.presenters.till_view import FactRow
from counter.words import Words, formats
from counter.words.terms import OWED_ACTS, TENDERS, term
from db.queries import intents, owed, receipts
from db.queries.owed import OwedRow

_NAMED = 3


def told_owed(session: Session, event_id: int) -> tuple[str, str]:
    """Return what an act whose approval is owed was about, and its sum ('' where it has none)."""
    w, row = session.words, owed.asked_by(session.connection, (event_id,))[0]
    kind, _, rest = row.subject.partition(":")
    till, _, number = rest.partition(":")
    done = _done(session.connection, row)
    differs = row.act == "over_short" and done.get("difference", 0)
    amount = formats.signed_money(differs, session.currency) if differs else ""
    if kind == "z":
        return w("Z {number}, till {till}, {day}", number=f"{int(number):06d}", till=till, day=row.day), amount
    if kind == "opening":
        return w("opening of till {till}, {day}", till=till, day=row.day), amount
    if kind == "handover":
        return w("hand-over, slip {number}, {day}", number=done.get("slip", ""), day=row.day), amount
    if kind == "card":
        return _card(session, rest, row)
    return row.day, ""


def owed_facts(session: Session) -> str:
    """Return the approvals that are owed in one line, '' where none is."""
    return session.words("; ").join(_lines(session))


def owed_rows(session: Session) -> tuple[FactRow, ...]:
    """Return the rows of the Till screen that tell of approvals owed; none where none is."""
    return tuple(FactRow(session.words("Approval owed"), line) for line in _lines(session))


def _lines(session: Session) -> list[str]:
    waiting = owed.waiting(session.connection)
    told = [line_text(owed_line(session.connection, each), session.words) for each in waiting[:_NAMED]]
    return [*told, "…"] if len(waiting) > _NAMED else told


def owed_by(session: Session, close_event: int) -> tuple[FactRow, ...]:
    """Return a row for each approval that a Z was done without."""
    w, asked = session.words, receipts.body(session.connection, close_event).get("owed", {})
    return tuple(FactRow(w("Approval owed"), term(act, OWED_ACTS, w)) for act in sorted(asked, key=asked.__getitem__))


def decisions(session: Session, close_event: int) -> list[str]:
    """Return, a line each, what a Z was done without, and what was decided since."""
    w, asked = session.words, receipts.body(session.connection, close_event).get("owed", {})
    lines = []
    for row in owed.asked_by(session.connection, list(asked.values())):
        line = owed_line(session.connection, row)
        fields = {"what": term(line.act, OWED_ACTS, w), "name": line.by, "reason": line.answer}
        if not line.outcome:
            lines.append(w("{what}: approval owed", **fields))
        elif line.outcome == "granted":
            lines.append(w("{what}: approved later by {name}: {reason}", **fields))
        else:
            lines.append(w("{what}: refused by {name}: {reason}", **fields))
    return lines


def line_text(line: OwedLine, w: Words) -> str:
    """Return an approval that is owed in a few words."""
    return w("{what}, {name}, {day}", what=term(line.act, OWED_ACTS, w), name=line.name, day=line.day)


def _done(connection: Any, row: OwedRow) -> dict[str, Any]:
    """Return the body of the act itself, which the same commit wrote after its requests."""
    found = owed.done_with(connection, row.event_id)
    return receipts.body(connection, found) if found else {}


def _card(session: Session, intent_id: str, row: OwedRow) -> tuple[str, str]:
    w, intent = session.words, intents.intent(session.connection, intent_id)
    if intent is None:
        return row.day, ""
    went = bool(_done(session.connection, row).get("paid"))
    told = w("paid") if went else w("not paid")
    if intent.back:
        told = w("given back") if went else w("not given back")
    about = w("{tender}, {day}: {outcome}", tender=term(intent.kind, TENDERS, w), day=row.day, outcome=told)
    return about, formats.money(intent.amount, session.currency)
