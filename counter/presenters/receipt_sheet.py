"""The sheet of a receipt: its paper, its facts, and what can be done with it."""

from collections.abc import Callable
from functools import partial

from counter.desk.copies import TooManyCopies, reprint
from counter.desk.copy_beyond_limit import ask_for_copy, copy_beyond_limit
from counter.desk.people import Person
from counter.desk.undo import UnknownReceipt, untouched_receipt
from counter.presenters.approval import AskApproval, Wish
from counter.presenters.card_backs import Backs
from counter.presenters.paper_picture import PaperPictures
from counter.presenters.questions import Form
from counter.presenters.receipt_sheet_facts import sheet_facts
from counter.presenters.receipt_sheet_forms import ReceiptForms
from counter.presenters.receipt_sheet_invoice import InvoiceMark
from counter.presenters.receipt_sheet_move import MoveReceipt
from counter.presenters.receipt_sheet_refund import RefundReceipt
from counter.presenters.receipt_sheet_reverse import ReverseReceipt
from counter.presenters.receipt_sheet_view import ReceiptView
from counter.presenters.receipt_sheet_void import VoidReceipt
from counter.presenters.session import Session
from counter.rules.permissions import Act
from db import papers
from db.queries import receipts
from db.queries.receipts import ReceiptRow
from printing.blocks import load


class ReceiptSheetPresenter:
    """One window's sheet of receipts; changed is called after anything happened to the receipt.

    backs: what the card terminal can be asked to give back; without it that is done on it by hand.
    """

    def __init__(
        self,
        session: Session,
        view: ReceiptView,
        approve: AskApproval,
        *,
        changed: Callable[[], None] = lambda: None,
        backs: Backs = lambda: None,
    ) -> None:
        self._session = session
        self._view = view
        self._approve = approve
        self._changed = changed
        self._pictures = PaperPictures(session.settings.printer.columns)
        self._receipt_id = 0
        self._move = MoveReceipt(session, view, approve, moved=self._moved)
        self._forms = ReceiptForms(session, view, noted=partial(self._done, "saved"))
        self._void = VoidReceipt(session, view, approve, done=self._done, backs=backs, told_back=self._came_back)
        self._refund = RefundReceipt(session, view, approve, done=self._done, backs=backs, told_back=self._came_back)
        self._reverse = ReverseReceipt(session, view, approve, done=self._done)
        self._invoice = InvoiceMark(session, view, done=lambda told: self._done("saved", told))

    def open(self, receipt_id: int) -> None:
        """Show a receipt. Raises UnknownReceipt."""
        self._receipt_id = receipt_id
        found = self._found()
        self._show(found)
        self._view.say("plain", "")
        self._show_picture(found)
        self._view.open_sheet()

    # What can be done with it

    def reprint(self) -> None:
        """R: ask once, then print a marked copy; beyond the limit a second person agrees."""
        found = self._found()
        number = found.copies + 1
        if number > self._session.office.reprint_limit:
            self._ask_beyond_limit(found, number)
            return
        self._view.ask(
            Form(
                self._w("Copy of receipt {number}", number=found.label),
                self._w("It is printed with the mark “COPY no. {number}”.", number=number),
                "",
                partial(self._print_copy, self._session.new_request()),
                choices=(("1", self._w("Print the copy")),),
            )
        )

    def void(self) -> None:
        """V: void the receipt with a second person, or ask for it; a wish that waits is decided."""
        self._begin(self._void.ask)

    def move(self) -> None:
        """M: move the payment to the right unit (串户更正)."""
        try:
            found = untouched_receipt(self._session.connection, self._receipt_id)
        except Exception as error:
            self._tell(error)
            return
        self._move.ask(found)

    def refund(self) -> None:
        """T: give money back (退款)."""
        self._begin(self._refund.ask)

    def reverse(self) -> None:
        """C: book a line otherwise (冲正)."""
        self._begin(self._reverse.ask)

    def invoice(self) -> None:
        """I: note that an invoice was issued."""
        self._begin(self._invoice.ask)

    def _begin(self, ask: Callable[[int], None]) -> None:
        try:
            ask(self._receipt_id)
        except Exception as error:
            self._tell(error)

    def spoil(self) -> None:
        """S: register a form that a jam spoiled."""
        self._forms.spoil(self._found())

    def note_form(self) -> None:
        """P: say which numbered form the receipt went onto."""
        self._forms.note(self._found())

    # What happens then

    def _print_copy(self, request: str, _answer: dict[str, str]) -> str:
        session = self._session
        try:
            number = reprint(
                session.books, self._receipt_id, request_id=request, person=session.person, till=session.till,
                office=session.office, words=session.paper_words,
            )  # fmt: skip
        except TooManyCopies:
            found = self._found()
            self._ask_beyond_limit(found, found.copies + 1)
            return ""
        except Exception as error:
            return session.told(error).sentence
        self._copied(number)
        return ""

    def _ask_beyond_limit(self, found: ReceiptRow, number: int) -> None:
        limit = self._session.office.reprint_limit
        self._approve(
            Wish(
                Act.APPROVE_COPY,
                self._w("Copy no. {copy} of receipt {number}", copy=number, number=found.label),
                self._w("The office allows {limit} copies; a further one needs a second person.", limit=limit),
                needs_reason=True,
                on_granted=partial(self._copy_beyond, self._session.new_request()),
                on_request=partial(self._ask_for_copy, self._session.new_request()),
            )
        )

    def _ask_for_copy(self, request: str, reason: str) -> None:
        session = self._session
        try:
            ask_for_copy(
                session.books, self._receipt_id, reason, request_id=request, person=session.person, till=session.till
            )
        except Exception as error:
            self._tell(error)
            return
        self._done("plain", self._w("The copy waits for a decision."))

    def _copy_beyond(self, request: str, approver: Person, reason: str) -> None:
        session = self._session
        try:
            number = copy_beyond_limit(
                session.books, self._receipt_id, reason, request_id=request, person=session.person, approver=approver,
                till=session.till, words=session.paper_words,
            )  # fmt: skip
        except Exception as error:
            self._tell(error)
            return
        self._copied(number)

    def _copied(self, number: int) -> None:
        self._done("saved", self._w("Copy no. {number} is being printed.", number=number))

    def _moved(self, new_receipt: int, told: str) -> None:
        self._receipt_id = new_receipt
        self._show_picture(self._found())
        self._done("saved", told)

    def _came_back(self, receipt_id: int, kind: str, told: str) -> None:
        """Hear what the card terminal gave back; the sheet may show another receipt by now."""
        if receipt_id == self._receipt_id:
            self._done(kind, told)

    # Showing

    def _done(self, kind: str, told: str) -> None:
        self._session.on_commit()
        self._show(self._found())
        self._view.say("saved" if kind == "saved" else "risk" if kind == "risk" else "plain", told)
        self._changed()

    def _show(self, found: ReceiptRow) -> None:
        session = self._session
        self._view.show_facts(sheet_facts(session.connection, found, session.office, session.currency, session.words))

    def _show_picture(self, found: ReceiptRow) -> None:
        try:
            kept = papers.paper_of_receipt(self._session.connection, found.id)
        except papers.PaperAltered as error:
            self._view.show_picture(b"", self._session.told(error).sentence)
            return
        if kept is None:
            self._view.show_picture(b"", self._w("The paper of this receipt is not kept any more."))
            return
        self._view.show_picture(self._pictures.png(load(kept[1]), self._view.picture_width), "")

    def _found(self) -> ReceiptRow:
        found = receipts.receipt(self._session.connection, self._receipt_id)
        if found is None:
            raise UnknownReceipt(str(self._receipt_id))
        return found

    def _tell(self, error: Exception) -> None:
        self._view.say("risk", *self._session.told(error))

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
