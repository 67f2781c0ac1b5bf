"""What the payer sees while the cashier works: sum, received and change, thanks, and the estate's name in between."""

from pathlib import Path

import pytest

from counter.devices.displays import Shown
from counter.presenters.customer_side import shown_of
from counter.words import Words
from tests.presenters.pay_window import Window, pay_window


def seen(window: Window, language: str = "en") -> Shown:
    words = Words.load("zh_CN" if language == "zh_CN" else "en")
    return shown_of(window.sheet.sums, "Sunshine Garden", words, window.session.currency)


@pytest.mark.parametrize(
    ("language", "due", "received", "change", "thanks"),
    [
        ("en", "To pay        751.80", "Received      800.00", "Change         48.20", "Thank you"),
        ("zh_CN", "应付          751.80", "实收          800.00", "找零           48.20", "谢谢"),
    ],
)
def test_a_cash_payment_as_the_payer_sees_it(
    tmp_path: Path, language: str, due: str, received: str, change: str, thanks: str
) -> None:
    with pay_window(tmp_path) as window:
        window.open()
        assert seen(window, language) == Shown("to_pay", due, "", "751.80")
        window.type("800")
        assert seen(window, language) == Shown("change", received, change, "48.20")
        window.keys.cash()
        assert seen(window, language) == Shown("thanks", change, thanks, "48.20")


def test_between_two_payers_the_estate_stands_there(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        assert seen(window) == Shown("idle", "Sunshine Garden", "", "0")
