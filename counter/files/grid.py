"""The sheets of a file as grids of text, read as a stream: an .xlsx workbook, or a CSV as one sheet."""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

from counter.files.cells import text_of

ROW_LIMIT = 200_000
_WITHOUT_RESULT = re.compile(rb"<c\b([^>]*)>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


class FileUnreadable(Exception):
    """The file is no workbook or table that can be read."""

    code = "file_unreadable"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class SheetTooLong(Exception):
    """A sheet has more rows than are read; half of it would be worse than nothing."""

    code = "sheet_too_long"

    def __init__(self, sheet: str, limit_count: int) -> None:
        super().__init__(sheet, limit_count)
        self.sheet = sheet
        self.limit_count = limit_count


class ResultsNotStored(Exception):
    """The workbook has formulas without their results, so that its sums are not in the file at all."""

    code = "results_not_stored"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class Grid(NamedTuple):
    """A sheet: its title and its rows of cells as text; rows may be of different lengths."""

    title: str
    rows: list[list[str]]


def read_grids(path: Path) -> list[Grid]:
    """Return the sheets of an .xlsx workbook, or a CSV (UTF-8 or GB 18030) under its file's name.

    Raises FileUnreadable, SheetTooLong, ResultsNotStored.
    """
    return _csv(path) if path.suffix.lower() in (".csv", ".txt") else _workbook(path)


def _workbook(path: Path) -> list[Grid]:
    from openpyxl import load_workbook

    try:
        if _lacks_results(path):
            raise ResultsNotStored(path)
        workbook = load_workbook(path, read_only=True, data_only=True)
        try:
            return [Grid(sheet.title, _rows(sheet)) for sheet in workbook.worksheets]
        finally:
            workbook.close()
    except (SheetTooLong, ResultsNotStored):
        raise
    # A workbook is a zip of XML: what openpyxl raises on a broken one ranges from KeyError to zipfile's own.
    except Exception as error:
        raise FileUnreadable(path, str(error)) from error


def _lacks_results(path: Path) -> bool:
    """Whether any cell has a formula and no result; an empty text is a result."""
    with zipfile.ZipFile(path) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        found = (match for name in sheets for match in _WITHOUT_RESULT.finditer(parts.read(name)))
        return any(b't="str"' not in match[1] for match in found)


def _rows(sheet: Any) -> list[list[str]]:
    # What a file says of its own size is often wrong; the rows themselves are not.
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    for row in sheet.iter_rows(values_only=True):
        cells = [text_of(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(rows) >= ROW_LIMIT and cells:
            raise SheetTooLong(sheet.title, ROW_LIMIT)
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _csv(path: Path) -> list[Grid]:
    try:
        text = _decoded(path.read_bytes())
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileUnreadable(path, str(error)) from error
    return [Grid(path.stem, rows)]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
