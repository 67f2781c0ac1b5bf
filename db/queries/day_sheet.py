"""The daily sheet: a row for each receipt of a range of events, a column for each fee item."""

from typing import Any, NamedTuple

_RANGE = "SELECT min(first_event), max(event_id) FROM close WHERE day BETWEEN ? AND ?"
_RECEIPTS = (
    "SELECT r.event_id, r.fund, r.series, r.number, e.day, e.at, coalesce(u.code, ''), r.total,"
    " EXISTS(SELECT 1 FROM receipt_void v WHERE v.receipt_id = r.id), coalesce(s.name, '')"
    " FROM receipt r JOIN event e ON e.id = r.event_id LEFT JOIN unit u ON u.id = r.unit_id AND u.until_event IS NULL"
    " LEFT JOIN staff s ON s.id = e.staff_id AND s.until_event IS NULL"
    " WHERE r.event_id BETWEEN ? AND ? ORDER BY r.id"
)
_ITEMS = (
    "SELECT p.event_id, p.fund, iif(p.account = 'balance', NULL, p.item_id), -sum(p.amount) FROM posting p"
    " WHERE p.event_id BETWEEN ? AND ?"
    " AND (p.account IN ('receivable', 'paid_ahead', 'rounding') OR (p.account = 'balance' AND p.tender IS NULL))"
    " GROUP BY 1, 2, 3"
)
_NAMES = "SELECT id, name_zh, name_en FROM fee_item WHERE until_event IS NULL ORDER BY rank, id"


class SheetRow(NamedTuple):
    """A receipt; total and the sums by fee item (None: balance, rounding, deposits) in minor units, at in UTC."""

    series: str
    number: int
    day: str
    at: str
    unit: str
    cashier: str
    void: bool
    total: int
    items: dict[int | None, int]


def closed_range(connection: Any, first_day: str, last_day: str) -> tuple[int, int] | None:
    """Return the events of the days closed between two days (ISO dates, both included), None where there are none."""
    row = connection.execute(_RANGE, (first_day, last_day)).fetchone()
    return None if row[0] is None else (int(row[0]), int(row[1]))


def fee_items(connection: Any) -> list[tuple[int, str, str]]:
    """Return id, Chinese and English name of the fee items, in the office's order."""
    rows: list[tuple[int, str, str]] = connection.execute(_NAMES).fetchall()
    return rows


def sheet(connection: Any, first_event: int, last_event: int) -> list[SheetRow]:
    """Return the receipts of a range of events, in order; what no fee item accounts for stands under None."""
    items: dict[tuple[int, str], dict[int | None, int]] = {}
    for event_id, fund, item, amount in connection.execute(_ITEMS, (first_event, last_event)):
        items.setdefault((event_id, fund), {})[item] = amount
    rows = []
    for event_id, fund, series, number, day, at, unit, total, void, cashier in connection.execute(
        _RECEIPTS, (first_event, last_event)
    ):
        of_it: dict[int | None, int] = {
            item: amount for item, amount in items.get((event_id, fund), {}).items() if item is not None
        }
        rest = total - sum(of_it.values())
        if rest:
            of_it[None] = rest
        rows.append(SheetRow(series, number, day, at, unit, cashier, bool(void), total, of_it))
    return rows
