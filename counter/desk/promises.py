"""Promises to pay (承诺缴费): given with a day and a sum, kept or broken by what the books received, not by hand.

What was received counts for one promise only, the one that ends first; a promise may take the place of those that run.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from counter.desk.debtor_facts import contacts_with, last_holding, owner_since
from counter.desk.keep_scan import keep_file, post_with_scan
from counter.desk.liable import answered_for, liable_elsewhere
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from db.books import Books, Tx
from db.queries import accounts, dunning
from db.queries.accounts import Holder
from db.queries.dunning import Contact

KIND = "promise_made"
State = Literal["running", "kept", "broken", "renewed"]


class Promise(NamedTuple):
    """A promise and what became of it: received is what came in for it since, up to its day; in minor units."""

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
    books: Books, unit_id: int, amount: int, until: date, *, request_id: str, staff: Person, signed: bool = False,
    renews: bool = False, person_id: int | None = None, store: Path | None = None, scan: Path | None = None,
) -> int:  # fmt: skip
    """Note that an owner promised to pay a sum (minor units) by a day; returns its event.

    signed: on paper, which acknowledges the debt and restarts its limitation. renews: in place of the promises that
    run, which are neither kept nor broken then. scan: the paper, kept in store. person_id: of one who left the unit;
    nobody's word is about what others answer for. Idempotent by request. Raises NotAllowed, UnknownUnit, PromiseWrong,
    AttachmentTooLarge, AttachmentKindUnknown, AttachmentUnreadable, BooksFault.
    """
    staff.require(Act.NOTE_CONTACT)
    kept = keep_file(store, scan) if store is not None and scan is not None else None
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return done[0]
        if accounts.unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        charges = answered_for(tx.connection, unit_id, person_id, tx.day)
        owed = sum(each.open for each in charges)
        if until.isoformat() < tx.day or not 0 < amount <= owed:
            raise PromiseWrong(until.isoformat(), amount, owed)
        facts: dict[str, Any] = {
            "unit": unit_id, "amount": amount, "until": until.isoformat(), "signed": signed,
            "charges": [each.charge_id for each in charges], **({} if person_id is None else {"person": person_id}),
        }  # fmt: skip
        if renews:
            facts["renews"] = [each.event_id for each in _running(tx, unit_id, person_id)]
        return post_with_scan(tx, "promise_made", facts, kept, "promise", unit_id)


def promises(
    connection: Any, unit_id: int, contacts: Sequence[Contact], today: str, holders: Sequence[Holder], *,
    theirs: bool = False,
) -> tuple[Promise, ...]:  # fmt: skip
    """Return the promises of a unit with what became of each by today (ISO date), in the order they were made.

    theirs: of one who left the unit, so that only money on what they promised to pay keeps them; what is received of
    them keeps none of the owner's.
    """
    made = [each for each in contacts if each.kind == KIND]
    if not made:
        return ()
    renewed = {event for each in made for event in each.facts.get("renews", ())}
    if theirs:
        left = _received_on(connection, made)
    else:
        received_since = dunning.received_after(connection, unit_id, made[0].event_id)
        elsewhere = liable_elsewhere(received_since, holders, today)
        left = _together((e.event_id, e.day, e.amount) for e in received_since if e.charge_id not in elsewhere)
    found = dict[int, Promise]()
    for each in sorted(made, key=lambda each: (each.facts["until"], each.event_id)):
        until, amount = str(each.facts["until"]), int(each.facts["amount"])
        fitting = [event for event, (day, _sum) in left.items() if event > each.event_id and day <= until]
        received = sum(left[event][1] for event in fitting)
        state: State = "kept" if received >= amount else "running" if today <= until else "broken"
        if each.event_id in renewed:
            state = "renewed"
        else:
            _use(left, fitting, amount)
        found[each.event_id] = Promise(each.event_id, each.day, until, amount, received, state,
                                       bool(each.facts["signed"]))  # fmt: skip
    return tuple(found[each.event_id] for each in made)


def _running(tx: Tx, unit_id: int, person_id: int | None) -> list[Promise]:
    """Return the promises that run of the owner of today, or of one who left with those of their time there."""
    holders = accounts.holders(tx.connection, unit_id)
    left = last_holding(holders, person_id) if person_id is not None else None
    first = owner_since(holders, tx.day) if left is None else ""
    contacts = contacts_with(dunning.contacts(tx.connection, unit_id), left, first)
    made = promises(tx.connection, unit_id, contacts, tx.day, holders, theirs=left is not None)
    return [each for each in made if each.state == "running"]


def _received_on(connection: Any, made: Sequence[Contact]) -> dict[int, tuple[str, int]]:
    charges = sorted({int(charge) for each in made for charge in each.facts["charges"]})
    paid = dunning.receipts_on(connection, charges)
    return _together((event, day, amount) for _charge, event, day, amount in paid if event > made[0].event_id)


def _together(parts: Iterable[tuple[int, str, int]]) -> dict[int, tuple[str, int]]:
    """By payment (event) its day and what of it counts."""
    found = dict[int, tuple[str, int]]()
    for event, day, amount in parts:
        found[event] = (day, found.get(event, (day, 0))[1] + amount)
    return found


def _use(left: dict[int, tuple[str, int]], events: Sequence[int], amount: int) -> None:
    """Take from what came in, the oldest first, what a promise was about."""
    for event in events:
        day, there = left[event]
        left[event] = (day, there - min(there, amount))
        amount -= min(there, amount)
