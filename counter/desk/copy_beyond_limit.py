"""One more copy of a receipt than the office allows, agreed to by a second person now or later."""

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
from db.books import Books, Tx
from db.queries import receipts
from db.queries.people import PendingAct
from db.rows import Approval, Copy
from printing.blocks import dump, load


def copy_beyond_limit(
    books: Books, receipt_id: int, reason: str, *, request_id: str, person: Person, approver: Person, till: int,
    words: Words, device: str = "receipt",
) -> int:  # fmt: skip
    """Queue a copy whatever the limit says and record who agreed; returns the copy's number.

    Raises NotAllowed, UnknownReceipt, PaperGone, SelfApproval, ReasonMissing.
    """
    person.require(Act.REPRINT)
    agreed = approve.approval("copy", f"receipt:{receipt_id}", person.staff_id, approver, reason)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        done = earlier_facts(tx, "receipt_copied")
        if done is not None:
            return int(done[1]["rows"]["copy"][0][1])
        approve.refuse_asker(tx, "copy", agreed.subject, approver)
        return _copy(tx, receipt_id, agreed, approver, words, device)


def ask_for_copy(books: Books, receipt_id: int, reason: str, *, request_id: str, person: Person, till: int) -> None:
    """Ask for a copy beyond the limit, to be decided later. Raises NotAllowed, UnknownReceipt, ReasonMissing."""
    person.require(Act.REPRINT)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if receipts.receipt(tx.connection, receipt_id) is None:
            raise UnknownReceipt(str(receipt_id))
        if not tx.earlier:
            approve.ask(tx, "copy", f"receipt:{receipt_id}", person.staff_id, reason)


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, words: Words) -> None:
    """Queue the copy that was asked for. Raises UnknownReceipt, PaperGone, SelfApproval, NotAllowed."""
    agreed = approve.approval("copy", asked.subject, asked.requester_id, approver, reason)
    _copy(tx, int(asked.subject.removeprefix("receipt:")), agreed, approver, words, "receipt")


def _copy(tx: Tx, receipt_id: int, agreed: Approval, approver: Person, words: Words, device: str) -> int:
    found = receipts.receipt(tx.connection, receipt_id)
    if found is None:
        raise UnknownReceipt(str(receipt_id))
    kept = papers.paper_of_receipt(tx.connection, receipt_id)
    if kept is None:
        raise PaperGone(found.label)
    number = found.copies + 1
    paper = load(kept[1]).with_mark(copy_mark(number, words))
    paper = with_marks(tx.connection, found, paper, words)
    event = tx.post("receipt_copied", approve.seen_by(approver), [Copy(receipt_id, number), agreed])
    # The kept paper carries its mark already; a number on the job would make the spool set it once more.
    papers.enqueue(tx, "receipt_copy", dump(paper), event_id=event.id, device=device)
    return number
