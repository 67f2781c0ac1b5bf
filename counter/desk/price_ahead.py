"""Future periods of a unit's running items, priced now, so that they can be paid ahead (预交)."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from counter.desk.bill_prices import Prices
from counter.desk.payment_postings import Ahead
from counter.rules.payahead import future_periods
from counter.rules.periods import PartMethod, Period, period_of
from db.queries import accounts, registers


def price_ahead(
    connection: Any, unit_id: int, to: Period, *, method: str = "actual", items: Collection[int] | None = None
) -> list[Ahead]:
    """Return every period of the unit's billed items that follows what is billed or paid, up to a month, priced now.

    items: only these, if given; a period that no price covers is left out.
    """
    unit = accounts.unit(connection, unit_id)
    if unit is None:
        return []
    prices = Prices(registers.tariffs(connection), PartMethod(method))
    known = {item.id: item for item in registers.fee_items(connection) if not item.closed}
    reached = _reached(connection, unit_id)
    lines = []
    for standing in accounts.standings(connection, unit_id):
        item = known.get(standing.item_id)
        if item is None or (items is not None and item.id not in items):
            continue
        for period in future_periods(reached[item.id], to, item.months):
            amount = _price(prices, item.id, unit, period)
            if amount:
                first, last = period.first.isoformat(), period.last.isoformat()
                lines.append(Ahead(unit_id, item.id, item.fund, first, last, period.label, amount))
    return lines


def _reached(connection: Any, unit_id: int) -> dict[int, date]:
    reached = {each.item_id: date.fromisoformat(each.billed_to) for each in accounts.standings(connection, unit_id)}
    ahead = sorted((each.item_id, period_of(each.period)) for each in accounts.paid_ahead(connection, unit_id))
    for item_id, period in ahead:
        if item_id in reached and period.first <= reached[item_id] + timedelta(days=1):
            reached[item_id] = max(reached[item_id], period.last)
    return reached


def _price(prices: Prices, item_id: int, unit: accounts.Unit, period: Period) -> int:
    amount = 0
    for stretch in prices.stretches(item_id, unit.kind, unit.id, period):
        priced = prices.priced(stretch, unit.area)
        amount += priced[0] if priced else 0
    return amount
