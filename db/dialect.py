"""The one file that knows which SQL database this is: how to connect, and what its settings mean.

Everything else speaks plain SQL with `?` parameters through peewee's database object.
"""

import sqlite3
from pathlib import Path

from peewee import SqliteDatabase

MIGRATIONS = Path(__file__).parent / "migrations" / "sqlite"
MINIMUM_VERSION = (3, 37, 0)  # STRICT tables

_WRITER = {
    "journal_mode": "wal",
    "synchronous": "full",
    # On macOS a plain fsync ends in the drive's own cache; elsewhere these two mean nothing.
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "cache_size": -32_000,
    "temp_store": "memory",
    # The checkpoint is made in idle moments (Books.tidy); this is the fallback when there are none.
    "wal_autocheckpoint": 1000,
}
_READER = {
    "query_only": 1,
    "wal_autocheckpoint": 0,
    "cache_size": -32_000,
    "temp_store": "memory",
    "mmap_size": 268_435_456,
}

# What reading a damaged file raises; the library's own sentence may quote damaged text.
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)


class TooOldSqlite(Exception):
    """The SQLite library of this Python is older than STRICT tables."""

    code = "too_old_sqlite"

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def require_version() -> None:
    """Raise TooOldSqlite where STRICT tables are not understood."""
    if sqlite3.sqlite_version_info < MINIMUM_VERSION:
        raise TooOldSqlite(sqlite3.sqlite_version)


def writer(path: Path) -> SqliteDatabase:
    """Return the connected writing database; the caller holds the writer's lock and serialises its use."""
    database = SqliteDatabase(
        str(path), pragmas=_WRITER, autoconnect=False, thread_safe=False, check_same_thread=False, timeout=10
    )
    database.connect()
    return database


def reader(path: Path) -> SqliteDatabase:
    """Return a connected database that can only read; usable from one thread at a time."""
    database = SqliteDatabase(
        f"{path.resolve().as_uri()}?mode=ro",
        pragmas=_READER,
        autoconnect=False,
        thread_safe=False,
        check_same_thread=False,
        uri=True,
        timeout=10,
    )
    database.connect()
    return database


def checkpoint(database: SqliteDatabase) -> None:
    """Move what is in the write-ahead log into the database, without waiting for readers."""
    database.execute_sql("PRAGMA wal_checkpoint(PASSIVE)")


def version() -> str:
    """Return the version of the SQLite library in use, for diagnostics."""
    return sqlite3.sqlite_version
