"""A clock far ahead of the last known time: nothing is posted until a second person confirms the date."""

from counter.desk import approve
from counter.desk.people import Person
from db.books import Books


def confirm_date(books: Books, *, request_id: str, requester: Person, approver: Person) -> None:
    """Record that the date of this computer is right. Raises NotAllowed, SelfApproval."""
    day = books.clock.today().isoformat()
    with books.transaction(request_id, staff_id=requester.staff_id, confirms_date=True) as tx:
        if not tx.earlier:
            row = approve.approval("confirm_date", f"day:{day}", requester.staff_id, approver, "clock")
            tx.post("date_confirmed", {"date": day, **approve.seen_by(approver)}, [row])
