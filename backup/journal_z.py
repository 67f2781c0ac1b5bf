"""The Z of a journal against its rows: the cash, the tenders, the items, the receipts it declared."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from backup.journal_content import open_journal

_TILL = "FROM event e JOIN {} d ON d.event_id = e.id WHERE e.id BETWEEN ?1 AND ?2 AND e.till = ?3"
_POSTING, _TENDER = _TILL.format("posting"), _TILL.format("tender")
_MOVED = (
    " AND e.kind IN ('payment', 'receipt_voided', 'payment_moved', 'payment_refunded', 'payment_reversed',"
    " 'deposit_kept') AND (d.account IN ('receivable', 'paid_ahead', 'rounding', 'deposits_held', 'other_income')"
    " OR (d.account = 'balance' AND d.tender IS NULL))"
)
# What is kept as balance is no receipt of its item yet, also where it is earmarked for one.
_ITEM = "iif(d.account = 'balance', d.account, coalesce(d.item_id, d.account))"
# Each gives (what, figure); what the Z declares under the same name must be the same.
_FIGURES = (
    f"SELECT 'cash_expected', sum(d.amount) {_POSTING} AND d.account = 'till_cash'",
    f"SELECT 'received ' || d.kind, sum(d.amount) {_TENDER} AND e.kind = 'payment' GROUP BY d.kind",
    f"SELECT 'returned ' || d.kind, -sum(d.amount) {_TENDER} AND e.kind IN ('receipt_voided', 'payment_refunded')"
    " GROUP BY d.kind",
    f"SELECT 'item ' || {_ITEM}, -sum(d.amount) {_POSTING}{_MOVED} GROUP BY {_ITEM}",
    f"SELECT 'fund ' || d.fund, -sum(d.amount) {_POSTING}{_MOVED} GROUP BY d.fund",
    f"SELECT 'receipts ' || d.series, count(*) {_TILL.format('receipt')} GROUP BY d.series",
    f"SELECT 'voids', count(*) {_TILL.format('receipt_void')}",
)


class Part(NamedTuple):
    """A journal that was read: its file and its range of events."""

    path: Path
    first_event: int
    last_event: int


class Z(NamedTuple):
    """What a Z declared: the row of `close` and the drawer in the body, {} where the body has none."""

    till: int
    z_number: int
    opened_event: int
    expected: int
    counted: int
    perpetual: int
    drawer: Mapping[str, Any]


def z_differences(z: Z, close_event: int, parts: Sequence[Part]) -> Iterator[tuple[str, str, str]]:
    """Yield (what, what the rows give, what the Z says) for each figure that differs.

    parts: journals in the order of the chain; a Z whose till was opened before the first of them is left unchecked.
    """
    spanned = [part for part in parts if part.last_event >= z.opened_event and part.first_event <= close_event]
    whole = all(left.last_event + 1 == right.first_event for left, right in pairwise(spanned))
    if not spanned or spanned[0].first_event > z.opened_event or not whole:
        return
    computed: Counter[str] = Counter()
    for part in spanned:
        computed.update(_figures(part.path, z, close_event))
    declared = {"cash_expected": z.expected}
    if z.drawer:
        declared |= _declared(z.drawer)
    else:
        computed = Counter({"cash_expected": computed["cash_expected"]})
    for what in sorted(computed.keys() | declared.keys()):
        ours, theirs = computed[what], declared.get(what, 0)
        if ours != theirs:
            yield what, str(ours), str(theirs)


def _figures(path: Path, z: Z, close_event: int) -> dict[str, int]:
    with closing(open_journal(path)) as connection:
        span = (z.opened_event, close_event - 1, z.till)
        return {what: figure or 0 for sql in _FIGURES for what, figure in connection.execute(sql, span)}


def _declared(drawer: Mapping[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {"voids": drawer.get("voids", {}).get("count", 0)}
    for tender, total in drawer.get("tenders", {}).items():
        found[f"received {tender}"] = total["received"]
        found[f"returned {tender}"] = total["returned"]
    found |= {f"item {item}": amount for item, amount in drawer.get("by_item", {}).items()}
    found |= {f"fund {fund}": amount for fund, amount in drawer.get("by_fund", {}).items()}
    return found | {f"receipts {series}": each["count"] for series, each in drawer.get("receipts", {}).items()}
