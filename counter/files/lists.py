"""A list taken out as a file: an .xlsx workbook or a CSV that spreadsheets open with Chinese right, whole or not."""

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

SUFFIXES = (".xlsx", ".csv")
# What a spreadsheet would take for a formula is kept as text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ListKindUnknown(Exception):
    """A list is written as .xlsx or .csv."""

    code = "list_kind_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def require_kind(path: Path) -> None:
    """Raise ListKindUnknown where a file's name does not end as a list's does."""
    if path.suffix.lower() not in SUFFIXES:
        raise ListKindUnknown(path.name)


def write_list(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a list by the ending of its name and return its SHA-256; the folder is made if absent.

    Raises ListKindUnknown, OSError.
    """
    require_kind(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        if path.suffix.lower() == ".csv":
            _write_csv(part, header, rows)
        else:
            _write_workbook(part, header, rows)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return digest


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        assert isinstance(file, io.TextIOBase)
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])


def _write_workbook(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(list(header))
    try:
        for row in rows:
            cells = []
            for text in row:
                cell = WriteOnlyCell(sheet, value=text)
                cell.data_type = "s"  # a text that begins with = is no formula
                cells.append(cell)
            sheet.append(cells)
    except BaseException:
        sheet.close()
        raise
    workbook.save(path)
