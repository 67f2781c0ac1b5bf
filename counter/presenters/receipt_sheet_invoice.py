"""The invoice mark from the sheet (发票已开): which lines an invoice was issued for, and its number."""

from collections.abc import Callable, Sequence

from counter.desk.invoice_mark import Invoice, invoice_lines, invoices, mark_invoice
from counter.desk.receipt_lines import Line
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.receipt_sheet_lines import line_text
from counter.presenters.receipt_sheet_view import ReceiptView
from counter.presenters.session import Session
from counter.rules.permissions import Act

LINES = 6


class InvoiceMark:
    """Asks for the lines and the number; done is called with what to say."""

    def __init__(self, session: Session, view: ReceiptView, *, done: Callable[[str], None]) -> None:
        self._session = session
        self._view = view
        self._done = done

    def ask(self, receipt_id: int) -> None:
        """Ask for which lines an invoice was issued. Raises what desk refuses before anything is asked."""
        session = self._session
        session.person.require(Act.MARK_INVOICE)
        lines = invoice_lines(session.connection, receipt_id)
        known = invoices(session.connection, receipt_id)
        free = [line for line in lines if line.key not in known]
        choices: list[tuple[str, str]] = []
        acts: list[tuple[Sequence[str], bool]] = []
        if len(free) > 1:
            self._offer(
                choices, acts, self._w("All lines without an invoice"), [line.key for line in free], issued=True
            )
        for line in lines[:LINES]:
            self._offer(choices, acts, self._text(line, known.get(line.key)), [line.key], issued=line.key not in known)
        if not choices:
            self._view.say("risk", self._w("Nothing of this receipt stands that an invoice could be for."))
            return
        self._view.ask(
            Form(
                self._w("Invoice issued"), self._w("An invoice is issued once for each line."), "",
                lambda values: self._chosen(receipt_id, *acts[int(values["choice"]) - 1]), choices=tuple(choices),
            )
        )  # fmt: skip

    def _offer(
        self, choices: list[tuple[str, str]], acts: list[tuple[Sequence[str], bool]], text: str, keys: Sequence[str], *,
        issued: bool,
    ) -> None:  # fmt: skip
        choices.append((str(len(choices) + 1), text))
        acts.append((keys, issued))

    def _text(self, line: Line, known: Invoice | None) -> str:
        text = line_text(self._session, line)
        return self._w("{line}: take invoice {number} back", line=text, number=known.number) if known else text

    def _chosen(self, receipt_id: int, keys: Sequence[str], issued: bool) -> str:
        title = self._w("Invoice issued") if issued else self._w("Invoice taken back (red-letter)")
        self._view.ask(
            Form(
                title, self._w("Type the number as it stands on the invoice."), self._w("Note it"),
                lambda values: self._typed(receipt_id, keys, issued, values),
                (Asked("number", self._w("Invoice no."), ""),),
            )
        )  # fmt: skip
        return ""

    def _typed(self, receipt_id: int, keys: Sequence[str], issued: bool, values: dict[str, str]) -> str:
        session = self._session
        try:
            mark_invoice(
                session.books, receipt_id, keys, values["number"], issued=issued, request_id=session.new_request(),
                clerk=session.person,
            )  # fmt: skip
        except Exception as error:
            return session.sentence(error)
        number = values["number"].strip()
        told = self._w("Invoice {number} is noted.", number=number)
        self._done(told if issued else self._w("The mark is taken back by invoice {number}.", number=number))
        return ""

    def _w(self, sentence: str, **fields: object) -> str:
        return self._session.words(sentence, **fields)
