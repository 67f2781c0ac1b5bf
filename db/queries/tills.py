"""The till's day: whether it is open, what moved in it, and how far closed days have come."""

import json
from typing import Any, NamedTuple

ALL = -1  # a limit that is none
_STEPS = "SELECT step, place, digest, event_id FROM close_step WHERE close_event = ? ORDER BY event_id"
_CLOSES = "SELECT event_id, till, z_number, day, first_event, opened_event, expected, counted, perpetual FROM close"
_TILL_EVENTS = "SELECT id, kind, body FROM event WHERE id BETWEEN ? AND ? AND till = ? ORDER BY id"
_TILL_EVENTS_OF = (
    "SELECT id, kind, body FROM event WHERE kind = ? AND kind NOT IN ('payment') AND id BETWEEN ? AND ? AND till = ?"
    " ORDER BY id"
)

_LAST_COUNT = "SELECT id, body FROM event WHERE kind = 'till_counted' AND till = ? AND id > ? ORDER BY id DESC LIMIT 1"
# A payment moved or a line booked otherwise changes no tender; whatever else posts at a till may have moved cash.
_MOVED_SINCE = (
    "SELECT 1 FROM event e WHERE e.till = ? AND e.id > ? AND e.kind NOT IN ('payment_moved', 'payment_reversed')"
    " AND EXISTS (SELECT 1 FROM posting p WHERE p.event_id = e.id) LIMIT 1"
)


class TillState(NamedTuple):
    """A till that is open: its business day, the event that opened it, its cashier."""

    till: int
    day: str
    opened_event: int
    cashier_id: int


class CloseRow(NamedTuple):
    """A till day closed by its Z; amounts in minor units."""

    event_id: int
    till: int
    z_number: int
    day: str
    first_event: int
    opened_event: int
    expected: int
    counted: int
    perpetual: int


class StepDone(NamedTuple):
    """A step of a close that is done."""

    step: str
    place: str
    digest: str
    event_id: int


class LastCount(NamedTuple):
    """The newest count of a drawer: its sum in minor units, pieces by denomination, who counted."""

    total: int
    counts: dict[int, int]
    staff_id: int


class TillEvent(NamedTuple):
    """One event of a till with its body."""

    id: int
    kind: str
    body: dict[str, Any]


def till_state(connection: Any, till: int) -> TillState | None:
    """Return the till's open day, or None where it is closed."""
    row = connection.execute("SELECT till, day, opened_event, cashier_id FROM till_state WHERE till = ?", (till,))
    found = row.fetchone()
    return TillState(*found) if found else None


def open_tills(connection: Any) -> list[TillState]:
    """Return every till that is open."""
    rows = connection.execute("SELECT till, day, opened_event, cashier_id FROM till_state ORDER BY till")
    return [TillState(*row) for row in rows]


def set_open(connection: Any, state: TillState) -> None:
    """Note that a till is open."""
    connection.execute("INSERT INTO till_state(till, day, opened_event, cashier_id) VALUES (?, ?, ?, ?)", state)


def set_closed(connection: Any, till: int) -> None:
    """Note that a till is closed."""
    connection.execute("DELETE FROM till_state WHERE till = ?", (till,))


def set_cashier(connection: Any, till: int, cashier_id: int) -> None:
    """Note who runs an open till from now on."""
    connection.execute("UPDATE till_state SET cashier_id = ? WHERE till = ?", (cashier_id, till))


def last_count(connection: Any, state: TillState) -> LastCount | None:
    """Return the newest count of the open day, or None where there is none or money moved after it."""
    row = connection.execute(_LAST_COUNT, (state.till, state.opened_event)).fetchone()
    if row is None or connection.execute(_MOVED_SINCE, (state.till, row[0])).fetchone():
        return None
    body = json.loads(row[1])
    return LastCount(body["total"], {int(face): number for face, number in body["counts"].items()}, body["staff"])


def last_close(connection: Any, till: int) -> CloseRow | None:
    """Return the till's newest Z."""
    row = connection.execute(f"{_CLOSES} WHERE till = ? ORDER BY z_number DESC LIMIT 1", (till,)).fetchone()
    return CloseRow(*row) if row else None


def float_left(connection: Any, till: int) -> dict[str, int]:
    """Return what the till's newest Z left in the drawer, denominations in minor units as text to pieces."""
    close = last_close(connection, till)
    if close is None:
        return {}
    row = connection.execute("SELECT body FROM event WHERE id = ?", (close.event_id,)).fetchone()
    left: dict[str, int] = json.loads(row[0]).get("left", {})
    return left


def last_anchor(connection: Any) -> int:
    """Return the event of the newest Z of any till, 0 where there is none: journals continue after it."""
    found: int = connection.execute("SELECT coalesce(max(event_id), 0) FROM close").fetchone()[0]
    return found


def closes(connection: Any, limit: int = 400) -> list[CloseRow]:
    """Return the newest closed days."""
    return [CloseRow(*row) for row in connection.execute(f"{_CLOSES} ORDER BY event_id DESC LIMIT ?", (limit,))]


def close_of(connection: Any, close_event: int) -> CloseRow | None:
    """Return the close that an event made."""
    row = connection.execute(f"{_CLOSES} WHERE event_id = ?", (close_event,)).fetchone()
    return CloseRow(*row) if row else None


def steps_done(connection: Any, close_event: int) -> list[StepDone]:
    """Return which steps of a close are done."""
    return [StepDone(*row) for row in connection.execute(_STEPS, (close_event,))]


def journals_written(connection: Any) -> list[tuple[int, str, str]]:
    """Return (close's event, file name, content digest) of every journal that is marked as written, oldest first."""
    sql = "SELECT close_event, place, digest FROM close_step WHERE step = 'journal' ORDER BY close_event"
    return [(int(event_id), str(place), str(digest)) for event_id, place, digest in connection.execute(sql)]


def done_up_to(connection: Any, step: str) -> int:
    """Return the newest close whose step is done, as its event; 0 where none is."""
    row = connection.execute("SELECT coalesce(max(close_event), 0) FROM close_step WHERE step = ?", (step,)).fetchone()
    return int(row[0])


def till_events(connection: Any, first_event: int, last_event: int, till: int) -> list[TillEvent]:
    """Return the till's events of a range of the chain with their bodies."""
    rows = connection.execute(_TILL_EVENTS, (first_event, last_event, till))
    return [TillEvent(row[0], row[1], json.loads(row[2])) for row in rows]


def till_events_of(connection: Any, kind: str, first_event: int, last_event: int, till: int) -> list[TillEvent]:
    """Return the till's events of one kind in a range of the chain with their bodies."""
    rows = connection.execute(_TILL_EVENTS_OF, (kind, first_event, last_event, till))
    return [TillEvent(row[0], row[1], json.loads(row[2])) for row in rows]


def head(connection: Any) -> tuple[int, str]:
    """Return (event id, hash) of the newest event."""
    row = connection.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")


def last_moment(connection: Any) -> str:
    """Return the UTC time of the newest event as ISO text, '' where there is none."""
    row = connection.execute("SELECT at FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else ""


def moment_of(connection: Any, event_id: int) -> str:
    """Return the UTC time of an event as ISO text, '' where there is none."""
    row = connection.execute("SELECT at FROM event WHERE id = ?", (event_id,)).fetchone()
    return row[0] if row else ""
