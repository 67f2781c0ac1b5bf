"""A workbook or CSV as plain tables: sheets recognised, headers found, every cell as text with its place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from counter.desk.estate_rows import Place, RowError
from counter.files.cells import without_identity
from counter.files.columns import EXAMPLE_MARKS, HELP_SHEETS, Sheet, header_map, plain
from counter.files.grid import Grid, read_grids
from counter.files.sheets import SHEETS

_HEADER_WITHIN = 15
_TOTALS = re.compile(r".{0,12}(?:合计|小计|总计|共计|累计|合计金额)[:：]?|(?:grand ?|sub-?)?totals?:?", re.IGNORECASE)
# Columns that only count the rows; leaving them out loses nothing.
_COUNTERS = frozenset({"序号", "行号", "no", "no.", "#"})


class NoKnownSheet(Exception):
    """No sheet of the file has headers that are known."""

    code = "no_known_sheet"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class Row(NamedTuple):
    """A row of a table: its place and its cells by column name."""

    place: Place
    cells: dict[str, str]


class Table(NamedTuple):
    """A sheet that was recognised; headers are as the file has them, by column name."""

    sheet: Sheet
    headers: dict[str, str]
    rows: tuple[Row, ...]


class Tables(NamedTuple):
    """The tables of a file, what was left out of it, and sheets of our names whose headers are not understood.

    unread: columns that hold values and are not understood; they may be left out only where somebody says so.
    """

    tables: tuple[Table, ...]
    notes: tuple[RowError, ...]
    errors: tuple[RowError, ...]
    unread: tuple[RowError, ...] = ()


def read_tables(path: Path) -> Tables:
    """Return the known sheets of an .xlsx workbook or a CSV (UTF-8 or GB 18030).

    Raises FileUnreadable, NoKnownSheet.
    """
    return tables_of(read_grids(path), path)


def tables_of(grids: Sequence[Grid], path: Path) -> Tables:
    """Return the known sheets of a file that is read already. Raises NoKnownSheet."""
    tables: list[Table] = []
    notes: list[RowError] = []
    errors: list[RowError] = []
    unread: list[RowError] = []
    for title, rows in grids:
        if plain(title) in {plain(name) for name in HELP_SHEETS} or not any(map(any, rows)):
            continue
        found = _recognise(title, rows)
        if found is None:
            if _by_title(title):
                errors.append(RowError(title, 1, "", title, "import_headers_missing"))
            else:
                notes.append(RowError(title, 1, "", title, "import_sheet_unknown"))
            continue
        sheet, line, places = found
        tables.append(_table(title, sheet, rows, line, places, notes))
        unread += unread_columns(title, rows, line, places.values())
    if not tables and not errors:
        raise NoKnownSheet(path)
    return Tables(tuple(tables), tuple(notes), tuple(errors), tuple(unread))


def is_total(cells: Sequence[str]) -> bool:
    """Return whether a row is a total of others: one of its first cells says 合计, 小计, total or their like."""
    first = [cell for cell in cells if cell][:2]
    return any(_TOTALS.fullmatch(re.sub(r"\s", "", cell)) for cell in first)


def column_letter(at: int) -> str:
    """Return the letters a spreadsheet shows for a column (0 is A)."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _by_title(title: str) -> list[Sheet]:
    return [sheet for sheet in SHEETS if plain(title) in {plain(n) for n in (sheet.zh, sheet.en, *sheet.aliases)}]


def _recognise(title: str, rows: Sequence[Sequence[str]]) -> tuple[Sheet, int, dict[str, int]] | None:
    """The sheet whose headers fit best, the line they stand on, and the place of each column."""
    for line, cells in enumerate(rows[:_HEADER_WITHIN]):
        best: tuple[Sheet, int, dict[str, int]] | None = None
        for sheet in _by_title(title) or SHEETS:
            known = header_map(sheet)
            places = {known[plain(cell)]: n for n, cell in reversed(list(enumerate(cells))) if plain(cell) in known}
            fits = any(need <= places.keys() for need in sheet.needs)
            if fits and (best is None or len(places) > len(best[2])):
                best = sheet, line, places
        if best is not None:
            return best
    return None


def _table(
    title: str, sheet: Sheet, rows: Sequence[Sequence[str]], header_line: int, places: dict[str, int],
    notes: list[RowError],
) -> Table:  # fmt: skip
    found = []
    for line, cells in enumerate(rows[header_line + 1 :], start=header_line + 2):
        values = {name: cells[at] for name, at in places.items() if at < len(cells) and cells[at]}
        if not values or next(cell for cell in cells if cell).startswith(EXAMPLE_MARKS):
            continue
        if is_total(cells):
            said = next(cell for cell in cells if cell)
            notes.append(RowError(title, line, rows[header_line][0], said, "import_total_left_out"))
            continue
        found.append(Row(Place(title, line), values))
    return Table(sheet, {name: rows[header_line][at] for name, at in places.items()}, tuple(found))


def unread_columns(title: str, rows: Sequence[Sequence[str]], line: int, known: Iterable[int]) -> Iterator[RowError]:
    """Return the columns with values below a header that are not known, a second one of the same meaning included."""
    headers, taken = rows[line], set(known)
    width = max(len(row) for row in rows[line:])
    for at in range(width):
        header = headers[at] if at < len(headers) else ""
        if at in taken or plain(header) in _COUNTERS:
            continue
        below = (row for row in rows[line + 1 :] if at < len(row) and row[at] and not is_total(row))
        example = next((row[at] for row in below if not next(filter(None, row)).startswith(EXAMPLE_MARKS)), None)
        if example is not None:
            shown = header or column_letter(at)
            yield RowError(title, line + 1, shown, without_identity(example), "import_column_unknown")
