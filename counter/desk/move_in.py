"""Somebody new at a unit, entered in one act: a flat is sold (过户), or an occupier moves in who pays fee items."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from counter.desk.change_prices import UnknownItem
from counter.desk.change_registers import KIND
from counter.desk.initials import initials
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.desk.tenders import no_card_number
from counter.rules.periods import DAY
from counter.rules.permissions import Act
from db.books import Books, Tx
from db.queries import registers
from db.queries.registers import HoldingRow

OWNER, OCCUPIER = "owner", "occupier"
# A sale ends what the sellers hold; a developer keeps the month of handover, an occupier stays whoever owns the flat.
_SELLERS = ("owner", "co_owner")


class MoveIn(NamedTuple):
    """Who comes, as owner or occupier, from which day; items: the fee items that an occupier pays."""

    unit_id: int
    role: str
    name: str
    phone: str
    since: date
    items: tuple[int, ...] = ()


class NewcomerUnnamed(ValueError):
    """Nobody is named who comes."""

    code = "newcomer_unnamed"


class ComesBeforeHolder(ValueError):
    """A unit cannot be sold on a day on or before which its owner began to hold it."""

    code = "comes_before_holder"

    def __init__(self, unit_code: str, since: str) -> None:
        super().__init__(unit_code, since)
        self.unit_code = unit_code
        self.since = since


class SaleToCome(ValueError):
    """A sale is entered on its day or later: until then the seller is the owner."""

    code = "sale_to_come"

    def __init__(self, since: str) -> None:
        super().__init__(since)
        self.since = since


def move_in(books: Books, comes: MoveIn, *, request_id: str, staff: Person) -> int:
    """Tie a person to a unit from a day, and end the sellers' ownership on the day before; returns the tie's id.

    A person with this name and telephone in the register is taken to be the same. What is billed stays; split_at_sale
    splits what is open of it. Idempotent by request. Raises NotAllowed, UnknownUnit, UnknownItem, NewcomerUnnamed,
    FullCardNumber, ComesBeforeHolder, SaleToCome.
    """
    staff.require(Act.CHANGE_REGISTERS)
    name, phone = comes.name.strip(), comes.phone.strip()
    if not name:
        raise NewcomerUnnamed
    for text in (name, phone):
        no_card_number(text)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["holding"])
        if comes.role == OWNER and comes.since.isoformat() > tx.day:
            raise SaleToCome(comes.since.isoformat())
        ended = _ended(tx, comes) if comes.role == OWNER else []
        if registers.unit(tx.connection, comes.unit_id) is None:
            raise UnknownUnit(str(comes.unit_id))
        person_id, new = _person(tx, name, phone)
        row = HoldingRow(
            tx.next_id("holding"), comes.unit_id, person_id, comes.role, comes.since.isoformat(), None,
            _paid(tx, comes.items),
        )  # fmt: skip
        changes: dict[str, Sequence[tuple[Any, ...]]] = {"holding": [*map(tuple, ended), tuple(row)]}
        if new:
            changes["person"] = [new]
        tx.change(KIND, {"unit": comes.unit_id, "person": person_id, "holding": row.id}, changes)
        return row.id


def _ended(tx: Tx, comes: MoveIn) -> list[HoldingRow]:
    """The sellers' holdings, ended the day before the newcomer's first."""
    last = (comes.since - DAY).isoformat()
    held = [
        row for row in registers.holdings(tx.connection)
        if row.unit_id == comes.unit_id and row.role in _SELLERS and (row.until is None or row.until > last)
    ]  # fmt: skip
    for row in held:
        if row.since and row.since > last:
            unit = registers.unit(tx.connection, comes.unit_id)
            raise ComesBeforeHolder(unit.code if unit else "", row.since)
    return [row._replace(until=last) for row in held]


def _paid(tx: Tx, items: Sequence[int]) -> str | None:
    known = {item.id for item in registers.fee_items(tx.connection)}
    for item_id in items:
        if item_id not in known:
            raise UnknownItem(item_id)
    return json.dumps(sorted(set(items))) if items else None


def _person(tx: Tx, name: str, phone: str) -> tuple[int, tuple[Any, ...] | None]:
    """The person of this name and telephone, else a new one and its row; by name alone nobody is taken for another."""
    for row in registers.persons(tx.connection) if phone else ():
        if (row.name, row.phone) == (name, phone):
            return row.id, None
    person_id = tx.next_id("person")
    return person_id, (person_id, name, phone or None, initials(name), "person", None)
