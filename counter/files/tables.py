"""A workbook or CSV as plain tables: sheets recognised, headers found, every cell as text with its place."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from counter.desk.estate_rows import Place, RowError
from counter.files.cells import text_of
from counter.files.columns import EXAMPLE_MARKS, HELP_SHEETS, SHEETS, Sheet, header_map, plain

_HEADER_WITHIN = 10
ROW_LIMIT = 200_000


class FileUnreadable(Exception):
    """The file is no workbook or table that can be read."""

    code = "file_unreadable"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


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
    """The tables of a file, what was left out of it, and sheets of our names whose headers are not understood."""

    tables: tuple[Table, ...]
    notes: tuple[RowError, ...]
    errors: tuple[RowError, ...]


def read_tables(path: Path) -> Tables:
    """Return the known sheets of an .xlsx workbook or a CSV (UTF-8 or GB 18030).

    Raises FileUnreadable, NoKnownSheet.
    """
    sheets = _csv_rows(path) if path.suffix.lower() in (".csv", ".txt") else _workbook_rows(path)
    tables: list[Table] = []
    notes: list[RowError] = []
    errors: list[RowError] = []
    for title, rows in sheets:
        if plain(title) in {plain(name) for name in HELP_SHEETS} or not any(map(any, rows)):
            continue
        found = _recognise(title, rows)
        if found is None:
            if _by_title(title):
                errors.append(RowError(title, 1, "", title, "import_headers_missing"))
            else:
                notes.append(RowError(title, 1, "", title, "import_sheet_unknown"))
            continue
        table, unknown = found
        tables.append(table)
        notes += unknown
    if not tables and not errors:
        raise NoKnownSheet(path)
    return Tables(tuple(tables), tuple(notes), tuple(errors))


def _by_title(title: str) -> list[Sheet]:
    return [sheet for sheet in SHEETS if plain(title) in {plain(n) for n in (sheet.zh, sheet.en, *sheet.aliases)}]


def _recognise(title: str, rows: Sequence[Sequence[str]]) -> tuple[Table, list[RowError]] | None:
    for line, cells in enumerate(rows[:_HEADER_WITHIN]):
        for sheet in _by_title(title) or SHEETS:
            known = header_map(sheet)
            places = {known[plain(cell)]: n for n, cell in reversed(list(enumerate(cells))) if plain(cell) in known}
            if any(need <= places.keys() for need in sheet.needs):
                return _table(title, sheet, rows, line, places), _unknown(title, cells, line, known)
    return None


def _table(title: str, sheet: Sheet, rows: Sequence[Sequence[str]], header_line: int, places: dict[str, int]) -> Table:
    found = []
    for line, cells in enumerate(rows[header_line + 1 :], start=header_line + 2):
        values = {name: cells[at] for name, at in places.items() if at < len(cells) and cells[at]}
        if values and not next(cell for cell in cells if cell).startswith(EXAMPLE_MARKS):
            found.append(Row(Place(title, line), values))
    return Table(sheet, {name: rows[header_line][at] for name, at in places.items()}, tuple(found))


def _unknown(title: str, cells: Iterable[str], line: int, known: dict[str, str]) -> list[RowError]:
    return [
        RowError(title, line + 1, cell, cell, "import_column_unknown")
        for cell in cells
        if cell and plain(cell) not in known
    ]


def _workbook_rows(path: Path) -> list[tuple[str, list[list[str]]]]:
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
        sheets = [
            (sheet.title, [[text_of(v) for v in row] for row in sheet.iter_rows(max_row=ROW_LIMIT, values_only=True)])
            for sheet in workbook.worksheets
        ]
        workbook.close()
    # A workbook is a zip of XML: what openpyxl raises on a broken one ranges from KeyError to zipfile's own.
    except Exception as error:
        raise FileUnreadable(path, str(error)) from error
    return sheets


def _csv_rows(path: Path) -> list[tuple[str, list[list[str]]]]:
    try:
        content = path.read_bytes()
        text = _decoded(content)
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileUnreadable(path, str(error)) from error
    return [(path.stem, rows)]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
