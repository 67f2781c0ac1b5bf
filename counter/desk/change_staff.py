"""Who works here: people come, change their role, and leave; nobody is deleted."""

from counter.desk.approve import ACTS
from counter.desk.change_permissions import require_keeper, tables_from
from counter.desk.people import Person, UnknownStaff, one_time
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act, Role
from db.books import Books, Tx
from db.queries import people, tills
from db.queries.people import StaffRow

KIND = "staff_changed"


class StaffHasOpenTill(Exception):
    """Whoever has a till open counts and closes it, or hands it over, before they leave."""

    code = "staff_has_open_till"

    def __init__(self, name: str, till: int) -> None:
        super().__init__(name, till)
        self.name = name
        self.till = till


class StaffHasRequests(Exception):
    """What somebody asked for is decided before they leave."""

    code = "staff_has_requests"

    def __init__(self, name: str, waiting_count: int) -> None:
        super().__init__(name, waiting_count)
        self.name = name
        self.waiting_count = waiting_count


def save_staff(books: Books, row: StaffRow, *, request_id: str, staff: Person) -> int:
    """Add a member of staff (id 0) or change one; returns the id. until is the day they left.

    Raises NotAllowed, UnknownStaff, StaffHasOpenTill, StaffHasRequests, NobodyLeft, and ValueError for a role that
    does not exist. A PIN that somebody else sets anew is for one use: with it nobody agrees to anything.
    """
    staff.require(Act.CHANGE_STAFF)
    Role(row.role)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["who"])
        before = people.staff(tx.connection, row.id) if row.id else None
        if row.id and before is None:
            raise UnknownStaff(row.id)
        if before is not None:
            _refuse_if_needed(tx, before, row)
            if before.pin_hash != row.pin_hash and row.id != staff.staff_id:
                row = row._replace(pin_hash=one_time(row.pin_hash))
        staff_id = row.id or tx.next_id("staff")
        facts = {"who": staff_id, "role": row.role, "what": _what(before, row)}
        if before is not None and before.role != row.role:
            facts["role_before"] = before.role
        tx.change(KIND, facts, {"staff": [tuple(row._replace(id=staff_id))]})
        return staff_id


def _refuse_if_needed(tx: Tx, before: StaffRow, row: StaffRow) -> None:
    if row.until is not None and before.until is None:
        for state in tills.open_tills(tx.connection):
            if state.cashier_id == row.id:
                raise StaffHasOpenTill(row.name, state.till)
        # What is done already and owes its approval waits for nothing of theirs.
        asked = [each for each in people.pending_acts(tx.connection) if each.requester_id == row.id]
        waiting = sum(not ACTS[each.act].owes for each in asked)
        if waiting:
            raise StaffHasRequests(row.name, waiting)
    others = [each for each in people.all_staff(tx.connection) if each.id != row.id]
    require_keeper([*others, row], tables_from(tx.connection, tx.day))


def _what(before: StaffRow | None, row: StaffRow) -> list[str]:
    """Which things of a person this version changes, in words of the event's body."""
    if before is None:
        return ["added"]
    changed = {
        "name": before.name != row.name,
        "role": before.role != row.role,
        "pin": before.pin_hash != row.pin_hash,
        "left": before.until != row.until and row.until is not None,
        "returned": before.until is not None and row.until is None,
    }
    return [word for word, is_so in changed.items() if is_so]
