"""A file on its way into the books: read once, checked, laid out where it is a wide sheet; nothing is written here."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from counter.desk.compare_sheet import Difference, compare
from counter.desk.estate_rows import EstateFile, Known, RowError
from counter.desk.import_estate import contradictions, known
from counter.files.grid import Grid, read_grids
from counter.files.tables import NoKnownSheet, unread_columns
from counter.files.wide_controls import Controls, controls
from counter.files.wide_estate import Turned, Wish, turn
from counter.files.wide_layout import Layout, find_layout
from counter.files.wide_rows import read_wide
from counter.files.workbook import Reading, reading_of


@dataclass(frozen=True, slots=True)
class Wide:
    """A wide sheet: its grid and layout, how it is read, what comes of it, and its control totals."""

    grid: Grid
    layout: Layout
    wish: Wish
    year: int | None
    turned: Turned
    controls: Controls


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read: as sheets of the template (wide is None) or as one wide sheet.

    errors refuse the import; unread columns are asked about; notes are told.
    """

    path: Path
    estate: EstateFile
    errors: tuple[RowError, ...]
    notes: tuple[RowError, ...]
    unread: tuple[RowError, ...]
    wide: Wide | None = None


def read_incoming(path: Path, connection: Any, today: date, *, wide: bool = False) -> Incoming:
    """Read a file: sheets of the template where it has any, else its first wide sheet (wide: that before the others).

    connection: of the books, None where there are none yet. Raises FileUnreadable, SheetTooLong, NoKnownSheet.
    """
    books = known(connection) if connection is not None else Known()
    grids = read_grids(path)
    found = None if wide else _template(grids, path, books)
    if found is None or not _has_rows(found):
        for grid in grids:
            layout = find_layout(grid)
            if layout is not None and (layout.months or wide or found is None):
                return lay_out(path, grid, _usual(layout, today), None, connection)
    if found is None:
        raise NoKnownSheet(path)
    errors = found.errors
    if not errors and connection is not None:
        errors = contradictions(connection, found.estate, today.isoformat())
    return Incoming(path, found.estate, errors, found.notes, found.unread)


def lay_out(path: Path, grid: Grid, wish: Wish, year: int | None, connection: Any) -> Incoming:
    """Read a wide sheet under a wish; year: of months whose year nothing else says. Raises NoKnownSheet."""
    layout = find_layout(grid, year)
    if layout is None:
        raise NoKnownSheet(path)
    books = known(connection) if connection is not None else Known()
    sheet = read_wide(grid, layout)
    turned = turn(sheet, layout, wish, books)
    errors = turned.errors
    if not errors and connection is not None:
        errors = contradictions(connection, turned.estate, f"{wish.as_of}-28")
    places = {*layout.columns.values(), *(month.at for month in layout.months)}
    unread = tuple(unread_columns(grid.title, grid.rows, layout.header_row, places))
    wide = Wide(grid, layout, wish, year, turned, controls(sheet, layout))
    return Incoming(path, turned.estate, errors, turned.notes, unread, wide)


def reread(incoming: Incoming, connection: Any, *, year: int | None = None, **wished: Any) -> Incoming:
    """Read the wide sheet of a file again under a changed wish (as_of, item, owed) or year."""
    wide = incoming.wide
    if wide is None:
        return incoming
    return lay_out(incoming.path, wide.grid, wide.wish._replace(**wished), year or wide.year, connection)


def without_columns(incoming: Incoming, headers: frozenset[str]) -> Incoming:
    """Return a file whose named columns (folded to lower case) somebody agreed to leave out."""
    return replace(incoming, unread=tuple(each for each in incoming.unread if each.column.casefold() not in headers))


def compared(incoming: Incoming, connection: Any) -> tuple[Difference, ...]:
    """Return the units on which a wide sheet and the books differ."""
    wide = incoming.wide
    return compare(connection, wide.turned.standings, wide.wish.item, wide.wish.as_of) if wide is not None else ()


def _template(grids: list[Grid], path: Path, books: Known) -> Reading | None:
    try:
        return reading_of(grids, path, books)
    except NoKnownSheet:
        return None


def _has_rows(reading: Reading) -> bool:
    """Whether the sheets of the template hold what they are for; a wide sheet's own months are unread columns."""
    from counter.files.wide_cells import read_label

    months = sum(1 for each in reading.unread if (label := read_label(each.column)) is not None and label.month)
    return months < 2 and (any(reading.estate) or bool(reading.errors))


def _usual(layout: Layout, today: date) -> Wish:
    """How a wide sheet is read unless told: up to the month before this one, or the last month it has, if earlier."""
    before = (today.replace(day=1).toordinal()) - 1
    as_of = date.fromordinal(before).isoformat()[:7]
    return Wish(as_of, layout.item, layout.owed)
