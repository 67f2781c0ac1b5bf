"""Text messages about arrears and payments, as their events say it."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from db.queries.dunning import MARKS_STAND

# The words are those of the indexes, so that nothing else is read.
_KINDS = "kind IN ('sms_queued', 'sms_asked', 'sms_told', 'sms_decided', 'sms_dropped')"
_EVENTS = "SELECT id, kind, day, at, staff_id, body FROM event WHERE kind NOT IN ('payment') AND"
# What became of a message after the copy that the books go on from, nobody knows.
_SINCE = (
    f"{_EVENTS} {_KINDS} AND id > ?1"
    f" UNION ALL {_EVENTS} kind = 'copy_restored' AND json_valid(body) AND id > ?1 ORDER BY id"
)
# With the sign the days are asked, without it every event from the first on.
_FIRST_SINCE = "SELECT coalesce(min(+id), 0) FROM event WHERE day >= ?"
_UNIT = "CASE WHEN json_valid(body) THEN json_extract(body, '$.unit') END"
_OF_UNIT = (
    f"{_EVENTS} {_KINDS} AND {_UNIT} = ? UNION ALL {_EVENTS} kind = 'copy_restored' AND json_valid(body) ORDER BY id"
)
_PAYMENTS = (
    "SELECT e.id, e.body FROM event e WHERE e.day = ?1 AND e.kind = 'payment' AND e.id > max(?2,"
    " (SELECT coalesce(max(id), 0) FROM event WHERE kind = 'copy_restored' AND kind NOT IN ('payment')))"
    " AND NOT EXISTS (SELECT 1 FROM event s WHERE s.request_id = 'sms-payment-' || e.id) ORDER BY e.id"
)

_WISHES = (
    "SELECT d.unit_id, max(d.event_id, s.event_id) FROM dunning d, setting s WHERE d.until_event IS NULL"
    " AND d.sms_receipt = 1 AND d.no_sms = 0 AND s.until_event IS NULL AND s.key = 'sms_receipts' AND s.value = 'true'"
    f" AND {MARKS_STAND}"
)


class MessageEvent(NamedTuple):
    """One event about a message; at in UTC."""

    event_id: int
    kind: str
    day: str
    at: str
    staff_id: int | None
    facts: dict[str, Any]


def since(connection: Any, event_id: int) -> Iterator[MessageEvent]:
    """Yield what was written about text messages after an event, and each copy the books went on from, in order."""
    return (_event(row) for row in connection.execute(_SINCE, (event_id,)))


def before_day(connection: Any, day: str) -> int:
    """Return the newest event before a day (ISO)."""
    found: int = connection.execute(_FIRST_SINCE, (day,)).fetchone()[0]
    return max(0, found - 1)


def of_unit(connection: Any, unit_id: int) -> list[MessageEvent]:
    """Return what was written about text messages to a unit, and each copy the books went on from, in order."""
    return [_event(row) for row in connection.execute(_OF_UNIT, (unit_id,))]


def receipt_wishes(connection: Any) -> dict[int, int]:
    """Return the units that wish a message after each payment, and the event since which they do and the office too."""
    wishes: dict[int, int] = {}
    for unit_id, event_id in connection.execute(_WISHES):
        wishes[unit_id] = max(event_id, wishes.get(unit_id, 0))
    return wishes


def payments_without_message(connection: Any, day: str, after_event: int) -> list[tuple[int, dict[str, Any]]]:
    """Return (event, body) of the payments of a day after an event of which no message was thought of yet.

    Of a payment that stood in the copy the books go on from, one may have been sent already.
    """
    return [(row[0], json.loads(row[1])) for row in connection.execute(_PAYMENTS, (day, after_event))]


def _event(row: Sequence[Any]) -> MessageEvent:
    *facts, body = row
    return MessageEvent._make((*facts, json.loads(body)))
