"""The chain inside a journal: ids without a gap, each hash made of the one before, each column a copy of the body."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from db.chain import canonical, link
from db.check.findings import Finding

_ROWS = (
    "SELECT id, body, hash, body_version, kind, at, day, staff_id, till, request_id, request_line FROM event"
    " ORDER BY id"
)
_COLUMNS = ("kind", "at", "day", "staff", "till", "request", "request_line")
BODY_VERSION = 1  # of format 1


class Said(NamedTuple):
    """An event and its body, {} where the body cannot be understood."""

    id: int
    body: dict[str, Any]


def walk(connection: Any, first: int, last: int, previous: str) -> tuple[list[Said], list[Finding]]:
    """Return the events of a journal and what is wrong with them as links, from the hash before the first one."""
    events: list[Said] = []
    findings: list[Finding] = []
    place = first - 1
    for row in connection.execute(_ROWS):
        event_id, body, digest = row[:3]
        if event_id != place + 1:
            findings.append(Finding("event_missing", place + 1, "event", str(place + 1), str(event_id)))
        elif digest != (wanted := _linked(previous, body)):
            findings.append(Finding("chain_broken", event_id, "event", wanted, digest))
        place, previous = event_id, digest
        said = _body(row)
        if said is None:
            findings.append(Finding("body_unreadable", event_id, "event", "", ""))
        else:
            findings += _columns(row, said)
        events.append(Said(event_id, said or {}))
    if place != last:
        findings.append(Finding("event_missing", place + 1, "event", str(last), str(place)))
    return events, findings


def _linked(previous: str, body: str) -> str:
    try:
        return link(previous, body)
    except ValueError:  # the hash before is no hexadecimal number
        return ""


def _body(row: tuple[Any, ...]) -> dict[str, Any] | None:
    try:
        body: dict[str, Any] = json.loads(row[1])
        _request, _line = body["request"]
        well = row[3] == BODY_VERSION and all(key in body for key in ("kind", "at", "day", "staff", "till"))
        well = well and all(isinstance(body.get(part, {}), dict) for part in ("rows", "digests", "registers"))
    except (ValueError, KeyError, TypeError):
        return None
    return body if well else None


def _columns(row: tuple[Any, ...], body: dict[str, Any]) -> Iterator[Finding]:
    said = (*(body[key] for key in ("kind", "at", "day", "staff", "till")), *body["request"])
    for name, expected, found in zip(_COLUMNS, said, row[4:], strict=True):
        if expected != found:
            yield Finding("column_differs", row[0], f"event {name}", canonical(expected), canonical(found))
