"""Book tables only grow; register versions are written once, closed once and erased once."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import dialect, tables
from tests.db.small_books import CASHIER


@pytest.fixture
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """The small books as any program sees them that is not ours: nothing set but what the file itself says."""
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


def first(connection: sqlite3.Connection, table: str) -> tuple[object, ...]:
    row: tuple[object, ...] = connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
    assert row
    return row


@pytest.mark.parametrize("table", tables.BOOK)
def test_a_book_row_cannot_be_changed(raw: sqlite3.Connection, table: str) -> None:
    column = raw.execute(f"SELECT name FROM pragma_table_info('{table}') LIMIT 1 OFFSET 1").fetchone()[0]
    with pytest.raises(sqlite3.IntegrityError, match=f"append-only: {table}$"):
        raw.execute(f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("table", tables.BOOK)
def test_a_book_row_cannot_be_removed(raw: sqlite3.Connection, table: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"append-only: {table}$"):
        raw.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", tables.BOOK)
def test_a_book_row_cannot_be_replaced_even_with_plain_settings(raw: sqlite3.Connection, table: str) -> None:
    row = first(raw, table)
    assert raw.execute("PRAGMA recursive_triggers").fetchone() == (0,)
    with pytest.raises(sqlite3.IntegrityError, match=f"append-only: {table}$"):
        raw.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    assert first(raw, table) == row


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("event", {"id": 99}),  # UNIQUE(request_id, request_line)
        ("charge", {"id": 99}),  # UNIQUE(unit_id, item_id, first, revision)
        ("receipt", {"id": 99}),  # UNIQUE(series, number)
        ("copy", {"line": 99}),  # UNIQUE(receipt_id, copy_number)
        ("close", {"line": 99}),  # UNIQUE(till, z_number)
        ("receipt_void", {"line": 99}),  # UNIQUE(receipt_id)
    ],
)
def test_our_own_writer_refuses_to_replace_by_another_unique_key(
    path: Path, table: str, columns: dict[str, int]
) -> None:
    database = dialect.writer(path)
    connection = database.connection()
    names = [row[0] for row in connection.execute(f"SELECT name FROM pragma_table_info('{table}')")]
    row = dict(zip(names, first(connection, table), strict=True)) | columns
    places = ", ".join("?" * len(names))
    with pytest.raises(sqlite3.IntegrityError, match=f"append-only: {table}$"):
        connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({places})", list(row.values()))
    database.close()


@pytest.mark.parametrize("table", tables.REGISTERS)
def test_a_register_version_cannot_be_removed(raw: sqlite3.Connection, table: str) -> None:
    _at_least_one(raw, table)
    with pytest.raises(sqlite3.IntegrityError, match=f"dated register: {table}$"):
        raw.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", tables.REGISTERS)
def test_a_register_version_cannot_be_rewritten(raw: sqlite3.Connection, table: str) -> None:
    _at_least_one(raw, table)
    for column in ("row_id", "id", "event_id", "digest", "salt", *tables.REGISTERS[table]):
        with pytest.raises(sqlite3.IntegrityError, match=f"dated register: {table}$"):
            raw.execute(f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("table", tables.REGISTERS)
def test_a_register_version_cannot_be_replaced(raw: sqlite3.Connection, table: str) -> None:
    _at_least_one(raw, table)
    row = first(raw, table)
    with pytest.raises(sqlite3.IntegrityError, match=f"dated register: {table}$"):
        raw.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def test_a_version_that_has_ended_does_not_begin_again(raw: sqlite3.Connection) -> None:
    assert raw.execute("SELECT count(*) FROM person WHERE until_event IS NOT NULL").fetchone() == (1,)
    with pytest.raises(sqlite3.IntegrityError, match=r"dated register: person$"):
        raw.execute("UPDATE person SET until_event = NULL WHERE until_event IS NOT NULL")


def test_an_erased_person_cannot_be_filled_again(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE person SET erased = 1, salt = '', name = NULL WHERE row_id = 1")
    with pytest.raises(sqlite3.IntegrityError, match=r"dated register: person$"):
        raw.execute("UPDATE person SET name = '陈静' WHERE row_id = 1")


def test_a_number_cannot_hold_text(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER column"):
        raw.execute("INSERT INTO posting VALUES (22, 99, 'operating', 'till_cash', 'much', 1, 1, '', 1, '')")


def test_half_a_fen_cannot_be_stored(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store REAL value in INTEGER column"):
        raw.execute("INSERT INTO posting VALUES (22, 99, 'operating', 'till_cash', 0.5, 1, 1, '', 1, '')")


def test_nobody_approves_their_own_request(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        raw.execute("INSERT INTO approval VALUES (22, 0, 'void', '', ?, ?, 'granted', '')", (CASHIER, CASHIER))


def _at_least_one(connection: sqlite3.Connection, table: str) -> None:
    """Not every register has something in the small books: a guard only shows itself on a row."""
    if connection.execute(f"SELECT 1 FROM {table}").fetchone() is None:
        connection.execute(f"INSERT INTO {table}(id, event_id, salt, digest) VALUES (1, 1, '', '')")
