"""The floor of everything that is written: bare sqlite3 on the same file without its guards, equally durable."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

# The tables of one event in an order that leaves no reference open, and the column that ties them to it.
_OF_EVENT = {
    "event": "id", "charge": "event_id", "receipt": "event_id", "tender": "event_id", "allocation": "event_id",
    "posting": "event_id", "paper": "event_id",
}  # fmt: skip
_BULK = ("event", "charge", "posting")


class EventRows(NamedTuple):
    """Every row that one event left, by table; and what it took away: charges settled, the next number of a series."""

    rows: dict[str, list[tuple[Any, ...]]]
    settled: list[tuple[int]]
    series: tuple[int, str] | None


def copy_books(source: Path, target: Path) -> Path:
    """Copy closed books; returns where they are now."""
    shutil.copyfile(source, target)
    return target


@contextmanager
def bare(path: Path) -> Iterator[sqlite3.Connection]:
    """Open books with sqlite3 alone: WAL, one full sync for each commit, the same cache, no triggers."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = wal", "synchronous = full", "cache_size = -32000", "temp_store = memory"):
            connection.execute(f"PRAGMA {pragma}")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield connection


def checkpoint(connection: sqlite3.Connection) -> None:
    """Move the log into the file, as the window does in idle moments."""
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def rows_of_payment(connection: Any, event_id: int) -> EventRows:
    """Read back everything that a payment of whole charges left."""
    rows = {
        table: connection.execute(f"SELECT * FROM {table} WHERE {key} = ?", (event_id,)).fetchall()
        for table, key in _OF_EVENT.items()
    }
    jobs = "SELECT j.* FROM print_job j JOIN paper p ON p.id = j.paper_id WHERE p.event_id = ?"
    rows["print_job"] = connection.execute(jobs, (event_id,)).fetchall()
    settled = connection.execute("SELECT charge_id FROM allocation WHERE event_id = ?", (event_id,)).fetchall()
    series = connection.execute(
        "SELECT number + 1, series FROM receipt WHERE event_id = ? ORDER BY number DESC LIMIT 1", (event_id,)
    ).fetchone()
    return EventRows({table: found for table, found in rows.items() if found}, settled, series)


def rows_of_run(connection: Any, event_id: int) -> EventRows:
    """Read back everything that a bill run left; the charges' open items follow from them."""
    rows = {
        table: connection.execute(f"SELECT * FROM {table} WHERE {_OF_EVENT[table]} = ?", (event_id,)).fetchall()
        for table in _BULK
    }
    rows["open_item"] = connection.execute(
        "SELECT o.* FROM charge c JOIN open_item o ON o.charge_id = c.id WHERE c.event_id = ?", (event_id,)
    ).fetchall()
    return EventRows(rows, [], None)


def leave(connection: sqlite3.Connection, left: EventRows) -> None:
    """Leave the same rows in one durable commit."""
    connection.execute("BEGIN IMMEDIATE")
    for table, rows in left.rows.items():
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
    connection.executemany("DELETE FROM open_item WHERE charge_id = ?", left.settled)
    if left.series:
        connection.execute(
            "INSERT INTO series(next, series) VALUES (?, ?) ON CONFLICT(series) DO UPDATE SET next = excluded.next",
            left.series,
        )
    connection.execute("COMMIT")


def same_rows(ours: Any, floor: sqlite3.Connection) -> bool:
    """Whether both sides hold the same number of rows in every table."""
    names = [row[0] for row in floor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]

    def counts(connection: Any) -> list[int]:
        return [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names]

    return counts(ours) == counts(floor)
