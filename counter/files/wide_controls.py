"""Control totals: what we add up per building and column beside the totals the sheet itself has, difference by cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from counter.files.wide_cells import read_cell
from counter.files.wide_layout import Layout
from counter.files.wide_rows import TotalsRow, WideRow, WideSheet


class Control(NamedTuple):
    """One total: whose it is (a building, a total of the sheet, a row), its column, ours and (None: none) theirs.

    row counts from 1, 0 where the sheet has no such total; sums in minor units, areas in hundredths.
    """

    whose: str
    column: str
    ours: int
    theirs: int | None
    row: int
    sheet: str = ""

    @property
    def differs(self) -> bool:
        """Return whether the sheet says something else than its own cells add up to."""
        return self.theirs is not None and self.theirs != self.ours


class Controls(NamedTuple):
    """Our totals by building and column, the sheet's own totals beside ours, and the rows whose 合计 differs."""

    buildings: tuple[Control, ...]
    sheet: tuple[Control, ...]
    rows: tuple[Control, ...]

    @property
    def differences(self) -> tuple[Control, ...]:
        """Return every total that differs."""
        return tuple(each for each in (*self.sheet, *self.rows) if each.differs)


def joined(found: Iterable[Controls]) -> Controls:
    """Return the control totals of several sheets as one."""
    parts = list(found)
    return Controls(
        tuple(each for part in parts for each in part.buildings),
        tuple(each for part in parts for each in part.sheet),
        tuple(each for part in parts for each in part.rows),
    )


def controls(sheet: WideSheet, layout: Layout) -> Controls:
    """Return every control total of a sheet."""
    columns = _columns(layout)
    by_row = {row.row: row for row in sheet.rows}
    theirs = [
        each
        for total in sheet.totals
        for each in _of_total(total, [by_row[number] for number in total.of_rows], columns)
    ]
    found = (_of_buildings(sheet.rows, columns), theirs, _of_rows(sheet.rows, layout))
    return Controls(*(tuple(each._replace(sheet=layout.sheet) for each in part) for part in found))


def _columns(layout: Layout) -> dict[int, str]:
    """The columns that add up, by place, with their header."""
    found = {month.at: month.header for month in layout.months}
    roles = ("area", "monthly", "earlier", "total")
    return found | {layout.columns[role]: layout.headers[role] for role in roles if role in layout.columns}


def value(row: WideRow, at: int) -> int:
    """Return what a cell of a row adds to its column, in minor units; what is no sum adds nothing."""
    cell = row.months.get(at) or read_cell(row.cells.get(at, ""))
    return cell.amount


def _of_buildings(rows: Iterable[WideRow], columns: Mapping[int, str]) -> Iterable[Control]:
    sums: defaultdict[tuple[str, int], int] = defaultdict(int)
    for row in rows:
        for at in columns:
            sums[row.building, at] += value(row, at)
    return [Control(building, columns[at], total, None, 0) for (building, at), total in sums.items()]


def _of_total(total: TotalsRow, rows: Iterable[WideRow], columns: Mapping[int, str]) -> Iterable[Control]:
    added = list(rows)
    for at, header in columns.items():
        said = read_cell(total.cells.get(at, ""))
        if said.kind == "sum" or (said.kind == "unpaid" and total.cells.get(at, "").startswith("0")):
            yield Control(total.name, header, sum(value(row, at) for row in added), said.amount, total.row)


def _of_rows(rows: Iterable[WideRow], layout: Layout) -> Iterable[Control]:
    at = layout.columns.get("total")
    if at is None or not layout.months:
        return
    for row in rows:
        said = read_cell(row.cells.get(at, ""))
        if said.kind == "sum":
            ours = sum(cell.amount for cell in row.months.values())
            yield Control(row.code, layout.headers["total"], ours, said.amount, row.row)
