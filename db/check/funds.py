"""The maintenance fund kept apart: its charges, receipts and postings name no other fund, and no other names them."""

from collections.abc import Iterator
from typing import Any

from db.check.findings import Finding

# What the fund is never the bearer of: the office's own income and expense, and money that is held for others.
_FOREIGN = (
    "'income', 'late_fee_income', 'other_income', 'rounding', 'discounts', 'waivers', 'adjustments', 'bad_debt',"
    " 'deposits_held', 'collected_for_others', 'unclaimed', 'interfund', 'float_left', 'petty_cash', 'pay_out'"
)
# Each condition on the fund is that of an index word for word, so that books without the fund cost nothing.
_POSTED = (
    "SELECT p.event_id, 'posting ' || p.event_id || '/' || p.line, coalesce(c.fund || ' ', '') || p.account"
    " FROM posting p LEFT JOIN charge c ON c.id = p.charge_id WHERE p.fund = 'maintenance' AND p.event_id > ?"
    f" AND (p.account IN ({_FOREIGN}) OR c.fund <> 'maintenance')"
)
_SETTLED = (
    "SELECT a.event_id, 'charge ' || c.id, coalesce((SELECT max(p.fund) FROM posting p WHERE p.event_id = a.event_id"
    " AND p.fund <> 'maintenance'), '') FROM charge c JOIN allocation a ON a.charge_id = c.id"
    " WHERE c.fund = 'maintenance' AND a.event_id > ? AND (EXISTS(SELECT 1 FROM posting p WHERE p.event_id = a.event_id"
    " AND p.charge_id = c.id AND p.fund <> 'maintenance') OR NOT EXISTS(SELECT 1 FROM posting p"
    " WHERE p.event_id = a.event_id AND p.fund = 'maintenance'))"
)
_RECEIVED = (
    "SELECT r.event_id, 'receipt ' || r.id, p.fund || ' ' || p.account FROM receipt r"
    " JOIN posting p ON p.event_id = r.event_id WHERE r.fund = 'maintenance' AND r.event_id > ?"
    " AND p.fund <> 'maintenance' GROUP BY r.id"
)
_TAKEN_ELSEWHERE = (
    "SELECT p.event_id, 'receipt ' || r.id, r.fund FROM posting p JOIN receipt r ON r.event_id = p.event_id"
    " WHERE p.fund = 'maintenance' AND p.event_id > ? AND r.fund <> 'maintenance' GROUP BY r.id"
)


def check_funds(connection: Any, since_event: int = 0) -> Iterator[Finding]:
    """Name every place where money of the maintenance fund and other money meet."""
    for sql in (_POSTED, _SETTLED, _RECEIVED, _TAKEN_ELSEWHERE):
        for event_id, row, found in connection.execute(sql, (since_event,)).fetchall():
            yield Finding("fund_mixed", event_id, row, "maintenance", found)
