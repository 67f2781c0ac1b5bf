"""Deposits: each is the receipt it was taken with, less what was returned, deducted or kept of it since."""

import json
from typing import Any, NamedTuple

# The cycle of a fee item that is a kind of deposit: never billed, its prices only propose a sum.
CYCLE = "deposit"

# The list of accounts is the index's own condition word for word; without it the index is not used.
_DEPOSITS = (
    "SELECT r.id, r.series, r.number, e.day, r.unit_id, u.code, r.payer_id, n.name,"
    " json_extract(e.body, '$.deposit.what'), r.total, r.total, e.id, f.name_zh, f.name_en"
    " FROM posting p JOIN event e ON e.id = p.event_id"
    " JOIN receipt r ON r.event_id = e.id LEFT JOIN unit u ON u.id = r.unit_id AND u.until_event IS NULL"
    " LEFT JOIN person n ON n.id = r.payer_id AND n.until_event IS NULL"
    " LEFT JOIN fee_item f ON f.id = json_extract(e.body, '$.deposit.item') AND f.until_event IS NULL"
    " WHERE p.account IN ('balance', 'paid_ahead', 'deposits_held') AND p.account = 'deposits_held'"
    " AND e.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM receipt_void v WHERE v.receipt_id = r.id)"
)
# With the sign the way goes from the few deposits to their receipts, without it through every receipt in this order.
_OLDEST_FIRST = " ORDER BY +r.id"
_SETTLED = (
    "SELECT json_extract(body, '$.receipt'), sum(json_extract(body, '$.paid_out') + json_extract(body, '$.deducted'))"
    " FROM event WHERE kind NOT IN ('payment') AND kind IN ('payment_refunded', 'deposit_kept')"
    " AND json_extract(body, '$.deducted') IS NOT NULL GROUP BY 1"
)
_STEPS = (
    "SELECT e.id, e.kind, e.day, e.body, s.name FROM event e"
    " LEFT JOIN staff s ON s.id = e.staff_id AND s.until_event IS NULL"
    " WHERE e.kind NOT IN ('payment') AND e.kind IN ('payment_refunded', 'deposit_kept')"
    " AND json_extract(e.body, '$.receipt') = ? ORDER BY e.id"
)


class Deposit(NamedTuple):
    """A deposit: its receipt, unit and payer; what it is for, as a code or by the fee item that priced it.

    amount: what is still held of it, taken: what was handed in; minor units.
    """

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
    taken: int
    event_id: int
    item_zh: str | None = None
    item_en: str | None = None


class Step(NamedTuple):
    """What was given back or kept of a deposit in one act; amounts in minor units.

    number: the refund note's, '' where nothing was paid out; deductions: (amount, reason, charge or None) each.
    """

    event_id: int
    day: str
    number: str
    paid_out: int
    deducted: int
    deductions: tuple[tuple[int, str, int | None], ...]
    inspection: str
    reason: str
    staff_name: str | None


def held(connection: Any, unit_id: int | None = None) -> list[Deposit]:
    """Return the deposits of which anything is held for a unit, or all of them, oldest first."""
    return [each for each in every(connection, unit_id) if each.amount]


def every(connection: Any, unit_id: int | None = None) -> list[Deposit]:
    """Return the deposits that were taken and not declared void, those that are settled included, oldest first."""
    wanted, values = (" AND p.unit_id = ?", (unit_id,)) if unit_id is not None else ("", ())
    found = [Deposit(*row) for row in connection.execute(f"{_DEPOSITS}{wanted}{_OLDEST_FIRST}", values)]
    if not found:
        return []
    settled: dict[int, int] = dict(connection.execute(_SETTLED).fetchall())
    # What is given back is posted on the same account; its note is no deposit and of no payment.
    return [each._replace(amount=each.taken - settled.get(each.receipt_id, 0)) for each in found]


def deposit(connection: Any, receipt_id: int) -> Deposit | None:
    """Return a deposit of which anything is still held, by its receipt."""
    row = connection.execute(f"{_DEPOSITS} AND r.id = ?", (receipt_id,)).fetchone()
    if row is None:
        return None
    found = Deposit(*row)
    rest = found.taken - sum(each.paid_out + each.deducted for each in steps(connection, receipt_id))
    return found._replace(amount=rest) if rest else None


def steps(connection: Any, receipt_id: int) -> list[Step]:
    """Return what was given back or kept of a deposit, in its order."""
    return [_step(*row) for row in connection.execute(_STEPS, (receipt_id,))]


def _step(event_id: int, _kind: str, day: str, body: str, name: str | None) -> Step:
    said = json.loads(body)
    deductions = tuple((amount, reason, charge) for amount, reason, charge in said["deductions"])
    return Step(
        event_id, day, said.get("number", ""), said["paid_out"], said["deducted"], deductions, said["inspection"],
        said["reason"], name,
    )  # fmt: skip


def person_named(connection: Any, name: str) -> int | None:
    """Return the newest person of exactly this name."""
    row = connection.execute(
        "SELECT id FROM person WHERE name = ? AND until_event IS NULL ORDER BY id DESC LIMIT 1", (name,)
    ).fetchone()
    return int(row[0]) if row else None
