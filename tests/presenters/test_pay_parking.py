"""H and R on the Pay screen: payments put aside and taken up again, notes that are not taken."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk.office import EVEN, ODD
from tests.presenters.pay_window import FIVE, Window, pay_window


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with pay_window(tmp_path) as made:
        yield made


def park(window: Window) -> None:
    window.pay.parking.press()


def test_a_payment_put_aside_comes_back_as_it_was(window: Window) -> None:
    window.open()
    first = window.sheet.lines[0].id
    window.pay.choice.toggle(first)
    window.pay.choice.pay_ahead("2612")
    window.type("600")
    to_pay = window.sheet.sums.to_pay
    park(window)
    assert window.sheet.find == ""
    assert window.totals() == []
    window.open(ODD)
    window.keys.cash()
    park(window)
    assert (window.sheet.sums.to_pay, window.sheet.received) == (to_pay, "600")
    assert [line.tick for line in window.sheet.lines] == [False, True, True, None]
    window.type("600")
    window.keys.cash()
    window.keys.cash()
    assert len(window.totals()) == 1


def test_a_handwritten_receipt_put_aside_is_still_entered_later(window: Window) -> None:
    window.open()
    window.keys.slips.enter_late()
    assert window.answer(form="A17", day="2026-11-20", writer="王芳") == ""
    park(window)
    park(window)
    window.keys.cash()
    noted = window.desk.connection.execute("SELECT printed_number, outcome FROM form").fetchall()
    assert [tuple(row) for row in noted] == [("A17", "used")]


def test_what_was_paid_meanwhile_is_not_asked_for_again(window: Window) -> None:
    window.open()
    park(window)
    window.desk.pay(EVEN, pay_now=FIVE)
    park(window)
    assert window.sheet.sums.to_pay == "501.20"


def test_a_part_that_was_chosen_stays_only_while_the_sum_is_the_same(window: Window) -> None:
    window.open()
    window.pay.choice.pay_now("100")
    park(window)
    park(window)
    assert window.sheet.sums.to_pay == "100.00"
    park(window)
    window.desk.pay(EVEN, pay_now=FIVE)
    park(window)
    assert window.sheet.sums.to_pay == "501.20"


def test_money_that_was_noted_is_never_put_aside(window: Window) -> None:
    window.open()
    window.type("100")
    window.keys.split()
    park(window)
    assert window.sheet.said[0] == "risk"
    assert window.sheet.sums.to_pay != ""
    window.pay.back()
    park(window)
    assert "lies aside" in window.sheet.said[1]


def test_of_several_one_is_chosen_and_none_takes_the_place_of_the_one_in_hand(window: Window) -> None:
    for unit in (EVEN, ODD):
        window.open(unit)
        park(window)
    park(window)
    assert window.sheet.asked is not None
    assert [word.split(",")[0] for _, word in window.sheet.asked.choices] == ["3-2-1201", "3-2-1202"]
    assert window.answer(choice="2") == ""
    assert window.sheet.find == "3-2-1202"
    window.pay.parking.take_up(1)
    assert window.sheet.said[0] == "risk"


def test_with_nothing_aside_and_nothing_in_hand_p_says_so(window: Window) -> None:
    park(window)
    assert window.sheet.said[:2] == ("plain", "No payment lies aside.")


@pytest.mark.parametrize("choice", ["1", "2", "3"])
def test_cash_that_is_not_taken_is_counted_and_the_sum_is_typed_anew(window: Window, choice: str) -> None:
    window.open()
    window.type("800")
    window.pay.parking.ask_refusal()
    assert window.answer(choice=choice) == ""
    assert (window.sheet.received, window.sheet.focus) == ("", "received")
    assert window.totals() == []
    found = window.session.connection.execute("SELECT count(*) FROM event WHERE kind = 'note_refused'").fetchone()
    assert found == (1,)


def test_without_a_payment_in_hand_nothing_is_asked(window: Window) -> None:
    window.pay.parking.ask_refusal()
    assert window.sheet.asked is None


def test_a_full_drawer_asks_for_a_drop_after_the_payment_and_tells_no_sum(window: Window) -> None:
    window.session.office = replace(window.session.office, cash_limit=10_000)
    window.open()
    window.keys.cash()
    assert window.totals() == [3 * FIVE]
    assert window.sheet.said[1] == "Saved. Receipt 2026-000001 – the drawer is full, drop cash now (F4, 8)"
