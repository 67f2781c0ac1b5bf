"""The rows of parking places, meters, readings, shared bills and reductions as typed values."""

from collections.abc import Sequence
from typing import NamedTuple

from counter.desk.estate_rows import (
    FileFund,
    FileHolder,
    FileMeter,
    FilePlate,
    FileReading,
    FileReduction,
    FileShared,
    FileUnit,
)
from counter.files import cells, codes
from counter.files.columns import FUND_ENTRIES
from counter.files.row_reader import RowReader
from counter.rules.metering import MULTIPLIER_SCALE
from counter.rules.room import fold


class Parked(NamedTuple):
    """What a row of parking places brings: the place, who owns it, and the plates that stand there."""

    unit: FileUnit | None
    holders: tuple[FileHolder, ...]
    plates: tuple[FilePlate, ...]


def read_parking(row: RowReader, holders: Sequence[FileHolder]) -> Parked | None:
    """Return the parking place of a row; without a place its plate belongs to the unit it names.

    holders: the people the file has so far; a place whose row names a unit and no owner belongs to its owners.
    """
    row.skip_identity()
    place, unit = row.text("place"), row.text("unit")
    plates = row.value("plate", cells.plates) or ()
    since, until = _days(row)
    name, phone = row.text("owner_name"), row.value("owner_phone", cells.phone)
    if not place and not unit:
        row.wrong("place", "import_missing")
        return None
    code = codes.unit_code(place or unit)
    kept = tuple(FilePlate(row.place, code, plate, since, until) for plate in plates)
    if not place:
        return Parked(None, (), kept)
    owners: tuple[FileHolder, ...] = ()
    if name:
        owners = (FileHolder(row.place, code, name, phone),)
    elif unit:
        same = [h for h in holders if fold(h.unit) == fold(unit) and h.role in ("owner", "co_owner")]
        if not same:
            row.wrong("unit", "import_owner_unknown")
        owners = tuple(h._replace(place=row.place, unit=code, since=None, until=None, note=None) for h in same)
    area, note = row.value("area", cells.area), row.text("note") or None
    return Parked(FileUnit(row.place, code, *codes.parts(code), "parking", area, note=note), owners, kept)


def read_meter(row: RowReader) -> FileMeter | None:
    """Return the meter of a row."""
    unit, item = row.text("unit", required=True), row.text("item", required=True)
    serial = row.text("serial", required=True)
    start = row.value("start", cells.thousandths, required=True)
    since = row.value("since", cells.day, required=True)
    multiplier = _multiplier(row)
    over = row.value("starts_over_at", cells.thousandths) or 0
    if start is not None and over and start >= over:
        row.wrong("start", "import_reading_beyond")
    if not (unit and item and serial and since) or start is None:
        return None
    return FileMeter(row.place, codes.unit_code(unit), item, serial, start, since, multiplier, over)


def read_reading(row: RowReader) -> FileReading | None:
    """Return the reading of a row; its period is the month of its day where the file does not name one."""
    unit, item = row.text("unit", required=True), row.text("item", required=True)
    value = row.value("value", cells.thousandths, required=True)
    read_on = row.value("read_on", cells.day)
    period = row.value("period", cells.period, required=read_on is None)
    if period is None and read_on is not None and not row.text("period"):
        period = read_on[:7]
    if period is not None and len(period) != len("2024-02"):
        row.wrong("period", "import_bad_period")
        period = None
    previous = row.value("previous", cells.thousandths)
    previous_on = row.value("previous_on", cells.day)
    estimated = row.value("estimated", cells.yes_or_no) or False
    multiplier = _multiplier(row)
    if not (unit and item and period) or value is None:
        return None
    building, entrance = row.text("building"), row.text("entrance")
    code = codes.joined(building, entrance, unit) if building and "-" not in fold(unit) else codes.unit_code(unit)
    return FileReading(
        row.place, code, item, row.text("serial"), period, value, read_on or f"{period}-28", previous, previous_on,
        estimated, multiplier,
    )  # fmt: skip


def read_shared(row: RowReader) -> FileShared | None:
    """Return the shared bill of a row."""
    item = row.text("item", required=True)
    period = row.value("period", cells.period, required=True)
    total = row.value("total", cells.amount, required=True)
    if not item or period is None or total is None:
        return None
    building = row.text("building").removesuffix("栋").removesuffix("号楼")
    everywhere = building in ("", "全部", "全小区", "all", "All")
    return FileShared(row.place, item, period, total, None if everywhere else building, row.text("paper") or None)


def read_reduction(row: RowReader) -> FileReduction | None:
    """Return the reduction of a row; without the number of the paper that approves it there is none."""
    unit, reason = row.text("unit", required=True), row.text("reason", required=True)
    approval = row.text("approval", required=True)
    reduction = row.value("reduction", cells.percent, required=True)
    since, until = _days(row, required=True)
    if not (unit and reason and approval and since) or reduction is None:
        return None
    return FileReduction(
        row.place, codes.unit_code(unit), row.text("item") or None, reduction, since, until, reason, approval
    )


def read_fund(row: RowReader) -> FileFund | None:
    """Return what moved on a unit's account with the maintenance fund's bank; without a type it was paid in."""
    unit, day = row.text("unit", required=True), row.value("day", cells.day, required=True)
    kind = row.value("kind", cells.choice(FUND_ENTRIES))
    amount = row.value("amount", cells.amount, required=True)
    if not unit or day is None or amount is None:
        return None
    return FileFund(row.place, codes.unit_code(unit), kind or "paid_in", day, amount, row.text("slip"))


def _days(row: RowReader, required: bool = False) -> tuple[str | None, str | None]:
    since, until = row.value("since", cells.day, required), row.value("until", cells.day)
    if since and until and until < since:
        row.wrong("until", "import_dates_reversed")
    return since, until


def _multiplier(row: RowReader) -> int:
    found = row.value("multiplier", cells.thousandths)
    if found == 0:
        row.wrong("multiplier", "import_bad_quantity")
    return found or MULTIPLIER_SCALE
