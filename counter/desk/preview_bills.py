"""What a bill run would bill: computed whole from the registers, outside any lock, changing nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from counter.desk.bill_payers import Payers, payers_in
from counter.desk.bill_prices import Prices, Stretch, period_billed_in
from counter.desk.bill_quantities import Missing, Quantities
from counter.desk.long_work import Cancel, Progress, never, no_progress, stop_if, uncollected
from counter.desk.office import load_office
from counter.rules.metering import ReadingBelowLast, ReadingBeyondCounter
from counter.rules.periods import PartMethod, Period, due_date, month
from counter.rules.shared_costs import Share
from counter.rules.tiers import BadBands
from db.chain import canonical
from db.queries import billing, registers, tills
from db.queries.registers import FeeItemRow, UnitRow
from db.registers import next_id
from db.rows import Charge

_STEP = 1000
# A charge is shown as an outlier where it is more than so many hundredths above or below the one before.
_OUTLIER_PERCENT = 25


class ItemTotal(NamedTuple):
    """What is billed of one item, next to its last period billed; sums in minor units, None where there was none."""

    item_id: int
    name_zh: str
    name_en: str
    charges: int
    total: int
    last_period: str | None
    last_total: int | None


class Outlier(NamedTuple):
    """A charge that differs much from the one of the same unit and item before."""

    unit_id: int
    code: str
    item_id: int
    amount: int
    before: int


class Unpriced(NamedTuple):
    """A unit that cannot be billed: `no_price` for any item of the run, or for an item (its id) what it lacks.

    reason: no_price, no_area, no_count, no_meter, no_reading, no_bill, or the code of what the rules refuse.
    """

    unit_id: int
    code: str
    item_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A bill run computed but not posted: charges under the ids they will have if nothing changes meanwhile.

    last_run_total is None where none of the items was billed before; already_billed counts the lines that stand
    already and are left alone; head_id is the newest event it was computed from.
    """

    months: tuple[str, ...]
    item_ids: tuple[int, ...]
    charges: tuple[Charge, ...]
    by_item: tuple[ItemTotal, ...]
    total: int
    last_run_total: int | None
    already_billed: int
    outliers: tuple[Outlier, ...]
    unpriced: tuple[Unpriced, ...]
    ahead: tuple[billing.Ahead, ...]
    head_id: int

    @property
    def count(self) -> int:
        """Return how many charges the run makes."""
        return len(self.charges)


class _Line(NamedTuple):
    """One item and period of the run, with everything that is the same for all units."""

    item: FeeItemRow
    period: Period
    label: str
    due: str
    of_kind: Callable[[str], list[Stretch]]
    own: dict[int, list[Stretch]]
    billed: Mapping[tuple[int, str], int]
    opened: set[int]
    payers: Payers
    shares: Mapping[int, Share]


@uncollected()
def preview(
    connection: Any, months: Sequence[str], items: Sequence[int] | None = None, *, compare: bool = True,
    progress: Progress = no_progress, cancel: Cancel = never,
) -> Preview:  # fmt: skip
    """Compute the charges of the months ("2026-09") for the items (every open one if None).

    compare: also look for charges that differ much from those before. Raises NotAMonth, Cancelled.
    """
    head_id, _ = tills.head(connection)
    office = load_office(connection, "9999-12-31")
    units = registers.units(connection)
    wanted = [i for i in registers.fee_items(connection) if not i.closed and (items is None or i.id in items)]
    prices = Prices(
        registers.tariffs(connection), PartMethod(office.part_month), office.currency_digits,
        registers.reductions(connection),
    )  # fmt: skip
    quantities = Quantities(connection, units)
    lines = _lines(connection, [month(label) for label in months], wanted, units, prices, quantities)
    charges, already, unpriced = _charges(connection, lines, units, prices, quantities, progress, cancel)
    totals = _totals(wanted, charges)
    earlier = _last_billed(connection, wanted, {line.label for line in lines})
    labels = {line.label for line in lines}
    return Preview(
        tuple(months),
        tuple(item.id for item in wanted),
        tuple(charges),
        tuple(
            ItemTotal(
                i.id, i.name_zh, i.name_en, *totals[i.id], *(earlier[i.id][1:] if i.id in earlier else (None, None))
            )
            for i in wanted
        ),
        sum(total for _, total in totals.values()),
        sum(found[2] for found in earlier.values()) if earlier else None,
        already,
        tuple(_outliers(connection, charges, units, earlier)) if compare else (),
        tuple(unpriced),
        tuple(billing.paid_ahead(connection, labels)) if labels else (),
        head_id,
    )


def _lines(
    connection: Any, months: Sequence[Period], items: Sequence[FeeItemRow], units: Sequence[UnitRow], prices: Prices,
    quantities: Quantities,
) -> list[_Line]:  # fmt: skip
    holdings = registers.holdings(connection)
    kinds = {unit.id: unit.kind for unit in units}
    payers: dict[Period, Payers] = {}
    lines: dict[tuple[int, Period], _Line] = {}
    for item, period in ((item, period_billed_in(item, each)) for each in months for item in items):
        if period is None or (item.id, period) in lines:
            continue
        if period not in payers:
            payers[period] = payers_in(period, units, holdings)
        first, last = period.first.isoformat(), period.last.isoformat()
        of_kind = _by_kind(prices, item.id, period)
        own = {
            unit_id: prices.stretches(item.id, kinds.get(unit_id, ""), unit_id, period)
            for unit_id in prices.units_with_own(item.id)
        }
        lines[item.id, period] = _Line(
            item, period, period.label, due_date(period, item.due_day, item.due_after).isoformat(), of_kind, own,
            billing.billed(connection, item.id, first, last),
            billing.opening_overlaps(connection, item.id, first, last), payers[period],
            _shares(item.id, period, units, of_kind, own, quantities),
        )  # fmt: skip
    return list(lines.values())


def _shares(
    item_id: int, period: Period, units: Sequence[UnitRow], of_kind: Callable[[str], list[Stretch]],
    own: Mapping[int, list[Stretch]], quantities: Quantities,
) -> Mapping[int, Share]:  # fmt: skip
    """Return what each unit carries of the bills of an item that is shared; the first unit says by what."""
    weights: dict[int, int] = {}
    by = ""
    for unit in units:
        for stretch in own.get(unit.id) or of_kind(unit.kind):
            if stretch.price.kind == "share":
                kind, weights[unit.id] = quantities.weight(stretch.price, unit)
                by = by or kind
    return quantities.shares(item_id, period.label, by, weights) if weights else {}


def _by_kind(prices: Prices, item_id: int, period: Period) -> Callable[[str], list[Stretch]]:
    known: dict[str, list[Stretch]] = {}

    def stretches(kind: str) -> list[Stretch]:
        if kind not in known:
            known[kind] = prices.stretches(item_id, kind, None, period)
        return known[kind]

    return stretches


def _charges(
    connection: Any,
    lines: Sequence[_Line],
    units: Sequence[UnitRow],
    prices: Prices,
    quantities: Quantities,
    progress: Progress,
    cancel: Cancel,
) -> tuple[list[Charge], int, list[Unpriced]]:
    charges: list[Charge] = []
    unpriced: list[Unpriced] = []
    already = 0
    charge_id = next_id(connection, "charge")
    for place, unit in enumerate(units):
        if place % _STEP == 0:
            stop_if(cancel)
            progress(place, len(units))
        any_price = not lines
        for line in lines:
            stretches = line.own.get(unit.id) or line.of_kind(unit.kind)
            any_price = any_price or bool(stretches)
            for stretch in stretches:
                revision = line.billed.get((unit.id, stretch.first), -1) + 1
                # An even revision is a bill, an odd one takes it back: what is taken back can be billed again.
                if revision % 2 or unit.id in line.opened:
                    already += 1
                    continue
                priced = _priced(line, unit, stretch, prices, quantities)
                if isinstance(priced, Missing):
                    unpriced.append(Unpriced(unit.id, unit.code, line.item.id, priced.reason))
                    continue
                charges.append(
                    Charge(
                        charge_id,
                        unit.id,
                        line.item.id,
                        line.item.fund,
                        stretch.first,
                        stretch.last,
                        line.label,
                        line.due,
                        priced[0],
                        revision,
                        line.payers.of(unit.id, line.item.id),
                        stretch.price.id,
                        priced[1],
                    )
                )
                charge_id += 1
        if not any_price:
            unpriced.append(Unpriced(unit.id, unit.code, None, "no_price"))
    progress(len(units), len(units))
    return charges, already, unpriced


def _priced(
    line: _Line, unit: UnitRow, stretch: Stretch, prices: Prices, quantities: Quantities
) -> tuple[int, str] | Missing:
    share = line.shares.get(unit.id)
    if share is not None:
        return share.amount, canonical(share.ingredients)
    facts = quantities.facts(stretch.price, unit, line.period)
    if isinstance(facts, Missing):
        return facts
    try:
        return prices.priced(stretch, facts)
    except (ReadingBelowLast, ReadingBeyondCounter, BadBands) as refused:
        return Missing(refused.code)


def _totals(items: Iterable[FeeItemRow], charges: Iterable[Charge]) -> dict[int, tuple[int, int]]:
    totals = {item.id: [0, 0] for item in items}
    for charge in charges:
        entry = totals[charge.item_id]
        entry[0] += 1
        entry[1] += charge.amount
    return {item_id: (count, total) for item_id, (count, total) in totals.items()}


def _last_billed(connection: Any, items: Iterable[FeeItemRow], labels: set[str]) -> dict[int, tuple[int, str, int]]:
    """For each item (event, period, total in minor units) of its newest period of another run."""
    found: dict[int, tuple[int, str, int]] = {}
    wanted = {item.id for item in items}
    for event_id, facts in billing.earlier_runs(connection):
        for key, periods in facts["items"].items():
            item_id = int(key)
            for label in sorted(periods, reverse=True):
                if item_id in wanted and item_id not in found and label not in labels:
                    found[item_id] = (event_id, label, periods[label]["total"])
        if len(found) == len(wanted):
            break
    return found


def _outliers(
    connection: Any, charges: Sequence[Charge], units: Iterable[UnitRow], earlier: dict[int, tuple[int, str, int]]
) -> list[Outlier]:
    before: dict[tuple[int, int], int] = {}
    for event_id, label, _ in set(earlier.values()):
        before.update(billing.amounts_of_run(connection, event_id, label))
    codes = {unit.id: unit.code for unit in units}
    found = []
    for charge in charges:
        was = before.get((charge.unit_id, charge.item_id))
        if was is not None and abs(charge.amount - was) * 100 > _OUTLIER_PERCENT * was:
            found.append(Outlier(charge.unit_id, codes[charge.unit_id], charge.item_id, charge.amount, was))
    return found
