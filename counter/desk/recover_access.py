"""The way back when a manager forgot the PIN: the machine's owner sets a PIN for one use, and everybody is told."""

from typing import Any

from counter.desk.people import UnknownStaff, hash_pin, one_time, table_on
from counter.rules.permissions import Act, Role
from db.books import Books
from db.queries import people
from db.queries.audit import last_log_in, recoveries_since
from db.queries.people import Backoff, StaffRow

KIND = "access_recovered"


class NotAKeeper(Exception):
    """A PIN is recovered only for somebody who may change staff and permissions."""

    code = "not_a_keeper"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def keepers(connection: Any, day: str) -> list[StaffRow]:
    """Return who works here on a day (ISO date) and may change staff and permissions."""
    table = table_on(connection, day)
    staff = [row for row in people.all_staff(connection) if not row.left(day)]
    return [row for row in staff if Act.CHANGE_STAFF in table[Role(row.role)]]


def recover_access(books: Books, staff_id: int, pin: str, *, request_id: str) -> StaffRow:
    """Give a manager a PIN for one use and leave an event that nobody at the window did; returns whom.

    Raises UnknownStaff, NotAKeeper, PinTooShort.
    """
    hashed = one_time(hash_pin(pin))
    with books.transaction(request_id, staff_id=None) as tx:
        row = people.staff(tx.connection, staff_id)
        if row is None or row.left(tx.day):
            raise UnknownStaff(staff_id)
        if all(each.id != staff_id for each in keepers(tx.connection, tx.day)):
            raise NotAKeeper(row.name)
        if not tx.earlier:
            tx.change(KIND, {"who": staff_id}, {"staff": [tuple(row._replace(pin_hash=hashed))]})
            people.set_backoff(tx.connection, staff_id, Backoff(0, ""))
        return row


def untold(connection: Any, staff_id: int) -> list[tuple[str, str]]:
    """Return (name, moment as UTC text) of the recoveries since a person's last log-in, for them to be told."""
    found = recoveries_since(connection, last_log_in(connection, staff_id))
    names = {row.id: row.name for row in people.all_staff(connection)}
    return [(names.get(who, str(who)), at) for who, at in found]
