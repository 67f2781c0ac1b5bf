"""Rows into a table: one alone, a few, or many thousand of a bulk event."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

# Rows to a statement: setting up a statement with its guards costs as much as some rows. Thirty-two rows of the widest
# table stay below the 999 values that every SQLite takes in one statement.
_TOGETHER = 32


def insert(connection: Any, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows with a value for each column; all of them or, on an exception, part of them."""
    _insert(connection, table, columns, rows, ())


def insert_details(
    connection: Any, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]], event_id: int
) -> None:
    """Insert the rows of an event under its number, their lines counted from 0; columns are those after the line."""
    _insert(connection, table, columns, rows, (event_id,))


def _insert(
    connection: Any, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]], event: tuple[int, ...]
) -> None:
    whole = len(rows) - len(rows) % _TOGETHER
    if whole:
        connection.executemany(_sql(table, columns, _TOGETHER, bool(event)), _blocks(rows, whole, event))
    if whole < len(rows):
        rest = rows[whole:] if whole else rows
        connection.execute(_sql(table, columns, len(rest), bool(event)), _values(rest, whole, event))


def _blocks(rows: Sequence[tuple[Any, ...]], whole: int, event: tuple[int, ...]) -> Iterator[list[Any]]:
    for start in range(0, whole, _TOGETHER):
        yield _values(rows[start : start + _TOGETHER], start, event)


def _values(rows: Sequence[tuple[Any, ...]], line: int, event: tuple[int, ...]) -> list[Any]:
    """What a statement is given: the event and its first line where there is one, then every row, value by value."""
    return [*event, line, *chain.from_iterable(rows)] if event else list(chain.from_iterable(rows))


@lru_cache(maxsize=128)
def _sql(table: str, columns: tuple[str, ...], count: int, of_event: bool) -> str:
    places = ", ".join("?" * len(columns))
    if not of_event:
        return f"INSERT INTO {table}({', '.join(columns)}) VALUES {', '.join([f'({places})'] * count)}"
    rows = ", ".join(f"(?1, ?2 + {n}, {places})" for n in range(count))
    return f"INSERT INTO {table}(event_id, line, {', '.join(columns)}) VALUES {rows}"
