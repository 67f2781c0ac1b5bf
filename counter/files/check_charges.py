"""Rows of plates, meters, readings, shared bills and reductions against each other and against the books."""

from collections.abc import Iterable, Iterator

from counter.desk.estate_rows import EstateFile, Known, Place, RowError
from counter.files.check_rows import error, twice
from counter.files.columns import Sheet
from counter.files.sheets import FUND, METERS, PARKING, READINGS, REDUCTIONS, SHARED
from counter.rules.room import fold


def check_charges(estate: EstateFile, known: Known) -> list[RowError]:
    """Return every error of these sheets that only shows between rows; what the books contradict shows at the desk."""
    units = known.units | {fold(unit.code) for unit in estate.units}
    items = known.items | {name for price in estate.prices for name in (price.item, price.item_en)}
    found = [*_names(estate, units, items)]
    found += twice(
        ((fold(p.unit), p.plate), error(p.place, PARKING, "plate", p.plate, "import_plate_twice"))
        for p in estate.plates
    )
    found += twice(
        ((fold(m.unit), m.item, m.serial), error(m.place, METERS, "serial", m.serial, "import_meter_twice"))
        for m in estate.meters
    )
    found += twice(
        (
            (fold(r.unit), r.item, r.serial, r.period),
            error(r.place, READINGS, "period", r.period, "import_reading_twice"),
        )
        for r in estate.readings
    )
    found += twice(
        ((s.item, s.period, s.building), error(s.place, SHARED, "item", s.item, "import_shared_twice"))
        for s in estate.shared
    )
    found += twice(
        ((fold(r.unit), r.item, r.since), error(r.place, REDUCTIONS, "unit", r.unit, "import_reduction_twice"))
        for r in estate.reductions
    )
    found += twice(
        ((fold(f.unit), *f[2:]), error(f.place, FUND, "slip", f.slip, "import_fund_twice"))
        for f in estate.fund
        if f.slip
    )
    return found


def _names(estate: EstateFile, units: frozenset[str], items: frozenset[str]) -> Iterator[RowError]:
    named: Iterable[tuple[Sheet, Place, str | None, str | None]] = (
        *((PARKING, row.place, row.unit, None) for row in estate.plates),
        *((METERS, row.place, row.unit, row.item) for row in estate.meters),
        *((READINGS, row.place, row.unit, row.item) for row in estate.readings),
        *((SHARED, row.place, None, row.item) for row in estate.shared),
        *((REDUCTIONS, row.place, row.unit, row.item) for row in estate.reductions),
        *((FUND, row.place, row.unit, None) for row in estate.fund),
    )
    for sheet, place, unit, item in named:
        if unit is not None and fold(unit) not in units:
            yield error(place, sheet, "unit", unit, "import_unit_unknown")
        if item is not None and item not in items:
            yield error(place, sheet, "item", item, "import_item_unknown")
