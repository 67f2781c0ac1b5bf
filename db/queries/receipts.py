"""Receipts: one of them, those of a unit, the last of a till, and what a receipt's event said."""

import json
from typing import Any, NamedTuple

_RECEIPT = (
    "SELECT r.id, r.event_id, r.series, r.number, r.fund, r.unit_id, u.code, r.payer_id, r.total, e.at, e.day, e.till,"
    " e.staff_id, e.hash, v.event_id, (SELECT count(*) FROM copy k WHERE k.receipt_id = r.id)"
    " FROM receipt r JOIN event e ON e.id = r.event_id"
    " LEFT JOIN unit u ON u.id = r.unit_id AND u.until_event IS NULL"
    " LEFT JOIN receipt_void v ON v.receipt_id = r.id"
)

# The list of accounts is the index's own condition word for word; without it the index is not used.
_OF_UNIT = (
    "(r.unit_id = ?1 OR r.id IN (SELECT a.receipt_id FROM charge c JOIN allocation a ON a.charge_id = c.id"
    " WHERE c.unit_id = ?1 AND a.amount > 0) OR r.event_id IN (SELECT p.event_id FROM posting p"
    " WHERE p.unit_id = ?1 AND p.account IN ('balance', 'paid_ahead', 'deposits_held') AND p.account = 'paid_ahead'))"
)


class ReceiptRow(NamedTuple):
    """A receipt with what became of it; total in minor units; voided_by is the event that declared it void."""

    id: int
    event_id: int
    series: str
    number: int
    fund: str
    unit_id: int | None
    unit_code: str | None
    payer_id: int | None
    total: int
    at: str
    day: str
    till: int | None
    staff_id: int | None
    hash: str
    voided_by: int | None
    copies: int

    @property
    def label(self) -> str:
        """Return the number as it is printed: 2026-000123."""
        return receipt_label(self.series, self.number)


def receipt_label(series: str, number: int) -> str:
    """Return a receipt number as it is printed: series R2026, number 123 → 2026-000123."""
    return f"{series.removeprefix('R')}-{number:06d}"


def takes_money(series: str) -> bool:
    """Return whether a series numbers receipts for money that came in, and not refunds (T) or reversals (C)."""
    return series[:1] not in ("T", "C")


def receipt(connection: Any, receipt_id: int) -> ReceiptRow | None:
    """Return one receipt."""
    row = connection.execute(f"{_RECEIPT} WHERE r.id = ?", (receipt_id,)).fetchone()
    return ReceiptRow(*row) if row else None


def receipt_by_number(connection: Any, series: str, number: int) -> ReceiptRow | None:
    """Return the receipt with this number."""
    row = connection.execute(f"{_RECEIPT} WHERE r.series = ? AND r.number = ?", (series, number)).fetchone()
    return ReceiptRow(*row) if row else None


def of_event(connection: Any, event_id: int) -> list[ReceiptRow]:
    """Return the receipts of one event."""
    return [ReceiptRow(*row) for row in connection.execute(f"{_RECEIPT} WHERE r.event_id = ?", (event_id,))]


def of_unit(connection: Any, unit_id: int, limit: int = 200) -> list[ReceiptRow]:
    """Return the newest receipts of a unit, those that settled something of it among several units included."""
    rows = connection.execute(f"{_RECEIPT} WHERE {_OF_UNIT} ORDER BY r.id DESC LIMIT ?2", (unit_id, limit))
    return [ReceiptRow(*row) for row in rows]


def latest(connection: Any, limit: int = 5) -> list[ReceiptRow]:
    """Return the newest receipts of these books."""
    rows = connection.execute(f"{_RECEIPT} ORDER BY r.id DESC LIMIT ?", (limit,))
    return [ReceiptRow(*row) for row in rows]


def heir(connection: Any, receipt_id: int) -> ReceiptRow:
    """Return the receipt that stands for this one now: itself, or the last in the row of those it was moved to.

    Raises LookupError where there is no such receipt.
    """
    found = receipt(connection, receipt_id)
    if found is None:
        raise LookupError(receipt_id)
    while found.voided_by is not None:
        successors = of_event(connection, found.voided_by)
        if not successors:
            return found
        found = successors[0]
    return found


def between(connection: Any, first_event: int, last_event: int) -> list[ReceiptRow]:
    """Return the receipts whose event lies in a range of the chain, in order."""
    rows = connection.execute(f"{_RECEIPT} WHERE r.event_id BETWEEN ? AND ? ORDER BY r.id", (first_event, last_event))
    return [ReceiptRow(*row) for row in rows]


def body(connection: Any, event_id: int) -> dict[str, Any]:
    """Return the body of one event."""
    row = connection.execute("SELECT body FROM event WHERE id = ?", (event_id,)).fetchone()
    found: dict[str, Any] = json.loads(row[0])
    return found
