"""PINs: the right one opens, wrong ones wait longer and longer, and a restart forgives nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.people import PinLocked, PinTooShort, UnknownStaff, WrongPin, hash_pin, log_in, prove
from db.books import Books
from tests.desk.office import CASHIER, SUPERVISOR, HandClock, furnish, open_office_books, version


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="module")
def pin_hash() -> str:
    return hash_pin("2580")


@pytest.fixture
def books(tmp_path: Path, clock: HandClock, pin_hash: str) -> Iterator[Books]:
    opened = open_office_books(tmp_path / "books.sqlite", clock)
    furnish(opened, {CASHIER.staff_id: pin_hash})
    yield opened
    opened.close()


def wrong(books: Books, times: int = 1) -> WrongPin:
    for _ in range(times - 1):
        wrong(books)
    with pytest.raises(WrongPin) as refused:
        prove(books, CASHIER.staff_id, "0000")
    return refused.value


def events(books: Books, kind: str) -> int:
    found: int = books.database.connection().execute("SELECT count(*) FROM event WHERE kind = ?", (kind,)).fetchone()[0]
    return found


def test_the_right_pin_names_the_person(books: Books) -> None:
    assert prove(books, CASHIER.staff_id, "2580") == CASHIER
    assert prove(books, CASHIER.staff_id, "２５８０") == CASHIER
    for _ in range(2):
        log_in(books, "in", CASHIER, 1)
    assert events(books, "logged_in") == 1


def test_a_pin_without_a_hash_opens_nothing(books: Books) -> None:
    with pytest.raises(WrongPin):
        prove(books, SUPERVISOR.staff_id, "none")


def test_the_first_two_wrong_pins_cost_no_time_and_then_it_doubles(books: Books, clock: HandClock) -> None:
    waits = []
    for _ in range(12):
        refused = wrong(books)
        waits.append(refused.wait_seconds)
        clock.wait(seconds=refused.wait_seconds)
    assert waits == [0, 0, 15, 30, 60, 120, 240, 480, 960, 1800, 1800, 1800]
    assert events(books, "log_in_failed") == 12


def test_while_it_waits_even_the_right_pin_is_not_asked(books: Books, clock: HandClock) -> None:
    assert wrong(books, 3).wait_seconds == 15
    clock.wait(seconds=14)
    with pytest.raises(PinLocked) as refused:
        prove(books, CASHIER.staff_id, "2580")
    assert refused.value.wait_seconds == 1
    clock.wait(seconds=1)
    assert prove(books, CASHIER.staff_id, "2580") == CASHIER


def test_a_clock_set_forward_does_not_end_the_wait(books: Books, clock: HandClock) -> None:
    assert wrong(books, 3).wait_seconds == 15
    clock.set_forward(minutes=40)
    with pytest.raises(PinLocked) as refused:
        prove(books, CASHIER.staff_id, "2580")
    assert refused.value.wait_seconds == 15
    clock.wait(seconds=15)
    assert prove(books, CASHIER.staff_id, "2580") == CASHIER
    assert wrong(books).wait_seconds == 0


def test_the_right_pin_begins_the_count_anew(books: Books) -> None:
    wrong(books, 2)
    prove(books, CASHIER.staff_id, "2580")
    assert wrong(books, 2).wait_seconds == 0


def test_a_restart_forgives_nothing(books: Books, clock: HandClock) -> None:
    wrong(books, 4 - 1)
    path = Path(books.path)
    books.close()
    again = open_office_books(path, clock)
    try:
        with pytest.raises(PinLocked):
            prove(again, CASHIER.staff_id, "2580")
    finally:
        again.close()
        books.database.connect(reuse_if_open=True)


def test_one_persons_wrong_pins_do_not_lock_another(books: Books, pin_hash: str) -> None:
    wrong(books, 3)
    with books.transaction("pin", staff_id=1) as tx:
        row = version("staff", 3, name=SUPERVISOR.name, role="supervisor", pin_hash=pin_hash, since="2020-01-01")
        tx.change("staff_changed", {}, {"staff": [row]})
    assert prove(books, SUPERVISOR.staff_id, "2580") == SUPERVISOR


def test_who_left_is_unknown_from_that_day(books: Books, clock: HandClock, pin_hash: str) -> None:
    with books.transaction("leaves", staff_id=1) as tx:
        columns = {"name": CASHIER.name, "role": "cashier", "pin_hash": pin_hash, "since": "2020-01-01"}
        tx.change("staff_changed", {}, {"staff": [version("staff", 2, until="2026-11-24", **columns)]})
    assert prove(books, CASHIER.staff_id, "2580") == CASHIER
    clock.wait(days=1)
    with pytest.raises(UnknownStaff):
        prove(books, CASHIER.staff_id, "2580")
    with pytest.raises(UnknownStaff):
        prove(books, 99, "2580")


@pytest.mark.parametrize("pin", ["", "123", "12a4", "１２３", "²²²²"])
def test_a_pin_has_at_least_four_figures(pin: str) -> None:
    with pytest.raises(PinTooShort):
        hash_pin(pin)
