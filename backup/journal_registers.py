"""The registers in a journal: what the bodies say was written, and what stands in the master tables."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from backup.journal_chain import Said
from backup.journal_format import held_by
from backup.journal_master import MASTER, REGISTERS
from db.chain import digest_lines
from db.check.findings import Finding

_VERSIONS = "SELECT event_id, register, digest FROM register_version ORDER BY event_id, register, place"


def check_registers(connection: Any, events: Sequence[Said], form: int) -> Iterator[Finding]:
    """Compare the versions written in the range with the bodies, and the master rows of the range with the versions."""
    found = {
        key: _text(digest_lines([row[2]] for row in rows), len(rows))
        for key, group in groupby(connection.execute(_VERSIONS), itemgetter(0, 1))
        if (rows := list(group))
    }
    said = {
        (event_id, register): _text(each.get("sha256"), each.get("count"))
        for event_id, body in events
        for register, each in body.get("registers", {}).items()
        # Of a register that a later format brought, a file holds nothing to compare.
        if each.get("count") and REGISTERS.get(register, form) <= form
    }
    for event_id, register in sorted(found.keys() | said.keys()):
        expected, there = said.get((event_id, register), ""), found.get((event_id, register), "")
        if expected != there:
            yield Finding("register_differs", event_id, register, expected, there)
    yield from _strange(connection, events[0].id if events else 0, form)


def _strange(connection: Any, first: int, form: int) -> Iterator[Finding]:
    """A master row written in the range must be one of the versions."""
    for table in held_by(form, MASTER):
        rows = connection.execute(
            f"SELECT m.id, m.event_id, m.digest FROM {table.name} m WHERE m.event_id >= ? AND NOT EXISTS"
            " (SELECT 1 FROM register_version v WHERE v.event_id = m.event_id AND v.register = ? AND v.id = m.id"
            " AND v.digest = m.digest) ORDER BY m.id",
            (first, table.name),
        )
        for thing, event_id, digest in rows:
            yield Finding("version_differs", event_id, f"{table.name} {thing}", "", digest)


def _text(sha256: object, count: object) -> str:
    return f"{count} {sha256}"
