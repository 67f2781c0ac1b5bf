"""A clock far ahead of the last known time: nothing is posted until the date is confirmed."""

from counter.desk import approve
from counter.desk.owed import agree_or_owe
from counter.desk.people import Person
from db.books import Books


def confirm_date(books: Books, *, request_id: str, requester: Person, approver: Person | None) -> None:
    """Record that the date of this computer is right; approver None: nobody else is there, the approval is owed.

    Raises NotAllowed, SelfApproval.
    """
    day = books.clock.today().isoformat()
    with books.transaction(request_id, staff_id=requester.staff_id, confirms_date=True) as tx:
        if not tx.earlier:
            subject = f"day:{day}" if approver else f"day:{day}:{request_id}"
            agreed = agree_or_owe(tx, ["confirm_date"], subject, requester.staff_id, approver, "clock")
            tx.post("date_confirmed", {"date": day, **agreed.facts, **approve.seen_by(approver)}, agreed.rows)
