"""Numbers without gaps: taken inside the commit that uses them, so that a failed commit uses none."""

from typing import Any

from db.queries import bridges


class SeriesInUse(Exception):
    """A series that has already given out numbers cannot be started at another one."""

    code = "series_in_use"

    def __init__(self, series: str, next_number: int) -> None:
        super().__init__(series, next_number)
        self.series = series
        self.next_number = next_number


class LostNumbersOpen(Exception):
    """The books go on from a copy, and nobody has said yet which numbers were given out after it."""

    code = "lost_numbers_open"

    def __init__(self, event_id: int) -> None:
        super().__init__(event_id)
        self.event_id = event_id


def take(connection: Any, series: str) -> int:
    """Return the next number of a series, beginning with 1. Raises LostNumbersOpen."""
    restored = bridges.open_epoch(connection)
    if restored:
        raise LostNumbersOpen(restored)
    row = connection.execute(
        "INSERT INTO series(series, next) VALUES (?, 2) ON CONFLICT(series) DO UPDATE SET next = next + 1"
        " RETURNING next - 1",
        (series,),
    ).fetchone()
    number: int = row[0]
    return number


def start_at(connection: Any, series: str, number: int) -> None:
    """Let an unused series begin at a number, so that it continues the office's receipt book.

    Raises SeriesInUse.
    """
    if connection.execute("SELECT 1 FROM receipt WHERE series = ? LIMIT 1", (series,)).fetchone():
        current = connection.execute("SELECT next FROM series WHERE series = ?", (series,)).fetchone()
        raise SeriesInUse(series, current[0])
    connection.execute("INSERT OR REPLACE INTO series(series, next) VALUES (?, ?)", (series, number))


def skip_to(connection: Any, series: str, number: int) -> None:
    """Let a series go on at a number, because those before it were lost; never backwards."""
    connection.execute(
        "INSERT INTO series(series, next) VALUES (?1, ?2) ON CONFLICT(series) DO UPDATE SET next = max(next, ?2)",
        (series, number),
    )
