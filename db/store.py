"""Opening the books: the writer's lock, the right schema, and a read-only way in for everybody else."""

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from peewee import DatabaseError, SqliteDatabase

from db import dialect, registers
from db.books import Books, Clock, ClockVerdict
from db.faults import BooksInUse, BooksMissing, folder_fault, opening_fault
from db.migrate import NewerSchema, known_migrations, migrate, schema_version


def open_books(
    path: Path, clock: Clock, judge: Callable[[datetime, datetime], ClockVerdict], program: str, *,
    before_migration: Callable[[], object] | None = None, salt: registers.Salt = registers.random_salt,
    ticks: Callable[[], int] = time.monotonic_ns,
) -> Books:  # fmt: skip
    """Open (or create, empty) the books for writing.

    before_migration: called once before an older schema is changed; ticks: see Books. Raises BooksInUse, BooksDamaged,
    BooksReadOnly, DiskFull, NewerSchema, TooOldSqlite.
    """
    dialect.require_version()
    lock = FileLock(f"{path}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise BooksInUse(str(path)) from None
    except OSError as error:
        raise folder_fault(error, str(path)) from error
    try:
        database = _open_whole(
            path, lambda found: migrate(found, datetime.now(UTC).isoformat(), program, before_migration)
        )
    except (*dialect.UNREADABLE, DatabaseError) as error:
        lock.release()
        raise opening_fault(error, str(path)) from error
    except BaseException:
        lock.release()
        raise
    return Books(database, clock, judge, on_close=lock.release, salt=salt, ticks=ticks)


def _open_whole(path: Path, prepare: Callable[[SqliteDatabase], object]) -> SqliteDatabase:
    database = dialect.writer(path)
    try:
        database.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
        prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def open_reader(path: Path) -> SqliteDatabase:
    """Open existing books for reading only. Raises BooksMissing, BooksDamaged, BooksReadOnly, NewerSchema."""
    if not path.exists():
        raise BooksMissing(str(path))
    try:
        database = dialect.reader(path)
        found = schema_version(database)
    except (*dialect.UNREADABLE, DatabaseError) as error:
        raise opening_fault(error, str(path)) from error
    known = known_migrations()[-1][0]
    if found > known:
        database.close()
        raise NewerSchema(found, known)
    return database


def empty_books() -> SqliteDatabase:
    """Return books in memory that hold nothing, against which a file can be tried before there are any."""
    database = SqliteDatabase(":memory:", autoconnect=False)
    database.connect()
    migrate(database, datetime.now(UTC).isoformat(), "trial")
    return database


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the local date."""
        return datetime.now().date()
