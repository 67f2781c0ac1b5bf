"""Bringing a copy back: two people agree to it, or the approval is owed."""

from counter.desk import approve
from counter.desk.owed import owe
from counter.desk.people import Person
from counter.rules.permissions import Act
from db.books import Books

KIND = "restore_approved"


def approve_restore(
    books: Books, stick: str, reason: str, *, request_id: str, person: Person, approver: Person | None
) -> None:  # fmt: skip
    """Record that two people want a stick's copy restored, before it is done; stick: the name of its folder.

    approver None: nobody else is there; the approval is owed, in these books and in the restored ones. Raises
    NotAllowed, SelfApproval, PinMustChange, ReasonMissing, FullCardNumber.
    """
    person.require(Act.RESTORE)
    with books.transaction(request_id, staff_id=person.staff_id) as tx:
        if tx.earlier:
            return
        if approver is None:
            owe(tx, "restore", f"restore:{request_id}", person.staff_id, reason, (person.staff_id,))
            return
        agreed = approve.approval("restore", f"stick:{stick}", person.staff_id, approver, reason)
        tx.post(KIND, {"stick": stick, "reason": agreed.reason, **approve.seen_by(approver)}, [agreed])


def owe_in_copy(books: Books, reason: str, *, request_id: str, person: Person) -> None:
    """Let the restored books open with the approval owed: the ones it was asked in may never be seen again."""
    with books.transaction(request_id, staff_id=person.staff_id) as tx:
        if not tx.earlier:
            owe(tx, "restore", f"restore:{request_id}", person.staff_id, reason, (person.staff_id,))
