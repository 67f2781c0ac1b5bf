"""The schema: every table, index and guard is there as the migrations made it, and nothing else is."""

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from db import tables
from db.check.findings import Finding
from db.migrate import known_migrations

_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
CLASSIFIED = frozenset((*tables.BOOK, *tables.REGISTERS, *tables.MACHINE))


def check_schema(connection: Any, version: int) -> list[Finding]:
    """Compare the file's schema with what the migrations up to a version make."""
    wanted = _made_by_migrations(version)
    stored = {(kind, name): sql for kind, name, sql in connection.execute(_OBJECTS)}
    return [*_missing(wanted, stored), *_strange(wanted, stored)]


def lacks_tables(findings: list[Finding]) -> bool:
    """Whether a table is missing or made otherwise, so that nothing else can be read with any sense."""
    return any(
        finding.row.startswith("table ") and finding.code in ("schema_missing", "schema_changed")
        for finding in findings
    )


def _made_by_migrations(version: int) -> dict[tuple[str, str], str]:
    return _made_by(tuple(file for number, file in known_migrations() if number <= version))


@cache
def _made_by(files: tuple[Path, ...]) -> dict[tuple[str, str], str]:
    """Return what migrations make; asked anew by every check, while they stand still as long as the program runs."""
    connection = sqlite3.connect(":memory:")
    try:
        for file in files:
            connection.executescript(file.read_text(encoding="utf-8"))
        return {(kind, name): sql for kind, name, sql in connection.execute(_OBJECTS)}
    finally:
        connection.close()


def _missing(wanted: dict[tuple[str, str], str], stored: dict[tuple[str, str], str]) -> Iterator[Finding]:
    for (kind, name), sql in wanted.items():
        found = stored.get((kind, name))
        if found is None:
            code = "guard_missing" if kind == "trigger" else "schema_missing"
            yield Finding(code, None, f"{kind} {name}", sql, "")
        elif found != sql:
            yield Finding("schema_changed", None, f"{kind} {name}", sql, found)


def _strange(wanted: dict[tuple[str, str], str], stored: dict[tuple[str, str], str]) -> Iterator[Finding]:
    for (kind, name), sql in stored.items():
        if (kind, name) not in wanted or (kind == "table" and name not in CLASSIFIED):
            yield Finding("schema_unknown", None, f"{kind} {name}", "", sql)
