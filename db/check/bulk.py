"""Bulk events: their body holds count and digest of each table's rows instead of the rows."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from db.chain import digest_lines
from db.check.details import COLUMNS, Sink, differences, tables_there
from db.check.findings import Finding

_STRIDE = 512
# What the sums along the way need of each table.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "posting": ("fund", "account", "amount"),
    "charge": ("id", "amount", "ingredients"),
    "allocation": ("charge_id", "amount"),
}
_SPELLED = {
    table: "SELECT {}, line, json_array({}) FROM {} WHERE event_id = ? ORDER BY line".format(
        ", ".join(NEEDED.get(table, ("1",))), ", ".join(columns), table
    )
    for table, columns in COLUMNS.items()
}
_SINGLE = {
    table: f"SELECT {', '.join(columns)} FROM {table} WHERE event_id = ? ORDER BY line"
    for table, columns in COLUMNS.items()
}


def compare_bulk(connection: Any, event_id: int, body: Mapping[str, Any], sink: Sink) -> Iterator[Finding]:
    """Compare a bulk event with the tables; the sink gets of each row only what NEEDED says."""
    # Charges come before what settles them; the body's own order is the alphabet's.
    for table in sorted(body["digests"], key=lambda name: (name != "charge", name)):
        said = body["digests"][table]
        if table not in tables_there(connection):
            yield Finding("bulk_differs", event_id, table, _text(said), "")
            continue
        found = _stream(connection, event_id, table, sink)
        if found != said:
            # The database may spell a line otherwise than we do; then our own spelling decides.
            rows = connection.execute(_SINGLE[table], (event_id,))
            found = {"count": found["count"], "sha256": digest_lines(rows)}
        if found != said:
            yield Finding("bulk_differs", event_id, table, _text(said), _text(found))
    yield from differences(connection, event_id, body)


def _stream(connection: Any, event_id: int, table: str, sink: Sink) -> dict[str, int | str]:
    """Return count and digest of the rows; a count of -1 where their lines do not run from 0 without a gap."""
    digest = hashlib.sha256()
    rows = connection.execute(_SPELLED[table], (event_id,))
    count, whole = 0, True
    while block := rows.fetchmany(_STRIDE):
        whole = whole and [row[-2] for row in block] == list(range(count, count + len(block)))
        digest.update(("\n".join([row[-1] for row in block]) + "\n").encode())
        sink.take_parts(event_id, table, block)
        count += len(block)
    return {"count": count if whole else -1, "sha256": digest.hexdigest()}


def _text(digest: Mapping[str, Any]) -> str:
    return f"{digest.get('count')} {digest.get('sha256')}"
