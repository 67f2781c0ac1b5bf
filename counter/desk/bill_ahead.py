"""What was paid ahead before a price changed: the difference is asked for (补差), or the price of then holds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from counter.desk.bill_lines import Line
from counter.desk.bill_prices import Prices
from counter.desk.bill_quantities import Missing, Quantities, by_month, by_vehicle
from counter.rules.formula import FormulaFault
from counter.rules.periods import DAY, Period
from db.queries.billing import Ahead
from db.queries.registers import UnitRow
from db.rows import Charge

ASKED, HOLDS = "asked", "holds"
_Key = tuple[int, int, str, str]  # unit, item, period, fund


class _Whole(NamedTuple):
    """The charges of a run for one period that was paid ahead, and what was paid."""

    charges: list[Charge]
    paid: int


def at_the_price_paid(
    charges: Sequence[Charge], ahead: Iterable[Ahead], lines: Iterable[Line], units: Iterable[UnitRow], prices: Prices,
    quantities: Quantities,
) -> list[Charge]:  # fmt: skip
    """Return the charges of a run where periods paid ahead in full keep the earlier price that they were paid at.

    Only a sum that an earlier price of the unit really comes to is taken for it; any other asks for the difference.
    What the unit is let off of the period, also where that was granted after it was paid, is let off that price.
    """
    paid = {(row.unit_id, row.item_id, row.period, row.fund): row.amount for row in ahead}
    if not paid:
        return list(charges)
    by_key: dict[_Key, _Whole] = {}
    for charge in charges:
        key = _key(charge)
        if key in paid:
            by_key.setdefault(key, _Whole([], paid[key])).charges.append(charge)
    known, of_period = {unit.id: unit for unit in units}, {(line.item.id, line.label): line for line in lines}
    held: dict[_Key, list[Charge]] = {}
    for key, whole in by_key.items():
        found = _held(whole, known[key[0]], of_period[key[1], key[2]], prices, quantities)
        if found:
            held[key] = found
    return _renumbered(charges, held) if held else list(charges)


def _held(whole: _Whole, unit: UnitRow, line: Line, prices: Prices, quantities: Quantities) -> list[Charge]:
    (charges, paid), item, period = whole, line.item, line.period
    if sum(each.amount for each in charges) == paid or not _cover(charges, period):
        return []
    counting = any(by_vehicle(each.price) for each in line.own.get(unit.id, ()))
    if counting and unit.id in quantities.vehicle_changes(period):
        return []  # more or fewer vehicles than were paid for: the difference is asked for
    handover = date.fromisoformat(unit.handed_over) if item.cycle and unit.handed_over else None
    for stretches, in_full in prices.earlier(item.id, unit.kind, unit.id, period, handover):
        facts = quantities.facts(in_full.price, unit, period) if by_month(in_full.price) else Missing("")
        if isinstance(facts, Missing):
            continue
        try:
            made = [prices.priced(each, {**facts, "agreed": 1}) for each in stretches]
            full = prices.priced(in_full, {**facts, "agreed": 1})[0]
        except FormulaFault:
            continue
        if paid in (sum(amount for amount, _ in made), full):
            if [amount for amount, _ in made] == [each.amount for each in charges]:
                return []  # it is the price of now, of which something is let off
            return [
                charges[0]._replace(
                    first=each.first, last=each.last, amount=amount, tariff_id=each.price.id, ingredients=ingredients,
                    revision=line.billed.revisions.get((unit.id, each.first), -1) + 1,
                )
                for each, (amount, ingredients) in zip(stretches, made, strict=True)
            ]  # fmt: skip
    return []


def _cover(charges: Sequence[Charge], period: Period) -> bool:
    """Whether the charges of a period are every day of it, none of them billed before."""
    days = [Period(date.fromisoformat(each.first), date.fromisoformat(each.last)) for each in charges]
    follow = all(one.last + DAY == after.first for one, after in pairwise(days))
    return follow and (days[0].first, days[-1].last) == period


def _renumbered(charges: Sequence[Charge], held: Mapping[_Key, Sequence[Charge]]) -> list[Charge]:
    first_id = charges[0].id
    kept: list[Charge] = []
    for charge in charges:
        instead = held.get(_key(charge), (charge,))
        if instead[0].id == charge.id:
            kept += instead
    return [each._replace(id=first_id + place) for place, each in enumerate(kept)]


def _key(charge: Charge) -> _Key:
    return charge.unit_id, charge.item_id, charge.period, charge.fund
