"""The shift through its presenter: the float left, cash in and out, the safe, a break, a hand-over, the late close."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter.presenters.till_view import CountFacts, DayFacts, DifferenceFacts, ListFacts, OpeningFacts, ZFacts
from counter.words import formats
from tests.desk.office import CASHIER, CHANGE_FUND, EVEN, FLOAT, FLOAT_SUM, ODD, OTHER_CASHIER, SUPERVISOR, Desk
from tests.desk.shift import close_leaving, state_of
from tests.presenters.parking import put_aside
from tests.presenters.till_window import Till, closed, good_steps, through_slips, till_office


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


def answer(till: Till, **values: str) -> str:
    assert till.view.asked is not None
    return till.view.asked.answer(values)


# The float


def test_the_float_of_the_morning_is_proposed_to_stay_and_found_again(till: Till) -> None:
    till.begin_close()
    till.count(FLOAT_SUM)
    through_slips(till)
    assert (till.shown.left, till.shown.to_safe) == ("300.00", "0.00")
    till.presenter.close.left.typed("10000", "2")
    assert (till.view.total, till.view.safe) == ("200.00", "100.00")
    till.presenter.confirm()
    assert isinstance(till.shown, ZFacts)
    assert {row.label: row.value for row in till.shown.facts}["Into the safe"] == "100.00"
    till.desk.clock.wait(days=1)
    till.presenter.confirm()
    till.presenter.confirm()
    assert isinstance(till.shown, OpeningFacts)
    assert "last close left" in till.shown.text
    assert till.shown.total == "200.00"
    till.presenter.confirm()
    assert isinstance(till.shown, DayFacts)
    assert till.desk.account("float_left") == 0
    assert till.desk.findings() == []


def test_other_notes_that_make_the_same_sum_are_proposed(till: Till) -> None:
    """In the evening the tens are gone, but a hundred more is there."""
    till.begin_close()
    till.presenter.close.count_typed("10000", "3")
    till.presenter.confirm()
    through_slips(till)
    assert till.shown.left == "300.00"


def test_more_than_was_counted_cannot_stay(till: Till) -> None:
    till.begin_close()
    till.count(FLOAT_SUM)
    through_slips(till)
    till.presenter.close.left.typed("10000", "9")
    till.presenter.confirm()
    assert till.view.said[-1][0] == "risk"
    assert till.events("till_closed") == 0
    till.presenter.close.left.typed("10000", "x")
    till.presenter.confirm()
    assert till.view.wrong[0] == "10000"


@pytest.mark.parametrize(("choice", "account"), [("1", "safe_cash"), ("2", "over_short")])
def test_another_float_than_was_left_is_asked_about(desk: Desk, choice: str, account: str) -> None:
    desk.open()
    close_leaving(desk, FLOAT, FLOAT)
    desk.clock.wait(days=1)
    before = desk.account(account)
    till = Till(desk)
    till.presenter.float_typed("1000", "9")
    till.presenter.confirm()
    assert till.events("till_opened") == 1
    assert answer(till, choice=choice) == ""
    assert "reason" in answer(till, reason=" ").lower()
    assert answer(till, reason="counted again") == ""
    assert isinstance(till.shown, DayFacts)
    assert desk.account(account) - before == 1000
    assert desk.findings() == []
    till.leave()


def test_a_large_difference_in_the_morning_asks_a_second_person(desk: Desk) -> None:
    desk.open()
    close_leaving(desk, FLOAT, FLOAT)
    till = Till(desk)
    till.presenter.float_typed("10000", "1")
    till.presenter.confirm()
    answer(till, choice="2")
    answer(till, reason="one note is missing")
    assert till.events("till_opened") == 1
    till.approve(SUPERVISOR)
    assert till.events("till_opened") == 2
    assert isinstance(till.shown, DayFacts)
    till.leave()


# Cash in and out, the safe


def test_cash_is_paid_in_and_out_with_reason_and_slip(till: Till) -> None:
    till.presenter.cash.ask_in()
    assert answer(till, choice="2") == ""
    assert answer(till, amount="500", reason="") != ""
    assert answer(till, amount="500", reason="change from the bank") == ""
    assert till.said == "Paid in: 500.00. Slip 1"
    till.presenter.cash.ask_out()
    answer(till, choice="2")
    assert "banked and not spent" in answer(till, amount="800.10", reason="bulbs")
    assert answer(till, amount="800", reason="bulbs") == ""
    facts = {row.label: row.value for row in till.shown.facts}
    assert (facts["Paid in"], facts["Paid out"]) == ("500.00 (1)", "800.00 (1)")


def test_a_drop_is_counted_and_witnessed(till: Till) -> None:
    till.desk.pay(EVEN)
    till.presenter.drop()
    assert isinstance(till.shown, CountFacts)
    till.presenter.confirm()
    assert till.events("cash_dropped") == 0
    till.presenter.cash.typed("10000", "4")
    till.presenter.confirm()
    answer(till, choice="1")
    assert till.approval_view.facts is not None
    assert CASHIER.name not in {each.name for each in till.approval_view.facts.people}
    till.approve(OTHER_CASHIER)
    assert till.said == "Dropped: 400.00. Slip 1"
    assert isinstance(till.shown, DayFacts)
    assert till.desk.account("safe_cash") == CHANGE_FUND - FLOAT_SUM + 40_000


def test_who_is_alone_drops_alone_and_esc_drops_nothing(till: Till) -> None:
    till.presenter.drop()
    till.presenter.cash.typed("1000", "3")
    till.presenter.back()
    assert till.events("cash_dropped") == 0
    till.presenter.drop()
    till.presenter.cash.typed("1000", "3")
    till.presenter.confirm()
    answer(till, choice="2")
    assert till.events("cash_dropped") == 1
    assert till.desk.count("approval") == 0


def test_a_full_drawer_is_said_without_its_sum(till: Till) -> None:
    till.desk.pay(EVEN)
    assert till.shown.warning == ""
    till.session.office = replace(till.desk.office, cash_limit=50_000)
    till.presenter.shown()
    assert "drop" in till.shown.warning
    assert not any(figure in till.shown.warning for figure in "0123456789")


# A break


def test_a_break_locks_the_window_and_f9_goes_on(till: Till) -> None:
    till.presenter.in_day(till.presenter.breaks.suspend)
    assert till.locked == 1
    assert (till.shown.held, till.shown.confirm) == (True, "Go on after the break")
    till.presenter.drop()
    assert "on a break" in till.said
    till.session.log_in(OTHER_CASHIER)
    till.presenter.confirm()
    assert till.view.said[-1][0] == "risk"
    till.session.log_in(CASHIER)
    till.presenter.confirm()
    assert (till.shown.held, till.shown.confirm) == (False, "Count and close the day")


# A hand-over


def offered(till: Till, taker: str = "3") -> None:
    till.presenter.in_day(till.presenter.handover.ask_taker)
    assert answer(till, choice=taker) == ""


def taken(till: Till, total: int) -> None:
    """The other cashier logs in and counts a total."""
    till.session.log_in(OTHER_CASHIER)
    till.presenter.shown()
    for face in (10_000, 5000, 2000, 1000, 500, 100, 50, 10):
        till.presenter.handover.typed(str(face), str(total // face))
        total %= face
    till.presenter.confirm()


def test_the_taker_counts_blind_and_runs_the_till(till: Till) -> None:
    till.desk.pay(EVEN)
    offered(till)
    assert till.locked == 1
    assert till.shown.confirm == "Take the offer back"
    expected = till.cash_there()
    till.session.log_in(OTHER_CASHIER)
    till.presenter.shown()
    assert isinstance(till.shown, CountFacts)
    assert formats.money(expected) not in till.shown.note
    taken(till, expected)
    assert isinstance(till.shown, DifferenceFacts)
    assert (till.shown.agrees, till.shown.expected) == (True, formats.money(expected))
    till.presenter.confirm()
    assert isinstance(till.shown, DayFacts)
    assert state_of(till.desk).cashier_id == OTHER_CASHIER.staff_id
    assert {row.label: row.value for row in till.shown.facts}["Hand-over"] == "王芳 to 周杰"


def test_a_difference_at_the_handover_needs_its_reason_and_a_second_person(till: Till) -> None:
    offered(till)
    taken(till, FLOAT_SUM - 5000)
    till.presenter.confirm()
    assert till.view.reason_wrong != ""
    till.presenter.handover.reason_typed("a note is missing")
    till.presenter.confirm()
    assert till.approval_view.facts is not None
    till.approve(SUPERVISOR)
    assert till.events("handover_accepted") == 1
    assert till.desk.account("over_short") == 5000


def test_a_takers_further_count_asks_for_a_reason_and_a_second_person_too(till: Till) -> None:
    offered(till)
    taken(till, FLOAT_SUM - 5000)
    till.presenter.back()
    taken(till, FLOAT_SUM)
    assert (till.shown.agrees, till.shown.needs_second) == (True, True)
    till.presenter.confirm()
    assert till.view.reason_wrong != ""
    till.presenter.handover.reason_typed("a bundle was overlooked")
    till.presenter.confirm()
    till.approve(SUPERVISOR)
    assert till.events("handover_accepted") == 1


def test_the_taker_counts_again_or_rejects_with_a_reason(till: Till) -> None:
    offered(till)
    taken(till, FLOAT_SUM - 5000)
    till.presenter.back()
    assert isinstance(till.shown, CountFacts)
    till.presenter.confirm()
    till.presenter.handover.reject()
    assert answer(till, reason=" ") != ""
    assert answer(till, reason="the notes are mixed") == ""
    assert till.events("handover_rejected") == 1
    assert till.events("handover_counted") == 2
    assert state_of(till.desk).cashier_id == CASHIER.staff_id


def test_the_giver_takes_the_offer_back(till: Till) -> None:
    offered(till)
    till.presenter.confirm()
    assert till.events("handover_withdrawn") == 1
    till.begin_close()
    assert isinstance(till.shown, CountFacts)


# Late, and what lies aside


def test_a_forgotten_day_is_closed_late_with_a_reason_and_a_second_person(till: Till) -> None:
    till.desk.pay(ODD)
    till.desk.clock.wait(days=1)
    till.presenter.shown()
    till.begin_close()
    till.count(till.cash_there())
    through_slips(till)
    assert till.shown.needs_second
    till.presenter.confirm()
    assert "not closed in time" in till.view.reason_wrong
    till.presenter.close.reason_typed("the power was cut")
    till.presenter.confirm()
    till.approve(SUPERVISOR)
    assert isinstance(till.shown, ZFacts)
    assert till.shown.day == "2026-11-23"
    assert till.desk.findings() == []


def test_parked_payments_are_listed_taken_up_or_discarded(till: Till) -> None:
    first, second = put_aside(till.desk, EVEN), put_aside(till.desk, ODD)
    till.presenter.shown()
    assert till.shown.parked == 2
    closed_while_parked(till)
    till.presenter.open_list("parked")
    assert isinstance(till.shown, ListFacts)
    assert [row.cells[0] for row in till.shown.rows] == ["3-2-1201", "3-2-1202"]
    till.presenter.lists.take_up(str(first))
    assert till.taken_up == [first]
    till.presenter.lists.drop(str(second))
    assert [row.id for row in till.shown.rows] == [str(first)]
    till.presenter.lists.drop(str(second))
    assert till.view.said[-1][0] == "risk"


def closed_while_parked(till: Till) -> None:
    closed(till, FLOAT_SUM)
    assert till.view.said[-1][0] == "risk"
    assert till.events("till_closed") == 0
    for _ in range(3):
        till.presenter.back()
