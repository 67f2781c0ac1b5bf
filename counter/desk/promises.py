"""Promises to pay (承诺缴费): given with a day and a sum, kept or broken by what the books received, not by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from counter.desk.liable import liable_elsewhere
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from db.books import Books
from db.queries import accounts, dunning
from db.queries.accounts import OpenCharge
from db.queries.dunning import Contact

KIND = "promise_made"
State = Literal["running", "kept", "broken"]


class Promise(NamedTuple):
    """A promise and what became of it: received is what receipts settled since, up to its day; in minor units."""

    event_id: int
    day: str
    until: str
    amount: int
    received: int
    state: State
    signed: bool


class PromiseWrong(Exception):
    """A promise names a day to come and a sum that is owed."""

    code = "promise_wrong"

    def __init__(self, until: str, amount_minor: int, open_minor: int) -> None:
        super().__init__(until, amount_minor, open_minor)
        self.until = until
        self.amount_minor = amount_minor
        self.open_minor = open_minor


def promise_to_pay(
    books: Books,
    unit_id: int,
    amount: int,
    until: date,
    *,
    request_id: str,
    staff: Person,
    signed: bool = False,
    person_id: int | None = None,
) -> int:
    """Note that an owner promised to pay a sum (minor units) by a day; returns its event.

    signed: on paper, which acknowledges the debt and restarts its limitation. person_id: of one who left the unit;
    nobody's word is about what others answer for. Idempotent by request. Raises NotAllowed, UnknownUnit, PromiseWrong.
    """
    staff.require(Act.NOTE_CONTACT)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return done[0]
        if accounts.unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        charges = _answered_for(tx.connection, unit_id, person_id, tx.day)
        owed = sum(each.open for each in charges)
        if until.isoformat() < tx.day or not 0 < amount <= owed:
            raise PromiseWrong(until.isoformat(), amount, owed)
        facts = {
            "unit": unit_id, "amount": amount, "until": until.isoformat(), "signed": signed,
            "charges": [each.charge_id for each in charges], **({} if person_id is None else {"person": person_id}),
        }  # fmt: skip
        return tx.post("promise_made", facts).id


def _answered_for(connection: Any, unit_id: int, person_id: int | None, day: str) -> list[OpenCharge]:
    """The open charges for which the owner of today (None) or one who left answers."""
    charges = accounts.open_charges(connection, (unit_id,))
    elsewhere = liable_elsewhere(charges, accounts.holders(connection, unit_id), day)
    return [each for each in charges if elsewhere.get(each.charge_id) == person_id]


def promises(connection: Any, unit_id: int, contacts: Sequence[Contact], today: str) -> tuple[Promise, ...]:
    """Return the promises of a unit with what became of each by today (ISO date)."""
    return tuple(_promise(connection, unit_id, each, today) for each in contacts if each.kind == KIND)


def _promise(connection: Any, unit_id: int, made: Contact, today: str) -> Promise:
    until, amount = str(made.facts["until"]), int(made.facts["amount"])
    if "person" in made.facts:
        paid = dunning.receipts_on(connection, made.facts["charges"])
        received = sum(sum_ for _charge, event, day, sum_ in paid if event > made.event_id and day <= until)
    else:
        received = dunning.received_after(connection, unit_id, made.event_id, until)
    state: State = "kept" if received >= amount else "running" if today <= until else "broken"
    return Promise(made.event_id, made.day, until, amount, received, state, bool(made.facts["signed"]))
