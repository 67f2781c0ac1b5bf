"""The change fund: what lies in the safe beside the takings, so that no float comes out of nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.approve import ReasonMissing, SelfApproval
from counter.desk.change_fund import ChangeFundAgain, NoChangeFund, SafeHoldsLess, enter_change_fund, entered
from counter.desk.close_till import DifferenceUnexplained
from counter.desk.open_till import Explained
from counter.desk.people import Person
from counter.rules.permissions import NotAllowed
from counter.words.errors import explain
from db.queries import safe
from db.rows import Posting
from tests.desk.office import (
    CASHIER,
    CHANGE_FUND,
    FLOAT,
    FLOAT_SUM,
    MANAGER,
    SUPERVISOR,
    Desk,
    HandClock,
    desk_at,
    furnish,
    open_office_books,
)
from tests.desk.shift import close_leaving, open_with, paid_in


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Desk]:
    """An office whose books began without a change fund."""
    books = open_office_books(tmp_path / "books.sqlite", HandClock())
    furnish(books, change_fund=0)
    books.close()
    desk = desk_at(tmp_path / "books.sqlite")
    yield desk
    desk.books.close()


def enter(
    desk: Desk, amount: int, reason: str = "counted", clerk: Person = MANAGER, second: Person | None = None
) -> int:
    done = enter_change_fund(desk.books, amount, reason, request_id=desk.request(), clerk=clerk, second=second)
    return done.in_safe


def test_a_float_does_not_come_out_of_a_safe_that_holds_nothing_and_the_sentence_says_what_to_do(bare: Desk) -> None:
    with pytest.raises(SafeHoldsLess) as refused:
        bare.open()
    told = explain(refused.value, bare.words)
    assert told is not None
    assert "F10" in told.next_step
    assert (bare.account("safe_cash"), bare.account("till_cash")) == (0, 0)
    assert enter(bare, FLOAT_SUM) == FLOAT_SUM
    bare.open()
    assert (bare.account("safe_cash"), bare.account("till_cash")) == (0, FLOAT_SUM)
    with pytest.raises(SafeHoldsLess):
        paid_in(bare, 1, "safe")
    assert bare.findings() == []


def test_a_till_without_a_float_opens_all_the_same(bare: Desk) -> None:
    open_with(bare, {})
    assert bare.account("till_cash") == 0


def test_the_first_one_carries_its_reason_and_a_second_one_its_second_person(bare: Desk) -> None:
    for amount, reason, refusal in ((0, "x", NoChangeFund), (-1, "x", NoChangeFund), (1, " ", ReasonMissing)):
        with pytest.raises(refusal):
            enter(bare, amount, reason)
    with pytest.raises(NotAllowed):
        enter(bare, 1, clerk=CASHIER)
    enter(bare, 20_000)
    with pytest.raises(ChangeFundAgain):
        enter(bare, 10_000)
    with pytest.raises(SelfApproval):
        enter(bare, 10_000, second=MANAGER)
    assert enter(bare, 10_000, second=SUPERVISOR) == entered(bare.connection) == 30_000
    assert bare.count("approval") == 1


def test_the_same_request_enters_it_once(bare: Desk) -> None:
    for _twice in range(2):
        done = enter_change_fund(bare.books, 500, "counted", request_id="same", clerk=MANAGER)
        assert (done.amount, done.in_safe) == (500, 500)


def test_books_whose_safe_is_below_nothing_are_put_right(bare: Desk) -> None:
    with bare.books.transaction("old", staff_id=1) as tx:  # a float of an earlier release
        rows = [Posting("operating", "bank", 5000), Posting("operating", "safe_cash", -5000, tender="cash")]
        tx.post("cash_banked", {"bagged": 0}, rows)
    assert safe.below_nothing(bare.connection) == 5000
    enter(bare, 5000)
    assert (safe.below_nothing(bare.connection), bare.account("safe_cash")) == (0, 0)


def test_more_float_than_the_safe_holds_is_refused_in_the_morning_too(desk: Desk) -> None:
    close_leaving(desk, FLOAT, FLOAT)
    desk.clock.wait(days=1)
    with pytest.raises(SafeHoldsLess):
        open_with(desk, {10_000: CHANGE_FUND // 10_000 + 10}, Explained("safe", "more change"))


def test_a_float_that_went_into_the_safe_unseen_takes_a_second_person_above_the_limit(desk: Desk) -> None:
    close_leaving(desk, FLOAT, FLOAT)
    desk.clock.wait(days=1)
    less = {10_000: 1, 1000: 10}
    with pytest.raises(DifferenceUnexplained):
        open_with(desk, less, Explained("safe", "put away", limit=1000))
    open_with(desk, less, Explained("safe", "put away", 1000, SUPERVISOR))
    assert (desk.count("approval"), desk.account("safe_cash")) == (1, CHANGE_FUND - FLOAT_SUM + 10_000)
