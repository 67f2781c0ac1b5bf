"""One line of any list of the till and of finance."""

from typing import NamedTuple


class ListRow(NamedTuple):
    """One line of a list."""

    id: str
    cells: tuple[str, ...]
