"""Each Z computed anew from the events it closes: its cash, its count, the float that stayed, the perpetual total."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from db.check.findings import Finding

_CLOSES = (
    "SELECT c.event_id, c.till, c.z_number, c.opened_event, c.expected, c.counted, c.perpetual, e.body,"
    " coalesce(lag(c.perpetual) OVER (PARTITION BY c.till ORDER BY c.z_number), 0)"
    " FROM close c JOIN event e ON e.id = c.event_id ORDER BY c.event_id"
)
_CASH = (
    "SELECT coalesce(sum(p.amount), 0) FROM posting p JOIN event e ON e.id = p.event_id"
    " WHERE p.event_id BETWEEN ?1 AND ?2 AND e.till = ?3 AND p.account = 'till_cash'"
)
_RECEIVED = (
    "SELECT coalesce(sum(t.amount), 0) FROM tender t JOIN event e ON e.id = t.event_id"
    " WHERE t.event_id BETWEEN ?1 AND ?2 AND e.till = ?3"
)
_LEFT = "SELECT coalesce(sum(amount), 0) FROM posting WHERE event_id = ? AND account = 'float_left'"
_OPENED = "SELECT max(id) FROM event WHERE kind = 'till_opened' AND kind NOT IN ('payment') AND till = ? AND id < ?"
_COUNTED = (
    "SELECT CASE WHEN json_valid(body) THEN json_extract(body, '$.total') END FROM event WHERE kind = 'till_counted'"
    " AND kind NOT IN ('payment') AND till = ? AND id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1"
)


class _Z(NamedTuple):
    event_id: int
    till: int
    number: int
    opened: int
    expected: int
    counted: int
    perpetual: int
    body: str
    before: int


def check_closes(connection: Any, since_event: int = 0) -> Iterator[Finding]:
    """Compare each Z with the events of its day, and each opening with the float that the Z before it left."""
    left: dict[int, int] = {}
    for row in connection.execute(_CLOSES).fetchall():
        z = _Z(*row)
        taken = _taken_over(connection, z)
        if z.event_id > since_event:
            yield from _differences(connection, z)
            if taken != left.get(z.till, 0):
                row_name = f"close {z.till}/{z.number} float taken over"
                yield Finding("close_differs", z.event_id, row_name, str(left.get(z.till, 0)), str(taken))
        left[z.till] = _sum(connection, _LEFT, z.event_id)


def _differences(connection: Any, z: _Z) -> Iterator[Finding]:
    span = (z.opened, z.event_id - 1, z.till)
    said = _body(z.body)
    figures = [
        ("opened_event", _sum(connection, _OPENED, z.till, z.event_id), z.opened),
        ("expected", _sum(connection, _CASH, *span), z.expected),
        ("cash after it", 0, _sum(connection, _CASH, z.opened, z.event_id, z.till)),
        ("left", _of_pieces(said.get("left", {})), _sum(connection, _LEFT, z.event_id)),
    ]
    if "drawer" in said:
        figures += [
            ("counted", _sum(connection, _COUNTED, z.till, z.opened, z.event_id), z.counted),
            ("perpetual", z.before + _sum(connection, _RECEIVED, *span), z.perpetual),
        ]
    for name, wanted, found in figures:
        if wanted != found:
            yield Finding("close_differs", z.event_id, f"close {z.till}/{z.number} {name}", str(wanted), str(found))


def _taken_over(connection: Any, z: _Z) -> int:
    return -_sum(connection, _LEFT, z.opened)


def _of_pieces(left: dict[str, int]) -> int:
    return sum(int(face) * number for face, number in left.items())


def _body(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:  # named by the walk along the chain
        return {}
    return found if isinstance(found, dict) else {}


def _sum(connection: Any, sql: str, *values: int) -> int:
    row = connection.execute(sql, values).fetchone()
    return int(row[0] or 0) if row else 0
