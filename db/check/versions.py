"""Registers: every version has the digest that a chained event carries, and ends where the next one begins."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from db import tables
from db.chain import digest_lines, digest_version
from db.check.findings import Finding
from db.registers import digested

# What an erased version must no longer hold. Nothing but a person, and what was written in their cases, can be erased.
ERASABLE: Mapping[str, tuple[str, ...]] = {
    "person": ("name", "phone", "initials", "note"),
    "case_file": ("said", "wants"),
    "case_step": ("told", "members"),
}
# Whose data an erased version was.
_WHOSE = {
    "person": "p.id",
    "case_file": "p.person_id",
    "case_step": "(SELECT c.person_id FROM case_file c WHERE c.id = p.case_id AND c.until_event IS NULL)",
}

# The condition of the index event_rare word for word; a damaged body is named by the walk along the chain.
_UNTOLD = (
    "SELECT p.row_id, p.event_id, {whose} FROM {table} p WHERE p.erased <> 0 AND NOT EXISTS (SELECT 1 FROM event e"
    " WHERE e.kind = 'person_erased' AND e.kind NOT IN ('payment') AND e.id > p.event_id"
    " AND CASE WHEN json_valid(e.body) THEN json_extract(e.body, '$.person') END IS {whose}) ORDER BY p.row_id"
)

# event id → what its body says of the versions it wrote: {table: {count, sha256}}
Said = Mapping[int, Mapping[str, Mapping[str, Any]]]


def check_versions(connection: Any, since_event: int, said: Said) -> Iterator[Finding]:
    """Compare every register with the digests of the events after since_event."""
    for event_id, by_table in said.items():
        for table in by_table:
            if table not in tables.REGISTERS:
                yield Finding("register_differs", event_id, table, table, "")
    for table, known in tables.REGISTERS.items():
        # Books that are not migrated yet lack what later schemas brought; check_schema has said what should be there.
        there = {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}
        columns = tuple(name for name in known if name in there)
        if not there:
            continue
        yield from _digests(connection, since_event, said, table, columns)
        yield from _order(connection, since_event, table)
        yield from _emptied(connection, table)
        if table in ERASABLE:
            yield from _erasures(connection, table)


def count_erased(connection: Any) -> int:
    """Return how many register versions were erased."""
    return sum(
        connection.execute(f"SELECT count(*) FROM {table} WHERE erased <> 0").fetchone()[0]
        for table in ERASABLE
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    )


def _digests(connection: Any, since_event: int, said: Said, table: str, columns: tuple[str, ...]) -> Iterator[Finding]:
    names = ", ".join(("id", *columns))
    rows = connection.execute(
        f"SELECT event_id, row_id, digest, erased, salt, json_array({names}) FROM {table} WHERE event_id > ?"
        " ORDER BY row_id",
        (since_event,),
    )
    waiting = {event_id: by_table[table] for event_id, by_table in said.items() if table in by_table}
    for event_id, group in groupby(rows, itemgetter(0)):
        versions = list(group)
        for row in versions:
            # As with bulk rows: the database's own spelling is quick, ours decides.
            if not row[3] and row[2] != _digest_text(row[4], row[5]):
                yield from _version(connection, table, names, row)
        expected = waiting.pop(event_id, {})
        found = {"count": len(versions), "sha256": digest_lines([row[2]] for row in versions)}
        if expected != found:
            yield Finding("register_differs", event_id, table, _text(expected), _text(found))
    for event_id, expected in waiting.items():
        if expected.get("count"):
            yield Finding("register_differs", event_id, table, _text(expected), "")


def _digest_text(salt: str, values: str) -> str:
    import hashlib

    return hashlib.sha256((salt + values).encode()).hexdigest()


def _version(connection: Any, table: str, names: str, row: Any) -> Iterator[Finding]:
    event_id, row_id, digest, _erased, salt, _values = row
    values = connection.execute(f"SELECT {names} FROM {table} WHERE row_id = ?", (row_id,)).fetchone()
    later = (None,) * (1 + len(tables.REGISTERS[table]) - len(values))
    wanted = digest_version(salt, digested(table, (*values, *later)))
    if wanted != digest:
        yield Finding("version_differs", event_id, f"{table} {row_id}", digest, wanted)


def _order(connection: Any, since_event: int, table: str) -> Iterator[Finding]:
    """A version ends with the event that wrote the next one of its id; the newest has not ended."""
    only = f" WHERE id IN (SELECT id FROM {table} WHERE event_id > {since_event:d})" if since_event else ""
    rows = connection.execute(
        f"SELECT row_id, event_id, until_event, next FROM (SELECT row_id, event_id, until_event,"
        f" lead(event_id) OVER (PARTITION BY id ORDER BY row_id) AS next FROM {table}{only})"
        " WHERE until_event IS NOT next"
    )
    for row_id, event_id, until_event, following in rows:
        yield Finding("version_order", event_id, f"{table} {row_id}", _event(following), _event(until_event))


def _emptied(connection: Any, table: str) -> Iterator[Finding]:
    """An erased version is empty, and only personal data may be erased at all."""
    personal = ERASABLE.get(table)
    full = "".join(f" OR {column} IS NOT NULL" for column in personal or ())
    condition = f"erased <> 0 AND (salt <> ''{full})" if personal else "erased <> 0"
    for row_id, event_id in connection.execute(f"SELECT row_id, event_id FROM {table} WHERE {condition}"):
        yield Finding("version_emptied", event_id, f"{table} {row_id}", "", "")


def _erasures(connection: Any, table: str) -> Iterator[Finding]:
    """An erasure is an event that names the person; without one the data did not go by anybody's word."""
    for row_id, event_id, person_id in connection.execute(_UNTOLD.format(table=table, whose=_WHOSE[table])):
        yield Finding("erasure_unknown", event_id, f"{table} {row_id}", str(person_id), "")


def _text(digest: Mapping[str, Any]) -> str:
    return f"{digest.get('count')} {digest.get('sha256')}" if digest else ""


def _event(event_id: int | None) -> str:
    return "" if event_id is None else str(event_id)
