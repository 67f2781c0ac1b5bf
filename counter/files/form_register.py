"""The register of forms as a workbook: books, every form, and the receipts an invoice was issued for."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from counter.desk.form_register import register
from counter.desk.invoice_mark import invoices
from counter.rules.forms import ranges
from counter.words import Words
from counter.words.terms import FORM_OUTCOMES, term
from db.queries import forms, receipts
from db.queries.receipts import receipt_label

_WIDTH = 18


def write_form_register(path: Path, connection: Any, w: Words) -> None:
    """Write the workbook in the language of the words; an existing file is replaced whole (raises OSError)."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _sheet(workbook, w("Books of forms"), _book_heads(w), _books(connection))
    _sheet(workbook, w("Forms"), (w("Number"), w("Outcome"), w("Receipt"), w("Day")), _forms(connection, w))
    invoiced = (w("Receipt"), w("Line"), w("Invoice no."), w("Day"), w("Noted by"))
    _sheet(workbook, w("Invoices issued"), invoiced, _invoices(connection))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    workbook.save(part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, path)


def _book_heads(w: Words) -> Sequence[str]:
    return (
        w("From"), w("To"), w("Received on"), w("Issued to"), w("Used"), w("Spoiled"), w("Void"), w("Left"),
        w("Skipped"),
    )  # fmt: skip


def _books(connection: Any) -> Iterable[Sequence[object]]:
    for book in register(connection):
        issued = "; ".join(f"{each.to} {book.printed(each.first)}-{book.printed(each.last)}" for each in book.issues)
        skipped = ", ".join(
            book.printed(a) if a == b else f"{book.printed(a)}-{book.printed(b)}" for a, b in ranges(book.skipped)
        )
        yield (
            book.printed(book.first), book.printed(book.last), book.received_on, issued, book.used, book.spoiled,
            book.void, book.left, skipped,
        )  # fmt: skip


def _forms(connection: Any, w: Words) -> Iterable[Sequence[object]]:
    for each in forms.forms(connection):
        label = receipt_label(each.series, each.number) if each.series and each.number else ""
        yield each.printed_number, term(each.outcome, FORM_OUTCOMES, w), label, each.day


def _invoices(connection: Any) -> Iterable[Sequence[object]]:
    for receipt_id in forms.invoiced_receipts(connection):
        found = receipts.receipt(connection, receipt_id)
        for key, each in invoices(connection, receipt_id).items():
            yield found.label if found else "", key, each.number, each.day, each.name


def _sheet(workbook: Any, title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    worksheet = workbook.create_sheet(title)
    worksheet.append(list(heads))
    for place in range(1, len(heads) + 1):
        worksheet.cell(1, place).font = Font(bold=True)
        worksheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    for row in rows:
        worksheet.append(list(row))
    worksheet.freeze_panes = "A2"
