"""What a bill run would bill: computed whole from the registers, outside any lock, changing nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from counter.desk.bill_ahead import HOLDS, at_the_price_paid
from counter.desk.bill_lines import Unpriced, charges_of, lines_of
from counter.desk.bill_prices import Prices
from counter.desk.bill_quantities import Quantities, Unshared
from counter.desk.bill_turns import WhoPays, split_among_payers
from counter.desk.long_work import Cancel, Progress, never, no_progress, uncollected
from counter.desk.office import load_office
from counter.desk.outlived_reductions import Outlived, outlived
from counter.rules.periods import PartMethod, month
from db.queries import billing, registers, tills
from db.queries.registers import FeeItemRow, UnitRow
from db.rows import Charge

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
    """What a unit is billed of an item for a period, where it differs much from the one before; minor units."""

    unit_id: int
    code: str
    item_id: int
    amount: int
    before: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A bill run computed but not posted: charges under the ids they will have if nothing changes meanwhile.

    last_run_total is None where none of the items was billed before; already_billed counts the lines that stand
    already and are left alone; head_id is the newest event it was computed from; unshared are bills that nobody can
    share, which the run leaves for later; outlived are reductions that go on though somebody else came.
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
    unshared: tuple[Unshared, ...] = ()
    outlived: tuple[Outlived, ...] = ()

    @property
    def count(self) -> int:
        """Return how many charges the run makes."""
        return len(self.charges)


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
    units, holdings = registers.units(connection), registers.holdings(connection)
    wanted = [i for i in registers.fee_items(connection) if not i.closed and (items is None or i.id in items)]
    if office.maintenance_fund != "counter":
        wanted = [item for item in wanted if item.fund != "maintenance"]
    method = PartMethod(office.part_month)
    prices = Prices(registers.tariffs(connection), method, office.currency_digits, registers.reductions(connection))
    by_days = office.vehicle_days == "days" and method is not PartMethod.WHOLE
    quantities = Quantities(connection, units, vehicles_by_days=by_days)
    lines = lines_of(connection, [month(label) for label in months], wanted, units, holdings, prices, quantities)
    charges, already, unpriced = charges_of(connection, lines, units, prices, quantities, progress, cancel)
    periods = {line.label: line.period for line in lines}
    ahead = billing.paid_ahead(connection, periods) if periods else []
    if office.ahead_difference == HOLDS:
        charges = at_the_price_paid(charges, ahead, lines, units, prices, quantities)
    charges = split_among_payers(charges, lines, WhoPays(units, holdings, method))
    totals = _totals(wanted, charges)
    earlier = _last_billed(connection, wanted, set(periods))
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
        tuple(ahead),
        head_id,
        tuple(bill for line in lines for bill in line.unshared),
        tuple(_outlived(connection, charges)) if compare else (),
    )


def _outlived(connection: Any, charges: Sequence[Charge]) -> list[Outlived]:
    """The reductions of units that the run bills which go on after a sale or a move."""
    if not charges:
        return []
    first, last = min(each.first for each in charges), max(each.last for each in charges)
    return outlived(connection, first, last, {each.unit_id for each in charges})


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
    # A period in parts (another price, another owner) is compared whole.
    now: dict[tuple[int, int, str], int] = {}
    for charge in charges:
        key = charge.unit_id, charge.item_id, charge.period
        now[key] = now.get(key, 0) + charge.amount
    found = []
    for (unit_id, item_id, _period), amount in now.items():
        was = before.get((unit_id, item_id))
        if was is not None and abs(amount - was) * 100 > _OUTLIER_PERCENT * was:
            found.append(Outlier(unit_id, codes[unit_id], item_id, amount, was))
    return found
