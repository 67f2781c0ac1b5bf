"""A table of e-mail addresses: unit and address on each line."""

from pathlib import Path
from typing import NamedTuple

from counter.files.grid import FileUnreadable, read_grids
from counter.rules.fold import to_ascii

_UNITS = ("unit", "room", "房屋", "房号", "房间号", "房屋编号")
_ADDRESSES = ("e-mail", "email", "e-mail address", "邮箱", "邮箱地址", "电子邮箱", "邮件")


class AddressRow(NamedTuple):
    """One line: its number in the sheet, the unit as it is written, the address ('' to take one away)."""

    row: int
    unit: str
    address: str


def read_addresses(path: Path) -> list[AddressRow]:
    """Return the lines of the first sheet (.csv, .xlsx). Raises FileUnreadable and what read_grids does."""
    rows = [(n, row) for grid in read_grids(path)[:1] for n, row in enumerate(grid.rows, 1) if any(row)]
    heads = [to_ascii(cell).strip().lower() for cell in rows[0][1]] if rows else []
    unit = next((n for n, cell in enumerate(heads) if cell in _UNITS), -1)
    address = next((n for n, cell in enumerate(heads) if cell in _ADDRESSES), -1)
    if unit < 0 or address < 0:
        raise FileUnreadable(path, f"{_UNITS[0]}, {_ADDRESSES[0]}")
    found = (AddressRow(n, _cell(row, unit), _cell(row, address)) for n, row in rows[1:])
    return [each for each in found if each.unit or each.address]


def _cell(row: list[str], place: int) -> str:
    return to_ascii(row[place]).strip() if place < len(row) else ""
