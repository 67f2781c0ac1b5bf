"""What a moved payment settles on its right unit: planned by the payment's own order, as it was taken at the window."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from counter.desk.late_fees import charged_fees
from counter.desk.office import Office
from counter.desk.payment_postings import Ahead, FundPart
from counter.desk.post_late_fees import as_charges
from counter.desk.price_ahead import price_ahead
from counter.desk.settlement import whole_periods
from counter.desk.standing import disputed, fees_touched, open_lines
from counter.desk.undo import came_in, paid_by
from counter.rules.allocation import OpenLine, Order, settle
from counter.rules.periods import month_of
from counter.rules.purses import Purse
from db.queries import accounts, receipts
from db.queries.accounts import OpenCharge
from db.queries.receipts import ReceiptRow
from db.rows import Allocation, Posting


class OwnOrder(NamedTuple):
    """What the payer agreed to when the money was taken; amounts in minor units.

    charges: (charge, item, period, amount) in the order of the payment; kept: what became balance, by the fee item it
    was earmarked for (None: for none); rounding: what was given up then, or asked on top.
    """

    charges: tuple[tuple[int, int, str, int], ...]
    ahead: tuple[Ahead, ...]
    kept: Mapping[int | None, int]
    rounding: int


class Planned(NamedTuple):
    """What a moved payment settles, and which late fees among it are to be posted with it."""

    part: FundPart
    late_fees: tuple[OpenCharge, ...]


def own_order(connection: Any, found: ReceiptRow) -> OwnOrder:
    """Return the order of the payment that a receipt stands for, however often it was moved since."""
    first = paid_by(connection, found)
    body = receipts.body(connection, first.event_id)
    places = {row[6]: row for row in body["rows"].get("posting", []) if row[1] == "receivable"}
    charges = []
    for row in body["rows"].get("allocation", []):
        allocation = Allocation(*row)
        if allocation.receipt_id == first.id:
            posting = Posting(*places[allocation.charge_id])
            charges.append((allocation.charge_id, posting.item_id or 0, posting.period or "", allocation.amount))
    ahead = tuple(Ahead(*each) for each in body["ahead"])
    return OwnOrder(tuple(charges), ahead, _kept(body), body["rounding"])


def _kept(body: Mapping[str, Any]) -> dict[int | None, int]:
    """What was kept, earmarked money first."""
    kept: dict[int | None, int] = {}
    rows = [Posting(*row) for row in body["rows"].get("posting", [])]
    for posting in sorted(rows, key=lambda each: each.item_id is None):
        if posting.account == "balance" and posting.tender is None:
            kept[posting.item_id] = kept.get(posting.item_id, 0) - posting.amount
    return kept


def plan(connection: Any, found: ReceiptRow, unit_id: int, money: int, office: Office) -> Planned:
    """Return what the money of a receipt (minor units) settles on a unit.

    First what the payer paid for: the same charges, or those of the same item and period; then as many of the months
    paid ahead as it reaches; then whatever else is open there, oldest first. Rounding stays given up, what was kept as
    balance stays balance. Late fees of the unit stand among its charges as they were when the money came in.
    """
    order = own_order(connection, found)
    owed = [each for each in accounts.open_charges(connection, (unit_id,)) if each.fund == found.fund]
    fees = as_charges(connection, charged_fees(connection, owed, office, came_in(connection, found)))
    charges = [*owed, *fees]
    lines = open_lines(charges, disputed(connection, charges))
    left = money - order.rounding
    kept: Counter[Purse] = Counter()
    for item_id, amount in order.kept.items():
        kept[Purse(unit_id, item_id)] = min(amount, left)
        left -= kept[Purse(unit_id, item_id)]
    placed = _named(order, charges, lines, left)
    left -= sum(placed.values())
    ahead, left = whole_periods(_ahead(connection, order, unit_id, found.fund, office), left)
    rest = [each._replace(open=each.open - placed.get(each.charge_id, 0)) for each in lines]
    for each in settle([line for line in rest if line.open > 0], left, None, Order(office.allocation_order)):
        placed[each.charge_id] = placed.get(each.charge_id, 0) + each.amount
        left -= each.amount
    kept[Purse(unit_id)] += left
    part = FundPart(
        found.fund, {each.charge_id: each for each in charges}, tuple(placed.items()), ahead, kept, order.rounding
    )  # fmt: skip
    return Planned(part, tuple(fees_touched(fees, tuple(placed))))


def _named(
    order: OwnOrder, charges: Sequence[OpenCharge], lines: Sequence[OpenLine], money: int
) -> dict[int, int]:  # fmt: skip
    """The very charges of the payment get back what they had; on another unit the same items and periods are filled."""
    can = {each.charge_id: each.open for each in lines if not each.frozen}
    like = {(each.item_id, each.period): each.charge_id for each in reversed(charges)}
    placed: dict[int, int] = {}
    for charge_id, item_id, period, amount in order.charges:
        is_own = charge_id in can
        target = charge_id if is_own else like.get((item_id, period), 0)
        used = min(money, can.get(target, 0), amount if is_own else money)
        if used > 0 and target not in placed:
            placed[target] = used
            money -= used
    return placed


def _ahead(connection: Any, order: OwnOrder, unit_id: int, fund: str, office: Office) -> list[Ahead]:
    """Return the unit's next months of the items that were paid ahead, no further than they were."""
    if not order.ahead:
        return []
    items = {each.item_id for each in order.ahead}
    last = max(each.last for each in order.ahead)
    priced = price_ahead(
        connection, unit_id, month_of(date.fromisoformat(last)), method=office.part_month, items=items
    )  # fmt: skip
    own = [each for each in order.ahead if each in priced]
    return own or [each for each in priced if each.fund == fund and each.last <= last]
