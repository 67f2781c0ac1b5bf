"""A drop that nobody saw is signed later (补签): somebody else has held its slip against what lies in the safe."""

from counter.desk import approve
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from db.books import Books
from db.queries.drops import UnsignedDrop, unsigned

__all__ = ["DropSigned", "UnsignedDrop", "sign_drop", "unsigned"]

LATER = "signed_later"


class DropSigned(Exception):
    """Somebody saw this drop when it was made, or has signed it since."""

    code = "drop_signed"


def sign_drop(books: Books, drop_event: int, *, request_id: str, witness: Person, till: int) -> None:
    """Record a second person's signature for a drop. Raises DropSigned, SelfApproval, NotAllowed, PinMustChange."""
    with books.transaction(request_id, staff_id=witness.staff_id, till=till) as tx:
        if earlier_facts(tx, "drop_signed") is not None:
            return
        found = next((each for each in unsigned(tx.connection) if each.event_id == drop_event), None)
        if found is None:
            raise DropSigned
        agreed = approve.approval("drop", f"till:{found.till}", found.staff_id, witness, LATER)
        facts = {"drop": found.event_id, "till_of": found.till, "slip": found.slip, "total": found.amount}
        tx.post("drop_signed", {**facts, **approve.seen_by(witness)}, [agreed])
