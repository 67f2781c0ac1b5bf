"""What a Z says of people: changes of staff and PINs of the day, acts without a real second person, approvals owed."""

from collections.abc import Sequence
from typing import NamedTuple

from counter.words import Words
from counter.words.event_kinds import KINDS
from counter.words.events import VALUES
from counter.words.terms import OWED_ACTS, term
from printing.blocks import Block, Pair


class StaffLine(NamedTuple):
    """A change of staff: of whom, which things (codes of the event's body), and who made it."""

    name: str
    what: tuple[str, ...]
    by: str


class AloneLine(NamedTuple):
    """An act (the kind of its event) and who agreed to it, having taken the money, or did it at somebody's till."""

    name: str
    kind: str


class OwedLine(NamedTuple):
    """An act done with nobody there to agree: by whom, on which day; outcome and by: '' until it is decided."""

    act: str
    name: str
    day: str
    outcome: str = ""
    by: str = ""
    answer: str = ""


def owed_blocks(owed: Sequence[OwedLine], w: Words) -> list[Block]:
    """Return a line for each approval that is owed, and for each that was decided since."""
    return [_owed(each, w) for each in owed]


def _owed(each: OwedLine, w: Words) -> Pair:
    told = w("{what}, {name}, {day}", what=term(each.act, OWED_ACTS, w), name=each.name, day=each.day)
    if not each.outcome:
        return Pair(w("Approval owed"), told)
    fields = {"what": told, "name": each.by, "reason": each.answer}
    if each.outcome == "granted":
        return Pair(w("Approval given later"), w("{what}; by {name}: {reason}", **fields))
    return Pair(w("Approval refused"), w("{what}; by {name}: {reason}", **fields))


def people_blocks(changes: Sequence[StaffLine], alone: Sequence[AloneLine], w: Words) -> list[Block]:
    """Return a line for each change of staff and for each act that nobody else could agree to."""
    blocks: list[Block] = [Pair(w("Staff"), _change(each, w)) for each in changes]
    blocks += [
        Pair(w("Nobody else to agree"), w("{what}: {name}", what=term(each.kind, KINDS, w), name=each.name))
        for each in alone
    ]
    return blocks


def others_blocks(others: Sequence[AloneLine], w: Words) -> list[Block]:
    """Return a line for each act at the till by somebody who did not run it."""
    return [
        Pair(w("By others"), w("{what}: {name}", what=term(each.kind, KINDS, w), name=each.name)) for each in others
    ]


def _change(each: StaffLine, w: Words) -> str:
    what = w(", ").join(w(KINDS[code]) if code in KINDS else term(code, VALUES, w) for code in each.what)
    told = w("{who}: {what}", who=each.name, what=what) if each.name else what
    return w("{change}, by {name}", change=told, name=each.by) if each.by else told
