"""An estate's own file, read and checked whole: every error at once, nothing written anywhere."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from counter.desk.estate_rows import EstateFile, FileHolder, FileUnit, Known, RowError
from counter.files.check_charges import check_charges
from counter.files.check_rows import check
from counter.files.columns import OPENINGS, OWNERS, PRICES, UNITS, Sheet
from counter.files.grid import Grid, read_grids
from counter.files.read_charges import read_fund, read_meter, read_parking, read_reading, read_reduction, read_shared
from counter.files.read_rows import owners_in_unit_row, read_holder, read_opening, read_price, read_unit
from counter.files.row_reader import RowReader
from counter.files.sheets import FUND, METERS, PARKING, READINGS, REDUCTIONS, SHARED
from counter.files.tables import Tables, tables_of
from counter.rules.room import fold

T = TypeVar("T")
R = TypeVar("R", bound=tuple[Any, ...])


class Reading(NamedTuple):
    """What a file brings, everything that is wrong with it, and what was left out on purpose.

    Only a file without errors may be imported, and one with unread columns only where somebody leaves them out.
    """

    estate: EstateFile
    errors: tuple[RowError, ...]
    notes: tuple[RowError, ...]
    unread: tuple[RowError, ...] = ()


def read_estate(path: Path, known: Known = Known()) -> Reading:  # noqa: B008  an immutable value
    """Read an .xlsx workbook of the template (or one sheet of it as CSV) and check every row against all others.

    known: what the books hold already, so that a file may bring prices alone. Raises FileUnreadable, SheetTooLong,
    NoKnownSheet.
    """
    return reading_of(read_grids(path), path, known)


def reading_of(grids: Sequence[Grid], path: Path, known: Known = Known()) -> Reading:  # noqa: B008  an immutable value
    """Return what a file brings whose sheets are read already. Raises NoKnownSheet."""
    tables = tables_of(grids, path)
    rows = _Rows(tables)
    units, owners_by_number = _units(rows)
    holders = [holder for unit in units for holder in unit.owners]
    holders += _holders(rows, owners_by_number)
    parked = rows.of(PARKING, lambda row: read_parking(row, holders))
    there = {fold(each.unit.code) for each in units}
    places = _once(each.unit for each in parked if each.unit and fold(each.unit.code) not in there)
    estate = EstateFile(
        units=(*(each.unit for each in units), *places),
        holders=(*holders, *_once(holder for each in parked for holder in each.holders)),
        prices=tuple(rows.of(PRICES, read_price)),
        openings=tuple(rows.of(OPENINGS, read_opening)),
        plates=tuple(plate for each in parked for plate in each.plates),
        meters=tuple(rows.of(METERS, read_meter)),
        readings=tuple(rows.of(READINGS, read_reading)),
        shared=tuple(rows.of(SHARED, read_shared)),
        reductions=tuple(rows.of(REDUCTIONS, read_reduction)),
        fund=tuple(rows.of(FUND, read_fund)),
    )
    errors = [*rows.errors, *check(estate, known), *check_charges(estate, known)]
    order = {sheet: n for n, sheet in enumerate(dict.fromkeys(error.sheet for error in errors))}
    told = tuple(sorted(errors, key=lambda e: (order[e.sheet], e.row)))
    return Reading(estate, told, tuple(rows.notes), tables.unread)


class _ReadUnit(NamedTuple):
    unit: FileUnit
    owners: tuple[FileHolder, ...]


class _Rows:
    """The rows of a file's tables, and what is wrong or noted while they are read."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables.tables
        self.errors: list[RowError] = list(tables.errors)
        self.notes: list[RowError] = list(tables.notes)

    def of(self, sheet: Sheet, read: Callable[[RowReader], T | None]) -> list[T]:
        """Return the rows of one sheet as values, those that cannot be read left out."""
        found: list[T] = []
        for table in self._tables:
            if table.sheet is sheet:
                filled = frozenset(name for row in table.rows for name in row.cells)
                values = (read(RowReader(table, row, self.errors, self.notes, filled)) for row in table.rows)
                found += [value for value in values if value is not None]
        return found


def _units(rows: _Rows) -> tuple[list[_ReadUnit], dict[str, list[str]]]:
    """The units with the owners their rows name, and the unit codes by owner number."""
    by_number: dict[str, list[str]] = {}

    def read(row: RowReader) -> _ReadUnit | None:
        unit = read_unit(row)
        if unit is None:
            return None
        number = row.text("owner_number")
        if number:
            by_number.setdefault(number, []).append(unit.code)
        return _ReadUnit(unit, owners_in_unit_row(row, unit))

    return rows.of(UNITS, read), by_number


def _holders(rows: _Rows, units_of: dict[str, list[str]]) -> list[FileHolder]:
    def read(row: RowReader) -> tuple[FileHolder, ...] | None:
        number = row.text("number")
        if row.text("unit") or number not in units_of:
            if number and not row.text("unit"):
                row.wrong("number", "import_owner_unknown")
                return None
            holder = read_holder(row)
            return (holder,) if holder else None
        return tuple(h for h in (read_holder(row, unit) for unit in units_of[number]) if h is not None)

    return [holder for group in rows.of(OWNERS, read) for holder in group]


def _once(rows: Iterable[R]) -> list[R]:
    """Rows that say the same but for where they stand, once: a parking place has a row for each of its plates."""
    return list({row[1:]: row for row in reversed(list(rows))}.values())[::-1]
