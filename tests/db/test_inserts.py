"""Rows come into their table whole and in order, however many there are."""

import sqlite3

import pytest

from db.inserts import _TOGETHER, insert, insert_details


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE detail(event_id INTEGER, line INTEGER, a TEXT, b INTEGER)")
    return connection


@pytest.mark.parametrize("count", [0, 1, 2, _TOGETHER - 1, _TOGETHER, _TOGETHER + 1, 3 * _TOGETHER + 5])
def test_the_lines_of_an_event_count_from_nought_without_a_gap(connection: sqlite3.Connection, count: int) -> None:
    rows = [(f"row {n}", n * n) for n in range(count)]
    insert_details(connection, "detail", ("a", "b"), rows, 7)
    found = connection.execute("SELECT * FROM detail ORDER BY rowid").fetchall()
    assert found == [(7, n, *row) for n, row in enumerate(rows)]


@pytest.mark.parametrize("count", [0, 1, _TOGETHER, 2 * _TOGETHER + 1])
def test_rows_without_an_event_are_inserted_as_they_are(connection: sqlite3.Connection, count: int) -> None:
    rows = [(f"row {n}", n) for n in range(count)]
    insert(connection, "detail", ("a", "b"), rows)
    assert connection.execute("SELECT a, b FROM detail ORDER BY rowid").fetchall() == rows
