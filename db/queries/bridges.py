"""Numbers given out after the copy that the books go on from: whether they are declared yet, and which they are.

The indexes' own condition stands in every question word for word; without it every payment of all years is looked at.
"""

import json
from typing import Any

_NEWEST = "SELECT coalesce(max(id), 0) FROM event WHERE kind = ? AND kind NOT IN ('payment')"
_BODY = "SELECT CASE WHEN json_valid(body) THEN body ELSE '{}' END FROM event WHERE id = ?"
_BRIDGED = (
    "SELECT json_extract(body, '$.bridged') FROM event WHERE kind = 'numbers_bridged' AND kind NOT IN ('payment')"
    " AND json_valid(body) ORDER BY id"
)
_EPOCHS = (
    "SELECT json_extract(body, '$.head[0]'), at FROM event WHERE kind = 'copy_restored' AND kind NOT IN ('payment')"
    " AND json_valid(body) ORDER BY id"
)

Sums = dict[int, int | None]  # number: the sum on its paper in minor units, None where no paper was seen


def open_epoch(connection: Any) -> int:
    """Return the event that brought a copy back whose lost numbers are not declared yet, 0 where none is open."""
    restored = int(connection.execute(_NEWEST, ("copy_restored",)).fetchone()[0])
    if not restored or restored < connection.execute(_NEWEST, ("numbers_bridged",)).fetchone()[0]:
        return 0
    # Books restored before format 2 of this event asked for no declaration.
    return restored if "machine" in epoch(connection, restored) else 0


def restored_since(connection: Any, event_id: int) -> bool:
    """Whether the books went on from a copy after an event."""
    return int(connection.execute(_NEWEST, ("copy_restored",)).fetchone()[0]) > event_id


def epoch(connection: Any, event_id: int) -> dict[str, Any]:
    """Return what the event says that brought a copy back."""
    found: dict[str, Any] = json.loads(connection.execute(_BODY, (event_id,)).fetchone()[0])
    return found


def epochs(connection: Any) -> list[tuple[int, str]]:
    """Return (newest event of the copy, UTC text) for each time the books went on from a copy."""
    return [(int(head), str(at)) for head, at in connection.execute(_EPOCHS) if type(head) is int]


def bridged(connection: Any) -> dict[str, Sums]:
    """Return every number that was declared lost, by series."""
    found: dict[str, Sums] = {}
    for (text,) in connection.execute(_BRIDGED):
        for series, records in json.loads(text or "{}").items():
            found.setdefault(series, {}).update((int(number), total) for number, total in records)
    return found


def next_numbers(connection: Any) -> dict[str, int]:
    """Return the next number of each series."""
    return dict(connection.execute("SELECT series, next FROM series ORDER BY series").fetchall())
