"""More sums than there is room for on Pay: folded with their number, one key shows each, nothing is left out."""

from pathlib import Path

import pytest

from counter.presenters.pay_sums import ROWS, folded
from counter.presenters.pay_view import SumRow
from counter.words import Words
from tests.desk.late_fee_office import with_late_fee
from tests.presenters.pay_window import Window, pay_window

W = Words.load("en")


def note(window: Window, sums: list[str]) -> None:
    for each in sums:
        window.type(each)
        window.keys.split()


def test_what_there_is_no_room_for_is_counted_and_shown_on_one_key(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        with_late_fee(window.desk)
        window.session.refresh_office()
        window.open()
        note(window, ["1", "2", "3", "4"])
        assert [(row.label, row.amount) for row in window.sheet.sums.rows] == [
            ("3 selected", "751.80"), ("late fee (to date)", "14.54"), ("Rounding (cash)", "−0.04"),
            ("3 more rows: K", "…"), ("noted: Cash", "−4.00"),
        ]  # fmt: skip
        window.keys.every_row()
        assert window.sheet.asked is not None
        assert window.sheet.asked.text.splitlines() == [
            "3 selected: 751.80", "late fee (to date): 14.54", "Rounding (cash): −0.04", "noted: Cash: −1.00",
            "noted: Cash: −2.00", "noted: Cash: −3.00", "noted: Cash: −4.00",
        ]  # fmt: skip
        assert window.answer(choice="1") == ""
        assert window.sheet.sums.to_pay == "756.30"
        window.pay.back()
        assert window.sheet.sums.rows[-1].amount == "−3.00", "Esc takes out the one that stands last"


@pytest.mark.parametrize("count", range(12))
def test_as_many_rows_as_fit_and_every_row_is_shown_or_counted(count: int) -> None:
    rows = [SumRow(str(n), "0.00") for n in range(count)]
    shown = folded(rows, W)
    assert len(shown) == min(count, ROWS)
    counted = sum(int(row.label.split()[0]) for row in shown if row.amount == "…")
    assert len([row for row in shown if row.amount != "…"]) + counted == count
