"""Events about people in a range of the chain, for the Z that ends it."""

from typing import Any

# The first condition on kind is that of the index event_rare, word for word.
_RANGE = "SELECT kind, staff_id, body FROM event WHERE kind NOT IN ('payment') AND id BETWEEN ? AND ?"
_STAFF = f"{_RANGE} AND kind IN ('staff_changed', 'access_recovered', 'permissions_changed') ORDER BY id"
_ALONE = (
    f"{_RANGE} AND kind IN ('receipt_voided', 'payment_moved', 'payment_refunded', 'code_checked')"
    " AND json_extract(body, '$.nobody_else') IS NOT NULL ORDER BY id"
)
_AT_TILL = (
    f"{_RANGE} AND till = ? AND kind IN ('receipt_voided', 'payment_refunded', 'payment_reversed', 'drawer_opened')"
    " ORDER BY id"
)


def staff_changes(connection: Any, first_event: int, last_event: int) -> list[tuple[str, int | None, str]]:
    """Return (kind, who did it, body) of every change of people and of what roles may do."""
    return [(row[0], row[1], row[2]) for row in connection.execute(_STAFF, (first_event, last_event))]


def agreed_alone(connection: Any, first_event: int, last_event: int) -> list[tuple[str, int | None, str]]:
    """Return (kind, who asked, body) of what was agreed to by whoever had taken the money."""
    return [(row[0], row[1], row[2]) for row in connection.execute(_ALONE, (first_event, last_event))]


def done_at_till(connection: Any, first_event: int, last_event: int, till: int) -> list[tuple[str, int | None, str]]:
    """Return (kind, who did it, body) of every void, refund, reversal and drawer opening of a till."""
    return [(row[0], row[1], row[2]) for row in connection.execute(_AT_TILL, (first_event, last_event, till))]
