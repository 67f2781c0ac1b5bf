"""What the keys of the Pay screen do, over real books and behind a view that only writes down."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.office import EVEN, FEE
from tests.presenters.pay_window import FIVE, Sheet, Window, pay_window, presenter
from tests.presenters.units_office import session_of


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with pay_window(tmp_path) as made:
        yield made


def test_a_unit_opens_with_everything_due_ticked(window: Window) -> None:
    window.open()
    assert [line.tick for line in window.sheet.lines] == [True, True, True]
    assert window.sheet.sums.to_pay == "751.80"


def test_f9_with_nothing_typed_takes_the_exact_sum(window: Window) -> None:
    window.open()
    window.keys.cash()
    assert window.totals() == [3 * FIVE]
    assert window.sheet.said[:2] == ("saved", "Saved. Receipt 2026-000001")
    assert window.sheet.sums.panel_amount == "0.00"


def test_what_is_handed_over_beyond_the_sum_is_shown_as_change(window: Window) -> None:
    window.open()
    window.type("800")
    assert (window.sheet.sums.panel, window.sheet.sums.panel_amount) == ("change", "48.20")
    window.keys.cash()
    assert (window.sheet.sums.panel, window.sheet.sums.panel_amount) == ("saved", "48.20")


def test_a_second_enter_takes_nothing_more(window: Window) -> None:
    window.open()
    for _ in range(3):
        window.keys.cash()
    assert window.totals() == [3 * FIVE]


def test_a_smaller_sum_is_taken_only_at_the_second_f9(window: Window) -> None:
    window.open()
    window.type("80")
    window.keys.cash()
    assert window.totals() == []
    assert window.sheet.said[1] == "Pays 80.00, 671.80 stays open. F9 again to take it."
    window.keys.cash()
    assert window.totals() == [8_000]


@pytest.mark.parametrize("typed", ["abc", "12.345", "-5", "99999999999", "1,5"])
def test_what_is_no_sum_is_said_and_takes_nothing(window: Window, typed: str) -> None:
    window.open()
    window.type(typed)
    window.keys.cash()
    assert window.sheet.wrong
    assert window.totals() == []


@pytest.mark.parametrize("typed", ["８００", "800。00", "￥800"])
def test_sums_are_read_as_an_input_method_writes_them(window: Window, typed: str) -> None:
    window.open()
    window.type(typed)
    assert window.sheet.sums.panel_amount == "48.20"


def test_the_change_can_be_kept_as_balance(window: Window) -> None:
    window.open()
    window.type("800")
    window.keys.balance.keep_change()
    window.keys.cash()
    assert window.totals() == [80_000]
    window.open()
    assert window.balance() == 4_820


def test_cash_and_card_share_one_receipt(window: Window) -> None:
    window.open()
    window.type("200")
    window.keys.split()
    assert window.sheet.sums.to_pay == "551.80"
    window.keys.slips.card()
    assert window.answer(terminal="1", batch="2", voucher="000217", card="621700******0123") == ""
    assert window.totals() == [3 * FIVE]


def test_a_full_card_number_is_refused_and_nothing_is_taken(window: Window) -> None:
    window.open()
    window.keys.slips.card()
    assert "4111111111111111" not in window.answer(voucher="1", card="4111111111111111")
    assert window.totals() == []


def test_a_card_number_in_the_field_of_the_voucher_is_refused_also_where_its_check_sum_is_wrong(window: Window) -> None:
    window.open()
    window.keys.slips.card()
    told = window.answer(voucher="6217001234567890", card="")
    assert told.startswith("A whole card number was typed (621700******7890); it was not kept anywhere.")
    assert window.totals() == []


def labels(window: Window) -> list[str]:
    assert window.sheet.asked is not None
    return [field.value for field in window.sheet.asked.fields[:4]]


SLIP = {"merchant": "898110", "terminal": "10023457", "batch": "931", "voucher": "000217"}


def test_the_terminal_of_the_last_slip_and_its_next_number_stand_in_the_next_one(window: Window) -> None:
    window.open()
    window.keys.slips.card()
    assert labels(window) == ["", "", "", ""]
    window.answer(**SLIP)
    window.open(2)
    window.keys.slips.card()
    assert labels(window) == ["898110", "10023457", "931", "000218"]
    assert [each.name for each in window.sheet.asked.fields if each.proposed] == ["voucher"]  # type: ignore[union-attr]


def test_the_second_slip_of_a_payment_follows_the_first(window: Window) -> None:
    window.open()
    window.type("100")
    window.keys.slips.card()
    window.answer(**SLIP)
    window.keys.slips.card()
    assert labels(window) == ["898110", "10023457", "931", "000218"]


def test_a_handwritten_receipt_has_no_number_after_the_last_and_the_next_slip_does_not_follow_it(
    window: Window,
) -> None:
    window.open()
    window.keys.slips.card()
    window.answer(**SLIP)
    window.open(2)
    window.keys.slips.enter_late()
    assert window.answer(form="A17", day="2026-11-23", writer="王芳") == ""
    window.keys.slips.card()
    assert labels(window) == ["898110", "10023457", "", ""]
    assert window.answer(**{**SLIP, "batch": "930", "voucher": "000101"}) == ""
    window.open(3)
    window.keys.slips.card()
    assert labels(window) == ["898110", "10023457", "931", "000218"]


def test_another_day_begins_another_batch(window: Window) -> None:
    window.open()
    window.keys.slips.card()
    window.answer(**SLIP)
    desk = window.desk
    desk.close()
    desk.clock.wait(days=1)
    desk.open()
    window.open(2)
    window.keys.slips.card()
    assert labels(window) == ["898110", "10023457", "", ""]


def test_the_static_code_asks_for_six_digits(window: Window) -> None:
    window.open()
    window.keys.slips.code()
    assert window.answer(choice="2") == ""
    assert window.answer(tail="123") != ""
    assert window.totals() == []
    assert window.answer(tail="123456") == ""
    assert window.totals() == [3 * FIVE]


def test_paying_ahead_adds_priced_months(window: Window) -> None:
    window.open()
    assert window.pay.choice.pay_ahead("2702") == ""
    assert [line.period for line in window.sheet.lines[3:]] == ["2026-12", "2027-01", "2027-02"]
    window.keys.cash()
    assert window.totals() == [6 * FIVE]
    assert window.pay.choice.pay_ahead("nonsense") != ""


def test_paying_far_ahead_is_warned_of(window: Window) -> None:
    window.open()
    window.pay.choice.pay_ahead("2812")
    assert window.sheet.said[0] == "risk"
    assert "25 months ahead" in window.sheet.said[1]


def test_a_charge_settled_elsewhere_meanwhile_is_shown_anew_and_takes_nothing(window: Window) -> None:
    window.open()
    window.type("751.80")
    with session_of(window.desk) as second:
        other = presenter(second, Sheet())
        other.open_unit(EVEN)
        other.tenders.cash()
    window.keys.cash()
    assert window.totals() == [3 * FIVE]
    assert window.sheet.said[0] == "risk"
    assert window.sheet.lines == []


def test_nobody_is_found_for_nonsense_and_the_sentence_names_it(window: Window) -> None:
    window.pay.find_entered("9-9-9999")
    assert "9-9-9999" in window.sheet.wrong_find


def test_a_closed_till_takes_no_money(window: Window) -> None:
    window.desk.close()
    window.open()
    window.keys.cash()
    assert window.totals() == []
    assert window.sheet.said[0] == "risk"


def test_the_fee_item_is_named_on_every_line(window: Window) -> None:
    window.open()
    assert FEE == 1
    assert all(line.item and line.composition for line in window.sheet.lines)
