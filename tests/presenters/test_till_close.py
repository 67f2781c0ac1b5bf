"""Closing the till through its presenter: count, slips, difference, Z."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.presenters.till_view import (
    CountFacts,
    DayFacts,
    DifferenceFacts,
    SlipFacts,
    SlipVerdict,
    ZFacts,
)
from tests.desk.office import (
    CASHIER,
    EVEN,
    ODD,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    code,
)
from tests.presenters.till_window import Till, closed, good_steps, request_void, through_slips, till_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path / "office") as made:
        yield made


@pytest.fixture
def till(desk: Desk) -> Iterator[Till]:
    desk.open()
    made = Till(desk, steps=good_steps([]))
    yield made
    made.leave()


def test_a_day_that_agrees_closes_without_a_second_person(till: Till) -> None:
    till.desk.pay(EVEN)
    till.begin_close()
    till.count(till.cash_there())
    assert isinstance(till.shown, SlipFacts)
    through_slips(till)
    assert isinstance(till.shown, DifferenceFacts)
    assert till.shown.agrees
    till.presenter.confirm()
    assert isinstance(till.shown, ZFacts)
    assert till.shown.number == "000001"
    assert till.approval_view.facts is None
    assert till.desk.findings() == []


def test_a_difference_within_the_limit_is_booked_and_needs_nobody(till: Till) -> None:
    closed(till, till.cash_there() + 500)
    assert isinstance(till.shown, ZFacts)
    assert till.desk.account("over_short") == -500


def test_a_larger_difference_needs_a_reason_and_a_second_person(till: Till) -> None:
    there = till.cash_there()
    till.begin_close()
    till.count(there - 5000)
    through_slips(till)
    assert till.shown.difference == "−50.00"
    assert till.shown.needs_second
    till.presenter.confirm()
    assert till.view.reason_wrong
    till.presenter.close.reason_typed("a note was given back by mistake")
    till.presenter.confirm()
    facts = till.approval_view.facts
    assert facts is not None
    assert "−50.00" in facts.title
    assert CASHIER.name not in {each.name for each in facts.people}
    assert till.events("till_closed") == 0
    till.approve(SUPERVISOR)
    assert isinstance(till.shown, ZFacts)
    assert till.desk.account("over_short") == 5000


def test_thinking_better_of_it_leaves_the_till_open_and_the_reason_typed(till: Till) -> None:
    till.begin_close()
    till.count(till.cash_there() + 5000)
    through_slips(till)
    till.presenter.close.reason_typed("found under the drawer")
    till.presenter.confirm()
    till.approval.cancelled()
    till.presenter.shown()
    assert till.events("till_closed") == 0
    assert till.shown.reason == "found under the drawer"


def test_going_back_keeps_every_typed_number(till: Till) -> None:
    till.begin_close()
    till.presenter.close.count_typed("2000", "7")
    till.presenter.back()
    assert [type(each) for each in till.view.shown[-1:]] == [DayFacts]
    till.begin_close()
    assert {row.id: row.text for row in till.shown.rows}["2000"] == "7"


def test_a_second_count_is_kept_beside_the_first(till: Till) -> None:
    there = till.cash_there()
    till.begin_close()
    till.count(there - 5000)
    through_slips(till)
    till.presenter.close.recount()
    till.count(there)
    through_slips(till)
    assert till.shown.agrees
    assert till.events("till_counted") == 2
    assert till.shown.needs_second
    till.presenter.confirm()
    assert till.view.reason_wrong
    till.presenter.close.reason_typed("a bundle was overlooked")
    till.presenter.confirm()
    facts = till.approval_view.facts
    assert facts is not None
    assert "the first count differed by −50.00" in facts.text
    till.approve(SUPERVISOR)
    assert isinstance(till.shown, ZFacts)


def test_a_count_put_right_before_anything_was_told_is_one_count(till: Till) -> None:
    there = till.cash_there()
    till.begin_close()
    till.count(there - 5000)
    assert till.events("till_counted") == 0
    till.presenter.back()
    till.count(there)
    through_slips(till)
    assert (till.shown.agrees, till.shown.needs_second, till.events("till_counted")) == (True, False, 1)
    till.presenter.back()
    till.presenter.confirm()
    assert till.events("till_counted") == 1


def test_what_the_books_hold_of_the_slips_is_told_only_once_both_figures_were_confirmed(till: Till) -> None:
    owed = till.desk.owed(ODD)
    till.desk.pay(ODD, tenders=(card(owed),))
    till.begin_close()
    till.count(till.cash_there())
    assert "752.04" not in repr(till.shown)
    till.presenter.close.slip_typed("card", "count", "2")
    till.presenter.close.slip_typed("card", "sum", "8")
    assert till.view.verdicts["card"] == SlipVerdict("none", "")
    till.presenter.confirm()
    assert till.view.verdicts["card"].here == "1 payment, 752.04"
    till.presenter.close.slip_typed("card", "count", "1")
    till.presenter.close.slip_typed("card", "sum", "752.04")
    till.presenter.confirm()
    slips = till.desk.connection.execute("SELECT body FROM event WHERE kind = 'slips_checked' ORDER BY id").fetchall()
    assert [json.loads(row[0])["slips"]["card"]["slip_amount"] for row in slips] == [800, 75204]


def test_money_taken_after_the_count_sends_one_back_to_count(till: Till) -> None:
    till.begin_close()
    till.count(till.cash_there())
    through_slips(till)
    till.desk.pay(EVEN)
    till.presenter.confirm()
    assert isinstance(till.shown, CountFacts)
    assert till.view.said[-1][0] == "risk"
    assert till.events("till_closed") == 0


def test_a_slip_that_differs_is_said_once_and_kept(till: Till) -> None:
    till.desk.pay(ODD, tenders=(card(till.desk.owed(ODD)),))
    till.begin_close()
    till.count(till.cash_there())
    close = till.presenter.close
    close.slip_typed("card", "count", "2")
    close.slip_typed("card", "sum", "800")
    till.presenter.confirm()
    assert till.view.verdicts["card"].state == "different"
    assert "+1" in till.view.verdicts["card"].text
    assert isinstance(till.shown, SlipFacts)
    till.presenter.confirm()
    assert isinstance(till.shown, DifferenceFacts)
    event = till.desk.connection.execute("SELECT max(id) FROM event WHERE kind = 'slips_checked'").fetchone()[0]
    assert till.desk.body(event)["slips"]["card"] == {
        "slip_count": 2, "slip_amount": 80000, "books_count": 1, "books_amount": 75204,
    }  # fmt: skip


@pytest.mark.parametrize(("count", "amount", "where"), [("", "", "card count"), ("1", "", "card sum"),
                                                       ("1", "7,5", "card sum")])  # fmt: skip
def test_a_slip_half_typed_is_not_passed_over(till: Till, count: str, amount: str, where: str) -> None:
    till.desk.pay(ODD, tenders=(card(till.desk.owed(ODD)),))
    till.begin_close()
    till.count(till.cash_there())
    till.presenter.close.slip_typed("card", "count", count)
    till.presenter.close.slip_typed("card", "sum", amount)
    till.presenter.confirm()
    assert till.view.wrong[0] == where
    assert isinstance(till.shown, SlipFacts)


def test_codes_not_seen_yet_are_listed_and_do_not_hold_the_close_up(till: Till) -> None:
    till.desk.pay(THIRD, tenders=(code(till.desk.owed(THIRD)),))
    till.begin_close()
    till.count(till.cash_there())
    assert len(till.shown.codes) == 1
    through_slips(till)
    till.presenter.confirm()
    assert isinstance(till.shown, ZFacts)


def test_an_undecided_request_holds_the_close_up_in_words(till: Till) -> None:
    request_void(till)
    closed(till, till.cash_there())
    assert till.events("till_closed") == 0
    assert till.view.said[-1][0] == "risk"
