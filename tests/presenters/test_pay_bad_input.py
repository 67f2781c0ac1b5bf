"""Everything a hurried or mistaken hand can do at the Pay screen: said in a sentence, and nothing half-done."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from counter.desk.move_payment import move_payment
from counter.rules.codes import receipt_code
from db.queries import receipts
from tests.desk.office import AUDITOR, CASHIER, EVEN, ODD, SUPERVISOR, THIRD, cash
from tests.presenters.pay_window import FIVE, Sheet, Window, pay_window, presenter
from tests.presenters.units_office import session_of


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with pay_window(tmp_path) as made:
        yield made


def events(window: Window) -> int:
    return window.desk.count("event")


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("12x", "“12x” is not a sum of money."),
        ("12.345", "“12.345” has more than 2 decimals."),
        ("-5", "“-5” is less than nothing."),
        ("99999999999", "“99999999999” is more than"),
        ("1,5", "“1,5” is not a sum of money."),
        ("0", "Type what is handed over, or nothing for the exact sum."),
    ],
)
def test_a_sum_that_cannot_be_names_itself_and_no_tender_key_takes_it(window: Window, typed: str, named: str) -> None:
    window.open()
    before = events(window)
    window.type(typed)
    window.keys.cash()
    assert window.sheet.wrong.startswith(named)
    if typed != "0":
        window.keys.slips.card()
        window.keys.slips.code()
        window.keys.split()
        assert window.sheet.asked is None
    assert events(window) == before


def test_the_sentence_beneath_the_sum_goes_when_the_sum_is_emptied(window: Window) -> None:
    window.open()
    window.type("12x")
    assert window.sheet.wrong != ""
    window.type("")
    assert window.sheet.wrong == ""


def test_f9_while_another_room_is_only_typed_takes_nothing(window: Window) -> None:
    window.open()
    window.pay.find_changed("3-2-1202")
    for key in (window.keys.cash, window.keys.slips.card, window.keys.slips.code, window.keys.balance.use_balance):
        key()
        assert window.sheet.said[1] == "“3-2-1202” is only typed: Enter opens the unit."
    assert window.sheet.asked is None
    assert window.totals() == []
    window.pay.back()
    assert (window.sheet.find, window.sheet.focus) == ("3-2-1201", "received")
    window.keys.cash()
    assert window.totals() == [3 * FIVE]


def test_f9_on_the_empty_screen_says_to_find_a_unit(window: Window) -> None:
    window.keys.cash()
    assert window.sheet.said[1] == "Find the unit first; then its sum stands here."


def test_a_closed_till_is_said_before_a_slip_is_typed(window: Window) -> None:
    window.desk.close()
    window.open()
    for key in (window.keys.slips.card, window.keys.slips.code, window.keys.slips.claim_transfer):
        key()
        assert window.sheet.asked is None
        assert window.sheet.said[:2] == ("risk", "Till 1 is not open.")


def test_a_till_of_yesterday_is_said_with_what_to_do(window: Window) -> None:
    window.desk.clock.moment += timedelta(days=1)
    window.open()
    window.keys.cash()
    assert window.sheet.said[1] == "Till 1 still stands on 2026-11-23."
    assert window.totals() == []


def test_whoever_may_not_take_money_is_told_so_before_a_slip_is_typed(window: Window) -> None:
    window.session.log_in(AUDITOR)
    window.open()
    window.keys.slips.card()
    assert window.sheet.asked is None
    assert window.sheet.said[0] == "risk"


def test_a_clock_far_ahead_takes_nothing_and_keeps_what_was_typed(window: Window) -> None:
    window.open()
    window.type("800")
    before = events(window)
    window.desk.clock.moment += timedelta(days=40)
    window.keys.cash()
    assert window.sheet.said[0] == "risk"
    assert "2027-01-02" in window.sheet.said[1]
    assert (window.sheet.sums.panel, window.sheet.sums.panel_amount) == ("change", "48.20")
    assert events(window) == before


def test_a_clock_set_back_is_written_down_and_the_payment_stands_on_the_tills_day(window: Window) -> None:
    window.open()
    window.desk.clock.moment -= timedelta(days=3)
    window.keys.cash()
    assert window.totals() == [3 * FIVE]
    found = window.desk.connection.execute("SELECT count(*) FROM event WHERE kind = 'clock_set_back'").fetchone()
    assert found[0] == 1
    assert window.desk.findings() == []


def test_two_windows_settling_one_charge_take_it_once_and_keep_what_was_chosen(window: Window) -> None:
    window.open()
    window.pay.add_unit()
    window.open(THIRD)
    window.type("2000")
    with session_of(window.desk) as second:
        other = presenter(second, Sheet())
        other.open_unit(EVEN)
        other.tenders.cash()
    window.keys.cash()
    assert window.sheet.said[0] == "risk"
    assert window.sheet.find == "3-2-1201, 3-2-1203"
    assert window.sheet.received == "", "the field still holds what was typed"
    assert window.sheet.sums.panel == "change"
    window.keys.cash()
    assert window.totals(THIRD) == [100_800]
    assert window.desk.account("receivable", unit=EVEN) == 0
    assert window.desk.findings() == []


def test_money_for_what_was_paid_elsewhere_becomes_balance_only_at_a_second_f9(window: Window) -> None:
    window.open()
    window.type("800")
    with session_of(window.desk) as second:
        other = presenter(second, Sheet())
        other.open_unit(EVEN)
        other.tenders.cash()
    window.keys.cash()
    assert window.totals() == [3 * FIVE]
    window.keys.cash()
    assert "800.00 would become balance" in window.sheet.said[1]
    assert window.totals() == [3 * FIVE]
    window.keys.cash()
    assert window.balance() == 80_000


def test_nobody_else_settles_a_bill_while_its_card_is_noted(window: Window) -> None:
    window.open()
    window.type("100")
    window.keys.slips.card()
    assert window.answer(voucher="000777") == ""
    elsewhere = Sheet()
    with session_of(window.desk) as second:
        other = presenter(second, elsewhere)
        other.open_unit(EVEN)
        other.tenders.cash()
    assert elsewhere.said[1] == "The outcome of a card payment of ¥100.00 for 3-2-1201 is not settled yet."
    window.keys.cash()
    assert window.totals() == [3 * FIVE]


def test_a_noted_card_survives_a_charge_settled_by_a_move(window: Window) -> None:
    paid = window.desk.pay(ODD, pay_now=FIVE, tenders=(cash(FIVE),))
    window.open()
    window.type("100")
    window.keys.slips.card()
    assert window.answer(voucher="000777") == ""
    move_payment(
        window.desk.books, paid.receipts[0].id, EVEN, "wrong unit", request_id="move", requester=CASHIER,
        approver=SUPERVISOR, till=1, office=window.desk.office, words=window.desk.words,
    )  # fmt: skip
    window.keys.cash()
    assert window.sheet.said[0] == "risk"
    assert [row.label for row in window.sheet.sums.rows if "noted" in row.label] == ["noted: Card"]
    window.keys.cash()
    assert sorted(window.totals()) == [FIVE, 2 * FIVE]
    assert window.desk.findings() == []


def test_a_whole_card_number_is_refused_before_it_is_noted(window: Window) -> None:
    window.open()
    window.type("100")
    window.keys.slips.card()
    wrong = window.answer(voucher="1", card="4111111111111111")
    assert "4111111111111111" not in wrong
    assert wrong.startswith("A whole card number was typed")
    assert window.sheet.sums.to_pay == "751.80"


def test_a_slip_used_before_is_refused_with_the_receipt_that_carries_it(window: Window) -> None:
    window.open()
    window.keys.slips.card()
    assert window.answer(terminal="1", batch="1", voucher="000777") == ""
    window.open(ODD)
    window.type("100")
    window.keys.slips.card()
    assert "2026-000001" in window.answer(terminal="1", batch="1", voucher="000777")
    assert window.totals(ODD) == []


def test_a_code_used_twice_is_refused_and_the_form_can_be_answered_again(window: Window) -> None:
    for unit in (EVEN, ODD):
        window.open(unit)
        window.keys.slips.code()
        window.answer(choice="2")
        wrong = window.answer(tail="123456")
    assert "2026-000001" in wrong
    assert window.answer(tail="654321") == ""
    assert len(window.totals(ODD)) == 1


def test_an_unknown_room_stays_in_find_ready_to_be_typed_over(window: Window) -> None:
    window.search("9-9-9999")
    assert window.sheet.wrong_find == "Nothing was found for “9-9-9999”."
    assert window.sheet.focus == "find"
    window.pay.find_changed("9")
    assert window.sheet.wrong_find == ""


@pytest.mark.parametrize("typed", ["\"*%'", "；drop", "x" * 500, "   ", "\u0000", "🏠"])
def test_nonsense_in_find_is_only_not_found(window: Window, typed: str) -> None:
    window.search(typed)
    assert window.sheet.lines == []
    assert len(window.sheet.wrong_find) < 80


def test_esc_empties_find_where_no_unit_is_open(window: Window) -> None:
    window.search("9-9-9999")
    window.sheet.find = "9-9-9999"
    window.pay.back()
    assert (window.sheet.find, window.sheet.wrong_find) == ("", "")


def test_a_scanned_receipt_opens_its_unit(window: Window) -> None:
    window.open()
    window.keys.cash()
    row = receipts.of_unit(window.session.connection, EVEN)[0]
    window.search(receipt_code(row.series, row.number, row.hash))
    assert window.sheet.head is not None
    assert window.sheet.head.code == "3-2-1201"


def test_a_code_read_wrongly_or_of_other_books_is_said_as_such(window: Window) -> None:
    window.open()
    window.keys.cash()
    row = receipts.of_unit(window.session.connection, EVEN)[0]
    good = receipt_code(row.series, row.number, row.hash)
    window.search(good.replace(row.hash[:8].upper(), "00000000"))
    assert "was read wrongly" in window.sheet.wrong_find
    window.search(receipt_code(row.series, row.number, "0" * 64))
    assert "these books have no such paper" in window.sheet.wrong_find
