"""Changing a unit, a person, or who holds a unit: each a dated version, nothing overwritten."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from counter.desk.initials import initials
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.rules.permissions import Act
from counter.rules.room import fold, index_keys
from db.books import Books, Tx
from db.queries import registers
from db.queries.accounts import unit
from db.queries.registers import HoldingRow, PersonRow, UnitRow, VehicleRow

KIND = "registers_changed"


class UnitCodeTaken(Exception):
    """Another unit has this number already."""

    code = "unit_code_taken"

    def __init__(self, unit_code: str) -> None:
        super().__init__(unit_code)
        self.unit_code = unit_code


class UnknownPerson(Exception):
    """Nobody in the register has this number."""

    code = "unknown_person"

    def __init__(self, person_id: int) -> None:
        super().__init__(person_id)
        self.person_id = person_id


class UnknownHolding(Exception):
    """Nobody holds a unit under this number."""

    code = "unknown_holding"

    def __init__(self, holding_id: int) -> None:
        super().__init__(holding_id)
        self.holding_id = holding_id


class EndsBeforeItBegan(ValueError):
    """Somebody cannot leave a unit on a day before they came."""

    code = "ends_before_it_began"

    def __init__(self, since: str, last: str) -> None:
        super().__init__(since, last)
        self.since = since
        self.last = last


def save_unit(books: Books, row: UnitRow, *, request_id: str, staff: Person) -> int:
    """Add a unit (id 0) or change one; returns its id. Raises NotAllowed, UnknownUnit, UnitCodeTaken."""
    staff.require(Act.CHANGE_REGISTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["unit"])
        if row.id and unit(tx.connection, row.id) is None:
            raise UnknownUnit(row.code)
        if any(fold(u.code) == fold(row.code) and u.id != row.id for u in registers.units(tx.connection)):
            raise UnitCodeTaken(row.code)
        unit_id = row.id or tx.next_id("unit")
        written = row._replace(id=unit_id, spellings=" ".join(index_keys(row.code)))
        tx.change(KIND, {"unit": unit_id}, {"unit": [tuple(written)]})
        return unit_id


def save_person(books: Books, row: PersonRow, *, request_id: str, staff: Person) -> int:
    """Add a person (id 0) or change one; initials are made from the name. Raises NotAllowed, UnknownPerson."""
    staff.require(Act.CHANGE_REGISTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["person"])
        _require_person(tx, row.id)
        person_id = row.id or tx.next_id("person")
        written = row._replace(id=person_id, initials=initials(row.name or ""))
        tx.change(KIND, {"person": person_id}, {"person": [tuple(written)]})
        return person_id


def add_holder(
    books: Books, unit_id: int, person_id: int, role: str, *, request_id: str, staff: Person, since: date,
    until: date | None = None, items: Sequence[int] = (),
) -> int:  # fmt: skip
    """Tie a person to a unit from a day; items are the fee items that an occupier pays. Returns the tie's id.

    A new owner ends the ones before on the day before. Raises NotAllowed, UnknownUnit, UnknownPerson.
    """
    staff.require(Act.CHANGE_REGISTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["holding"])
        if unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        _require_person(tx, person_id)
        holding_id = tx.next_id("holding")
        row = HoldingRow(
            holding_id, unit_id, person_id, role, since.isoformat(), until.isoformat() if until else None,
            json.dumps(sorted(items)) if items else None,
        )  # fmt: skip
        ended = _ended_by(registers.holdings(tx.connection), row, since) if role == "owner" else []
        tx.change(KIND, {"holding": holding_id}, {"holding": [*ended, tuple(row)]})
        return holding_id


def end_holding(books: Books, holding_id: int, last: date, *, request_id: str, staff: Person) -> None:
    """Let a tie between a person and a unit end with a day. Raises NotAllowed, UnknownHolding, EndsBeforeItBegan."""
    staff.require(Act.CHANGE_REGISTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, KIND) is not None:
            return
        row = registers.holding(tx.connection, holding_id)
        if row is None:
            raise UnknownHolding(holding_id)
        if row.since and last.isoformat() < row.since:
            raise EndsBeforeItBegan(row.since, last.isoformat())
        ended = row._replace(until=last.isoformat())
        tx.change(KIND, {"holding": holding_id}, {"holding": [tuple(ended)]})


def set_plates(books: Books, unit_id: int, plates: Sequence[str], *, request_id: str, staff: Person) -> None:
    """Let a unit have these plates from today; the others go. Raises NotAllowed, UnknownUnit."""
    staff.require(Act.CHANGE_REGISTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, KIND) is not None:
            return
        if unit(tx.connection, unit_id) is None:
            raise UnknownUnit(str(unit_id))
        now = [v for v in registers.vehicles(tx.connection) if v.unit_id == unit_id and v.until is None]
        rows = [tuple(v._replace(until=tx.day)) for v in now if v.plate not in plates]
        had = {v.plate for v in now}
        first = tx.next_id("vehicle")
        new = [plate for plate in dict.fromkeys(plates) if plate not in had]
        rows += [tuple(VehicleRow(first + n, unit_id, plate, tx.day, None)) for n, plate in enumerate(new)]
        if rows:
            tx.change(KIND, {"plates_of": unit_id}, {"vehicle": rows})


def _require_person(tx: Tx, person_id: int) -> None:
    if person_id and registers.person(tx.connection, person_id) is None:
        raise UnknownPerson(person_id)


def _ended_by(rows: Sequence[HoldingRow], new: HoldingRow, since: date) -> list[tuple[Any, ...]]:
    """The owners a new one follows, ended the day before."""
    last = (since - timedelta(days=1)).isoformat()
    same = [row for row in rows if (row.unit_id, row.role) == (new.unit_id, new.role)]
    return [tuple(row._replace(until=last)) for row in same if row.until is None]
