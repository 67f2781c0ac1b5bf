"""Anchors that were seen outside the books, and how far the chain was verified at a close."""

from typing import Any

_CHECKED = "SELECT coalesce(max(close_event), 0) FROM close_step WHERE step = 'check'"
_NEWEST_ON_STICKS = (
    "SELECT coalesce(max(a.event_id), 0) FROM anchor_seen a JOIN event e ON e.id = a.event_id AND e.hash = a.hash"
    " WHERE a.kind = 'stick'"
)
_CLOSES_BEFORE = "SELECT count(*) FROM close WHERE event_id < ?"


def see(connection: Any, kind: str, place: str, event_id: int, digest: str) -> None:
    """Note that a link was seen at a place; seeing it again changes nothing."""
    connection.execute(
        "INSERT OR IGNORE INTO anchor_seen(kind, place, event_id, hash) VALUES (?, ?, ?, ?)",
        (kind, place, event_id, digest),
    )


def is_seen(connection: Any, kind: str, place: str, event_id: int) -> bool:
    """Return whether a link of the chain was noted for a place."""
    sql = "SELECT 1 FROM anchor_seen WHERE kind = ? AND place = ? AND event_id = ?"
    return connection.execute(sql, (kind, place, event_id)).fetchone() is not None


def newest_on_sticks(connection: Any) -> int:
    """Return the newest event of the chain that a stick was seen to hold, 0 where none was."""
    return int(connection.execute(_NEWEST_ON_STICKS).fetchone()[0])


def hash_of(connection: Any, event_id: int) -> str:
    """Return the hash of an event, "" where there is none."""
    row = connection.execute("SELECT hash FROM event WHERE id = ?", (event_id,)).fetchone()
    return str(row[0]) if row else ""


def verified_close(connection: Any) -> int:
    """Return the newest close whose check is done, as its event; 0 where none is."""
    return int(connection.execute(_CHECKED).fetchone()[0])


def closes_before(connection: Any, close_event: int) -> int:
    """Return how many days were closed before one."""
    return int(connection.execute(_CLOSES_BEFORE, (close_event,)).fetchone()[0])


def close_before(connection: Any, close_event: int) -> int:
    """Return the newest close before one, as its event; 0 where it is the first."""
    row = connection.execute("SELECT coalesce(max(event_id), 0) FROM close WHERE event_id < ?", (close_event,))
    return int(row.fetchone()[0])
