"""A file on its way into the books: read once, checked, laid out where it is a wide sheet; nothing is written here."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from counter.desk.compare_sheet import Difference, compare
from counter.desk.estate_rows import EstateFile, Known, RowError
from counter.desk.import_estate import contradictions, known
from counter.files.grid import Grid, read_grids
from counter.files.tables import NoKnownSheet, unread_columns
from counter.files.wide_controls import Controls, controls, joined
from counter.files.wide_estate import Part, Turned, Wish, turn
from counter.files.wide_layout import Layout, find_layout
from counter.files.wide_rows import read_wide
from counter.files.workbook import Reading, reading_of
from counter.rules.periods import DAY, month_of, period_of
from db.store import empty_books


@dataclass(frozen=True, slots=True)
class Wide:
    """The wide sheets of a file: their grids and layouts, how they are read, what comes of them, their totals."""

    grids: tuple[Grid, ...]
    layouts: tuple[Layout, ...]
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
    """Read a file: its wide sheets where it has any (wide: nothing else), otherwise its sheets of the template.

    connection: of the books, None where there are none yet. Raises FileUnreadable, SheetTooLong, NoKnownSheet.
    """
    books = known(connection) if connection is not None else Known()
    grids = read_grids(path)
    laid = [layout for grid in grids if (layout := find_layout(grid)) is not None]
    # No sheet of the template has columns of months or 交至, so a sheet that has is what it looks like.
    found = None if wide or laid else _template(grids, path, books)
    if found is None and laid:
        return lay_out(path, tuple(grids), _usual(laid, today), None, connection)
    if found is None:
        raise NoKnownSheet(path)
    errors, kept = (found.errors, ()) if found.errors else _against(connection, found.estate, today.isoformat())
    return Incoming(path, found.estate, errors, (*found.notes, *kept), found.unread)


def lay_out(path: Path, grids: tuple[Grid, ...], wish: Wish, year: int | None, connection: Any) -> Incoming:
    """Read the wide sheets of a file under a wish; year: of months that nothing else dates. Raises NoKnownSheet."""
    found = [(grid, layout) for grid in grids if (layout := find_layout(grid, year)) is not None]
    if not found:
        raise NoKnownSheet(path)
    books = known(connection) if connection is not None else Known()
    parts = [Part(read_wide(grid, layout), layout) for grid, layout in found]
    turned = turn(parts, wish, books)
    day = period_of(wish.as_of).last.isoformat()
    errors, kept = (turned.errors, ()) if turned.errors else _against(connection, turned.estate, day)
    wide = Wide(
        grids, tuple(layout for _, layout in found), wish, year, turned, joined(controls(*part) for part in parts)
    )
    unread = tuple(each for grid, layout in found for each in _unread(grid, layout))
    # Other sheets of such a workbook are said, as those of the template are.
    others = [grid for grid in grids if all(grid is not each for each, _ in found) and any(map(any, grid.rows))]
    notes = tuple(RowError(grid.title, 1, "", grid.title, "import_sheet_unknown") for grid in others)
    return Incoming(path, turned.estate, errors, (*turned.notes, *kept, *notes), unread, wide)


def _against(connection: Any, estate: EstateFile, day: str) -> tuple[tuple[RowError, ...], tuple[RowError, ...]]:
    """What the books contradict and what they keep; where there are none yet, what the file's rows do to each other."""
    if connection is not None:
        return contradictions(connection, estate, day)
    with closing(empty_books()) as trial:
        return contradictions(trial.connection(), estate, day)


def _unread(grid: Grid, layout: Layout) -> Iterable[RowError]:
    places = {*layout.columns.values(), *(month.at for month in layout.months)}
    return unread_columns(grid.title, grid.rows, layout.header_row, places)


def reread(incoming: Incoming, connection: Any, *, year: int | None = None, **wished: Any) -> Incoming:
    """Read the wide sheet of a file again under a changed wish (as_of, item, owed) or year."""
    wide = incoming.wide
    if wide is None:
        return incoming
    return lay_out(incoming.path, wide.grids, wide.wish._replace(**wished), year or wide.year, connection)


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


def _usual(layouts: Sequence[Layout], today: date) -> Wish:
    """How wide sheets are read unless told: up to the month before this one, or their last month, if earlier."""
    before = month_of(today.replace(day=1) - DAY)
    months = [month for layout in layouts for month in layout.months if not month.period.startswith("0000")]
    shown = max((period_of(month.period).last for month in months), default=before.last)
    return Wish(month_of(min(before.last, shown)).label, layouts[0].item, layouts[0].owed)
