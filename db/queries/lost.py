"""What books hold behind a link of their chain: what is lost where they go on from a copy that ends there."""

from typing import Any

_RECEIPTS = "SELECT r.series, r.number, r.total FROM receipt r WHERE r.event_id > ? ORDER BY r.series, r.number"
_SUMS = (
    "SELECT (SELECT count(*) FROM event WHERE id > ?1),"
    " (SELECT count(*) FROM receipt WHERE event_id > ?1),"
    " (SELECT coalesce(sum(total), 0) FROM receipt WHERE event_id > ?1"
    " AND id NOT IN (SELECT receipt_id FROM receipt_void)),"
    " (SELECT count(*) FROM close WHERE event_id > ?1),"
    " (SELECT coalesce(min(at), '') FROM event WHERE id = ?1 + 1)"
)


def receipts_after(connection: Any, event_id: int) -> dict[str, list[tuple[int, int]]]:
    """Return number and total (minor units) of every receipt after an event, by series."""
    found: dict[str, list[tuple[int, int]]] = {}
    for series, number, total in connection.execute(_RECEIPTS, (event_id,)):
        found.setdefault(series, []).append((number, total))
    return found


def summed_after(connection: Any, event_id: int) -> tuple[int, int, int, int, str]:
    """Return events, receipts, what these received (minor units), closes, and when the first event was (UTC)."""
    row: tuple[int, int, int, int, str] = connection.execute(_SUMS, (event_id,)).fetchone()
    return row
