"""Machine tables follow from the books: emptied or spoiled, they are made anew as they were."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.books import Books
from db.check import check_books, rebuild_machine
from tests.db.small_books import CASHIER, SteppingClock, new_books, recompute

TABLES = ("open_item", "series", "till_state", "find_key")


@pytest.fixture
def small(path: Path) -> Iterator[Books]:
    books = new_books(path, SteppingClock())
    yield books
    books.close()


def content(books: Books) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(books.path)
    found = {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES}
    connection.close()
    return found


@pytest.mark.parametrize("table", TABLES)
def test_an_emptied_machine_table_is_made_again(small: Books, table: str) -> None:
    before = content(small)
    assert before[table]
    with small.machine() as connection:
        connection.execute(f"DELETE FROM {table}")
    assert content(small) != before
    rebuild_machine(small)
    assert content(small) == before


def test_spoiled_machine_tables_are_put_right_and_the_check_agrees(small: Books) -> None:
    with small.machine() as connection:
        connection.execute("UPDATE open_item SET open = 1")
        connection.execute("UPDATE series SET next = 1")
        connection.execute("UPDATE till_state SET cashier_id = 9")
        connection.execute("INSERT INTO till_state VALUES (7, '2026-01-01', 1, 1)")
        connection.execute("UPDATE find_key SET person_id = 3 WHERE kind = 'room'")
    reader = small.reader()
    codes = {finding.code for finding in check_books(reader, recompute=recompute).findings}
    assert codes == {"open_item_differs", "series_differs", "till_state_differs", "find_key_differs"}
    rebuild_machine(small)
    assert check_books(reader, recompute=recompute).clean
    reader.close()


def test_a_series_that_waits_for_its_first_receipt_keeps_its_beginning(small: Books) -> None:
    with small.machine() as connection:
        connection.execute("INSERT INTO series VALUES ('R2027', 471)")
    rebuild_machine(small)
    with small.transaction("n", staff_id=CASHIER, confirms_date=True) as tx:
        assert tx.take_number("R2027") == 471
