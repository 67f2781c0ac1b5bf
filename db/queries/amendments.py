"""What was given back or booked otherwise of a receipt after its day: refunds, reversals, returned cheques."""

import json
from typing import Any, NamedTuple

KINDS = ("payment_refunded", "payment_reversed", "cheque_returned", "deposit_kept")
_LIST = ", ".join(f"'{kind}'" for kind in KINDS)
# The first condition is that of the index word for word; payments, nearly all of the table, are never read.
_OF_RECEIPT = (
    f"SELECT id, kind, day, body FROM event WHERE kind NOT IN ('payment') AND kind IN ({_LIST})"
    " AND json_extract(body, '$.receipt') = ? ORDER BY id"
)
_PAYABLE = (
    "SELECT e.id, e.day, r.id, r.series, r.number, -t.amount, p.fund, e.body FROM event e"
    " JOIN receipt r ON r.event_id = e.id JOIN tender t ON t.event_id = e.id AND t.kind = 'transfer'"
    " JOIN posting p ON p.event_id = e.id AND p.account = 'refunds_payable'"
    " WHERE e.kind NOT IN ('payment') AND e.kind = 'payment_refunded' AND NOT EXISTS"
    " (SELECT 1 FROM event o WHERE o.kind NOT IN ('payment') AND o.kind = 'refund_paid_out'"
    " AND json_extract(o.body, '$.refund') = e.id) ORDER BY e.id"
)
_NAME = "SELECT name FROM person WHERE id = ? AND until_event IS NULL"
_SETTLED_CHARGES = (
    "SELECT c.id, c.unit_id, c.item_id, c.fund, c.first, c.last, c.period, c.amount, sum(a.amount) FROM charge c"
    " JOIN allocation a ON a.charge_id = c.id WHERE c.unit_id = ? AND c.fund = ? GROUP BY c.id HAVING sum(a.amount) > 0"
    " ORDER BY c.id DESC"
)
_CHARGE = "SELECT id, unit_id, item_id, fund, first, last, period, amount FROM charge WHERE"


class Amendment(NamedTuple):
    """An event that changed what a receipt stands for."""

    event_id: int
    kind: str
    day: str
    body: dict[str, Any]


class Payable(NamedTuple):
    """A refund by bank transfer that finance has still to pay; amount in minor units."""

    event_id: int
    day: str
    receipt_id: int
    series: str
    number: int
    amount: int
    fund: str
    payee: str


class ChargeRow(NamedTuple):
    """A charge as far as a refund needs it: days as ISO dates, amount in minor units."""

    id: int
    unit_id: int
    item_id: int
    fund: str
    first: str
    last: str
    period: str
    amount: int


def of_receipt(connection: Any, receipt_id: int) -> list[Amendment]:
    """Return what was done to a receipt since it was written, oldest first."""
    rows = connection.execute(_OF_RECEIPT, (receipt_id,))
    return [Amendment(row[0], row[1], row[2], json.loads(row[3])) for row in rows]


def payable(connection: Any) -> list[Payable]:
    """Return the refunds by transfer that nobody has paid yet, oldest first."""
    rows = connection.execute(_PAYABLE)
    return [Payable._make((*row[:7], payee_name(connection, json.loads(row[7])["payee"]))) for row in rows]


def payee_name(connection: Any, payee: int | str) -> str:
    """Return who gets a refund: by the number of the payer as the register names them now, else as it was written."""
    if isinstance(payee, str):
        return payee
    row = connection.execute(_NAME, (payee,)).fetchone()
    return str(row[0] or "") if row else ""


def charge(connection: Any, charge_id: int) -> ChargeRow | None:
    """Return one charge."""
    row = connection.execute(f"{_CHARGE} id = ?", (charge_id,)).fetchone()
    return ChargeRow(*row) if row else None


def charge_for(connection: Any, unit_id: int, item_id: int, period: str) -> ChargeRow | None:
    """Return the newest charge of a unit for an item and the label of a period."""
    row = connection.execute(
        f"{_CHARGE} unit_id = ? AND item_id = ? AND period = ? ORDER BY id DESC LIMIT 1", (unit_id, item_id, period)
    ).fetchone()
    return ChargeRow(*row) if row else None


def settled_charges(connection: Any, unit_id: int, fund: str) -> list[tuple[ChargeRow, int]]:
    """Return the charges of a unit and fund that something has settled and how much (minor units), the newest first."""
    rows = connection.execute(_SETTLED_CHARGES, (unit_id, fund))
    return [(ChargeRow._make(row[:8]), row[8]) for row in rows]
