"""The numbered forms of a receipt: the one it went onto, and those that a jam spoiled."""

from collections.abc import Callable
from functools import partial

from counter.desk.copies import spoil_form
from counter.desk.forms import next_form, note_form
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.receipt_sheet_facts import used_forms
from counter.presenters.receipt_sheet_view import ReceiptView
from counter.presenters.session import Session
from db.queries.receipts import ReceiptRow


class ReceiptForms:
    """What S and P ask for; noted is told what was noted."""

    def __init__(self, session: Session, view: ReceiptView, *, noted: Callable[[str], None]) -> None:
        self._session = session
        self._view = view
        self._noted = noted

    def spoil(self, found: ReceiptRow) -> None:
        """S: register a form that a jam spoiled."""
        self._ask(
            found,
            self._w("Form spoiled, receipt {number}", number=found.label),
            self._w("The payment is untouched. Keep the spoiled form with the stubs."),
            self._w("Register it"),
            self._spoil,
        )

    def note(self, found: ReceiptRow) -> None:
        """P: say which form the receipt went onto; what is noted or lies next stands in the field."""
        session = self._session
        noted = used_forms(session.connection, found.id)
        self._ask(
            found,
            self._w("Form of receipt {number}", number=found.label),
            self._w("Type the number printed on the form that this receipt is on."),
            self._w("Note it"),
            self._note,
            noted[-1] if noted else next_form(session.connection, session.till),
        )

    def _ask(
        self, found: ReceiptRow, title: str, text: str, confirm: str, take: Callable[[int, str, str], str],
        proposed: str = "",
    ) -> None:  # fmt: skip
        request, caption = self._session.new_request(), self._w("Number printed on the form")
        answered = partial(self._answered, take, found.id, request)
        self._view.ask(Form(title, text, confirm, answered, (Asked("number", caption, proposed),)))

    def _answered(
        self, take: Callable[[int, str, str], str], receipt_id: int, request: str, answer: dict[str, str]
    ) -> str:
        if not answer["number"].strip():
            return self._w("Type the number that is printed on the form.")
        try:
            told = take(receipt_id, request, answer["number"])
        except Exception as error:
            return self._session.sentence(error)
        self._noted(told)
        return ""

    def _spoil(self, receipt_id: int, request: str, number: str) -> str:
        session = self._session
        kept = spoil_form(
            session.books, receipt_id, number, request_id=request, person=session.person, till=session.till
        )
        return self._w("Form {number} is registered as spoiled.", number=kept)

    def _note(self, receipt_id: int, request: str, number: str) -> str:
        session = self._session
        kept = note_form(
            session.books, receipt_id, number, request_id=request, person=session.person, till=session.till
        )
        return self._w("Form {number} is noted for this receipt.", number=kept)

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
