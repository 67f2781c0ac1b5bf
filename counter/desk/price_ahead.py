"""Future periods of a unit's running items, priced now, so that they can be paid ahead (预交)."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from counter.desk.bill_prices import Prices
from counter.desk.bill_quantities import Missing, Quantities, by_month
from counter.desk.fund_taken import COUNTER
from counter.desk.office import load_office
from counter.desk.payment_postings import Ahead
from counter.rules.cycles import future_cycles
from counter.rules.formula import FormulaFault
from counter.rules.payahead import future_periods
from counter.rules.periods import PartMethod, Period, period_of
from db.queries import accounts, registers
from db.queries.registers import UnitRow


def price_ahead(
    connection: Any, unit_id: int, to: Period, *, method: str = "actual", items: Collection[int] | None = None
) -> list[Ahead]:
    """Return every period of the unit's billed items that follows what is billed or paid, up to a month, priced now.

    items: only these, if given; a period that no price covers, or that is let off whole, is left out, and so is one
    after it that is paid already.
    """
    row = registers.unit(connection, unit_id)
    if row is None:
        return []
    prices = Prices(registers.tariffs(connection), PartMethod(method), reductions=registers.reductions(connection))
    quantities = Quantities(connection, [row])
    known = {item.id: item for item in registers.fee_items(connection) if not item.closed}
    if any(item.fund == "maintenance" for item in known.values()) and not _collects(connection):
        known = {item.id: item for item in known.values() if item.fund != "maintenance"}
    reached, paid = _reached(connection, unit_id)
    lines = []
    for standing in accounts.standings(connection, unit_id):
        item = known.get(standing.item_id)
        if item is None or (items is not None and item.id not in items):
            continue
        handover = date.fromisoformat(row.handed_over) if item.cycle and row.handed_over else None
        future = (
            future_periods(reached[item.id], to, item.months)
            if handover is None
            else future_cycles(handover, item.months, reached[item.id], to)
        )
        for period in future:
            if (item.id, period.label) in paid:
                continue
            amount = _price(prices, quantities, item.id, row, period, handover)
            if amount:
                first, last = period.first.isoformat(), period.last.isoformat()
                lines.append(Ahead(unit_id, item.id, item.fund, first, last, period.label, amount))
    return lines


def _collects(connection: Any) -> bool:
    return load_office(connection, "9999-12-31").maintenance_fund == COUNTER


def _reached(connection: Any, unit_id: int) -> tuple[dict[int, date], set[tuple[int, str]]]:
    """Up to which day each item is billed, or paid ahead without a gap; and every period that is paid, by its label."""
    reached = {each.item_id: date.fromisoformat(each.billed_to) for each in accounts.standings(connection, unit_id)}
    ahead = sorted((each.item_id, period_of(each.period)) for each in accounts.paid_ahead(connection, unit_id))
    for item_id, period in ahead:
        if item_id in reached and period.first <= reached[item_id] + timedelta(days=1):
            reached[item_id] = max(reached[item_id], period.last)
    return reached, {(item_id, period.label) for item_id, period in ahead}


def _price(
    prices: Prices, quantities: Quantities, item_id: int, unit: UnitRow, period: Period, handover: date | None
) -> int:
    """Return what a period will cost, 0 where it cannot be said whole: only prices by the month are known before it."""
    amount = 0
    for stretch in prices.stretches(item_id, unit.kind, unit.id, period, handover):
        if not by_month(stretch.price):
            continue
        facts = quantities.facts(stretch.price, unit, period)
        if isinstance(facts, Missing):
            return 0
        try:
            amount += prices.priced(stretch, facts)[0]
        except FormulaFault:
            return 0
    return amount
