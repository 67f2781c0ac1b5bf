"""Registers: dated versions, and personal data that can be erased without breaking the chain."""

import json
from pathlib import Path
from typing import Any

import pytest

from db import find, registers
from db.books import Books
from db.chain import digest_lines, digest_version
from db.check import Report, check_books
from tests.db.small_books import PEOPLE, SUPERVISOR, fill, found, register, version


def rows(books: Books, sql: str) -> list[Any]:
    reader = books.reader()
    try:
        fetched: list[Any] = reader.execute_sql(sql).fetchall()
        return fetched
    finally:
        reader.close()


def check(books: Books) -> Report:
    reader = books.reader()
    try:
        return check_books(reader)
    finally:
        reader.close()


def change(books: Books, request_id: str, **changes: list[tuple[object, ...]]) -> int:
    with books.transaction(request_id, staff_id=SUPERVISOR) as tx:
        return tx.change("registers_changed", {}, changes).id


def test_a_later_version_ends_the_one_before(books: Books) -> None:
    first = change(books, "a", setting=[(1, "rounding", '"jiao"', "2026-01-01")])
    second = change(books, "b", setting=[(1, "rounding", '"fen"', "2026-06-01")])
    assert rows(books, "SELECT value, event_id, until_event FROM setting ORDER BY row_id") == [
        ('"jiao"', first, second),
        ('"fen"', second, None),
    ]


def test_the_body_carries_count_and_digest_of_the_versions_and_no_name(books: Books) -> None:
    event = change(books, "a", person=list(PEOPLE))
    body = json.loads(rows(books, f"SELECT body FROM event WHERE id = {event}")[0][0])
    digests = rows(books, "SELECT digest FROM person ORDER BY row_id")
    assert body["registers"] == {"person": {"count": len(PEOPLE), "sha256": digest_lines(digests)}}
    assert "陈静" not in json.dumps(body, ensure_ascii=False)


def test_a_digest_is_salted_so_that_a_phone_cannot_be_guessed_back(books: Books) -> None:
    change(books, "a", person=[PEOPLE[0], (9, *PEOPLE[0][1:])])
    (salt, digest), (other_salt, other) = rows(books, "SELECT salt, digest FROM person ORDER BY row_id")
    assert salt != other_salt
    assert digest == digest_version(salt, PEOPLE[0])
    assert digest != digest_version(other_salt, PEOPLE[0])
    assert other == digest_version(other_salt, (9, *PEOPLE[0][1:]))


def test_salts_by_chance_are_long_and_do_not_repeat() -> None:
    salts = {registers.random_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {16}


def test_a_version_with_too_few_columns_is_refused(books: Books) -> None:
    with pytest.raises(ValueError, match="setting: 2 values for 4 columns"):
        change(books, "a", setting=[(1, "rounding")])
    assert rows(books, "SELECT count(*) FROM event") == [(0,)]


def test_a_column_of_a_later_schema_is_digested_only_where_it_is_filled(books: Books) -> None:
    plain = (1, "1", "", "101", "1-101", "flat", 8950, None, None, None, None)
    change(books, "a", unit=[plain, (2, *plain[1:], 8000, None), (3, *plain[1:], None, 4)])
    stored = rows(books, "SELECT salt, digest FROM unit ORDER BY row_id")
    values = (plain, (2, *plain[1:], 8000), (3, *plain[1:], None, 4))
    assert [digest for _, digest in stored] == [
        digest_version(salt, row) for (salt, _), row in zip(stored, values, strict=True)
    ]
    assert check(books).clean


def test_the_next_id_follows_the_greatest_ever_used(books: Books) -> None:
    change(books, "a", person=[(7, "甲", None, None, "person", None)])
    with books.transaction("b", staff_id=SUPERVISOR) as tx:
        assert (tx.next_id("person"), tx.next_id("unit"), tx.next_id("charge")) == (8, 1, 1)


def test_erasing_a_person_empties_every_version_and_keeps_the_chain(books: Books, tmp_path: Path) -> None:
    fill(books)
    assert check(books).erased == 0
    with books.transaction("erase", staff_id=SUPERVISOR) as tx:
        registers.erase_person(tx.connection, 3)
        tx.post("person_erased", {"person": 3})
    report = check(books)
    assert report.findings == ()
    assert report.erased == 2  # two versions were kept of person 3
    assert rows(books, "SELECT DISTINCT erased, salt, name, phone, initials, note FROM person WHERE id = 3") == [
        (1, "", None, None, None, None)
    ]
    content = Path(books.path).read_bytes() + Path(f"{books.path}-wal").read_bytes()
    assert "单志强".encode() in content  # old pages keep it until they are overwritten: the file itself is no eraser


def test_an_erased_person_is_not_found_any_more_but_the_unit_is(books: Books) -> None:
    found(books)
    register(books)
    with books.transaction("erase", staff_id=SUPERVISOR) as tx:
        registers.erase_person(tx.connection, 1)
        tx.post("person_erased", {"person": 1})
    reader = books.reader()
    assert find.search(reader, "name", "陈") == []
    assert [(hit.unit_id, hit.name, hit.phone) for hit in find.search(reader, "room", "3-2-1201")] == [(1, "", "")]
    reader.close()
    assert check(books).clean


def test_a_person_may_be_written_again_after_being_erased(books: Books) -> None:
    found(books)
    register(books)
    with books.transaction("erase", staff_id=SUPERVISOR) as tx:
        registers.erase_person(tx.connection, 1)
        tx.post("person_erased", {"person": 1})
    change(books, "again", person=[version("person", 1, name="新名", phone="13000000000", kind="person")])
    assert check(books).findings == ()
    assert check(books).erased == 1
