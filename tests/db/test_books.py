"""One request, one commit, one or more events: all of it or nothing."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.books import Books, Unbalanced, prepare_bulk
from db.chain import GENESIS, digest_lines, link
from db.check import check_books
from db.faults import BooksFault, ClockFarAhead
from db.numbers import SeriesInUse, start_at
from db.open_items import AlreadySettled
from db.rows import Allocation, Charge, Posting
from tests.db.small_books import (
    CASHIER,
    FEE,
    SteppingClock,
    bill,
    charge_rows,
    fill,
    found,
    new_books,
    open_till,
    pay,
    recompute,
    register,
)

CASH = Posting("operating", "till_cash", 100)
INCOME = Posting("operating", "other_income", -100)


def rows(books: Books, sql: str) -> list[Any]:
    reader = books.reader()
    try:
        fetched: list[Any] = reader.execute_sql(sql).fetchall()
        return fetched
    finally:
        reader.close()


def billed(books: Books) -> Books:
    found(books)
    register(books)
    bill(books, "2026-10")
    return books


def test_the_first_event_is_tied_to_nothing_and_the_next_one_to_it(books: Books) -> None:
    found(books)
    events = rows(books, "SELECT id, body, hash FROM event ORDER BY id")
    previous = GENESIS
    for place, (event_id, body, digest) in enumerate(events, 1):
        assert event_id == place
        assert digest == link(previous, body)
        previous = digest
    assert len(events) == 3


def test_the_body_tells_who_when_where_and_every_row(books: Books) -> None:
    with books.transaction("r", staff_id=CASHIER, till=1, day="2026-11-23") as tx:
        event = tx.post("drawer_opened", {"reason": "找零"}, [CASH, INCOME])
    body = json.loads(rows(books, f"SELECT body FROM event WHERE id = {event.id}")[0][0])
    assert body == {
        "at": "2026-11-23T00:30:01.000Z",
        "day": "2026-11-23",
        "kind": "drawer_opened",
        "reason": "找零",
        "request": ["r", 0],
        "rows": {"posting": [list(CASH), list(INCOME)]},
        "staff": CASHIER,
        "till": 1,
    }


def test_facts_cannot_pretend_to_be_somebody_else(books: Books) -> None:
    with books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("note", {"staff": 99, "kind": "payment"})
    assert rows(books, "SELECT kind, staff_id FROM event") == [("note", CASHIER)]
    assert check_of(books).clean


def check_of(books: Books) -> Any:
    reader = books.reader()
    try:
        return check_books(reader, recompute=recompute)
    finally:
        reader.close()


def test_without_a_day_the_office_date_is_taken(books: Books) -> None:
    with books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("logged_in", {})
    assert rows(books, "SELECT day FROM event") == [("2026-11-23",)]


def post_and_fail(books: Books) -> None:
    with books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("note", {}, [CASH, INCOME])
        assert [tx.take_number("R2026"), tx.take_number("R2026")] == [1, 2]
        raise ZeroDivisionError


def test_an_exception_leaves_nothing_behind(books: Books) -> None:
    billed(books)
    before = rows(books, "SELECT count(*), max(hash) FROM event")
    with pytest.raises(ZeroDivisionError):
        post_and_fail(books)
    assert rows(books, "SELECT count(*), max(hash) FROM event") == before
    assert check_of(books).clean


def test_a_failed_commit_takes_no_number(books: Books) -> None:
    with pytest.raises(ZeroDivisionError):
        post_and_fail(books)
    with books.transaction("s", staff_id=CASHIER) as tx:
        assert tx.take_number("R2026") == 1


def test_each_series_counts_for_itself(books: Books) -> None:
    with books.transaction("r", staff_id=CASHIER) as tx:
        assert [tx.take_number(series) for series in ("R2026", "Z1", "R2026", "R2027")] == [1, 1, 2, 1]


def test_an_unused_series_may_continue_the_receipt_book_and_a_used_one_may_not(books: Books) -> None:
    billed(books)
    with books.transaction("start", staff_id=CASHIER) as tx:
        start_at(tx.connection, "R2026", 471)
        assert tx.next_id("receipt") == 1
    open_till(books)
    pay(books, "pay", 1, FEE)
    assert rows(books, "SELECT number FROM receipt") == [(471,)]
    with pytest.raises(SeriesInUse) as caught, books.transaction("again", staff_id=CASHIER) as tx:
        start_at(tx.connection, "R2026", 1)
    assert (caught.value.series, caught.value.next_number) == ("R2026", 472)
    assert check_of(books).clean


def test_a_request_knows_what_it_posted_before(books: Books) -> None:
    with books.transaction("r", staff_id=CASHIER) as tx:
        assert tx.earlier == ()
        first, second = tx.post("note", {"n": 1}), tx.post("note", {"n": 2})
    with books.transaction("r", staff_id=CASHIER) as tx:
        assert [(e.id, e.kind, e.hash) for e in tx.earlier] == [first, second]


def test_a_second_enter_posts_once(books: Books) -> None:
    billed(books)
    open_till(books)
    assert pay(books, "same", 1, FEE) == pay(books, "same", 1, FEE)
    assert rows(books, "SELECT count(*) FROM receipt") == [(1,)]


def test_a_request_may_be_continued_under_its_own_id(books: Books) -> None:
    for _ in range(2):
        with books.transaction("r", staff_id=CASHIER) as tx:
            tx.post("note", {})
    assert rows(books, "SELECT request_line FROM event ORDER BY id") == [(0,), (1,)]


def test_an_unbalanced_entry_is_refused(books: Books) -> None:
    with pytest.raises(Unbalanced) as caught, books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("payment", {}, [CASH, INCOME._replace(amount=-99)])
    assert (caught.value.kind, caught.value.fund, caught.value.rest_minor) == ("payment", "operating", 1)
    assert rows(books, "SELECT * FROM event") == []


def test_funds_never_balance_each_other(books: Books) -> None:
    with pytest.raises(Unbalanced), books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("payment", {}, [CASH, INCOME._replace(fund="maintenance")])


def test_an_unbalanced_bulk_is_refused(books: Books) -> None:
    with pytest.raises(Unbalanced), books.transaction("r", staff_id=CASHIER) as tx:
        tx.post_bulk("charges_billed", {}, prepare_bulk({Posting: [CASH]}))


def test_a_bulk_event_carries_count_and_digest_instead_of_rows(books: Books) -> None:
    charges = charge_rows(1, "2026-10", range(1, 3))
    with books.transaction("r", staff_id=CASHIER) as tx:
        event = tx.post_bulk("charges_billed", {}, prepare_bulk({Charge: charges}))
    body = json.loads(rows(books, f"SELECT body FROM event WHERE id = {event.id}")[0][0])
    assert body["digests"] == {"charge": {"count": 2, "sha256": digest_lines(charges)}}
    assert "rows" not in body
    assert rows(books, "SELECT charge_id, open FROM open_item") == [(1, FEE), (2, FEE)]


def test_the_same_charge_cannot_be_billed_twice(books: Books) -> None:
    billed(books)
    with pytest.raises(BooksFault), books.transaction("again", staff_id=CASHIER) as tx:
        tx.post_bulk("charges_billed", {}, prepare_bulk({Charge: charge_rows(50, "2026-10", range(1, 2))}))
    assert check_of(books).clean


def test_the_same_charge_cannot_be_settled_twice(books: Books) -> None:
    billed(books)
    with pytest.raises(AlreadySettled) as caught, books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("payment", {}, [Allocation(1, FEE, None), Allocation(1, 1, None)])
    assert (caught.value.charge_id, caught.value.amount_minor) == (1, 1)
    assert check_of(books).clean


def test_what_is_taken_back_is_open_again(books: Books) -> None:
    billed(books)
    for amount, still in ((100, FEE - 100), (FEE - 100, None), (-FEE, FEE)):
        with books.transaction(f"r{amount}", staff_id=CASHIER) as tx:
            tx.post("payment", {}, [Allocation(1, amount, None)])
        assert rows(books, "SELECT open FROM open_item WHERE charge_id = 1") == ([(still,)] if still else [])
    assert check_of(books).clean


def test_a_charge_that_does_not_exist_cannot_be_settled(books: Books) -> None:
    with pytest.raises((AlreadySettled, BooksFault)), books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("payment", {}, [Allocation(1, 5, None)])
    assert rows(books, "SELECT * FROM event") == []


def test_a_clock_set_back_is_noted_before_anything_else(books: Books, clock: SteppingClock) -> None:
    found(books)
    before = clock.moment
    clock.moment -= timedelta(hours=3)
    with books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("logged_in", {})
    kinds = rows(books, "SELECT kind, body FROM event ORDER BY id DESC LIMIT 2")
    assert [kind for kind, _body in kinds] == ["logged_in", "clock_set_back"]
    note = json.loads(kinds[1][1])
    assert note["from"] == before.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert note["to"] == note["at"] < note["from"]


def test_a_retry_after_the_clock_was_set_back_notes_nothing_twice(books: Books, clock: SteppingClock) -> None:
    found(books)
    with books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("logged_in", {})
    clock.moment -= timedelta(hours=3)
    with books.transaction("r", staff_id=CASHIER) as tx:
        assert [e.kind for e in tx.earlier] == ["logged_in"]
    assert rows(books, "SELECT count(*) FROM event WHERE kind = 'clock_set_back'") == [(0,)]


def test_a_clock_far_ahead_posts_nothing_until_the_date_is_confirmed(books: Books, clock: SteppingClock) -> None:
    found(books)
    last = clock.moment
    clock.moment += timedelta(days=3)
    with pytest.raises(ClockFarAhead) as caught, books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("logged_in", {})
    assert (caught.value.last, caught.value.now) == (last, clock.moment)
    assert rows(books, "SELECT count(*) FROM event") == [(3,)]
    with books.transaction("confirm", staff_id=CASHIER, confirms_date=True) as tx:
        tx.post("date_confirmed", {})
    with books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("logged_in", {})
    assert rows(books, "SELECT count(*) FROM event") == [(5,)]


def test_new_books_believe_any_clock(tmp_path: Path) -> None:
    books = new_books(tmp_path / "b.sqlite", SteppingClock(datetime(1999, 1, 1, tzinfo=UTC)))
    found(books)
    assert rows(books, "SELECT substr(at, 1, 10) FROM event LIMIT 1") == [("1999-01-01",)]
    books.close()


def test_equal_steps_make_an_equal_chain(tmp_path: Path) -> None:
    heads = []
    for name in ("a", "b"):
        books = new_books(tmp_path / name / "books.sqlite")
        fill(books)
        heads.append(rows(books, "SELECT hash FROM event ORDER BY id DESC LIMIT 1"))
        books.close()
    assert heads[0] == heads[1]


def test_a_reader_sees_a_commit_and_nothing_before_it(books: Books) -> None:
    reader = books.reader()
    with books.transaction("r", staff_id=CASHIER) as tx:
        tx.post("logged_in", {})
        assert reader.execute_sql("SELECT count(*) FROM event").fetchone() == (0,)
    assert reader.execute_sql("SELECT count(*) FROM event").fetchone() == (1,)
    reader.close()


def test_the_books_are_tidied_after_enough_commits(books: Books) -> None:
    assert not books.tidy(after=3)
    for n in range(3):
        with books.machine() as connection:
            connection.execute("INSERT OR REPLACE INTO job_time VALUES ('journal', ?, '')", (str(n),))
    assert books.tidy(after=3)
    assert not books.tidy(after=3)


def test_a_clock_that_was_dead_for_a_while_and_is_right_again_is_not_called_far_ahead(
    books: Books, clock: SteppingClock
) -> None:
    """The newest event is three days old then; the last known time is not."""
    log_in(books, "before")
    clock.moment -= timedelta(days=3)
    log_in(books, "meanwhile")
    log_in(books, "meanwhile too")
    clock.moment += timedelta(days=3)
    log_in(books, "after")
    kinds = [row[0] for row in rows(books, "SELECT kind FROM event ORDER BY id")]
    assert kinds == ["logged_in", "clock_set_back", "logged_in", "logged_in", "logged_in"]


def test_the_last_known_time_outlives_a_restart(tmp_path: Path, clock: SteppingClock) -> None:
    path = tmp_path / "books.sqlite"
    books = new_books(path, clock)
    log_in(books, "before")
    known = clock.moment
    clock.moment -= timedelta(days=3)
    log_in(books, "meanwhile")
    books.close()
    books = new_books(path, clock)
    clock.moment += timedelta(days=3)
    log_in(books, "after")
    clock.moment += timedelta(days=3)
    with pytest.raises(ClockFarAhead) as caught:
        log_in(books, "much later")
    books.close()
    assert caught.value.last - known < timedelta(minutes=1)


def log_in(books: Books, request: str) -> None:
    with books.transaction(request, staff_id=CASHIER) as tx:
        tx.post("logged_in", {})
