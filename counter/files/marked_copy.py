"""A copy of a file to correct: each wrong cell coloured, with a comment that says what is wrong."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from counter.desk.estate_rows import RowError
from counter.files.cells import text_of
from counter.files.grid import FileUnreadable, read_grids

_COLOUR = "FFF9D7D4"
_AUTHOR = "Counterfoil"


def marked_name(path: Path, w_mark: str) -> Path:
    """Return where the copy of a file is written: beside it, its name with a mark, as a workbook."""
    return path.with_name(f"{path.stem}-{w_mark}.xlsx")


def write_marked(path: Path, to: Path, errors: Iterable[RowError], say: Callable[[RowError], str]) -> int:
    """Write the copy and return how many cells are marked; an existing copy is replaced whole.

    say: what stands in the comment of an error. Raises FileUnreadable, OSError.
    """
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    workbook = _opened(path)
    said: defaultdict[tuple[str, int, int], list[str]] = defaultdict(list)
    columns: dict[tuple[str, str], int] = {}
    for error in errors:
        sheet = workbook[error.sheet] if error.sheet in workbook.sheetnames else workbook.worksheets[0]
        key = (sheet.title, error.column)
        if key not in columns:
            columns[key] = _column(sheet, error)
        said[sheet.title, error.row, columns[key]].append(say(error))
    fill = PatternFill("solid", fgColor=_COLOUR)
    for (title, row, column), sentences in said.items():
        cell: Any = workbook[title].cell(row, column)
        cell.fill = fill
        cell.comment = Comment("\n".join(sentences), _AUTHOR, height=120, width=320)
    part = to.with_name(f"{to.name}.part")
    workbook.save(part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, to)
    return len(said)


def _opened(path: Path) -> Any:
    from openpyxl import Workbook, load_workbook

    if path.suffix.lower() not in (".csv", ".txt"):
        try:
            return load_workbook(path)
        except Exception as error:  # what a broken workbook raises has many names, as in read_grids
            raise FileUnreadable(path, str(error)) from error
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for grid in read_grids(path):
        sheet = workbook.create_sheet(grid.title[:31])
        for row in grid.rows:
            sheet.append(row)
    return workbook


def _column(sheet: Any, error: RowError) -> int:
    """The column whose header an error names; the first one where the file has no such column."""
    for row in sheet.iter_rows(max_row=error.row):
        for cell in row:
            if error.column and text_of(cell.value) == error.column:
                return int(cell.column)
    return 1
