"""Approvals that are owed: acts that were done with nobody there who might agree, and what was decided since."""

from collections.abc import Sequence
from typing import Any, NamedTuple

_COLUMNS = (
    "SELECT q.id, substr(q.kind, 1, length(q.kind) - length('_requested')), q.staff_id, q.day,"
    " json_extract(q.body, '$.subject'), json_extract(q.body, '$.reason'), coalesce(a.outcome, ''), a.approver_id,"
    " coalesce(a.reason, '') FROM {source}"
    " WHERE CASE WHEN json_valid(q.body) THEN json_extract(q.body, '$.wish.had') END IS NOT NULL"
    " AND {where} ORDER BY q.id, a.event_id"
)
_DECISION = (
    "approval a ON a.event_id > q.id"
    " AND a.subject = CASE WHEN json_valid(q.body) THEN json_extract(q.body, '$.subject') END"
    " AND q.kind = a.act || '_requested'"
)
# CROSS: from the few that wait to their events, never the other way round.
_WAITING = _COLUMNS.format(
    source=f"pending_act p CROSS JOIN event q ON q.id = p.event_id LEFT JOIN {_DECISION}", where="a.event_id IS NULL"
)
_DECIDED = _COLUMNS.format(
    source=(
        "event d JOIN event q ON q.id = json_extract(d.body, '$.asked')"
        " JOIN approval a ON a.event_id = d.id"
    ),
    where="d.kind IN ('request_granted', 'request_refused') AND d.kind NOT IN ('payment') AND d.id > ?",
)  # fmt: skip


_DONE = (
    "SELECT e.id FROM event q JOIN event e ON e.request_id = q.request_id AND e.id > q.id"
    " WHERE q.id = ?1 AND json_extract(e.body, '$.owed') IS NOT NULL"
    " AND ?1 IN (SELECT value FROM json_each(e.body, '$.owed')) ORDER BY e.id LIMIT 1"
)


class OwedRow(NamedTuple):
    """An approval owed: the event that asks for it, its act, who did it and on which day, what it names, and why.

    outcome is '' while nobody has decided, else granted or refused, by whom and with which answer.
    """

    event_id: int
    act: str
    staff_id: int
    day: str
    subject: str
    reason: str
    outcome: str
    approver_id: int | None
    answer: str


def waiting(connection: Any) -> list[OwedRow]:
    """Return the approvals that are owed, the oldest first."""
    return [OwedRow(*row) for row in connection.execute(_WAITING)]


def decided(connection: Any, since_event: int) -> list[OwedRow]:
    """Return the owed approvals that were decided after an event."""
    return [OwedRow(*row) for row in connection.execute(_DECIDED, (since_event,))]


def asked_by(connection: Any, events: Sequence[int]) -> list[OwedRow]:
    """Return the approvals that these events ask for, decided or not."""
    marks = ", ".join("?" * len(events))
    asked = _COLUMNS.format(source=f"event q LEFT JOIN {_DECISION}", where=f"q.id IN ({marks})")
    return [OwedRow(*row) for row in connection.execute(asked, tuple(events))]


def done_with(connection: Any, asked_event: int) -> int | None:
    """Return the event that was done with the approval owed that an event asks for."""
    row = connection.execute(_DONE, (asked_event,)).fetchone()
    return row[0] if row else None
