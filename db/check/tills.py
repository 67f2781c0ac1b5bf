"""Tills: what is open follows from the events, and the closed days cover the chain without a hole."""

from collections.abc import Iterator
from typing import Any

from db.chain import canonical
from db.check.findings import Finding

# Which tills are open: the newest opening of each that no Z has closed.
OPEN_TILLS = (
    "SELECT e.till, e.day, max(e.id), e.staff_id FROM event e WHERE e.kind = 'till_opened' AND NOT EXISTS"
    " (SELECT 1 FROM close c WHERE c.till = e.till AND c.event_id > e.id) GROUP BY e.till"
)
_RANGES = (
    "SELECT event_id, till, z_number, first_event, coalesce(lag(event_id) OVER (ORDER BY event_id), 0) + 1 FROM close"
    " ORDER BY event_id"
)


def check_till_state(connection: Any) -> Iterator[Finding]:
    """Compare the machine table of open tills with the events."""
    wanted = {row[0]: row for row in connection.execute(OPEN_TILLS)}
    stored = {row[0]: row for row in connection.execute("SELECT till, day, opened_event, cashier_id FROM till_state")}
    for till in sorted(wanted.keys() | stored.keys()):
        expected, found = wanted.get(till), stored.get(till)
        if expected != found:
            yield Finding("till_state_differs", None, f"till_state {till}", _text(expected), _text(found))


def check_close_ranges(connection: Any) -> Iterator[Finding]:
    """Each closed day begins right after the one before, whichever till closed it, so that journals add up."""
    for event_id, till, number, first, wanted in connection.execute(_RANGES):
        if first != wanted:
            yield Finding("close_range", event_id, f"close {till}/{number}", str(wanted), str(first))


def _text(row: tuple[Any, ...] | None) -> str:
    return "" if row is None else canonical(list(row))
