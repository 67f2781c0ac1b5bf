"""Meters of a file and what they showed, laid over the registers; a reading that cannot be is an error of its row."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from counter.desk.estate_rows import EstateFile, FileMeter, FileReading, Place, RowError
from counter.desk.readings import Read, check_reading
from counter.desk.register_state import RegisterState
from counter.rules.metering import ReadingBelowLast, ReadingBeyondCounter
from counter.rules.periods import closing_day
from counter.rules.room import fold
from db.queries import billing
from db.queries.registers import MeterRow, ReadingRow


def meters_and_readings(connection: Any, state: RegisterState, estate: EstateFile) -> Iterator[RowError]:
    """Put meters, then their readings in the order of their periods; yields what the books or the meters contradict.

    A new meter of a unit and item ends the one before on its own first day.
    """
    shown: defaultdict[int, list[ReadingRow]] = defaultdict(list)
    for row in state.readings.rows.values():
        shown[row.meter_id].append(row)
    meters = _Meters(state)
    for meter in estate.meters:
        yield from _meter(state, meters, meter, shown)
    for reading in sorted(estate.readings, key=lambda each: each.period):
        yield from _reading(connection, state, meters, reading, shown)


class _Meters:
    """The meters in the register by unit and item, those taken out included."""

    def __init__(self, state: RegisterState) -> None:
        self._of: defaultdict[tuple[int, int], dict[int, MeterRow]] = defaultdict(dict)
        for row in state.meters.rows.values():
            self.note(row)

    def note(self, row: MeterRow) -> None:
        """Take a meter in, or what changed of it."""
        if row.unit_id is not None:
            self._of[row.unit_id, row.item_id][row.id] = row

    def of(self, unit_id: int, item_id: int) -> list[MeterRow]:
        """Return the meters a unit has or had for an item."""
        return list(self._of[unit_id, item_id].values())


def _meter(
    state: RegisterState, meters: _Meters, meter: FileMeter, shown: dict[int, list[ReadingRow]]
) -> Iterator[RowError]:
    unit_id, item_id = state.unit_ids[fold(meter.unit)], state.item_ids[meter.item]
    there = meters.of(unit_id, item_id)
    old = next((row for row in there if row.serial == meter.serial), None)
    if old is None:
        for row in there:
            if row.until is None:
                meters.note(state.meters.put(row._replace(until=meter.since)))
        _install(state, meters, meter, unit_id, item_id, shown)
        return
    begun = next((row for row in shown[old.id] if row.kind == "start"), None)
    if begun is not None and (begun.value, begun.read_on) != (meter.start, meter.since):
        yield _error(meter.place, "起始读数", "Starts at", _thousandths(meter.start), "import_meter_start_differs")
        return
    changed = old._replace(multiplier=meter.multiplier, starts_over_at=meter.starts_over_at)
    meters.note(state.meters.put(changed))


def _install(
    state: RegisterState, meters: _Meters, meter: FileMeter, unit_id: int, item_id: int,
    shown: dict[int, list[ReadingRow]],
) -> MeterRow:  # fmt: skip
    row = MeterRow(
        state.meters.new_id(), unit_id, item_id, meter.serial, meter.starts_over_at, meter.multiplier, meter.since, None
    )
    meters.note(state.meters.put(row))
    start = ReadingRow(state.readings.new_id(), row.id, meter.since[:7], "start", meter.since, meter.start)
    shown[row.id].append(state.readings.put(start))
    return row


def _reading(
    connection: Any, state: RegisterState, meters: _Meters, reading: FileReading, shown: dict[int, list[ReadingRow]]
) -> Iterator[RowError]:
    unit_id, item_id = state.unit_ids[fold(reading.unit)], state.item_ids[reading.item]
    meter = _meter_of(meters.of(unit_id, item_id), reading)
    if meter is None:
        if reading.previous is None or meters.of(unit_id, item_id):
            yield _error(reading.place, "表号", "Serial", reading.serial or reading.unit, "import_meter_unknown")
            return
        # A list of readings that says what the meters showed before is all that is known of them: they begin there.
        since = min(reading.previous_on or f"{reading.period}-01", reading.read_on)
        begins = FileMeter(
            reading.place, reading.unit, reading.item, reading.serial, reading.previous, since, reading.multiplier
        )
        meter = _install(state, meters, begins, unit_id, item_id, shown)
    rows = sorted(shown[meter.id], key=lambda row: (row.period, row.kind != "start", row.id))
    there = next((row for row in rows if row.period == reading.period and row.kind != "start"), None)
    kind = "estimated" if reading.estimated else "read"
    if there is not None and (there.value, there.kind) == (reading.value, kind):
        return
    if billing.is_billed(connection, unit_id, item_id, closing_day(reading.period).isoformat()):
        yield _wrong(reading, "import_reading_billed")
        return
    try:
        check_reading(meter, rows, reading.period, Read(meter.id, reading.value, reading.estimated))
    except ReadingBelowLast:
        yield _wrong(reading, "import_reading_below")
    except ReadingBeyondCounter:
        yield _wrong(reading, "import_reading_beyond")
    else:
        number = there.id if there is not None else state.readings.new_id()
        row = ReadingRow(number, meter.id, reading.period, kind, reading.read_on, reading.value)
        shown[meter.id] = [*(each for each in rows if each.id != number), state.readings.put(row)]


def _meter_of(meters: list[MeterRow], reading: FileReading) -> MeterRow | None:
    """The meter with this number, or the only one there is; one taken out before the period is not read any more."""
    fits = [
        row for row in meters
        if (not reading.serial or row.serial == reading.serial) and (row.until or "9999")[:7] >= reading.period
    ]  # fmt: skip
    return fits[0] if len(fits) == 1 else None


def _wrong(reading: FileReading, code: str) -> RowError:
    return _error(reading.place, "本期度数", "Current", _thousandths(reading.value), code)


def _thousandths(value: int) -> str:
    return f"{value // 1000}.{value % 1000:03d}".rstrip("0").rstrip(".")


def _error(place: Place, zh: str, en: str, value: str, code: str) -> RowError:
    return RowError(place.sheet, place.row, en if place.sheet.isascii() else zh, value, code)
