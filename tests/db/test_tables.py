"""Every table belongs to a class, and the columns named in code are the columns there are."""

import sqlite3
from pathlib import Path

import pytest

from db import rows, tables
from db.accounts import CHART, FUNDS, TENDER_ACCOUNT


def columns(path: Path, table: str) -> list[str]:
    connection = sqlite3.connect(path)
    found = [row[0] for row in connection.execute(f"SELECT name FROM pragma_table_info('{table}') ORDER BY cid")]
    connection.close()
    return found


def master(path: Path, sql: str) -> set[str]:
    connection = sqlite3.connect(path)
    found = {row[0] for row in connection.execute(sql)}
    connection.close()
    return found


def test_every_table_belongs_to_exactly_one_class(filled: Path) -> None:
    there = master(
        filled / "books.sqlite", "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    named = [*tables.BOOK, *tables.REGISTERS, *tables.MACHINE]
    assert len(named) == len(set(named))
    assert set(named) == there


def test_every_table_is_strict(filled: Path) -> None:
    loose = master(filled / "books.sqlite", "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict")
    assert {name for name in loose if not name.startswith("sqlite_")} == set()


@pytest.mark.parametrize(("kind", "table"), tables.DETAILS.items(), ids=list(tables.DETAILS.values()))
def test_the_columns_of_a_detail_are_those_of_its_table(filled: Path, kind: type, table: str) -> None:
    assert columns(filled / "books.sqlite", table) == ["event_id", "line", *kind._fields]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("table", "named"), tables.REGISTERS.items(), ids=list(tables.REGISTERS))
def test_the_columns_of_a_register_are_those_of_its_table(filled: Path, table: str, named: tuple[str, ...]) -> None:
    shared = ["row_id", "id", "event_id", "until_event", "salt", "digest", "erased"]
    assert columns(filled / "books.sqlite", table) == [*shared, *named]


def test_no_column_holds_an_inexact_number(filled: Path) -> None:
    for table in (*tables.BOOK, *tables.REGISTERS, *tables.MACHINE):
        types = master(filled / "books.sqlite", f"SELECT type FROM pragma_table_info('{table}')")
        assert types <= {"INTEGER", "TEXT"}, table


def test_every_detail_row_is_one_of_the_known_kinds() -> None:
    assert set(rows.DetailRow.__args__) == set(tables.DETAILS)


def test_every_tender_lies_on_a_known_account() -> None:
    assert set(TENDER_ACCOUNT.values()) <= set(CHART)
    assert len(FUNDS) == 3


def test_the_small_books_hold_something_in_every_book_table(filled: Path) -> None:
    """So that the tests which break a row of each really have one."""
    for table in tables.BOOK:
        assert master(filled / "books.sqlite", f"SELECT 'something' FROM {table}"), table
