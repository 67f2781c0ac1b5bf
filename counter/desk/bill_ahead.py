"""What was paid ahead before a price changed: the difference is asked for (补差), or the price of then holds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from counter.desk.bill_prices import Prices
from counter.desk.bill_quantities import Missing, Quantities, by_month
from counter.rules.formula import FormulaFault
from counter.rules.periods import DAY, Period
from db.queries.billing import Ahead
from db.queries.registers import FeeItemRow, UnitRow
from db.rows import Charge

ASKED, HOLDS = "asked", "holds"
_Key = tuple[int, int, str, str]  # unit, item, period, fund


class _Whole(NamedTuple):
    """The charges of a run for one period that was paid ahead, and what was paid."""

    charges: list[Charge]
    paid: int


def at_the_price_paid(
    charges: Sequence[Charge], ahead: Iterable[Ahead], periods: Mapping[str, Period], units: Iterable[UnitRow],
    items: Iterable[FeeItemRow], prices: Prices, quantities: Quantities,
) -> list[Charge]:  # fmt: skip
    """Return the charges of a run where periods paid ahead in full keep the earlier price that they were paid at.

    Only a sum that an earlier price of the unit really comes to is taken for it; any other asks for the difference.
    """
    paid = {(row.unit_id, row.item_id, row.period, row.fund): row.amount for row in ahead}
    if not paid:
        return list(charges)
    by_key: dict[_Key, _Whole] = {}
    for charge in charges:
        key = _key(charge)
        if key in paid:
            by_key.setdefault(key, _Whole([], paid[key])).charges.append(charge)
    known, of_item = {unit.id: unit for unit in units}, {item.id: item for item in items}
    held: dict[_Key, Charge] = {}
    for key, whole in by_key.items():
        unit, item, period = known[key[0]], of_item[key[1]], periods[key[2]]
        found = _held(whole, unit, item, period, prices, quantities)
        if found is not None:
            held[key] = found
    return _renumbered(charges, held) if held else list(charges)


def _held(
    whole: _Whole, unit: UnitRow, item: FeeItemRow, period: Period, prices: Prices, quantities: Quantities
) -> Charge | None:
    charges, paid = whole
    if sum(each.amount for each in charges) == paid or not _cover(charges, period):
        return None
    handover = date.fromisoformat(unit.handed_over) if item.cycle and unit.handed_over else None
    for stretch in prices.earlier(item.id, unit.kind, unit.id, period, handover):
        facts = quantities.facts(stretch.price, unit, period) if by_month(stretch.price) else Missing("")
        if isinstance(facts, Missing):
            continue
        try:
            amount, ingredients = prices.priced(stretch, {**facts, "agreed": 1})
        except FormulaFault:
            continue
        if amount == paid:
            return charges[0]._replace(
                last=charges[-1].last, amount=amount, tariff_id=stretch.price.id, ingredients=ingredients
            )
    return None


def _cover(charges: Sequence[Charge], period: Period) -> bool:
    """Whether the charges of a period are every day of it, none of them billed before."""
    days = [Period(date.fromisoformat(each.first), date.fromisoformat(each.last)) for each in charges]
    follow = all(one.last + DAY == after.first for one, after in pairwise(days))
    return follow and (days[0].first, days[-1].last) == period


def _renumbered(charges: Sequence[Charge], held: Mapping[_Key, Charge]) -> list[Charge]:
    first_id = charges[0].id
    kept: list[Charge] = []
    for charge in charges:
        instead = held.get(_key(charge), charge)
        if instead is charge or instead.id == charge.id:
            kept.append(instead._replace(id=first_id + len(kept)))
    return kept


def _key(charge: Charge) -> _Key:
    return charge.unit_id, charge.item_id, charge.period, charge.fund
