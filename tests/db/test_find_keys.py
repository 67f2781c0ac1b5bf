"""Find: every key a unit may be asked for by, kept up to date with the registers."""

from collections.abc import Sequence

import pytest

from db import find
from db.books import Books
from db.check import check_books, rebuild_machine
from tests.db.small_books import HOLDINGS, PEOPLE, SUPERVISOR, UNITS, found, register


@pytest.fixture
def estate(books: Books) -> Books:
    found(books)
    register(books)
    return books


def units(books: Books, kind: str, text: str, limit: int = 20) -> list[int]:
    reader = books.reader()
    try:
        return [hit.unit_id for hit in find.search(reader, kind, text, limit)]
    finally:
        reader.close()


def change(books: Books, request_id: str, **changes: Sequence[tuple[object, ...]]) -> None:
    with books.transaction(request_id, staff_id=SUPERVISOR) as tx:
        tx.change("registers_changed", {}, changes)
    reader = books.reader()
    assert check_books(reader).clean, "the keys that were followed are not the keys of a fresh index"
    reader.close()


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("room", "3-2-12", [1, 2]),
        ("room", "3-2-1202", [2]),
        ("room", "商铺s", [3]),
        ("compact", "321201", [1]),
        ("compact", "B1023", [4]),
        ("name", "陈", [1, 4]),
        ("name", "静", [1, 4]),
        ("name", "娜娜", [2]),
        ("name", "娜", [2]),  # once, though it is there twice
        ("name", "志强", [3]),
        ("initials", "oy", [2]),
        ("initials", "OYNN", [2]),
        ("phone", "8000", [1, 4]),
        ("phone", "5678", [2]),
        ("plate", "粤B1", [4]),
        ("plate", "b12345", [4]),
        ("name", "李", []),
        ("phone", "1380", []),  # a phone is known by its tail
        ("room", "", []),
    ],
)
def test_a_unit_is_found_by(estate: Books, kind: str, text: str, expected: list[int]) -> None:
    assert sorted(units(estate, kind, text)) == expected


def test_a_hit_tells_whom_it_was_found_by(estate: Books) -> None:
    reader = estate.reader()
    assert find.search(reader, "name", "欧阳") == [find.Hit(2, "3-2-1202", "flat", 2, "欧阳娜娜", "13912345678")]
    assert find.search(reader, "room", "商铺") == [find.Hit(3, "商铺S-12", "shop", 0, "单志强", "")]
    reader.close()


def test_no_more_is_returned_than_asked_for(estate: Books) -> None:
    assert len(units(estate, "room", "3", limit=1)) == 1


def test_signs_that_mean_something_to_a_database_are_plain_text(estate: Books) -> None:
    for text in ("%", "_", "*", "'", '"', "--", "\U0010ffff"):
        assert units(estate, "name", text) == []


def test_a_new_name_is_found_and_the_old_one_is_not(estate: Books) -> None:
    change(estate, "a", person=[(1, "陈晶晶", "13800138000", "cjj", "person", None)])
    assert (units(estate, "name", "晶"), units(estate, "name", "静")) == ([1, 4], [])


def test_a_unit_with_another_number_is_found_by_that(estate: Books) -> None:
    change(estate, "a", unit=[(1, "3", "2", "1301", "3-2-1301", *UNITS[0][5:])])
    assert (units(estate, "room", "3-2-1301"), units(estate, "room", "3-2-1201")) == ([1], [])


def test_who_sold_is_not_found_any_more(estate: Books) -> None:
    sold = (1, 1, 1, "owner", "2020-05-01", "2026-11-01", None)
    bought = (5, 1, 2, "owner", "2026-11-01", None, None)
    change(estate, "a", holding=[sold, bought])
    assert (units(estate, "name", "陈"), sorted(units(estate, "name", "欧阳"))) == ([4], [1, 2])


def test_a_holding_that_was_entered_on_the_wrong_unit_leaves_it(estate: Books) -> None:
    change(estate, "a", holding=[(1, 3, *HOLDINGS[0][2:])])
    assert sorted(units(estate, "name", "陈静")) == [3, 4]


def test_a_car_that_moves_to_another_unit_leaves_the_old_one(estate: Books) -> None:
    change(estate, "a", vehicle=[(1, 1, "粤B12345", "2021-01-01", None)])
    assert units(estate, "plate", "粤B") == [1]


def test_a_person_and_the_holding_may_change_together(estate: Books) -> None:
    change(
        estate, "a", person=[(4, "新业主", "13500000000", "xyz", "person", None)],
        holding=[(1, 1, 4, "owner", "2026-11-01", None, None)],
    )  # fmt: skip
    assert (units(estate, "phone", "0000"), units(estate, "name", "陈")) == ([1], [4])


def test_a_whole_new_estate_is_indexed_at_once(estate: Books) -> None:
    many = [(n, "9", "1", str(n), f"9-1-{n}", "flat", 8000, None, None, None, None) for n in range(1000, 1600)]
    change(estate, "a", unit=many)
    assert units(estate, "room", "9-1-1599") == [1599]


def test_a_rebuilt_index_finds_the_same(estate: Books) -> None:
    before = [units(estate, kind, text) for kind, text in (("name", "陈"), ("room", "3"), ("plate", "B"))]
    with estate.machine() as connection:
        connection.execute("DELETE FROM find_key")
    assert units(estate, "name", "陈") == []
    rebuild_machine(estate)
    assert [units(estate, kind, text) for kind, text in (("name", "陈"), ("room", "3"), ("plate", "B"))] == before


def test_every_search_goes_through_the_index(estate: Books) -> None:
    reader = estate.reader()
    steps = reader.execute_sql(f"EXPLAIN QUERY PLAN {find._SEARCH}", ("name", "a", "b")).fetchall()
    reader.close()
    plan = " ".join(step[3] for step in steps)
    assert "SEARCH k USING PRIMARY KEY (kind=? AND key>? AND key<?)" in plan
    assert "SCAN" not in plan
    # Only the few holders of one unit are sorted, never the keys that fit.
    assert not any("TEMP B-TREE" in step[3] for step in steps if step[1] == 0)


def test_a_name_that_was_never_known_hides_nothing_else(estate: Books) -> None:
    change(estate, "a", person=[(5, None, "13611110000", None, "person", None)],
           holding=[(6, 2, 5, "occupier", "2026-01-01", None, "[1]")])  # fmt: skip
    assert units(estate, "name", PEOPLE[1][1] or "") == [2]
