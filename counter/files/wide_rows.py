"""The rows of a wide sheet under its layout: what each unit's cells say, and the totals the sheet itself has."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from counter.files.cells import BadCell, area, price
from counter.files.codes import joined, unit_code
from counter.files.columns import plain
from counter.files.grid import Grid
from counter.files.tables import is_total
from counter.files.wide_cells import Cell, read_cell
from counter.files.wide_layout import Layout
from counter.rules.room import fold

# What a title row over a building's rows may look like: 3栋, 3号楼2单元, A座, 商铺, Building 3.
_BUILDING = re.compile(
    r"(?:building|block)?\s*[0-9A-Za-z一二三四五六七八九十]{1,4}\s*(?:号楼|栋|幢|座|楼)?"
    r"(?:\s*[0-9一二三四五六七八九十]{1,2}\s*单元)?",
    re.IGNORECASE,
)
_SHEET_OF_BUILDING = re.compile(
    r"[0-9A-Za-z一二三四五六七八九十]{1,4}\s*(?:号楼|栋|幢|座)(?:\s*[0-9一二三四五六七八九十]{1,2}\s*单元)?"
)
_ALL = re.compile("总计|总合计|累计|grandtotal")


class WideRow(NamedTuple):
    """One unit's row: where it stands (from 1), its code, and what its cells say; texts keeps them as written.

    months: by column; area in hundredths of a square metre and price in ten-thousandths, None where not to be read.
    """

    row: int
    code: str
    building: str
    texts: Mapping[str, str]
    area: int | None
    price: int | None
    months: Mapping[int, Cell]
    cells: Mapping[int, str]


class TotalsRow(NamedTuple):
    """A row of totals the sheet has: what it is called, and the rows it adds up (row numbers from 1)."""

    row: int
    name: str
    of_rows: tuple[int, ...]
    cells: Mapping[int, str]


class WideSheet(NamedTuple):
    """A wide sheet read under a layout; unclear: rows with values that name no unit."""

    rows: tuple[WideRow, ...]
    totals: tuple[TotalsRow, ...]
    unclear: tuple[int, ...]


def read_wide(grid: Grid, layout: Layout) -> WideSheet:
    """Return the units and totals of a sheet; a merged building stands for the rows below it."""
    rows: list[WideRow] = []
    totals: list[TotalsRow] = []
    unclear: list[int] = []
    # Many workbooks have a sheet for each building, named after it.
    title = grid.title if _SHEET_OF_BUILDING.fullmatch(grid.title.strip()) else ""
    building, entrance, since_total = "", "", 0
    for line in range(layout.first_row, len(grid.rows)):
        cells = grid.rows[line]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if is_total(cells):
            part = rows[since_total:]
            # A total right below another one, or one that says so, is of everything so far.
            of = rows if not part or _ALL.search(plain(filled[0])) else part
            name = filled[0]
            totals.append(TotalsRow(line + 1, name, tuple(row.row for row in of), dict(enumerate(cells))))
            since_total = len(rows)
            continue
        if len(filled) == 1 and _BUILDING.fullmatch(filled[0]):
            title, building, entrance = filled[0], "", ""
            continue
        own_building, own_entrance = _at(cells, layout, "building"), _at(cells, layout, "entrance")
        if own_building:
            building, entrance = own_building, own_entrance
        entrance = own_entrance or entrance
        code = _code(_at(cells, layout, "unit"), building, entrance, title)
        if code:
            rows.append(_row(line + 1, code, cells, layout))
        else:
            unclear.append(line + 1)
    return WideSheet(tuple(rows), tuple(totals), tuple(unclear))


def _code(room: str, building: str, entrance: str, title: str) -> str:
    """The unit's code: a room that names its building stands for itself, else what stands over or beside it does."""
    if not room:
        return ""
    if "-" in fold(room) or not fold(room).isascii():
        return unit_code(room)
    if building:
        return joined(building, entrance, room)
    return unit_code(f"{fold(title)}-{room}") if title else unit_code(room)


def _row(number: int, code: str, cells: Sequence[str], layout: Layout) -> WideRow:
    texts = {role: _at(cells, layout, role) for role in layout.columns}
    months = {month.at: read_cell(cells[month.at] if month.at < len(cells) else "") for month in layout.months}
    building = code.split("-")[0] if "-" in code else ""
    return WideRow(
        number, code, building, texts, _number(texts.get("area", ""), area), _number(texts.get("price", ""), price),
        months, dict(enumerate(cells)),
    )  # fmt: skip


def _number(text: str, read: Callable[[str], int]) -> int | None:
    try:
        return read(text) if text else None
    except BadCell:
        return None


def _at(cells: Sequence[str], layout: Layout, role: str) -> str:
    at = layout.columns.get(role)
    return cells[at] if at is not None and at < len(cells) else ""
