"""Bringing a copy back: two people agree before the newest copy of a stick is restored into a new folder."""

from counter.desk import approve
from counter.desk.people import Person
from counter.rules.permissions import Act
from db.books import Books

KIND = "restore_approved"


def approve_restore(
    books: Books, stick: str, reason: str, *, request_id: str, person: Person, approver: Person
) -> None:  # fmt: skip
    """Record that two people want a stick's copy restored, before it is done; stick: the name of its folder.

    Raises NotAllowed, SelfApproval, PinMustChange, ReasonMissing, FullCardNumber.
    """
    person.require(Act.RESTORE)
    agreed = approve.approval("restore", f"stick:{stick}", person.staff_id, approver, reason)
    with books.transaction(request_id, staff_id=person.staff_id) as tx:
        if not tx.earlier:
            tx.post(KIND, {"stick": stick, "reason": agreed.reason, **approve.seen_by(approver)}, [agreed])
