"""E-mail addresses of many owners from a table: checked whole before anything is written, every mistake at once."""

from collections.abc import Sequence
from typing import Any, Protocol

from counter.desk.change_registers import KIND
from counter.desk.message_settings import is_email
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act
from counter.rules.room import fold
from db.books import Books
from db.queries import accounts, registers

MOST_TOLD = 8
_OWNERS = ("owner", "developer", "co_owner")


class OfTable(Protocol):
    """One line of the table (counter/files/address_rows.py)."""

    @property
    def row(self) -> int:
        """Return its number in the sheet."""

    @property
    def unit(self) -> str:
        """Return the unit as it is written."""

    @property
    def address(self) -> str:
        """Return the address, '' to take one away."""


class EmailRowsWrong(Exception):
    """Lines of a table of addresses cannot be taken; places: the rows with what stands there."""

    code = "email_rows_wrong"

    def __init__(self, count: int, places: str) -> None:
        super().__init__(count, places)
        self.count = count
        self.places = places


def import_emails(books: Books, rows: Sequence[OfTable], *, request_id: str, staff: Person) -> int:
    """Enter the address of the owner of each unit; returns how many changed. Idempotent by request.

    Raises NotAllowed, EmailRowsWrong: then nothing is written.
    """
    staff.require(Act.CHANGE_REGISTERS)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["count"])
        units = {fold(each.code): each.id for each in registers.units(tx.connection)}
        changed: dict[int, tuple[Any, ...]] = {}
        wrong = list[str]()
        for each in rows:
            person = _owner(tx.connection, units.get(fold(each.unit)))
            if person is None or (each.address and not is_email(each.address)):
                wrong.append(f"{each.row} ({each.unit} {each.address})")
            elif (person.email or "") != each.address:
                changed[person.id] = tuple(person._replace(email=each.address or None))
        if wrong:
            more = "" if len(wrong) <= MOST_TOLD else " …"
            raise EmailRowsWrong(len(wrong), ", ".join(wrong[:MOST_TOLD]) + more)
        if changed:
            tx.change("registers_changed", {"count": len(changed)}, {"person": list(changed.values())})
        return len(changed)


def _owner(connection: Any, unit_id: int | None) -> registers.PersonRow | None:
    """The owner of today, as a letter would be addressed."""
    holders = accounts.holders(connection, unit_id) if unit_id is not None else []
    owner = next((each for each in holders if each.until is None and each.role in _OWNERS), None)
    return registers.person(connection, owner.person_id) if owner is not None else None
