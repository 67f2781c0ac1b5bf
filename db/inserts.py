"""Rows into a table: one alone, a few, or many thousand of a bulk event."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

# Rows to a statement: setting up a statement with its guards costs as much as some rows. Thirty-two rows of the widest
# table stay below the 999 values that every SQLite takes in one statement.
_TOGETHER = 32


@lru_cache(maxsize=64)
def _sql(table: str, columns: tuple[str, ...], count: int) -> str:
    places = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table}({', '.join(columns)}) VALUES {', '.join([places] * count)}"


def insert(connection: Any, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows with a value for each column; all of them or, on an exception, part of them."""
    whole = len(rows) - len(rows) % _TOGETHER
    if whole:
        blocks = (list(chain.from_iterable(rows[start : start + _TOGETHER])) for start in range(0, whole, _TOGETHER))
        connection.executemany(_sql(table, columns, _TOGETHER), blocks)
    rest = rows[whole:] if whole else rows
    if len(rest) == 1:
        connection.execute(_sql(table, columns, 1), rest[0])
    elif rest:
        connection.executemany(_sql(table, columns, 1), rest)
