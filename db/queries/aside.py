"""What lies aside at a till: a break, a hand-over that is not accepted yet, payments put aside half-done."""

import json
from typing import Any, NamedTuple

_ASIDE = "SELECT id, till, kind, event_id, staff_id, content FROM till_aside WHERE till = ?"
_NEWEST = (
    "SELECT id, body FROM event WHERE kind = ? AND kind NOT IN ('payment') AND till = ? AND id > ?"
    " ORDER BY id DESC LIMIT 1"
)
_TAKEN_UP = (
    "SELECT id, at, staff_id, json_extract(body, '$.cashier') FROM event WHERE kind = 'till_taken_up'"
    " AND kind NOT IN ('payment') AND till = ? AND id > ? ORDER BY id"
)


class Aside(NamedTuple):
    """One thing that lies aside; kind: suspended, handover or parked; event_id None for a parked payment."""

    id: int
    till: int
    kind: str
    event_id: int | None
    staff_id: int
    content: dict[str, Any]


class TakenUp(NamedTuple):
    """A till that somebody took up for its cashier: when (UTC) and who."""

    event_id: int
    at: str
    staff_id: int
    cashier_id: int


def asides(connection: Any, till: int) -> list[Aside]:
    """Return everything that lies aside at a till, oldest first."""
    rows = connection.execute(f"{_ASIDE} ORDER BY id", (till,))
    return [Aside._make((*row[:5], json.loads(row[5]))) for row in rows]


def aside(connection: Any, till: int, kind: str) -> Aside | None:
    """Return the one thing of a kind that lies aside at a till, or None."""
    return next((each for each in asides(connection, till) if each.kind == kind), None)


def put_aside(connection: Any, till: int, kind: str, staff_id: int, content: str, event_id: int | None = None) -> int:
    """Note that something lies aside, its content as canonical JSON; returns its id."""
    sql = "INSERT INTO till_aside(till, kind, event_id, staff_id, content) VALUES (?, ?, ?, ?, ?)"
    made: int = connection.execute(sql, (till, kind, event_id, staff_id, content)).lastrowid
    return made


def take_back(connection: Any, aside_id: int) -> bool:
    """Note that something lies aside no more; returns whether it did."""
    gone: int = connection.execute("DELETE FROM till_aside WHERE id = ?", (aside_id,)).rowcount
    return bool(gone)


def newest(connection: Any, kind: str, till: int, after: int) -> tuple[int, dict[str, Any]] | None:
    """Return (id, body) of the newest event of a kind that a till posted after another event, or None."""
    row = connection.execute(_NEWEST, (kind, till, after)).fetchone()
    return (row[0], json.loads(row[1])) if row else None


def taken_up(connection: Any, till: int, after: int) -> list[TakenUp]:
    """Return who took a till up for its cashier after an event, the first one first."""
    return [TakenUp(*row) for row in connection.execute(_TAKEN_UP, (till, after))]
