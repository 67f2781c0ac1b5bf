"""Deposits held: each is the receipt it was taken with, and what was returned, deducted or kept of it since."""

from typing import Any, NamedTuple

# The list of accounts is the index's own condition word for word; without it the index is not used.
_DEPOSITS = (
    "SELECT r.id, r.series, r.number, e.day, r.unit_id, u.code, r.payer_id, n.name,"
    " json_extract(e.body, '$.deposit.what'), r.total, e.id FROM posting p JOIN event e ON e.id = p.event_id"
    " JOIN receipt r ON r.event_id = e.id LEFT JOIN unit u ON u.id = r.unit_id AND u.until_event IS NULL"
    " LEFT JOIN person n ON n.id = r.payer_id AND n.until_event IS NULL"
    " WHERE p.account IN ('balance', 'paid_ahead', 'deposits_held') AND p.account = 'deposits_held'"
    " AND e.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM receipt_void v WHERE v.receipt_id = r.id)"
)
_GONE = (
    "SELECT 1 FROM event WHERE kind NOT IN ('payment') AND kind IN ('payment_refunded', 'deposit_kept')"
    " AND json_extract(body, '$.receipt') = ?"
)


class Deposit(NamedTuple):
    """A deposit that is held: its receipt, unit and payer; what it is for as a code; amount in minor units."""

    receipt_id: int
    series: str
    number: int
    day: str
    unit_id: int
    unit_code: str
    payer_id: int | None
    payer_name: str | None
    what: str
    amount: int
    event_id: int


def held(connection: Any, unit_id: int | None = None) -> list[Deposit]:
    """Return the deposits that are held for a unit, or all of them, oldest first."""
    wanted, values = (" AND p.unit_id = ?", (unit_id,)) if unit_id is not None else ("", ())
    rows = connection.execute(f"{_DEPOSITS}{wanted} ORDER BY r.id", values).fetchall()
    return [Deposit(*row) for row in rows if connection.execute(_GONE, (row[0],)).fetchone() is None]


def deposit(connection: Any, receipt_id: int) -> Deposit | None:
    """Return a deposit that is still held, by its receipt."""
    row = connection.execute(f"{_DEPOSITS} AND r.id = ?", (receipt_id,)).fetchone()
    if row is None or connection.execute(_GONE, (receipt_id,)).fetchone() is not None:
        return None
    return Deposit(*row)


def person_named(connection: Any, name: str) -> int | None:
    """Return the newest person of exactly this name."""
    row = connection.execute(
        "SELECT id FROM person WHERE name = ? AND until_event IS NULL ORDER BY id DESC LIMIT 1", (name,)
    ).fetchone()
    return int(row[0]) if row else None
