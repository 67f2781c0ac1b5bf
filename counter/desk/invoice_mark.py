"""The mark that a tax invoice was issued for lines of a receipt (发票已开), so that none is issued twice."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from counter.desk.people import Person
from counter.desk.receipt_lines import Line, standing_lines
from counter.desk.tenders import no_card_number
from counter.desk.undo import standing_receipt
from counter.rules.permissions import Act
from db.books import Books
from db.queries import forms, people


class Invoice(NamedTuple):
    """The invoice of a line: its number, the day it was noted, and by whom."""

    number: str
    day: str
    name: str


class InvoiceIssued(Exception):
    """An invoice was issued for this line already."""

    code = "invoice_issued"

    def __init__(self, receipt_number: str, invoice: str, day: str) -> None:
        super().__init__(receipt_number, invoice, day)
        self.receipt_number = receipt_number
        self.invoice = invoice
        self.day = day


class InvoiceNumberMissing(Exception):
    """An invoice is found again by its number."""

    code = "invoice_number_missing"


class NotInvoiced(Exception):
    """No invoice is noted for this line, so there is none to take back."""

    code = "not_invoiced"


def invoices(connection: Any, receipt_id: int) -> dict[str, Invoice]:
    """Return the invoices that are noted for a receipt now, by the key of its lines."""
    found: dict[str, Invoice] = {}
    for day, body in forms.invoices(connection, receipt_id):
        who = people.staff(connection, body["staff"])
        for key in body["lines"]:
            if body["issued"]:
                found[key] = Invoice(body["invoice"], day, who.name if who else "")
            else:
                found.pop(key, None)
    return found


def invoice_lines(connection: Any, receipt_id: int) -> list[Line]:
    """Return the lines of a receipt that an invoice can be issued for. Raises what standing_receipt does."""
    found = standing_receipt(connection, receipt_id)
    return [line for line in standing_lines(connection, found) if line.kind != "rounding"]


def mark_invoice(
    books: Books, receipt_id: int, lines: Sequence[str], invoice: str, *, issued: bool = True, request_id: str,
    clerk: Person,
) -> None:  # fmt: skip
    """Note an invoice for lines of a receipt, or (issued False) that it was taken back by a red-letter invoice.

    Raises NotAllowed, UnknownReceipt, ReceiptAlreadyVoid, NoPayment, InvoiceNumberMissing, InvoiceIssued, NotInvoiced.
    """
    clerk.require(Act.MARK_INVOICE)
    invoice = invoice.strip()
    no_card_number(invoice)
    if not invoice:
        raise InvoiceNumberMissing
    with books.transaction(request_id, staff_id=clerk.staff_id) as tx:
        if tx.earlier:
            return
        found = standing_receipt(tx.connection, receipt_id)
        known = invoices(tx.connection, receipt_id)
        for key in lines:
            if issued and key in known:
                raise InvoiceIssued(found.label, known[key].number, known[key].day)
            if not issued and key not in known:
                raise NotInvoiced
        facts = {"receipt": receipt_id, "of": found.label, "lines": list(lines), "invoice": invoice, "issued": issued}
        tx.post("invoice_marked", facts)
