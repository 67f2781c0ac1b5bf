"""Two who want the same charge, the same close, the same hand-over: one gets it, the other a sentence."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from counter.desk.close_till import close_till
from counter.desk.drop_cash import drop_cash
from counter.desk.handover import accept, withdraw
from counter.desk.take_payment import PaymentOrder
from db.faults import BooksInUse
from tests.desk.office import CASHIER, EVEN, FLOAT, FLOAT_SUM, OTHER_CASHIER, SUPERVISOR, Desk, desk_at
from tests.desk.shift import count_pieces, offered, said, taker_counts
from tests.faults.office_killed import Act, make_office, outcome, race

forks = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


def opened(desk: Desk) -> None:
    desk.open()


def counted(desk: Desk) -> None:
    desk.open()
    count_pieces(desk, FLOAT)


def taker_counted(desk: Desk) -> None:
    desk.open()
    offered(desk)
    taker_counts(desk, FLOAT_SUM)


def pays(request: str) -> Act:
    """Pay everything the first flat owed when its screen was opened, before anybody took anything."""

    def act(desk: Desk) -> None:
        desk.take(ORDERS.setdefault("shown", desk.order(EVEN)), request)

    return act


ORDERS: dict[str, PaymentOrder] = {}


def closes(request: str, left: int) -> Act:
    def act(desk: Desk) -> None:
        close_till(desk.books, left={1000: left}, **said(desk, cashier=CASHIER, request_id=request))

    return act


def takes_over(desk: Desk) -> None:
    accept(desk.books, **said(desk, taker=OTHER_CASHIER, request_id="taker"))


def takes_back(desk: Desk) -> None:
    withdraw(desk.books, request_id="giver", person=CASHIER, till=1)


def drops(desk: Desk) -> None:
    drop_cash(desk.books, {10_000: 1}, **said(desk, cashier=CASHIER, witness=SUPERVISOR, request_id="same"))


RACES: dict[str, tuple[Act, tuple[Act, Act], set[str]]] = {
    "the same charge": (opened, (pays("first"), pays("second")), {"account_changed"}),
    "the same close": (counted, (closes("first", 10), closes("second", 0)), {"till_not_open"}),
    "the same hand-over": (taker_counted, (takes_over, takes_back), {"no_handover", "not_your_till"}),
}


@pytest.fixture(params=RACES)
def wanted(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, tuple[Act, Act], set[str]]:
    prepare, acts, refusals = RACES[request.param]
    path = make_office(tmp_path, prepare)
    desk = desk_at(path)
    ORDERS.clear()
    ORDERS["shown"] = desk.order(EVEN)
    desk.books.close()
    return path, acts, refusals


def one_won(told: list[dict[str, str]], refusals: set[str]) -> None:
    codes = sorted(each["code"] for each in told)
    assert codes[0] == "", told
    assert codes[1] in refusals, told
    assert all(each["sentence"] for each in told if each["code"]), told


def whole(path: Path) -> None:
    desk = desk_at(path)
    try:
        assert desk.findings() == []
        assert desk.count("receipt") <= 1
        assert desk.count("close") <= 1
    finally:
        desk.books.close()


@forks
@pytest.mark.parametrize("round_", range(3))
def test_of_two_processes_without_a_lock_one_wins(wanted: tuple[Path, tuple[Act, Act], set[str]], round_: int) -> None:
    path, acts, refusals = wanted
    one_won(race(path, acts[::-1] if round_ % 2 else acts), refusals)
    whole(path)


def test_of_two_threads_one_wins(wanted: tuple[Path, tuple[Act, Act], set[str]]) -> None:
    path, acts, refusals = wanted
    desk = desk_at(path)
    both, told = threading.Barrier(2), list[dict[str, str]]()

    def run(act: Act) -> Callable[[], None]:
        def body() -> None:
            both.wait()
            told.append(outcome(desk, act))

        return body

    threads = [threading.Thread(target=run(act)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.books.close()
    one_won(told, refusals)
    whole(path)


@forks
def test_the_same_drop_wanted_by_two_processes_is_made_once(tmp_path: Path) -> None:
    path = make_office(tmp_path, opened)
    assert [each["code"] for each in race(path, (drops, drops))] == ["", ""]
    desk = desk_at(path)
    assert desk.account("till_cash") == FLOAT_SUM - 10_000
    assert desk.findings() == []
    desk.books.close()


def test_with_its_lock_in_place_a_second_writer_does_not_even_open_the_books(tmp_path: Path) -> None:
    path = make_office(tmp_path, opened)
    desk = desk_at(path)
    with pytest.raises(BooksInUse):
        desk_at(path)
    desk.books.close()
