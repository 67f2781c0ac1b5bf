"""A table of the rest days of years: a day on each line, and whether it is off or worked."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from counter.files import cells
from counter.files.cells import BadCell
from counter.files.grid import FileUnreadable, read_grids
from counter.rules.fold import to_ascii

_DAYS = ("day", "date", "日期")
_KINDS = ("kind", "type", "类别", "类型", "性质")
_OFF = ("off", "holiday", "休", "休息", "放假", "节假日", "法定节假日")
_WORKED = ("worked", "work", "workday", "班", "上班", "补班", "调休上班")


class RestDaysRead(NamedTuple):
    """The days off and the worked weekend days, and the lines that are not understood, by number with what they say."""

    off: tuple[date, ...]
    worked: tuple[date, ...]
    unclear: tuple[str, ...]


def read_rest_days(path: Path) -> RestDaysRead:
    """Return the days of the first sheet (.csv, .xlsx). Raises FileUnreadable and what read_grids does."""
    rows = [(n, row) for grid in read_grids(path)[:1] for n, row in enumerate(grid.rows, 1) if any(row)]
    heads = [to_ascii(cell).strip().lower() for cell in rows[0][1]] if rows else []
    day_at = next((n for n, cell in enumerate(heads) if cell in _DAYS), -1)
    kind_at = next((n for n, cell in enumerate(heads) if cell in _KINDS), -1)
    if day_at < 0 or kind_at < 0:
        raise FileUnreadable(path, f"{_DAYS[0]}, {_KINDS[0]}")
    found: dict[str, list[date]] = {"off": [], "worked": []}
    unclear = []
    for n, row in rows[1:]:
        text, kind = _cell(row, day_at), _cell(row, kind_at).lower()
        part = "off" if kind in _OFF else "worked" if kind in _WORKED else ""
        try:
            day = date.fromisoformat(cells.day(text))
        except BadCell:
            part = ""
        if part:
            found[part].append(day)
        else:
            unclear.append(f"{n} ({text} {kind})")
    return RestDaysRead(tuple(found["off"]), tuple(found["worked"]), tuple(unclear))


def _cell(row: list[str], place: int) -> str:
    return to_ascii(row[place]).strip() if place < len(row) else ""
