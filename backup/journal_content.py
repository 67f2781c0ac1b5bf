"""What a journal holds, put together in memory beside the read-only books."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from backup.disk import sha256_of
from backup.journal_book import DETAILS, EVENT
from backup.journal_digest import TABLES, content_digest
from backup.journal_format import (
    APPLICATION_ID,
    FIRST_FORMAT,
    Table,
    View,
    create_table,
    create_view,
    fill_table,
    held_by,
)
from backup.journal_master import MASTER, versions_of
from backup.journal_views import views
from db.accounts import CHART, Account
from db.chain import GENESIS
from db.dialect import UNREADABLE
from db.queries.settings import founding

_CLOSE = (
    "SELECT c.event_id, c.till, c.z_number, c.day, c.first_event,"
    f" coalesce(json_extract(e.body, '$.journal_format'), {FIRST_FORMAT})"
    " FROM books.close c JOIN books.event e ON e.id = c.event_id WHERE c.event_id = ?"
)


class CloseUnknown(Exception):
    """No Z stands at this event, so there is no day to export."""

    code = "close_unknown"

    def __init__(self, close_event: int) -> None:
        super().__init__(close_event)
        self.close_event = close_event


class Day(NamedTuple):
    """The closed day a journal is about, and the format that its Z says its journal has."""

    last_event: int
    till: int
    z_number: int
    day: str
    first_event: int
    form: int

    @property
    def file_name(self) -> str:
        """The journal's name: 2026-11-23_till1_Z000412.sqlite."""
        return f"{self.day}_till{self.till}_Z{self.z_number:06d}.sqlite"


class Built(NamedTuple):
    """A journal as it has to lie on the disk, and its content digest."""

    day: Day
    content: bytes
    digest: str


def build_journal(books_path: Path, close_event: int, folder: Path, program: str) -> Built:
    """Return the journal of the day that an event closed; folder: where the one before it should be.

    Raises CloseUnknown, sqlite3.Error.
    """
    with _beside(books_path) as connection:
        day = _filled(connection, close_event, program)
        before = _previous(connection, books_path, day, folder)
        connection.execute("INSERT INTO about VALUES ('previous_content_digest', ?)", (before,))
        said = content_digest(connection)
        connection.execute("INSERT INTO about VALUES ('content_digest', ?)", (said,))
        connection.execute("COMMIT")
        return Built(day, connection.serialize(), said)


@contextmanager
def _beside(books_path: Path) -> Iterator[sqlite3.Connection]:
    """Open an empty journal in memory with the books attached for reading, in one transaction."""
    with closing(sqlite3.connect(":memory:", uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("ATTACH DATABASE ? AS books", (f"{books_path.resolve().as_uri()}?mode=ro",))
        connection.execute("BEGIN")
        yield connection


def _filled(connection: sqlite3.Connection, close_event: int, program: str) -> Day:
    row = connection.execute(_CLOSE, (close_event,)).fetchone()
    if row is None:
        raise CloseUnknown(close_event)
    day = Day(*row)
    founded = founding(connection)  # the journal has no tables yet: the books' own are read
    digits = int(founded.get("currency", {}).get("digits", 2))
    connection.execute(f"PRAGMA user_version = {day.form}")
    for statement in schema(digits, day.form).values():
        connection.execute(statement)
    for table in held_by(day.form, (EVENT, *DETAILS, *MASTER, versions_of(day.form))):
        connection.execute(fill_table(table), (day.first_event, day.last_event))
    connection.executemany("INSERT INTO account VALUES (?, ?, ?, ?)", _accounts(connection))
    connection.executemany("INSERT INTO README VALUES (?, ?, ?, ?, ?)", readme(digits, day.form))
    connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(_about(connection, day, founded, program).items()))
    return day


def _accounts(connection: sqlite3.Connection) -> list[Account]:
    used = {row[0] for row in connection.execute("SELECT DISTINCT account FROM posting")}
    return [account for name, account in sorted(CHART.items()) if name in used]


def schema(digits: int, form: int) -> dict[str, str]:
    """Return the SQL of every table and view of a format by name, for a currency with so many decimal places."""
    tables = {table.name: create_table(table) for table in held_by(form, TABLES)}
    return tables | {view.name: create_view(view) for view in held_by(form, views(digits))}


def readme(digits: int, form: int) -> list[tuple[int, str, str, str, str]]:
    """Return the rows of README of a format for a currency with so many decimal places."""
    rows = []
    parts: tuple[Table | View, ...] = (*held_by(form, TABLES), *held_by(form, views(digits)))
    for part in parts:
        rows.append((part.name, "", part.zh, part.en))
        rows += [(part.name, column.name, column.zh, column.en) for column in part.columns]
    return [(place, *row) for place, row in enumerate(rows, start=1)]


def _about(connection: sqlite3.Connection, day: Day, founded: dict[str, Any], program: str) -> dict[str, str]:
    before = connection.execute("SELECT hash FROM books.event WHERE id = ?", (day.first_event - 1,)).fetchone()
    head = connection.execute("SELECT hash FROM event WHERE id = ?", (day.last_event,)).fetchone()
    estate, currency = founded.get("estate", {}), founded.get("currency", {})
    return {
        "format": str(day.form),
        "program": program,
        "books_id": str(founded.get("books_id", "")),
        "books_kind": str(founded.get("books_kind", "")),
        "estate_zh": str(estate.get("zh", "")),
        "estate_en": str(estate.get("en", "")),
        "currency": str(currency.get("code", "")),
        "currency_digits": str(currency.get("digits", 2)),
        "till": str(day.till),
        "z_number": str(day.z_number),
        "day": day.day,
        "first_event": str(day.first_event),
        "last_event": str(day.last_event),
        "previous_hash": before[0] if before else GENESIS,
        "chain_head": head[0],
    }


def _previous(connection: sqlite3.Connection, books_path: Path, day: Day, folder: Path) -> str:
    """Return the content digest of the journal before this one, "" for the first.

    What the file in the folder says is taken where the chain carries its digest; else it is computed anew from the
    books, so that exporting again gives the same whatever became of the files.
    """
    row = connection.execute(_CLOSE, (day.first_event - 1,)).fetchone()
    if row is None:
        return ""
    before = Day(*row)
    done = connection.execute(
        "SELECT digest FROM books.close_step WHERE close_event = ? AND step = 'journal'", (before.last_event,)
    ).fetchone()
    file = folder / before.file_name
    claimed = said_by(file)
    if done and claimed and done[0] in (claimed, sha256_of(file)):
        return claimed
    with _beside(books_path) as again:
        _filled(again, before.last_event, "")
        return content_digest(again)


def open_journal(path: Path) -> sqlite3.Connection:
    """Open a journal for reading; nothing is written beside it, wherever it lies."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def said_by(path: Path) -> str:
    """Return the content digest that a journal file claims, "" where it has none."""
    try:
        with closing(open_journal(path)) as connection:
            row = connection.execute("SELECT value FROM about WHERE key = 'content_digest'").fetchone()
            return str(row[0]) if row else ""
    except UNREADABLE:
        return ""
