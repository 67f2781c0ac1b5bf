"""The chain itself: ids without a gap, each hash made of the one before, each column a copy of the body."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from db.chain import BODY_VERSION, GENESIS, canonical, link
from db.check.findings import Finding

BLOCK = 64  # so few that their bodies stay near the processor
FIRST, LAST = -(2**63), 2**63 - 1  # what an id in a damaged file can be
_EMPTY: dict[str, Any] = {}
_ROWS = (
    "SELECT id, body, hash, body_version, kind, at, day, staff_id, till, request_id, request_line FROM event"
    " WHERE id > ? ORDER BY id"
)
_COLUMNS = ("kind", "at", "day", "staff", "till", "request", "request_line")


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


_raw_decode = json.JSONDecoder(parse_constant=_refuse).raw_decode


def _decode(text: str) -> Any:
    value, end = _raw_decode(text)
    if end != len(text):
        raise ValueError(text[end:])
    return value


class Link(NamedTuple):
    """An event as it was read: its place, its body (None where it makes no sense), the body's text, and whether the
    hash confirms it."""

    id: int
    body: dict[str, Any] | None
    text: str
    sound: bool


class Block(NamedTuple):
    """Some events in a row, with what is wrong with them as links of the chain."""

    links: list[Link]
    findings: list[Finding]


def blocks(connection: Any, since_event: int) -> Iterator[Block]:
    """Walk the chain after an event, a block at a time; since_event 0 is the beginning."""
    row = connection.execute("SELECT hash FROM event WHERE id = ?", (since_event,)).fetchone()
    if since_event and row is None:
        yield Block([], [Finding("event_missing", since_event, "event", str(since_event), "")])
    place, previous = since_event, row[0] if row else GENESIS
    # From the beginning means from below it: an event numbered 0 must not hide.
    rows = connection.execute(_ROWS, (since_event or FIRST,))
    while block := rows.fetchmany(BLOCK):
        findings: list[Finding] = []
        links = []
        for row in block:
            event_id, body, digest = row[:3]
            sound = event_id == place + 1 and digest == (wanted := _link(previous, body))
            if event_id != place + 1:
                findings.append(Finding("event_missing", place + 1, "event", str(place + 1), str(event_id)))
            elif not sound:
                findings.append(Finding("chain_broken", event_id, "event", wanted, digest))
            place, previous = event_id, digest
            links.append(Link(event_id, _read(row, findings), body, sound))
        yield Block(links, findings)


def _link(previous: str, body: str) -> str:
    try:
        return link(previous, body)
    except ValueError:  # the hash before is no hexadecimal number any more
        return ""


def _read(row: Sequence[Any], findings: list[Finding]) -> dict[str, Any] | None:
    event_id, text, _hash, version = row[:4]
    if version != BODY_VERSION:
        findings.append(Finding("body_version_unknown", event_id, "event", str(BODY_VERSION), str(version)))
        return None
    try:
        body: dict[str, Any] = _decode(text)
        request_id, request_line = body["request"]
        said = (body["kind"], body["at"], body["day"], body["staff"], body["till"], request_id, request_line)
        _must_be_shaped(body)
    except (ValueError, KeyError, TypeError, AttributeError):
        findings.append(Finding("body_unreadable", event_id, "event", "", ""))
        return None
    if said != row[4:]:
        findings.extend(_columns(event_id, said, row[4:]))
    return body


def _must_be_shaped(body: dict[str, Any]) -> None:
    if type(body.get("rows", _EMPTY)) is not dict:
        raise TypeError
    for part in ("digests", "registers"):
        if part in body and not all(type(digest) is dict for digest in body[part].values()):
            raise TypeError


def _columns(event_id: int, said: Sequence[Any], stored: Sequence[Any]) -> Iterator[Finding]:
    for name, expected, found in zip(_COLUMNS, said, stored, strict=True):
        if expected != found:
            yield Finding("column_differs", event_id, f"event {name}", canonical(expected), canonical(found))
