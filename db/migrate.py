"""Numbered SQL files bring the books to the program's schema, each in one transaction with its own record."""

import re
from collections.abc import Callable
from pathlib import Path

from peewee import SqliteDatabase

from db import dialect


class NewerSchema(Exception):
    """These books were written by a newer program; they are left untouched."""

    code = "newer_schema"

    def __init__(self, found: int, known: int) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


def schema_version(database: SqliteDatabase) -> int:
    """Return the number of the last migration in these books, 0 for an empty file."""
    has = database.execute_sql("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'").fetchone()
    if has is None:
        return 0
    found: int = database.execute_sql("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()[0]
    return found


def known_migrations() -> list[tuple[int, Path]]:
    """Return the numbered migration files, in order."""
    files = sorted(dialect.MIGRATIONS.glob("[0-9]*.sql"))
    return [(int(re.match(r"\d+", file.name)[0]), file) for file in files]  # type: ignore[index]


def migrate(database: SqliteDatabase, now: str, program: str, before: Callable[[], object] | None = None) -> int:
    """Apply what is missing and return the schema's version.

    now: UTC text for the record; program: version that migrates; before: called once if books that already hold
    something are about to change (the snapshot). Raises NewerSchema.
    """
    found = schema_version(database)
    known = known_migrations()
    if found > known[-1][0]:
        raise NewerSchema(found, known[-1][0])
    missing = [(number, file) for number, file in known if number > found]
    if missing and found and before is not None:
        before()
    for number, file in missing:
        _apply(database, number, file.read_text(encoding="utf-8"), now, program)
    return known[-1][0]


def _apply(database: SqliteDatabase, number: int, script: str, now: str, program: str) -> None:
    # executescript commits what is open first, so the transaction is part of the script.
    connection = database.connection()
    record = "INSERT INTO schema_version(version, applied_at, program) VALUES ({}, '{}', '{}');".format(
        number, now.replace("'", ""), program.replace("'", "")
    )
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\n{record}\nCOMMIT;")
    except BaseException:
        if connection.in_transaction:
            connection.rollback()
        raise
