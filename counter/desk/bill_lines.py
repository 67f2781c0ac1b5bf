"""The charges of a bill run: every unit, item and period at its price, by what is registered of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from counter.desk.bill_payers import Payers, payers_in
from counter.desk.bill_prices import Prices, Stretch, period_billed_in
from counter.desk.bill_quantities import Missing, Quantities, Unshared
from counter.desk.long_work import Cancel, Progress, stop_if
from counter.rules.cycles import cycle_at, cycle_billed_in
from counter.rules.formula import FormulaFault
from counter.rules.metering import ReadingBelowLast, ReadingBeyondCounter
from counter.rules.periods import Period, due_date
from counter.rules.shared_costs import Share
from counter.rules.tiers import BadBands
from db.chain import canonical
from db.queries import billing
from db.queries.registers import FeeItemRow, HoldingRow, UnitRow
from db.registers import next_id
from db.rows import Charge

_STEP = 1000


class Unpriced(NamedTuple):
    """A unit that cannot be billed: `no_price` for any item of the run, or for an item (its id) what it lacks.

    reason: no_price, price_ended (its price ended and no other follows), no_area, no_count, no_meter, no_reading,
    no_bill, or the code of what the rules refuse.
    """

    unit_id: int
    code: str
    item_id: int | None
    reason: str


class Line(NamedTuple):
    """One item and period of the run, with everything that is the same for all units.

    may_end: whether any of its prices ever ends; by_handover: whether only units are in it whose anniversary the
    period goes by; unshared: bills nobody can share.
    """

    item: FeeItemRow
    period: Period
    label: str
    due: str
    of_kind: Callable[[str], list[Stretch]]
    own: dict[int, list[Stretch]]
    billed: billing.Billed
    opened: set[int]
    payers: Payers
    shares: Mapping[int, Share]
    may_end: bool
    by_handover: bool
    unshared: tuple[Unshared, ...] = ()


def lines_of(
    connection: Any, months: Sequence[Period], items: Sequence[FeeItemRow], units: Sequence[UnitRow],
    holdings: Sequence[HoldingRow], prices: Prices, quantities: Quantities,
) -> list[Line]:  # fmt: skip
    """Return every item and period that the runs of the months bill."""
    kinds = {unit.id: unit.kind for unit in units}
    payers: dict[Period, Payers] = {}
    lines: dict[tuple[int, Period], Line] = {}
    asked = [(item, period) for each in months for item in items for period in _periods(item, each, units)]
    for item, period in asked:
        if (item.id, period) in lines:
            continue
        if period not in payers:
            payers[period] = payers_in(period, units, holdings)
        first, last = period.first.isoformat(), period.last.isoformat()
        of_kind: Callable[[str], list[Stretch]] = _nothing if item.cycle else _by_kind(prices, item.id, period)
        if item.cycle:
            own = _by_handover(item, period, units, prices, quantities)
        else:
            counted = quantities.vehicle_changes(period) if prices.counts_vehicles(item.id) else {}
            own = {
                unit_id: prices.stretches(
                    item.id, kinds.get(unit_id, ""), unit_id, period, counted=counted.get(unit_id, ())
                )
                for unit_id in prices.units_with_own(item.id) | counted.keys()
            }
        billed = billing.billed(connection, item.id, first, last, _reaching_in(connection, item, period))
        shares, unshared = _shares(item.id, period, units, of_kind, own, prices, quantities, billed.standing)
        lines[item.id, period] = Line(
            item, period, period.label, due_date(period, item.due_day, item.due_after).isoformat(), of_kind, own,
            billed, billing.opening_overlaps(connection, item.id, first, last), payers[period], shares,
            prices.may_end(item.id), bool(item.cycle), unshared,
        )  # fmt: skip
    return list(lines.values())


def _reaching_in(connection: Any, item: FeeItemRow, period: Period) -> str:
    """The day from which an earlier charge may reach into a period, where the item was not always billed like this."""
    if not item.cycle and not billing.periods_changed(connection, item.id):
        return ""
    return period.first.replace(year=period.first.year - 1, day=1).isoformat()


def _periods(item: FeeItemRow, month: Period, units: Sequence[UnitRow]) -> Iterable[Period]:
    """The periods of an item that the run of a month bills: one for all, or those of the units' anniversaries."""
    if not item.cycle:
        period = period_billed_in(item, month)
        return () if period is None else (period,)
    days = {unit.handed_over for unit in units if unit.handed_over}
    found = (
        cycle_billed_in(date.fromisoformat(day), item.months, month, in_advance=item.due_after < 0) for day in days
    )
    return sorted({period for period in found if period is not None})


def _by_handover(
    item: FeeItemRow, period: Period, units: Sequence[UnitRow], prices: Prices, quantities: Quantities
) -> dict[int, list[Stretch]]:
    found = {}
    counted = quantities.vehicle_changes(period) if prices.counts_vehicles(item.id) else {}
    for unit in units:
        handover = date.fromisoformat(unit.handed_over) if unit.handed_over else None
        if (
            handover is not None
            and handover <= period.first
            and cycle_at(handover, item.months, period.first) == period
        ):
            found[unit.id] = prices.stretches(item.id, unit.kind, unit.id, period, handover, counted.get(unit.id, ()))
    return found


def _nothing(_kind: str) -> list[Stretch]:
    return []


def _shares(
    item_id: int, period: Period, units: Sequence[UnitRow], of_kind: Callable[[str], list[Stretch]],
    own: Mapping[int, list[Stretch]], prices: Prices, quantities: Quantities, billed: Collection[int],
) -> tuple[Mapping[int, Share], tuple[Unshared, ...]]:  # fmt: skip
    """Return what each unit carries of the bills of an item, the first unit says by what, and what nobody can share."""
    bills = quantities.shared_bills(item_id, period.label)
    if not bills:
        return {}, ()
    weights: dict[int, int] = {}
    by = ""
    for unit in units if prices.has_shares(item_id) else ():
        for stretch in own.get(unit.id) or of_kind(unit.kind):
            if stretch.price.kind == "share":
                kind, weights[unit.id] = quantities.weight(stretch.price, unit)
                by = by or kind
    return quantities.shares(bills, by, weights, billed)


def _by_kind(prices: Prices, item_id: int, period: Period) -> Callable[[str], list[Stretch]]:
    known: dict[str, list[Stretch]] = {}

    def stretches(kind: str) -> list[Stretch]:
        if kind not in known:
            known[kind] = prices.stretches(item_id, kind, None, period)
        return known[kind]

    return stretches


def charges_of(
    connection: Any, lines: Sequence[Line], units: Sequence[UnitRow], prices: Prices, quantities: Quantities,
    progress: Progress, cancel: Cancel,
) -> tuple[list[Charge], int, list[Unpriced]]:  # fmt: skip
    """Return the charges that are not billed yet, how many lines stand already, and what lacks something.

    Raises Cancelled.
    """
    charges: list[Charge] = []
    unpriced: list[Unpriced] = []
    already = 0
    charge_id = next_id(connection, "charge")
    # Where a unit's own periods may not fall into these months, having none says nothing of its prices.
    no_question = not lines or any(line.by_handover for line in lines)
    for place, unit in enumerate(units):
        if place % _STEP == 0:
            stop_if(cancel)
            progress(place, len(units))
        any_price, unit_id, area = no_question, unit.id, unit.area
        for line in lines:
            item, stretches = line.item, line.own.get(unit_id) or line.of_kind(unit.kind)
            any_price = any_price or bool(stretches)
            if line.may_end and _ended(line, unit, prices):
                unpriced.append(Unpriced(unit_id, unit.code, item.id, "price_ended"))
                any_price = True
            revisions, standing = line.billed
            if stretches and (unit_id in standing or unit_id in line.opened):
                free = _free(line, unit, stretches, prices)
                already += max(0, len(stretches) - len(free))
                stretches = free
            for stretch in stretches:
                priced = prices.known(stretch, area) or _priced(line, unit, stretch, prices, quantities)
                if isinstance(priced, Missing):
                    unpriced.append(Unpriced(unit_id, unit.code, item.id, priced.reason))
                    continue
                first = stretch.first
                # An even revision is a bill, an odd one takes it back: what is taken back can be billed again.
                revision = revisions.get((unit_id, first), -1) + 1 if revisions else 0
                charges.append(
                    Charge(
                        charge_id, unit_id, item.id, item.fund, first, stretch.last, line.label, line.due, priced[0],
                        revision, line.payers.of(unit_id, item.id), stretch.price.id, priced[1],
                    )
                )  # fmt: skip
                charge_id += 1
        if not any_price:
            unpriced.append(Unpriced(unit.id, unit.code, None, "no_price"))
    progress(len(units), len(units))
    return charges, already, unpriced


def _ended(line: Line, unit: UnitRow, prices: Prices) -> bool:
    billed_by_it = not line.by_handover or unit.id in line.own
    return billed_by_it and prices.ended(line.item.id, unit.kind, unit.id, line.period)


def _free(line: Line, unit: UnitRow, stretches: Sequence[Stretch], prices: Prices) -> list[Stretch]:
    """What of the stretches no standing charge covers; a price that goes by no days is billed once for its period."""
    if unit.id in line.opened:
        return []
    standing = line.billed.standing[unit.id]
    handover = date.fromisoformat(unit.handed_over) if line.by_handover and unit.handed_over else None
    return [part for each in stretches for part in prices.free(each, standing, handover)]


def _priced(
    line: Line, unit: UnitRow, stretch: Stretch, prices: Prices, quantities: Quantities
) -> tuple[int, str] | Missing:
    share = line.shares.get(unit.id)
    if share is not None:
        return share.amount, canonical(share.ingredients)
    facts = quantities.facts(stretch.price, unit, line.period, stretch.first)
    if isinstance(facts, Missing):
        return facts
    try:
        return prices.priced(stretch, facts)
    except (ReadingBelowLast, ReadingBeyondCounter, BadBands, FormulaFault) as refused:
        return Missing(refused.code)
