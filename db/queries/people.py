"""Staff, roles and acts that wait for a decision."""

from typing import Any, NamedTuple

_STAFF = "SELECT id, name, role, pin_hash, since, until FROM staff WHERE until_event IS NULL"
# The list only says which events are to be looked at: who asked for what and why stands in the chained body, and what
# an approval decided since waits no more, whatever the list says, nor what is about a receipt that is void since, nor
# what its requester took back.
_ASKED = (
    "SELECT e.id AS event_id, substr(e.kind, 1, length(e.kind) - length('_requested')) AS act,"
    " json_extract(e.body, '$.subject') AS subject, json_extract(e.body, '$.staff') AS requester_id,"
    " json_extract(e.body, '$.reason') AS reason FROM {source} WHERE e.kind LIKE '%\\_requested' ESCAPE '\\'"
    " AND json_valid(e.body)"
)
_UNDECIDED = (
    "SELECT event_id, act, subject, requester_id, reason FROM ({asked}) q WHERE NOT EXISTS (SELECT 1 FROM approval a"
    " WHERE a.event_id > q.event_id AND a.act = q.act AND a.subject = q.subject)"
    " AND NOT EXISTS (SELECT 1 FROM receipt_void v WHERE q.subject = 'receipt:' || v.receipt_id"
    " AND v.event_id > q.event_id)"
    " AND NOT EXISTS (SELECT 1 FROM event w WHERE w.kind = 'request_withdrawn' AND w.kind NOT IN ('payment')"
    " AND CASE WHEN json_valid(w.body) THEN json_extract(w.body, '$.asked') END = q.event_id)"
)
# The last condition is that of the index event_rare, word for word.
ASKED = _ASKED.format(source="event e") + " AND e.kind NOT IN ('payment')"
WAITING = _UNDECIDED.format(asked=ASKED)
# CROSS: from the few that wait to their events, never the other way round.
_PENDING = _UNDECIDED.format(asked=_ASKED.format(source="pending_act p CROSS JOIN event e ON e.id = p.event_id"))


class StaffRow(NamedTuple):
    """A member of staff; until is the day they left."""

    id: int
    name: str
    role: str
    pin_hash: str
    since: str | None
    until: str | None

    def left(self, day: str) -> bool:
        """Whether this person does not work here any more on a day (ISO date)."""
        return self.until is not None and self.until <= day


class PendingAct(NamedTuple):
    """An act that somebody asked for and a second person has still to decide."""

    event_id: int
    act: str
    subject: str
    requester_id: int
    reason: str


class Backoff(NamedTuple):
    """How often the PIN of a person was wrong, and before when it is not asked again (UTC text)."""

    failures: int
    not_before: str


def staff(connection: Any, staff_id: int) -> StaffRow | None:
    """Return one member of staff."""
    row = connection.execute(f"{_STAFF} AND id = ?", (staff_id,)).fetchone()
    return StaffRow(*row) if row else None


def all_staff(connection: Any) -> list[StaffRow]:
    """Return everybody who works here or did."""
    return [StaffRow(*row) for row in connection.execute(f"{_STAFF} ORDER BY id")]


def pending_acts(connection: Any) -> list[PendingAct]:
    """Return the acts that wait for a decision, oldest first."""
    return [PendingAct(*row) for row in connection.execute(f"{_PENDING} ORDER BY event_id")]


def backoff(connection: Any, staff_id: int) -> Backoff:
    """Return the wrong attempts at a person's PIN since the last right one."""
    row = connection.execute("SELECT failures, not_before FROM pin_backoff WHERE staff_id = ?", (staff_id,)).fetchone()
    return Backoff(*row) if row else Backoff(0, "")


def pending_act(connection: Any, asked_event: int) -> PendingAct | None:
    """Return an act that waits for a decision by the event that asked."""
    row = connection.execute(f"{_PENDING} AND event_id = ?", (asked_event,)).fetchone()
    return PendingAct(*row) if row else None


def pending_about(connection: Any, act: str, subject: str) -> PendingAct | None:
    """Return the act of a kind that waits for a decision about a subject."""
    row = connection.execute(f"{_PENDING} AND act = ? AND subject = ?", (act, subject)).fetchone()
    return PendingAct(*row) if row else None


def park(connection: Any, act: PendingAct) -> None:
    """Put an act on the list of those that wait."""
    connection.execute(
        "INSERT INTO pending_act(event_id, act, subject, requester_id, reason) VALUES (?, ?, ?, ?, ?)", act
    )


def unpark(connection: Any, asked_event: int) -> None:
    """Take a decided act off the list."""
    connection.execute("DELETE FROM pending_act WHERE event_id = ?", (asked_event,))


def set_backoff(connection: Any, staff_id: int, state: Backoff) -> None:
    """Note how often the PIN of a person was wrong and before when it is not asked again."""
    connection.execute(
        "INSERT OR REPLACE INTO pin_backoff(staff_id, failures, not_before) VALUES (?, ?, ?)", (staff_id, *state)
    )
