"""The daily sheet in words: a row for each receipt, a column for each fee item that was paid."""

from typing import Any

from counter.files.list_out import ListOut
from counter.words import Words, dates, formats
from db.queries import day_sheet
from db.queries.receipts import receipt_label


def sheet_table(
    connection: Any, first_event: int, last_event: int, w: Words, currency: formats.Currency, title: str
) -> ListOut:
    """Return the receipts of a range of events as a list to take out, with their total; a void one counts nothing."""
    rows = day_sheet.sheet(connection, first_event, last_event)
    paid = {item for row in rows for item in row.items}
    items = [each for each in day_sheet.fee_items(connection) if each[0] in paid]
    names = [zh if w.language == "zh_CN" else en or zh for _id, zh, en in items]
    header = (
        w("Day"), w("Time"), w("Receipt"), w("Unit"), *names, w("Other"), w("Total"), w("Void"), w("Cashier"),
    )  # fmt: skip

    def plain(amount: int) -> str:
        return formats.scaled(amount, currency.digits) if amount else ""

    table = [
        (
            row.day, dates.clock_time(row.at), receipt_label(row.series, row.number), row.unit,
            *(plain(row.items.get(item, 0)) for item, _zh, _en in items), plain(row.items.get(None, 0)),
            formats.scaled(row.total, currency.digits), w("void") if row.void else "", row.cashier,
        )
        for row in rows
    ]  # fmt: skip
    places = range(4, 6 + len(items))
    counted = [row for row in rows if not row.void]
    sums = [sum(row.items.get(item, 0) for row in counted) for item, _zh, _en in items]
    rest, total = sum(row.items.get(None, 0) for row in counted), sum(row.total for row in counted)
    table.append((w("Total"), "", "", "", *map(plain, (*sums, rest, total)), "", ""))
    return ListOut(title, header, frozenset(places), table)
