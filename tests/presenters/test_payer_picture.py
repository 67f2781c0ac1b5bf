"""The payer's own monitor: the sum, what it is made of to the fen, both languages, nothing of anybody's person."""

from pathlib import Path

import pytest

from counter.presenters.payer_picture import PayerPicture, PayerWords, Said
from counter.rules.money import parse_amount
from counter.words import Words
from tests.desk.office import ODD
from tests.presenters.pay_window import Window, pay_window

CODE = "wxp://f2f0AbCdEf"


def seen(window: Window, code: str = "") -> PayerPicture:
    first, second = Words.load("zh_CN"), Words.load("en")
    words = PayerWords(first, second, window.session.currency, Said("阳光花园", "Sunshine Garden"), code)
    return words.picture(window.sheet.sums, window.pay.payer_account(first))


def test_a_cash_payment_as_the_payer_sees_it(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        assert seen(window).state == "idle"
        window.open()
        due = seen(window)
        assert (due.state, due.unit, due.label, due.amount) == ("to_pay", "3-2-1201", Said("应付", "To pay"), "751.80")
        assert [(line.item, line.period, line.amount) for line in due.lines] == [
            ("物业费", "2026-09", "250.60"), ("物业费", "2026-10", "250.60"), ("物业费", "2026-11", "250.60"),
        ]  # fmt: skip
        window.type("800")
        given = seen(window)
        assert given.rows == ((Said("实收", "Received"), "800.00"), (Said("找零", "Change"), "48.20"))
        window.keys.cash()
        thanks = seen(window)
        assert (thanks.state, thanks.lines, thanks.rows) == ("thanks", (), ((Said("找零", "Change"), "48.20"),))


@pytest.mark.parametrize("pay_now", ["", "100"])
def test_the_lines_and_what_stands_between_add_up_to_the_sum(tmp_path: Path, pay_now: str) -> None:
    with pay_window(tmp_path) as window:
        window.open(ODD)
        if pay_now:
            window.pay.choice.ask_pay_now()
            window.answer(amount=pay_now)
        window.type("50")
        window.keys.split()
        shown = seen(window)
        parts = [line.amount for line in shown.lines] + [amount for _said, amount in shown.between]
        total = sum(
            parse_amount(part.replace("−", "-")) if "−" not in part else -parse_amount(part[1:]) for part in parts
        )
        assert total == parse_amount(shown.amount)
        assert (Said("已收", "Received so far"), "−50.00") in shown.between


def test_the_code_stands_there_only_while_something_is_to_be_paid(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        assert seen(window, CODE).code == ""
        window.open()
        assert seen(window, CODE).code == CODE
        assert seen(window).code == ""
        window.type("800")
        assert seen(window, CODE).code == "", "the payer is paying in cash"
        window.pay.choice.toggle(window.sheet.lines[0].id)
        assert len(seen(window).lines) == len(window.sheet.lines) - 1, "what is not paid now is not shown"


def test_no_name_and_no_telephone_number_reaches_the_payers_monitor(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        window.open()
        assert window.sheet.head is not None
        told = repr(seen(window, CODE))
        assert window.sheet.head.name
        assert window.sheet.head.name not in told
        assert not window.sheet.head.phone or window.sheet.head.phone[-4:] not in told
