"""How a wide sheet is laid out: which rows are its header, which columns say room, owner, area, price, and months."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from counter.files.columns import plain
from counter.files.grid import Grid
from counter.files.wide_cells import Label, read_label, year_in

_HEADER_WITHIN = 15
_LEAST_MONTHS = 2
ROLES: Mapping[str, tuple[str, ...]] = {
    "unit": ("房号", "房屋编号", "房屋编码", "房间号", "房间", "房屋", "室号", "门牌号", "户号", "unit", "room"),
    "building": ("楼栋", "楼号", "栋号", "栋", "幢号", "楼栋号", "楼栋编号", "building"),
    "entrance": ("单元", "单元号", "单元编号", "entrance"),
    "owner": ("业主", "业主姓名", "业主名称", "户主", "姓名", "owner", "name"),
    "phone": ("电话", "手机", "手机号", "联系电话", "联系方式", "phone"),
    "area": ("面积", "建筑面积", "收费面积", "面积(㎡)", "建筑面积(㎡)", "面积(m2)", "area"),
    "price": ("单价", "收费标准", "物业费单价", "单价(元)", "price"),
    "monthly": ("月物业费", "月应收", "每月", "月费", "月金额", "每月应收", "月收费", "应收/月", "monthly"),
    "paid_to": ("交至", "已缴至", "已交至", "缴至", "交费至", "缴费至", "交到", "缴费截止", "paidupto", "paidto"),
    "earlier": ("往年欠费", "上年欠费", "历史欠费", "以前欠费", "陈欠", "上年结转", "历年欠费", "earlier"),
    "total": ("合计", "小计", "总计", "实收合计", "已交合计", "已收合计", "年合计", "欠费合计", "total"),
    "note": ("备注", "说明", "note", "remark"),
    "counter": ("序号", "行号", "no", "no."),
}
_ITEMS = ("物业费", "停车费", "车位费", "水费", "电费", "垃圾费")
_BY_WORD = {plain(word): role for role, words in ROLES.items() for word in words}


class MonthColumn(NamedTuple):
    """A column of time: where it stands, its header, and the period it is for ("2025-03", or "2025" for a year)."""

    at: int
    header: str
    period: str


class Layout(NamedTuple):
    """A wide sheet's layout; rows and columns count from 0, first_row is the first row below the header.

    columns: by role (ROLES), headers: theirs as the file has them; years_missing: months stand there of which nothing
    says the year; owed: the sheet says what is owed, not what was paid.
    """

    sheet: str
    header_row: int
    first_row: int
    columns: Mapping[str, int]
    months: tuple[MonthColumn, ...]
    years_missing: bool
    owed: bool
    item: str
    headers: Mapping[str, str]


def find_layout(grid: Grid, year: int | None = None) -> Layout | None:
    """Return the layout of a sheet, None where it is no wide sheet; year: of months whose year nothing else says."""
    rows = grid.rows
    for line in range(min(len(rows), _HEADER_WITHIN)):
        times = {at: label for at, cell in enumerate(rows[line]) if (label := read_label(cell)) is not None}
        months = {at: label for at, label in times.items() if label.month}
        chosen = months if len(months) >= _LEAST_MONTHS else times
        header = _header(rows, line)
        roles = _roles(header, set(chosen))
        if not months and line + 1 < len(rows) and _has_months(rows[line + 1]):
            continue  # years that stand over their months: the months' row is the header
        if "unit" not in roles or not (len(chosen) >= _LEAST_MONTHS or "paid_to" in roles):
            continue
        if len(chosen) < _LEAST_MONTHS:
            chosen = {}
        return _layout(grid, line, header, roles, chosen, year)
    return None


def _has_months(row: Sequence[str]) -> bool:
    return sum(1 for cell in row if (label := read_label(cell)) is not None and label.month) >= _LEAST_MONTHS


def _header(rows: Sequence[Sequence[str]], line: int) -> list[str]:
    """The header of each column: of a header in two rows the lower one, the upper where the lower is empty."""
    above = rows[line - 1] if line and len([cell for cell in rows[line - 1] if cell]) > 1 else []
    width = max(len(rows[line]), len(above))
    lower, upper = (list(row) + [""] * (width - len(row)) for row in (rows[line], above))
    return [low or high for low, high in zip(lower, upper, strict=True)]


def _roles(header: Sequence[str], taken: set[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        role = _BY_WORD.get(plain(cell))
        if role is not None and at not in taken:
            found.setdefault(role, at)
    return found


def _layout(
    grid: Grid, line: int, header: list[str], roles: dict[str, int], times: dict[int, Label], year: int | None
) -> Layout:
    titles = " ".join([grid.title, *(cell for row in grid.rows[:line] for cell in row if cell)])
    above = grid.rows[line - 1] if line else []
    months, missing = _dated(times, header, above, year or year_in(titles))
    names = {role: header[at] for role, at in roles.items()}
    owed = any(word in titles for word in ("欠费", "欠缴", "未缴", "未交", "arrears")) and "收" not in titles
    item = next(
        (word for word in ("物业费", "停车费", "车位费", "水费", "电费", "公摊", "垃圾费") if word in titles), "物业费"
    )
    return Layout(grid.title, line, line + 1, roles, months, missing, owed, item, names)


def _dated(
    times: dict[int, Label], header: Sequence[str], above: Sequence[str], year: int | None
) -> tuple[tuple[MonthColumn, ...], bool]:
    """The columns of time with their years: their own, the one above, or going on from the column before."""
    found: list[MonthColumn] = []
    missing = False
    before = Label(0, 0)
    for at in sorted(times):
        own = times[at]
        over = read_label(above[at]) if at < len(above) else None
        if own.year:
            known = own.year
        elif over is not None and over.year and not over.month:
            known = over.year
        elif before.year:
            known = before.year + (own.month <= before.month)
        else:
            known = year or 0
        missing = missing or not known
        before = Label(known, own.month)
        label = f"{known:04d}-{own.month:02d}" if own.month else f"{known:04d}"
        found.append(MonthColumn(at, header[at], label))
    return tuple(found), missing
