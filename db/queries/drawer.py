"""What a till did since an event of the chain, added up by the database: the ingredients of X and Z."""

from typing import Any, NamedTuple

_RANGE = "e.id BETWEEN ?1 AND ?2 AND e.till = ?3"
# A slip over two funds stands in two events of one request and is one slip.
_TENDERS = (
    "SELECT e.kind, t.kind, count(*) - count(t.evidence) + count(DISTINCT e.request_id || t.evidence),"
    " sum(t.amount) FROM event e JOIN tender t ON t.event_id = e.id"
    f" WHERE {_RANGE} GROUP BY e.kind, t.kind ORDER BY e.kind, t.kind"
)
# The group's first column tells most rows apart, which is what the sorting of many thousand rows costs least with; what
# most rows are is asked first.
_ITEMS = (
    "SELECT p.fund, p.account, coalesce(p.item_id, 0), -sum(p.amount) FROM event e JOIN posting p ON p.event_id = e.id"
    f" WHERE {_RANGE} AND (e.kind = 'payment' OR e.kind IN ('receipt_voided', 'payment_moved',"
    " 'payment_refunded', 'payment_reversed', 'deposit_kept'))"
    " AND (p.account = 'receivable' OR p.account IN ('paid_ahead', 'rounding', 'deposits_held', 'other_income')"
    " OR (p.account = 'balance' AND p.tender IS NULL))"
    " GROUP BY p.item_id, p.account, p.fund ORDER BY p.fund, p.item_id, p.account"
)
_RECEIPTS = (
    "SELECT r.series, min(r.number), max(r.number), count(*) FROM event e JOIN receipt r ON r.event_id = e.id"
    f" WHERE {_RANGE} GROUP BY r.series ORDER BY r.series"
)
# What came and went for the maintenance fund: each of its events is of that fund alone.
_OF_FUND = (
    "SELECT t.kind, sum(t.amount) FROM event e JOIN tender t ON t.event_id = e.id"
    f" WHERE {_RANGE} AND e.id IN (SELECT event_id FROM posting WHERE fund = 'maintenance')"
    " AND e.kind IN ('payment', 'receipt_voided', 'payment_refunded') GROUP BY t.kind ORDER BY t.kind"
)
_VOIDED = (
    "SELECT r.series, r.number, r.total FROM event e JOIN receipt_void v ON v.event_id = e.id"
    f" JOIN receipt r ON r.id = v.receipt_id WHERE {_RANGE} ORDER BY v.event_id"
)
# The condition of the index of what is rare: a day's payments are not walked over.
_RARE = f"e.kind NOT IN ('payment') AND {_RANGE}"
_COUNTS = f"SELECT e.kind, count(*) FROM event e WHERE {_RARE} AND e.kind IN (%s) GROUP BY e.kind"
_CASH = (
    "SELECT p.fund, sum(p.amount) FROM event e JOIN posting p ON p.event_id = e.id"
    f" WHERE {_RANGE} AND p.account = 'till_cash' GROUP BY p.fund"
)
_MOVES = (
    "SELECT e.kind, count(DISTINCT e.id), coalesce(sum(p.amount), 0) FROM event e"
    f" LEFT JOIN posting p ON p.event_id = e.id AND p.account = 'till_cash' WHERE {_RARE}"
    " AND e.kind IN ('paid_in', 'paid_out', 'cash_dropped', 'handover_accepted') GROUP BY e.kind"
)


class CashMoves(NamedTuple):
    """Cash that came into a drawer or left it without a payment, of one kind of event: how often and how much."""

    event_kind: str
    times: int
    amount: int


class TenderSum(NamedTuple):
    """One tender within one kind of event: how many, a slip once for each request, and how much.

    amount: minor units, negative where it went back.
    """

    event_kind: str
    tender: str
    times: int
    amount: int


class ItemSum(NamedTuple):
    """What was received for a fee item (0: none), by the account that took it."""

    fund: str
    account: str
    item_id: int
    amount: int


class SeriesSum(NamedTuple):
    """Receipts issued of one series."""

    series: str
    first: int
    last: int
    times: int


class VoidedReceipt(NamedTuple):
    """A receipt declared void."""

    series: str
    number: int
    total: int


def tender_sums(connection: Any, first: int, last: int, till: int) -> list[TenderSum]:
    """Return what was paid by each tender in a range of events of a till."""
    return [TenderSum(*row) for row in connection.execute(_TENDERS, (first, last, till))]


def fund_tenders(connection: Any, first: int, last: int, till: int) -> dict[str, int]:
    """Return what the maintenance fund took net by each tender, in minor units."""
    return dict(connection.execute(_OF_FUND, (first, last, till)).fetchall())


def item_sums(connection: Any, first: int, last: int, till: int) -> list[ItemSum]:
    """Return what was received for each item."""
    return [ItemSum(*row) for row in connection.execute(_ITEMS, (first, last, till))]


def series_sums(connection: Any, first: int, last: int, till: int) -> list[SeriesSum]:
    """Return the receipts issued, by series."""
    return [SeriesSum(*row) for row in connection.execute(_RECEIPTS, (first, last, till))]


def voided(connection: Any, first: int, last: int, till: int) -> list[VoidedReceipt]:
    """Return the receipts declared void."""
    return [VoidedReceipt(*row) for row in connection.execute(_VOIDED, (first, last, till))]


def cash_moves(connection: Any, first: int, last: int, till: int) -> list[CashMoves]:
    """Return pay-ins, pay-outs, drops and hand-overs; amounts as the drawer sees them, out is negative."""
    return [CashMoves(*row) for row in connection.execute(_MOVES, (first, last, till))]


def event_counts(connection: Any, first: int, last: int, till: int, kinds: tuple[str, ...]) -> dict[str, int]:
    """Return how many events of each kind there were; payments are not among them."""
    sql = _COUNTS % ", ".join(f"'{kind}'" for kind in kinds)
    return dict(connection.execute(sql, (first, last, till)).fetchall())


def cash_in_till(connection: Any, first: int, last: int, till: int) -> dict[str, int]:
    """Return what the postings say lies in the till, by fund: the cross-check of the computed drawer."""
    return dict(connection.execute(_CASH, (first, last, till)).fetchall())
