"""The floors of what is read: bare sqlite3 queries, the rows of a whole file, a plain copy."""

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from backup.journal_book import DETAILS, EVENT
from backup.journal_content import schema
from backup.journal_format import FORMAT, fill_table, held_by
from backup.journal_master import MASTER

_BLOCK_BYTES = 1 << 20
_FIND = (
    "SELECT DISTINCT u.code, coalesce(p.name, o.name), coalesce(p.phone, o.phone) FROM find_key k"
    " JOIN unit u ON u.id = k.unit_id AND u.until_event IS NULL"
    " LEFT JOIN person p ON p.id = k.person_id AND p.until_event IS NULL"
    " LEFT JOIN holding h ON k.person_id = 0 AND h.unit_id = k.unit_id AND h.until_event IS NULL AND h.role = 'owner'"
    " LEFT JOIN person o ON o.id = h.person_id AND o.until_event IS NULL"
    " WHERE k.kind = ? AND k.key >= ? AND k.key < ? LIMIT ?"
)
_TOTALS = (
    "SELECT t.kind, count(*), sum(t.amount) FROM tender t WHERE t.event_id BETWEEN ? AND ? GROUP BY t.kind",
    "SELECT item_id, account, -sum(amount) FROM posting WHERE event_id BETWEEN ? AND ? GROUP BY item_id, account",
    "SELECT series, min(number), max(number), count(*) FROM receipt WHERE event_id BETWEEN ? AND ? GROUP BY series",
    "SELECT count(*) FROM receipt_void WHERE event_id BETWEEN ? AND ?",
    "SELECT kind, count(*) FROM event WHERE id BETWEEN ? AND ? GROUP BY kind",
    "SELECT fund, sum(amount) FROM posting WHERE event_id BETWEEN ? AND ? AND account = 'till_cash' GROUP BY fund",
)


def reading(path: Path) -> sqlite3.Connection:
    """Open books for reading with sqlite3 alone, with the cache and mapping that our readers have."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA cache_size = -32000")
    connection.execute("PRAGMA mmap_size = 268435456")
    return connection


def find(connection: sqlite3.Connection, asked: Sequence[tuple[str, str]], limit: int) -> list[Any]:
    """Return the rows behind keys (kind, prefix), asked for one after another until there are enough."""
    found: list[Any] = []
    for kind, prefix in asked:
        found += connection.execute(_FIND, (kind, prefix, prefix + "\U0010ffff", limit)).fetchall()
        if len(found) >= limit:
            break
    return found[:limit]


def totals(connection: sqlite3.Connection, first: int, last: int) -> list[Any]:
    """Return what a Z says of a range of events: tenders, items, receipts, voids, kinds of event, cash by postings."""
    return [connection.execute(sql, (first, last)).fetchall() for sql in _TOTALS]


def journal(books: Path, first: int, last: int, target: Path) -> str:
    """Copy the rows of a day into a file of the journal's own tables, synced, and read it back; returns its SHA-256."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target, uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("ATTACH DATABASE ? AS books", (f"{books.resolve().as_uri()}?mode=ro",))
        connection.execute("BEGIN")
        for statement in schema(2, FORMAT).values():
            connection.execute(statement)
        for table in held_by(FORMAT, (EVENT, *DETAILS, *MASTER)):
            connection.execute(fill_table(table), (first, last))
        connection.execute("COMMIT")
    return _read_back(target)


def read_all(path: Path) -> int:
    """Read every row of books once and hash every body; returns the number of rows."""
    rows = 0
    with closing(reading(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name == "event":
                for (body,) in connection.execute("SELECT body FROM event"):
                    hashlib.sha256(body.encode()).digest()
            for _row in connection.execute(f"SELECT * FROM {name}"):
                rows += 1
    return rows


def copy_and_hash(source: Path, target: Path) -> str:
    """Copy into a new file, sync it, read it back past the cache and return its SHA-256; the file is removed."""
    with source.open("rb") as file, target.open("wb") as copy:
        while block := file.read(_BLOCK_BYTES):
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    digest = _read_back(target)
    target.unlink()
    return digest


def _read_back(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
