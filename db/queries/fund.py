"""The maintenance fund by unit: what was entered of its own bank account, and what the counter took for it."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

ENTERED, NOTICE = "fund_entered", "fund_notice_issued"
# The first condition is that of the index word for word; payments, nearly all of the table, are never read.
_EVENTS = "SELECT id, day, body FROM event WHERE kind NOT IN ('payment') AND kind = ? ORDER BY id"
# On the postings of a unit all that is not money balances: the rest is what was taken for it, opening debts left out.
_TAKEN = "SELECT unit_id, -sum(amount) FROM posting WHERE fund = 'maintenance' AND unit_id IS NOT NULL GROUP BY unit_id"
_OPEN = (
    "SELECT o.unit_id, sum(o.open) FROM open_item o JOIN charge c ON c.id = o.charge_id"
    " JOIN fee_item f ON f.id = o.item_id AND f.until_event IS NULL AND f.fund = 'maintenance'"
    " WHERE c.fund = 'maintenance' GROUP BY o.unit_id"
)
_RECEIPTS = (
    "SELECT r.id, r.series, r.number, e.day, u.code, r.total,"
    " EXISTS(SELECT 1 FROM receipt_void v WHERE v.receipt_id = r.id)"
    " FROM posting p JOIN receipt r ON r.event_id = p.event_id JOIN event e ON e.id = r.event_id"
    " LEFT JOIN unit u ON u.id = r.unit_id AND u.until_event IS NULL"
    " WHERE p.fund = 'maintenance' AND r.fund = 'maintenance' GROUP BY r.id ORDER BY r.id DESC LIMIT ?"
)


class FundEntry(NamedTuple):
    """What moved on a unit's account with the fund's bank: kind, ISO day, minor units, number of the bank's slip."""

    unit_id: int
    kind: str
    day: str
    amount: int
    slip: str


class FundReceipt(NamedTuple):
    """A paper of the fund's own series: total in minor units, below nothing for a refund note; void is 1 or 0."""

    id: int
    series: str
    number: int
    day: str
    unit_code: str | None
    total: int
    void: int


def entries(connection: Any) -> Iterator[FundEntry]:
    """Yield everything that was entered, in the order of entering."""
    for _id, _day, body in connection.execute(_EVENTS, (ENTERED,)):
        for unit_id, kind, day, amount, slip, *_ in json.loads(body)["entries"]:
            yield FundEntry(unit_id, kind, day, amount, slip)


def taken(connection: Any) -> dict[int, int]:
    """Return what the counter took for each unit and did not give back, in minor units."""
    return {unit_id: amount for unit_id, amount in connection.execute(_TAKEN) if amount}


def open_sums(connection: Any) -> dict[int, int]:
    """Return what each unit is charged for the fund and has not paid, in minor units."""
    return dict(connection.execute(_OPEN).fetchall())


def receipts(connection: Any, limit: int = 1000) -> list[FundReceipt]:
    """Return the papers of the fund's own series, newest first."""
    return [FundReceipt(*row) for row in connection.execute(_RECEIPTS, (limit,))]


def notices_of(connection: Any, request_id: str) -> list[dict[str, Any]]:
    """Return what the notices of a request say, in their order."""
    rows = connection.execute(
        "SELECT body FROM event WHERE request_id = ? AND kind = ? ORDER BY request_line", (request_id, NOTICE)
    )
    return [json.loads(body) for (body,) in rows]


def owners(connection: Any) -> dict[int, str]:
    """Return the name of each unit's owner of today, the first one entered."""
    rows = connection.execute(
        "SELECT h.unit_id, p.name FROM holding h JOIN person p ON p.id = h.person_id AND p.until_event IS NULL"
        " WHERE h.until_event IS NULL AND h.until IS NULL AND h.role IN ('owner', 'developer') ORDER BY h.id DESC"
    )
    return {unit_id: name or "" for unit_id, name in rows}
