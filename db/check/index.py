"""The index behind Find: what it holds is what the registers make of it."""

from collections.abc import Iterator
from typing import Any

from db import find
from db.chain import canonical
from db.check.findings import Finding

_STORED = "SELECT kind, key, unit_id, person_id FROM find_key"
_NAMED = 20


def check_index(connection: Any) -> Iterator[Finding]:
    """Compare the whole index with a fresh one; of many differences only the first twenty are named."""
    wanted = set(map(hash, find.keys(connection)))
    count, strange = 0, False
    for row in connection.execute(_STORED):
        count += 1
        strange = strange or hash(row) not in wanted
    if strange or count != len(wanted):
        yield from _differences(connection)


def _differences(connection: Any) -> Iterator[Finding]:
    wanted, stored = set(find.keys(connection)), set(connection.execute(_STORED))
    for row in sorted(wanted ^ stored)[:_NAMED]:
        text = canonical(list(row))
        there = row in stored
        yield Finding("find_key_differs", None, f"find_key {row[2]}", "" if there else text, text if there else "")
