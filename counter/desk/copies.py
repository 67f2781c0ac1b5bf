"""Copies of a receipt, forms spoiled by a jam, and the drawer opened without a payment: counted, never silent."""

from counter.desk.approve import SecondPersonNeeded, needs_second, seen_by, written_reason
from counter.desk.copy_marks import with_marks
from counter.desk.forms import refuse_used
from counter.desk.office import Office
from counter.desk.owed import agree_or_owe
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.tills import require_own_till
from counter.desk.undo import UnknownReceipt
from counter.papers.marks import copy_mark
from counter.rules.form_number import check_form_number
from counter.rules.permissions import Act
from counter.words import Words
from db import papers
from db.books import Books
from db.queries import receipts
from db.queries.tills import till_state
from db.rows import Copy, Form
from printing.blocks import dump, load


class PaperGone(Exception):
    """The receipt stands in the books, but its paper is not kept any more."""

    code = "paper_gone"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class TooManyCopies(Exception):
    """More copies than the office allows without a second person."""

    code = "too_many_copies"

    def __init__(self, receipt_number: str, limit: int) -> None:
        super().__init__(receipt_number, limit)
        self.receipt_number = receipt_number
        self.limit = limit


def reprint(
    books: Books, receipt_id: int, *, request_id: str, person: Person, till: int, office: Office, words: Words,
    device: str = "receipt",
) -> int:  # fmt: skip
    """Queue a marked copy (补打 第N次) of the receipt as it was printed; returns the copy's number.

    A receipt that is void, refunded or reversed says so on its copy. Raises NotAllowed, UnknownReceipt, PaperGone,
    TooManyCopies.
    """
    person.require(Act.REPRINT)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        found = receipts.receipt(tx.connection, receipt_id)
        if found is None:
            raise UnknownReceipt(str(receipt_id))
        done = earlier_facts(tx, "receipt_copied")
        if done is not None:
            return int(done[1]["rows"]["copy"][0][1])
        kept = papers.paper_of_receipt(tx.connection, receipt_id)
        if kept is None:
            raise PaperGone(found.label)
        copy_number = found.copies + 1
        if copy_number > office.reprint_limit:
            raise TooManyCopies(found.label, office.reprint_limit)
        paper = load(kept[1]).with_mark(copy_mark(copy_number, words))
        paper = with_marks(tx.connection, found, paper, words)
        event = tx.post("receipt_copied", {}, [Copy(receipt_id, copy_number)])
        papers.enqueue(tx, "receipt_copy", dump(paper), event_id=event.id, device=device)
        return copy_number


def spoil_form(
    books: Books, receipt_id: int, printed_number: str, *, request_id: str, person: Person, till: int | None = None
) -> str:
    """Register a form that a jam spoiled and return its number; the payment is untouched.

    Raises NotAllowed, UnknownReceipt, NotAFormNumber, FormNumberUsed.
    """
    person.require(Act.REPRINT)
    number = check_form_number(printed_number)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if receipts.receipt(tx.connection, receipt_id) is None:
            raise UnknownReceipt(str(receipt_id))
        if not tx.earlier:
            refuse_used(tx.connection, number, spoils_receipt=receipt_id)
            tx.post("form_spoiled", {}, [Form(receipt_id, number, "spoiled")])
    return number


def open_drawer(
    books: Books, reason: str, *, request_id: str, person: Person, till: int, approver: Person | None = None,
    alone: bool = False,
) -> None:  # fmt: skip
    """Record that the drawer is opened without a payment, before the kick; with approver, that they agreed.

    alone: where the office wants a second person and none is there, the approval is owed. Raises NotAllowed,
    ReasonMissing, FullCardNumber, NotYourTill, TillNotTakenUp, SecondPersonNeeded where the office wants one,
    SelfApproval.
    """
    person.require(Act.OPEN_DRAWER)
    reason = written_reason(reason)
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if tx.earlier:
            return
        state = till_state(tx.connection, till)
        if state is not None:
            require_own_till(tx.connection, state, person)
        wanted = approver is not None or needs_second(tx.connection, "drawer", tx.day)
        if wanted and approver is None and not alone:
            raise SecondPersonNeeded("drawer")
        acts = ["drawer"] if wanted else []
        agreed = agree_or_owe(tx, acts, f"drawer:{request_id}", person.staff_id, approver, reason)
        tx.post("drawer_opened", {"reason": reason, **agreed.facts, **seen_by(approver)}, agreed.rows)
