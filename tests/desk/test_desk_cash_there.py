"""Neither drawer nor safe gives out cash it does not hold, and takings do not come back from the safe to be spent."""

from collections.abc import Callable

import pytest

from counter.desk.change_fund import SafeHoldsLess
from counter.desk.drawer import NotEnoughCash
from counter.desk.drop_cash import DropsTooMuch
from counter.desk.void_receipt import void_receipt
from counter.rules.banking import SpendsTakings
from counter.words import Words
from counter.words.errors import explain
from counter.words.words import Language
from tests.desk.office import CASHIER, CHANGE_FUND, EVEN, FLOAT_SUM, FUNDED, ODD, SUPERVISOR, THIRD, Desk, card
from tests.desk.shift import drawer_now, dropped, paid_in, paid_out


def nothing_posted(desk: Desk, act: Callable[[], object], refusal: type[Exception]) -> Exception:
    """See an act refused, and that it left no event and no cash moved; returns the refusal."""
    before = desk.count("event"), desk.account("till_cash"), desk.account("safe_cash")
    with pytest.raises(refusal) as refused:
        act()
    assert (desk.count("event"), desk.account("till_cash"), desk.account("safe_cash")) == before
    assert desk.findings() == []
    return refused.value


LANGUAGES: tuple[Language, ...] = ("en", "zh_CN")


def told(refused: Exception, language: Language = "en") -> str:
    explained = explain(refused, Words.load(language))
    assert explained is not None
    return explained.whole


# Takings are not spent


def test_takings_that_were_dropped_do_not_come_back_from_the_safe_to_be_spent(desk: Desk) -> None:
    for unit in (EVEN, ODD, THIRD):
        desk.pay(unit, rounding=0)
    dropped(desk, {10_000: 10})
    paid_in(desk, 70_000, "safe")
    refused = nothing_posted(desk, lambda: paid_out(desk, FLOAT_SUM + 1, "expense"), SpendsTakings)
    assert isinstance(refused, SpendsTakings)
    assert (refused.allowed_minor, refused.wanted_minor) == (FLOAT_SUM, FLOAT_SUM + 1)
    paid_out(desk, FLOAT_SUM, "expense")
    nothing_posted(desk, lambda: paid_out(desk, 1), SpendsTakings)


@pytest.mark.parametrize("source", ["bank", "petty_cash"])
def test_what_came_from_the_bank_or_petty_cash_may_be_paid_out(desk: Desk, source: str) -> None:
    paid_in(desk, 10_000, source)
    paid_out(desk, FLOAT_SUM + 10_000, "expense")
    assert drawer_now(desk).cash_expected == 0


def test_the_refusal_does_not_say_how_takings_could_be_spent_all_the_same(desk: Desk) -> None:
    refused = nothing_posted(desk, lambda: paid_out(desk, FLOAT_SUM + 1), SpendsTakings)
    text = told(refused)
    assert "petty cash" in text
    assert "pay cash in" not in text
    assert "safe" not in text


# The safe


def test_no_more_comes_out_of_the_safe_than_lies_in_it(desk: Desk) -> None:
    desk.pay(EVEN, rounding=0)
    nothing_posted(desk, lambda: paid_in(desk, CHANGE_FUND - FLOAT_SUM + 1, "safe"), SafeHoldsLess)
    dropped(desk, {10_000: 7})
    lies_there = desk.account("safe_cash")
    assert lies_there == CHANGE_FUND + 70_000 - FLOAT_SUM
    refused = nothing_posted(desk, lambda: paid_in(desk, lies_there + 1, "safe"), SafeHoldsLess)
    assert isinstance(refused, SafeHoldsLess)
    assert refused.wanted_minor == lies_there + 1
    paid_in(desk, lies_there, "safe", request_id="same")
    paid_in(desk, lies_there, "safe", request_id="same")
    assert desk.account("safe_cash") == 0


def test_cash_of_another_fund_in_the_safe_is_no_change_for_the_till(desk: Desk) -> None:
    desk.pay(FUNDED, rounding=0)
    desk.close()
    desk.open()
    assert desk.account("safe_cash", "maintenance") == 15_009
    nothing_posted(desk, lambda: paid_in(desk, desk.account("safe_cash", "operating") + 1, "safe"), SafeHoldsLess)


# The drawer


def test_no_more_is_dropped_than_the_drawer_should_hold_and_how_much_that_is_stays_unsaid(desk: Desk) -> None:
    desk.pay(EVEN, rounding=0)
    refused = nothing_posted(desk, lambda: dropped(desk, {1: FLOAT_SUM + 75_181}), DropsTooMuch)
    assert vars(refused) == {"dropped_minor": FLOAT_SUM + 75_181}
    for language in LANGUAGES:
        assert "1,051.81" in told(refused, language)
        assert "1,051.80" not in told(refused, language)
    dropped(desk, {1: FLOAT_SUM + 75_180})
    assert desk.account("till_cash") == 0


def test_a_receipt_whose_notes_went_to_the_safe_is_voided_once_there_is_cash_again(desk: Desk) -> None:
    paid = desk.pay(EVEN, rounding=0)
    dropped(desk, {10_000: 10})

    def void() -> None:
        void_receipt(
            desk.books, paid.receipts[0].id, "x", request_id=desk.request(), requester=CASHIER, till=1,
            approver=SUPERVISOR,
        )  # fmt: skip

    refused = nothing_posted(desk, void, NotEnoughCash)
    assert isinstance(refused, NotEnoughCash)
    assert refused.wanted_minor == 75_180
    assert desk.owed(EVEN) == 0
    paid_in(desk, 70_000, "safe")
    void()
    assert (desk.owed(EVEN), desk.account("till_cash")) == (75_180, 0)
    assert desk.findings() == []


def test_a_receipt_paid_by_card_is_voided_whatever_lies_in_the_drawer(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=[card(75_180)])
    dropped(desk, {10_000: 3})
    void_receipt(desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    assert desk.account("till_cash") == 0


def test_a_float_that_was_dropped_is_not_paid_out_as_well(desk: Desk) -> None:
    dropped(desk, {10_000: 3})
    nothing_posted(desk, lambda: paid_out(desk, 1, "expense"), NotEnoughCash)
