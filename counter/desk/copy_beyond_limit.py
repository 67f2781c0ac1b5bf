"""One more copy of a receipt than the office allows, agreed to by a second person."""

from counter.desk import approve
from counter.desk.copies import PaperGone
from counter.desk.copy_marks import with_marks
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.undo import UnknownReceipt
from counter.papers.marks import copy_mark
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books
from db.queries import receipts
from db.rows import Copy
from printing.blocks import dump, load


def copy_beyond_limit(
    books: Books, receipt_id: int, reason: str, *, request_id: str, person: Person, approver: Person, till: int,
    words: Words, device: str = "receipt",
) -> int:  # fmt: skip
    """Queue a copy whatever the limit says and record who agreed; returns the copy's number.

    Who may approve a void may approve this: both guard against a receipt being used twice.
    Raises NotAllowed, UnknownReceipt, PaperGone, SelfApproval, ReasonMissing.
    """
    person.require(Act.REPRINT)
    subject = f"receipt:{receipt_id}"
    agreed = approve.approval("copy", Act.APPROVE_VOID, subject, person.staff_id, approver, reason)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        found = receipts.receipt(tx.connection, receipt_id)
        if found is None:
            raise UnknownReceipt(str(receipt_id))
        done = earlier_facts(tx, "receipt_copied")
        if done is not None:
            return int(done[1]["rows"]["copy"][0][1])
        kept = papers.paper_of_receipt(books.database, receipt_id)
        if kept is None:
            raise PaperGone(found.label)
        number = found.copies + 1
        paper = load(kept[1]).with_mark(copy_mark(number, words))
        paper = with_marks(tx.connection, found, paper, words)
        event = tx.post("receipt_copied", {}, [Copy(receipt_id, number), agreed])
        # The kept paper carries its mark already; a number on the job would make the spool set it once more.
        papers.enqueue(tx, "receipt_copy", dump(paper), event_id=event.id, device=device)
        return number
