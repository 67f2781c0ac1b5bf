"""An estate's own file, read and checked whole: every error at once, nothing written anywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from counter.desk.estate_rows import EstateFile, FileHolder, FileUnit, Known, RowError
from counter.files.check_rows import check
from counter.files.columns import OPENINGS, OWNERS, PRICES, UNITS, Sheet
from counter.files.read_rows import owner_in_unit_row, read_holder, read_opening, read_price, read_unit
from counter.files.row_reader import RowReader
from counter.files.tables import Tables, read_tables

T = TypeVar("T")


class Reading(NamedTuple):
    """What a file brings, everything that is wrong with it, and what was left out on purpose.

    Only a file without errors may be imported.
    """

    estate: EstateFile
    errors: tuple[RowError, ...]
    notes: tuple[RowError, ...]


def read_estate(path: Path, known: Known = Known()) -> Reading:  # noqa: B008  an immutable value
    """Read an .xlsx workbook of the template (or one sheet of it as CSV) and check every row against all others.

    known: what the books hold already, so that a file may bring prices alone. Raises FileUnreadable, NoKnownSheet.
    """
    tables = read_tables(path)
    errors: list[RowError] = list(tables.errors)
    notes: list[RowError] = list(tables.notes)
    units, owners_by_number = _units(tables, errors, notes)
    holders = [holder for unit in units for holder in unit.owners]
    holders += _holders(tables, owners_by_number, errors, notes)
    estate = EstateFile(
        tuple(unit.unit for unit in units),
        tuple(holders),
        tuple(_rows(tables, PRICES, read_price, errors, notes)),
        tuple(_rows(tables, OPENINGS, read_opening, errors, notes)),
    )
    errors += check(estate, known)
    order = {sheet: n for n, sheet in enumerate(dict.fromkeys(error.sheet for error in errors))}
    return Reading(estate, tuple(sorted(errors, key=lambda e: (order[e.sheet], e.row))), tuple(notes))


class _ReadUnit(NamedTuple):
    unit: FileUnit
    owners: tuple[FileHolder, ...]


def _rows(
    tables: Tables, sheet: Sheet, read: Callable[[RowReader], T | None], errors: list[RowError], notes: list[RowError]
) -> list[T]:
    found = (
        read(RowReader(table, row, errors, notes)) for table in tables.tables if table.sheet is sheet
        for row in table.rows
    )  # fmt: skip
    return [each for each in found if each is not None]


def _units(
    tables: Tables, errors: list[RowError], notes: list[RowError]
) -> tuple[list[_ReadUnit], dict[str, list[str]]]:
    """The units with the owners their rows name, and the unit codes by owner number."""
    by_number: dict[str, list[str]] = {}

    def read(row: RowReader) -> _ReadUnit | None:
        unit = read_unit(row)
        if unit is None:
            return None
        number = row.text("owner_number")
        if number:
            by_number.setdefault(number, []).append(unit.code)
        owner = owner_in_unit_row(row, unit)
        return _ReadUnit(unit, (owner,) if owner else ())

    return _rows(tables, UNITS, read, errors, notes), by_number


def _holders(
    tables: Tables, units_of: dict[str, list[str]], errors: list[RowError], notes: list[RowError]
) -> list[FileHolder]:
    met: set[str] = set()

    def read(row: RowReader) -> tuple[FileHolder, ...] | None:
        number = row.text("number")
        if row.text("unit") or number not in units_of:
            if number and not row.text("unit"):
                row.wrong("number", "import_owner_unknown")
                return None
            holder = read_holder(row)
            return (holder,) if holder else None
        met.add(number)
        return tuple(h for h in (read_holder(row, unit) for unit in units_of[number]) if h is not None)

    return [holder for group in _rows(tables, OWNERS, read, errors, notes) for holder in group]
