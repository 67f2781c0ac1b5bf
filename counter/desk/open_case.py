"""Opening a case: what somebody brings to the window is recorded, numbered, and acknowledged on paper.

A dispute freezes exactly what is disputed from the day it was raised: no late fee runs on it, nothing is settled of it
unless the payer names it.
"""

import json
from datetime import date
from typing import Any, NamedTuple

from counter.desk.adjust_charge import standing_amount
from counter.desk.case_deadlines import load_deadlines
from counter.desk.case_papers import queue_acknowledgement
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit, standing
from counter.desk.tenders import no_card_number
from counter.rules.cases import CHANNELS, LETTERS, Actor, Kind, Step, deadline, require_topic
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Tx
from db.queries import cases, corrections
from db.queries.cases import CaseRow, FrozenRow, StepRow

KIND = "case_opened"


class Disputed(NamedTuple):
    """A charge and what of it is disputed (or upheld), in minor units."""

    charge_id: int
    amount: int


class CaseIn(NamedTuple):
    """What somebody brings: raised_on is the day it came (ISO), due the day the office promises, as proposed if empty.

    charges: what is disputed, in a dispute only; urgent: to be acted upon the same day.
    """

    kind: Kind
    topic: str
    unit_id: int
    said: str
    wants: str = ""
    channel: str = "window"
    raised_on: str = ""
    charges: tuple[Disputed, ...] = ()
    due: str = ""
    urgent: bool = False


class Opened(NamedTuple):
    """A case that is in the books; due as ISO date."""

    case_id: int
    number: str
    due: str


class SaidMissing(Exception):
    """What somebody says is the case itself."""

    code = "said_missing"


class NothingDisputed(Exception):
    """A dispute names at least one charge, and nothing else does."""

    code = "nothing_disputed"


class NotDisputable(Exception):
    """This line is no charge of the unit that can be disputed: taken back, a credit, an adjustment or a late fee."""

    code = "not_disputable"

    def __init__(self, charge_id: int) -> None:
        super().__init__(charge_id)
        self.charge_id = charge_id


class DisputesTooMuch(Exception):
    """More is disputed than the charge comes to, or nothing at all."""

    code = "disputes_too_much"

    def __init__(self, left_minor: int, wanted_minor: int) -> None:
        super().__init__(left_minor, wanted_minor)
        self.left_minor = left_minor
        self.wanted_minor = wanted_minor


class DisputedAlready(Exception):
    """Another case has the charge; a second one about the same would freeze it twice."""

    code = "disputed_already"

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class RaisedWrong(Exception):
    """The day a case was raised, or its deadline, cannot be: the one lies ahead, or the other before it."""

    code = "raised_wrong"

    def __init__(self, day: str) -> None:
        super().__init__(day)
        self.day = day


def open_case(
    books: Books, case: CaseIn, *, request_id: str, staff: Person, till: int | None = None, office: Office,
    words: Words,
) -> Opened:  # fmt: skip
    """Record a case and queue its acknowledgement. Idempotent by request.

    Raises NotAllowed, UnknownUnit, UnknownTopic, SaidMissing, FullCardNumber, RaisedWrong, NothingDisputed,
    NotDisputable, DisputesTooMuch, DisputedAlready.
    """
    staff.require(Act.RECORD_CASES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return Opened(done[1]["case"], done[1]["number"], done[1]["due"])
        row = _row(tx, case)
        refuse_undisputable(tx.connection, case.unit_id, case.charges)
        series = LETTERS[case.kind] + tx.day[:4]
        row = row._replace(number=f"{series}-{tx.take_number(series):06d}")
        step = StepRow(tx.next_id("case_step"), row.id, row.step, row.raised_on, row.said, None)
        frozen = freeze(tx, row.id, case.charges, row.raised_on)
        facts = {
            "case": row.id, "number": row.number, "case_kind": row.kind, "topic": row.topic, "unit": row.unit_id,
            "channel": row.channel, "raised_on": row.raised_on, "due": row.due, "disputed": _pairs(case.charges),
        }  # fmt: skip
        changes: dict[str, list[tuple[Any, ...]]] = {"case_file": [tuple(row)], "case_step": [tuple(step)]}
        tx.change(KIND, facts, changes | ({"case_charge": [tuple(each) for each in frozen]} if frozen else {}))
        queue_acknowledgement(tx, row, staff.name, office, words)
        # Raised on an earlier day, a letter takes back what was posted of late fee since.
        correct_late_fees(tx, [each.charge_id for each in frozen])
        return Opened(row.id, row.number, row.due or "")


def refuse_undisputable(connection: Any, unit_id: int, charges: tuple[Disputed, ...]) -> None:
    """Raise NotDisputable, DisputesTooMuch or DisputedAlready where one of the charges cannot be disputed."""
    for each in charges:
        found = corrections.charge(connection, each.charge_id)
        if found is None or found.unit_id != unit_id or found.amount <= 0 or "of" in json.loads(found.ingredients):
            raise NotDisputable(each.charge_id)
        if corrections.is_reversed(connection, found):
            raise NotDisputable(each.charge_id)
        left = standing_amount(connection, found)
        if not 0 < each.amount <= left:
            raise DisputesTooMuch(left, each.amount)
    for frozen in cases.frozen_of(connection, [each.charge_id for each in charges]):
        if frozen.until is None:
            raise DisputedAlready(cases.number_of(connection, frozen.case_id))


def freeze(tx: Tx, case_id: int, charges: tuple[Disputed, ...], since: str) -> list[FrozenRow]:
    """Return the register rows that freeze charges from a day (ISO) on."""
    first = tx.next_id("case_charge")
    return [
        FrozenRow(first + place, case_id, each.charge_id, each.amount, since, None)
        for place, each in enumerate(charges)
    ]


def _row(tx: Tx, case: CaseIn) -> CaseRow:
    """Return the register row of what was brought, with its number still to come."""
    require_topic(case.kind, case.topic)
    said, wants = case.said.strip(), case.wants.strip()
    if not said:
        raise SaidMissing
    for text in (said, wants):
        no_card_number(text)
    assert case.channel in CHANNELS, case.channel
    if (case.kind is Kind.DISPUTE) != bool(case.charges) or len({c.charge_id for c in case.charges}) < len(
        case.charges
    ):
        raise NothingDisputed
    found = standing(tx.connection, case.unit_id) if case.unit_id else None
    if found is None:
        raise UnknownUnit(str(case.unit_id))
    raised = case.raised_on or tx.day
    deadlines = load_deadlines(tx.connection, tx.day)
    today = date.fromisoformat(tx.day)
    proposed = deadline(case.kind, Step.RECEIVED, today, urgent=case.urgent, deadlines=deadlines)
    due = case.due or (proposed.isoformat() if proposed else "")
    for day in (raised if raised > tx.day else "", due if due < tx.day else ""):
        if day:
            raise RaisedWrong(day)
    return CaseRow(
        tx.next_id("case_file"), "", case.kind, case.topic, case.unit_id,
        found.payer.person_id if found.payer else None, case.channel, raised, said, wants, int(case.urgent),
        Step.RECEIVED, due, Actor.OFFICE,
    )  # fmt: skip


def _pairs(charges: tuple[Disputed, ...]) -> list[list[int]]:
    return [[each.charge_id, each.amount] for each in charges]
