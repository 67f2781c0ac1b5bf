"""Tills: what is open follows from the events, and the closed days cover the chain without a hole."""

from collections.abc import Iterator
from typing import Any

from db.chain import canonical
from db.check.findings import Finding

_RARE = "e.kind NOT IN ('payment')"
# Which tills are open: the newest opening of each that no Z has closed, run by whoever took it over last.
OPEN_TILLS = (
    "SELECT o.till, o.day, o.id, coalesce((SELECT e.staff_id FROM event e WHERE e.kind = 'handover_accepted'"
    f" AND {_RARE} AND e.till = o.till AND e.id > o.id ORDER BY e.id DESC LIMIT 1), o.staff_id) FROM"
    " (SELECT e.till AS till, e.day AS day, max(e.id) AS id, e.staff_id AS staff_id FROM event e"
    " LEFT JOIN (SELECT till, max(event_id) AS id FROM close GROUP BY till) c ON c.till = e.till"
    f" WHERE e.kind = 'till_opened' AND {_RARE} AND e.id > coalesce(c.id, 0) GROUP BY e.till) o"
)
_ENDS = "e.till = b.till AND e.id > b.id AND e.kind IN ('till_closed', {})"
_LIES = (
    "SELECT b.till, '{}', b.id, {}, {} FROM event b WHERE b.kind = '{}' AND b.kind NOT IN ('payment')"
    " AND NOT EXISTS (SELECT 1 FROM event e WHERE {})"
)
# What follows from the events: breaks that go on and hand-overs that nobody has decided. Parked payments are no event.
ASIDES = " UNION ALL ".join(
    (
        _LIES.format("suspended", "b.staff_id", "'{}'", "till_suspended", _ENDS.format("'till_resumed'")),
        _LIES.format(
            "handover", "json_extract(b.body, '$.giver')", "json_object('taker', json_extract(b.body, '$.taker'))",
            "handover_offered",
            _ENDS.format("'handover_accepted', 'handover_rejected', 'handover_withdrawn'"),
        ),
    )
)  # fmt: skip
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


def check_asides(connection: Any) -> Iterator[Finding]:
    """Compare what lies aside at tills with the events it follows from; parked payments follow from none."""
    wanted = sorted(connection.execute(ASIDES).fetchall())
    # Books of a schema before this table have none; whether it should be there is said by the check of the schema.
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'till_aside'").fetchone() is not None
    sql = "SELECT till, kind, event_id, staff_id, content FROM till_aside WHERE kind <> 'parked'"
    stored = sorted(connection.execute(sql).fetchall()) if there else []
    for row in sorted({*wanted, *stored}):
        if wanted.count(row) != stored.count(row):
            lies = _text(row)
            expected, found = (lies, "") if row in wanted else ("", lies)
            yield Finding("till_aside_differs", None, f"till_aside {row[0]} {row[1]}", expected, found)


def check_close_ranges(connection: Any) -> Iterator[Finding]:
    """Each closed day begins right after the one before, whichever till closed it, so that journals add up."""
    for event_id, till, number, first, wanted in connection.execute(_RANGES):
        if first != wanted:
            yield Finding("close_range", event_id, f"close {till}/{number}", str(wanted), str(first))


def _text(row: tuple[Any, ...] | None) -> str:
    return "" if row is None else canonical(list(row))
