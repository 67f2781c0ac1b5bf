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

_TOTALS = "SELECT fund, account, sum(amount) FROM posting WHERE event_id <= ? GROUP BY fund, account ORDER BY 1, 2"
_COUNTS = "SELECT count(*), coalesce(sum(total), 0) FROM receipt WHERE event_id <= ?"


def totals_up_to(connection: Any, event_id: int) -> tuple[list[tuple[str, str, int]], tuple[int, int]]:
    """Return every account's sum up to an event, and how many receipts there are with their sum, in minor units."""
    sums: list[tuple[str, str, int]] = connection.execute(_TOTALS, (event_id,)).fetchall()
    counts: tuple[int, int] = connection.execute(_COUNTS, (event_id,)).fetchone()
    return sums, counts


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
