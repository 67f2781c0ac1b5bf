"""The table of who may do what, changed from a day on: a dated setting of the office, every version kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from counter.desk.people import PERMISSIONS_KEY, Person, table_on
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act, CellFixed, Role, Table, as_setting, fixed, from_setting
from db.books import Books
from db.chain import canonical
from db.queries import people
from db.queries.people import StaffRow
from db.queries.settings import setting_id, values_from

KIND = "permissions_changed"


# Without these the office could not get out of a lock by itself: the table itself, and a clock that runs ahead.
KEPT = (Act.CHANGE_STAFF, Act.CONFIRM_DATE)


class NobodyLeft(Exception):
    """After this change nobody who works here could do an act that somebody must always be able to do."""

    code = "nobody_left"

    def __init__(self, act: str) -> None:
        super().__init__(act)
        self.act = act


def change_permissions(books: Books, table: Table, since: date, *, request_id: str, staff: Person) -> None:
    """Put a table into force from a day; a version for the same day is replaced, no change posts nothing.

    Idempotent by request. Raises NotAllowed, CellFixed, NobodyLeft.
    """
    staff.require(Act.CHANGE_STAFF)
    for role in Role:
        for act in Act:
            known = fixed(role, act)
            if known is not None and known is not (act in table[role]):
                raise CellFixed(role, act)
    day = since.isoformat()
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        if earlier_facts(tx, KIND) is not None:
            return
        before = table_on(tx.connection, day)
        granted, taken = _cells(table, before), _cells(before, table)
        if not (granted or taken):
            return
        require_keeper(people.all_staff(tx.connection), [table])
        known_id = setting_id(tx.connection, PERMISSIONS_KEY, day)
        version = (known_id or tx.next_id("setting"), PERMISSIONS_KEY, canonical(as_setting(table)), day)
        facts = {"since": day, "granted": granted, "taken": taken}
        tx.change(KIND, facts, {"setting": [version]})


def tables_from(connection: Any, day: str) -> list[Table]:
    """Return the table in force on a day (ISO date) and every later one that is decided already."""
    later = values_from(connection, PERMISSIONS_KEY, day)
    return [table_on(connection, day), *(from_setting(value) for _since, value in later)]


def require_keeper(staff: Iterable[StaffRow], tables: Iterable[Table]) -> None:
    """Raise NobodyLeft where by one of the tables nobody who stays may do one of the acts of KEPT."""
    roles = {Role(row.role) for row in staff if row.until is None}
    for table in tables:
        for act in KEPT:
            if not any(act in table[role] for role in roles):
                raise NobodyLeft(act)


def _cells(table: Mapping[Role, frozenset[Act]], other: Mapping[Role, frozenset[Act]]) -> dict[str, list[str]]:
    """By role the acts that one table has and another has not."""
    found = {role.value: sorted(act.value for act in table[role] - other[role]) for role in Role}
    return {role: acts for role, acts in found.items() if acts}
