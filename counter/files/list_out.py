"""A list as it stands on the screen as an Excel workbook and as a CSV that a Chinese Excel opens rightly."""

import csv
import io
import os
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from counter.words.masks import mask_phone

_NUMBER = re.compile(r"[¥$]?\s?([-−]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")
_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
# A spreadsheet would take such a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ListOut(NamedTuple):
    """A list: its title line (estate, what it is, filters, time), its columns, its rows as shown.

    sums: the places of columns of figures, which go out as numbers.
    """

    title: str
    columns: tuple[str, ...]
    sums: frozenset[int]
    rows: Sequence[Sequence[str]]


def write_list(path: Path, what: ListOut) -> None:
    """Write path (.xlsx) and the same as .csv beside it; existing files are replaced whole. Raises OSError."""
    _replaced(path, lambda part: _workbook(part, what))
    _replaced(path.with_suffix(".csv"), lambda part: part.write_bytes(_csv(what)))


def cell_of(text: str, figures: bool) -> Decimal | str:
    """Return what a cell holds: a number in a column of figures, else the text with telephone numbers masked."""
    if figures:
        match = _NUMBER.fullmatch(text.strip())
        if match is not None:
            sign = "-" if match[1] else ""
            return Decimal(sign + match[2].replace(",", "") + (match[3] or ""))
    return _PHONE.sub(lambda found: mask_phone(found.group()), text)


def _workbook(path: Path, what: ListOut) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet()
    for place in range(len(what.columns)):
        sheet.column_dimensions[get_column_letter(place + 1)].width = 18
    sheet.freeze_panes = "A3"

    def cell(value: Decimal | str, bold: bool = False) -> Any:
        made: Any = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
        if isinstance(value, str):
            made.data_type = "s"  # whatever it looks like, it is no formula
        elif value.as_tuple().exponent:
            made.number_format = "#,##0.00"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(what.title, bold=True)])
    sheet.append([cell(column, bold=True) for column in what.columns])
    for row in what.rows:
        sheet.append([cell(cell_of(text, place in what.sums)) for place, text in enumerate(row)])
    workbook.save(path)


def _csv(what: ListOut) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([what.title])
    writer.writerow(what.columns)
    writer.writerows([_plain(cell_of(each, place in what.sums)) for place, each in enumerate(row)] for row in what.rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Decimal | str) -> str:
    if isinstance(value, str) and value.startswith(_FORMULA) and len(value) > 1:
        return f"'{value}"
    return str(value)


def _replaced(path: Path, write: Any) -> None:
    part = path.with_name(f"{path.name}.part")
    write(part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, path)
