"""Who works here: people come, change their role or PIN, and leave; nobody is deleted."""

from counter.desk.people import Person, UnknownStaff
from counter.desk.requests import earlier_facts
from counter.rules.permissions import Act, Role
from db.books import Books
from db.queries import people
from db.queries.people import StaffRow

KIND = "staff_changed"


def save_staff(books: Books, row: StaffRow, *, request_id: str, staff: Person) -> int:
    """Add a member of staff (id 0) or change one; returns the id. until is the day they left.

    Raises NotAllowed, UnknownStaff, and ValueError for a role that does not exist.
    """
    staff.require(Act.CHANGE_STAFF)
    Role(row.role)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return int(done[1]["who"])
        if row.id and people.staff(tx.connection, row.id) is None:
            raise UnknownStaff(row.id)
        staff_id = row.id or tx.next_id("staff")
        tx.change(KIND, {"who": staff_id, "role": row.role}, {"staff": [tuple(row._replace(id=staff_id))]})
        return staff_id
