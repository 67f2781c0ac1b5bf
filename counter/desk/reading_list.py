"""The meters of a fee item in the order they are walked, each with its last reading and what it usually uses."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from counter.rules import metering
from counter.rules.metering import Advance
from counter.rules.payahead import future_periods
from counter.rules.periods import closing_day, month_of, months_between
from counter.rules.plausible import usual
from counter.rules.route import route_key
from db.queries import registers
from db.queries.registers import FeeItemRow, MeterRow, ReadingRow, UnitRow


class Stop(NamedTuple):
    """A meter on the way: its unit (None: shared), the reading before, the usual advance, the one entered already.

    Readings and advances in thousandths; replaced: the meter was taken out in the period itself.
    """

    meter: MeterRow
    unit: UnitRow | None
    before: ReadingRow | None
    usual: int | None
    entered: ReadingRow | None
    replaced: bool


def metered_items(connection: Any) -> list[FeeItemRow]:
    """Return the fee items that have a meter or a price by meter, in the office's order."""
    with_meter = {meter.item_id for meter in registers.meters(connection)}
    priced = {t.item_id for t in registers.tariffs(connection) if t.kind in ("metered", "tiered")}
    return [item for item in registers.fee_items(connection) if item.id in with_meter | priced and not item.closed]


def reading_list(connection: Any, item_id: int, period: str) -> list[Stop]:
    """Return the meters of an item that are read for a period ("2026-09"), in the order they are walked."""
    units = {unit.id: unit for unit in registers.units(connection)}
    known: dict[int, list[ReadingRow]] = {}
    for reading in registers.readings(connection, period):
        known.setdefault(reading.meter_id, []).append(reading)
    stops = [
        _stop(meter, units.get(meter.unit_id or 0), known.get(meter.id, ()), period)
        for meter in registers.meters(connection)
        if meter.item_id == item_id and not (meter.until is not None and meter.until[:7] < period)
    ]
    return sorted(stops, key=lambda stop: (stop.unit is None, *_place(stop)))


def _place(stop: Stop) -> tuple[Any, ...]:
    unit = stop.unit
    key = route_key(unit.building, unit.entrance, unit.room) if unit is not None else ()
    return key, stop.meter.id


def _stop(meter: MeterRow, unit: UnitRow | None, readings: Sequence[ReadingRow], period: str) -> Stop:
    earlier = [each for each in readings if each.period < period or each.kind == "start"]
    entered = next((each for each in readings if each.period == period and each.kind != "start"), None)
    before = earlier[-1] if earlier else None
    now = _months(before.period, period) if before is not None else 1
    return Stop(meter, unit, before, usual(_advances(meter, earlier, now)), entered, meter.until is not None)


def _advances(meter: MeterRow, readings: Iterable[ReadingRow], months: int) -> list[int]:
    """How far the meter went each time it was read, as if in so many months; too high an estimate is left out.

    So a meter that is read every quarter, or was not read for a while, is judged by what it usually uses in that time.
    """
    found = []
    for before, after in pairwise(readings):
        if after.value >= before.value or meter.starts_over_at:
            went = metering.advanced(Advance(before.value, after.value, meter.starts_over_at))
            found.append(went * months // _months(before.period, after.period))
    return found


def _months(before: str, after: str) -> int:
    """Months between two readings; a meter that begins in the month it is read counts as one."""
    return max(1, months_between(closing_day(before), closing_day(after)))


def closes(item: FeeItemRow, period: str) -> str:
    """Return the month whose reading closes the billing period of an item that holds a month ("2026-03")."""
    if item.cycle:
        return period
    return month_of(future_periods(None, month_of(closing_day(period)), item.months)[0].last).label
