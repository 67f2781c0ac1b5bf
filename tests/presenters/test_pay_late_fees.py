"""The late fee on the Pay screen: shown to the day, a line each, left open on one key, waived by two people."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.change_settings import change_settings
from counter.presenters.session import Session
from counter.rules.permissions import Act
from counter.settings import MachineSettings
from counter.words import Words
from db.queries import receipts
from db.queries.people import pending_acts
from tests.desk.late_fee_office import LONG_AGO, posted, recomputed, running, with_late_fee
from tests.desk.office import CASHIER, EVEN, MANAGER, ODD, SUPERVISOR
from tests.presenters.pay_window import Window, pay_window
from tests.presenters.units_office import open_office

MONTHS, FEES = "751.80", "14.54"  # three months and 865 + 489 + 100 fen
EXACT = 75_180 + 1_454


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with pay_window(tmp_path) as window:
        with_late_fee(window.desk)
        window.session.refresh_office()
        yield window


def rows(window: Window) -> dict[str, str]:
    return {row.label: row.amount for row in window.sheet.sums.rows}


def test_the_fee_stands_as_a_row_and_a_line_each_that_explains_itself(window: Window) -> None:
    window.open()
    assert rows(window) == {"3 selected": MONTHS, "late fee (to date)": FEES, "Rounding (cash)": "−0.04"}
    assert window.sheet.sums.to_pay == "766.30"
    assert [(line.item, line.composition, line.amount) for line in window.sheet.lines if line.id.startswith("l")] == [
        ("Late fee", "250.60 × 69 days × 0.05 %/day", "8.65"),
        ("Late fee", "250.60 × 39 days × 0.05 %/day", "4.89"),
        ("Late fee", "250.60 × 8 days × 0.05 %/day", "1.00"),
    ]


def test_in_chinese_too(tmp_path: Path) -> None:
    with open_office(tmp_path) as desk:
        with_late_fee(desk)
        w = Words.load("zh_CN")
        session = Session(desk.books, MachineSettings(), w, w)
        session.log_in(CASHIER)
        window = Window(desk, session)
        window.open()
        assert rows(window)["违约金（至今日）"] == FEES
        fee = next(line for line in window.sheet.lines if line.id.startswith("l"))
        assert (fee.item, fee.composition) == ("违约金", "250.60 × 69 天 × 0.05 %/天")
        session.close()


def test_f9_takes_it_with_the_charges(window: Window) -> None:
    window.open()
    window.keys.cash()
    assert window.sheet.said[0] == "saved"
    assert (window.totals(), window.desk.owed(EVEN), len(posted(window.desk))) == ([EXACT - 4], 0, 3)
    assert recomputed(window.desk) == []


def test_principal_only_on_one_key_and_back(window: Window) -> None:
    window.open()
    window.pay.late_fees.principal_only()
    assert rows(window) == {"3 selected": MONTHS, "late fee, stays open": FEES}
    assert {line.composition for line in window.sheet.lines if line.id.startswith("l")} == {"stays open"}
    window.pay.choice.toggle(next(line.id for line in window.sheet.lines if line.id.startswith("l")))
    assert "late fee (to date)" in rows(window), "Space on the line of a late fee does the same"
    window.pay.late_fees.principal_only()
    window.keys.cash()
    assert (window.totals(), window.desk.owed(EVEN)) == ([75_180], 1_454)


def test_what_was_left_open_is_a_line_of_its_own_and_is_left_out_again_by_the_same_key(window: Window) -> None:
    window.open()
    window.pay.late_fees.principal_only()
    window.keys.cash()
    window.open()
    assert window.sheet.sums.to_pay == "14.50"
    window.pay.late_fees.principal_only()
    assert (window.sheet.sums.to_pay, [line.tick for line in window.sheet.lines]) == ("0.00", [False] * 3)


def test_an_unticked_charge_takes_its_fee_off(window: Window) -> None:
    window.open()
    window.pay.choice.toggle(window.sheet.lines[0].id)
    assert rows(window)["late fee (to date)"] == "5.89"
    assert [line.muted for line in window.sheet.lines] == [False, True, False, False, False, False]


def test_a_part_payment_of_a_typed_sum_leaves_the_fee_open(window: Window) -> None:
    window.open()
    window.type("251")
    window.keys.cash()
    window.keys.cash()
    assert window.totals() == [25_100]
    assert [fee.amount for fee in posted(window.desk)] == [865, 489]


def test_why_a_late_fee_is_what_it_is(window: Window) -> None:
    window.open()
    found = window.pay.late_fees.why(window.sheet.lines[1].id)
    assert found is not None
    assert found.answer == "250.60 × 69 days × 0.05 %/day = ¥8.65"
    assert found.remarks == "late from 2026-09-16 to 2026-11-23  ·  simple interest by the day, rounded once"


def test_two_units_of_one_payer_bear_each_their_own(window: Window) -> None:
    window.open()
    window.pay.add_unit()
    window.open(ODD)
    assert {line.item for line in window.sheet.lines if line.id.startswith("l")} == {
        "3-2-1201 Late fee",
        "3-2-1202 Late fee",
    }
    window.keys.cash()
    assert len(posted(window.desk)) == 6


def test_a_payment_put_aside_comes_back_with_principal_only(window: Window) -> None:
    window.open()
    window.pay.late_fees.principal_only()
    window.pay.parking.press()
    assert window.sheet.said[1].endswith("H takes it up again.")
    window.pay.parking.press()
    assert rows(window) == {"3 selected": MONTHS, "late fee, stays open": FEES}


def test_a_sum_that_the_books_see_otherwise_is_read_anew_and_nothing_is_taken(window: Window) -> None:
    window.open()
    change_settings(window.desk.books, {"late_fee_rate": 100}, LONG_AGO, request_id="lower", staff=MANAGER)
    window.keys.cash()
    assert window.sheet.said[0] == "risk"
    assert window.totals() == []
    assert rows(window)["late fee (to date)"] == "2.91"
    window.keys.cash()
    assert window.totals() == [75_470]


def test_a_second_person_waives_it(window: Window) -> None:
    window.open()
    window.pay.late_fees.ask_waiver()
    asked = window.second_person.asked[0]
    assert (asked.act, asked.title) == (Act.WAIVE_LATE_FEE, "Waive late fee ¥14.54 of 3-2-1201")
    asked.granted(SUPERVISOR, "agreed")
    assert window.sheet.said[:2] == ("saved", "Late fee ¥14.54 waived.")
    assert (rows(window), running(window.desk, EVEN)) == ({"3 selected": MONTHS}, [])
    window.keys.cash()
    assert window.totals() == [75_180]
    assert recomputed(window.desk) == []


def test_its_waiver_may_wait_while_the_principal_is_paid(window: Window) -> None:
    window.open()
    window.pay.late_fees.ask_waiver()
    waits = window.second_person.asked[0].requested
    assert waits is not None
    waits("ill for weeks")
    assert window.sheet.said[1].startswith("Asked for: the late fee stays")
    assert [each.act for each in pending_acts(window.desk.connection)] == ["late_fee"]
    window.pay.late_fees.principal_only()
    window.keys.cash()
    assert window.totals() == [75_180]


def test_without_a_late_fee_the_keys_say_so(window: Window) -> None:
    with_late_fee(window.desk, "off")
    window.session.refresh_office()
    window.open()
    window.pay.late_fees.principal_only()
    assert window.sheet.said[:2] == ("plain", "No late fee stands here.")
    window.pay.late_fees.ask_waiver()
    assert window.second_person.asked == []


def test_the_receipt_shows_the_fee_as_its_own_line(window: Window) -> None:
    window.open()
    window.keys.cash()
    content = window.session.connection.execute("SELECT content FROM paper ORDER BY id DESC LIMIT 1").fetchone()[0]
    assert len(re.findall("0.05 %/day", content)) == 3
    assert content.count("Paid up to") == 1, "a late fee is paid up to no day"
    assert len(receipts.of_unit(window.session.connection, EVEN)) == 1


def test_a_handwritten_receipt_asks_for_the_fee_of_its_own_day(window: Window) -> None:
    window.open()
    window.keys.slips.enter_late()
    assert window.answer(form="A7", day="2026-11-20", writer="王芳") == ""
    assert rows(window)["late fee (to date)"] == "13.41"
    window.keys.cash()
    assert window.sheet.said[0] == "saved"
    assert {fee.last for fee in posted(window.desk)} == {"2026-11-20"}
    assert recomputed(window.desk) == []


def test_a_day_long_back_on_a_handwritten_receipt_is_asked_about_once_more(window: Window) -> None:
    window.open()
    window.keys.slips.enter_late()
    assert "lies 18 days back" in window.answer(form="A7", day="2026-11-05", writer="王芳")
    assert "lies 17 days back" in window.answer(form="A7", day="2026-11-06", writer="王芳")
    assert window.answer(form="A7", day="2026-11-06", writer="王芳") == ""
    window.keys.cash()
    assert window.sheet.said[0] == "saved"


def test_a_handwritten_receipt_that_was_put_aside_keeps_the_fee_of_its_day(window: Window) -> None:
    window.open()
    window.keys.slips.enter_late()
    window.answer(form="A7", day="2026-11-20", writer="王芳")
    window.pay.parking.press()
    window.pay.parking.press()
    assert rows(window)["late fee (to date)"] == "13.41"
