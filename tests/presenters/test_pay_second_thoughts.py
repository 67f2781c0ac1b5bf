"""A cashier who changes course: Esc, another unit, more months, the balance, and what another screen changed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.change_settings import change_settings
from counter.desk.charge_once import charge_once
from db.queries import purses
from tests.desk.acts_at_desk import once_item
from tests.desk.office import EVEN, FEE, FUNDED, MANAGER, ODD
from tests.presenters.pay_window import FIVE, Window, pay_window


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with pay_window(tmp_path) as made:
        yield made


def test_esc_takes_back_one_thing_at_a_time(window: Window) -> None:
    window.open()
    window.type("100")
    window.keys.slips.card()
    window.answer(voucher="000777")
    window.type("50")
    window.keys.split()
    window.type("20")
    window.keys.cash()
    window.pay.back()
    assert window.sheet.said[1] == "", "the warning is gone"
    window.pay.back()
    assert window.sheet.said[1] == "Taken out: Cash ¥50.00."
    window.pay.back()
    assert window.sheet.said[1] == "Taken out: Card ¥100.00."
    window.pay.back()
    assert window.sheet.lines == []
    assert window.totals() == []


def test_another_unit_never_takes_the_place_of_a_noted_card(window: Window) -> None:
    window.open()
    window.type("100")
    window.keys.slips.card()
    window.answer(voucher="000777")
    window.open(ODD)
    assert window.sheet.find == "3-2-1201"
    assert window.sheet.said[1].startswith("¥100.00 is noted for 3-2-1201.")


def test_a_warning_that_no_longer_holds_is_taken_back(window: Window) -> None:
    window.open()
    window.type("80")
    window.keys.cash()
    window.type("90")
    assert window.sheet.said[1] == ""
    window.keys.cash()
    assert window.totals() == []


def test_nothing_changes_a_payment_that_is_saved(window: Window) -> None:
    window.open()
    line = window.sheet.lines[0].id
    window.keys.cash()
    shown = window.sheet.sums
    window.pay.choice.toggle(line)
    window.pay.choice.ask_pay_ahead()
    window.pay.choice.ask_pay_now()
    window.pay.add_unit()
    balance = window.keys.balance
    for key in (window.keys.split, balance.keep_change, balance.earmark, balance.use_balance, window.keys.slips.card):
        key()
    assert window.sheet.sums == shown
    assert window.sheet.asked is None
    assert window.totals() == [3 * FIVE]


def test_adding_is_forgotten_with_esc(window: Window) -> None:
    window.open()
    window.pay.add_unit()
    window.pay.back()
    assert (window.sheet.find, window.sheet.focus) == ("3-2-1201", "received")
    window.open(ODD)
    assert window.sheet.find == "3-2-1202"


def test_the_same_unit_is_not_added_twice(window: Window) -> None:
    window.open()
    window.pay.add_unit()
    window.open()
    assert window.sheet.said[1] == "3-2-1201 is part of this payment already."
    assert len(window.sheet.lines) == 3


def test_a_unit_with_nothing_due_can_pay_into_its_balance(window: Window) -> None:
    window.open()
    window.keys.cash()
    window.open()
    assert window.sheet.lines == []
    window.keys.cash()
    assert window.sheet.said[1] == "Nothing is chosen to be paid."
    window.keys.slips.card()
    assert window.sheet.asked is None
    window.type("100")
    assert window.sheet.sums.panel_label == "To balance"
    window.keys.cash()
    assert window.balance() == 10_000


def test_the_balance_is_noted_and_saved_only_by_f9(window: Window) -> None:
    window.open()
    window.type("1800")
    window.keys.balance.keep_change()
    window.keys.cash()
    window.open()
    window.pay.choice.pay_ahead("2702")
    window.keys.balance.use_balance()
    assert window.sheet.sums.to_pay == "0.00"
    assert len(window.totals()) == 1
    window.keys.cash()
    assert window.totals() == [3 * FIVE, 180_000]
    assert window.balance() == 180_000 - 6 * FIVE


def test_months_ahead_leave_by_item_and_unit(window: Window) -> None:
    window.open(FUNDED)
    window.pay.choice.pay_ahead("2702")
    ahead = [line for line in window.sheet.lines if line.id.startswith("a")]
    assert len(ahead) == 6
    second = next(line for line in ahead if line.period == "2027-01")
    window.pay.choice.toggle(second.id)
    left = [(line.item, line.period) for line in window.sheet.lines if line.id.startswith("a")]
    assert len(left) == 4
    assert (second.item, "2026-12") in left
    assert (second.item, "2027-02") not in left
    window.keys.cash()
    assert window.sheet.said[0] == "saved"
    assert window.desk.findings() == []


def test_months_ahead_of_several_units_name_their_unit(window: Window) -> None:
    window.open()
    window.pay.add_unit()
    window.open(ODD)
    window.pay.choice.pay_ahead("2612")
    ahead = [line.item for line in window.sheet.lines if line.id.startswith("a")]
    assert ahead == ["3-2-1201 Property fee", "3-2-1202 Property fee"]


@pytest.mark.parametrize(("typed", "to_pay"), [("", "752.10"), ("752.10", "752.10"), ("800", "752.10")])
def test_keeping_the_odd_sum_offers_exactly_what_desk_takes(window: Window, typed: str, to_pay: str) -> None:
    change_settings(
        window.desk.books, {"rounding": "keep"}, date(2026, 11, 23), request_id="keep", staff=MANAGER
    )  # fmt: skip
    window.session.refresh_office()
    owed = window.desk.owed(ODD)
    window.open(ODD)
    window.type(typed)
    assert window.sheet.sums.to_pay == to_pay
    window.keys.cash()
    assert window.sheet.said[0] == "saved"
    assert window.balance(ODD) == 75_210 - owed
    assert window.desk.findings() == []


def test_the_paper_of_the_payment_is_followed_in_the_status_line(window: Window) -> None:
    window.open()
    window.keys.cash()
    job = window.desk.connection.execute("SELECT max(id) FROM print_job").fetchone()[0]
    assert window.sheet.said[2] == "printing…"
    with window.desk.books.machine() as connection:
        connection.execute("UPDATE print_job SET state = 'queued', note = 'paper_out' WHERE id = ?", (job,))
    window.pay.papers.moved(job, "queued")
    assert window.sheet.said == ("saved", "Saved. Receipt 2026-000001", "waits: the paper has run out")
    window.sheet.say("plain", "something else")
    window.pay.papers.moved(job, "queued")
    assert window.sheet.said[1] == "something else"


def test_a_drawer_that_stayed_shut_is_told_beside_its_payment_until_the_next(window: Window) -> None:
    window.open()
    window.keys.cash()
    job = window.desk.connection.execute("SELECT max(id) FROM print_job").fetchone()[0]
    assert window.pay.papers.stayed_shut(job, "not_found")
    how = "open the drawer with its key (it is not found); receipt: "
    assert window.sheet.said == ("saved", "Saved. Receipt 2026-000001", f"{how}waits")
    with window.desk.books.machine() as connection:
        connection.execute("UPDATE print_job SET state = 'queued', note = 'not_found' WHERE id = ?", (job,))
    window.pay.papers.moved(job, "queued")
    assert window.sheet.said[2] == f"{how}waits: it is not found"
    window.open()
    said = window.sheet.said
    assert window.pay.papers.stayed_shut(job, "not_found")
    assert window.sheet.said == said, "another payment is spoken of"


def test_what_another_screen_changed_is_shown_and_unticked_lines_stay_unticked(window: Window) -> None:
    window.open()
    window.pay.choice.toggle(window.sheet.lines[1].id)
    window.desk.pay(EVEN, chosen=window.desk.charges(EVEN)[:1])
    window.pay.shown()
    assert [line.tick for line in window.sheet.lines] == [False, True]


def test_money_is_kept_for_the_items_of_the_flat_one_after_the_other(window: Window) -> None:
    window.open()
    window.type("800")
    window.keys.balance.earmark()
    assert window.sheet.said[1] == "What is handed over beyond the sum is kept for Property fee only. E: the next item."
    assert window.sheet.sums.panel_label == "Kept: Property fee"
    window.keys.balance.earmark()
    assert window.sheet.sums.panel_label == "To balance"
    window.keys.balance.earmark()
    window.keys.cash()
    assert purses.held(window.session.connection, EVEN) == {FEE: 80_000 - 3 * FIVE}
    window.open()
    assert window.sheet.head is not None
    assert "balance for Property fee" in window.sheet.head.pills[0]


def test_b_takes_the_fee_item_back_with_the_keeping(window: Window) -> None:
    window.open()
    window.type("800")
    window.keys.balance.earmark()
    window.keys.balance.keep_change()
    assert window.sheet.sums.panel_label == "Change"
    window.keys.balance.keep_change()
    assert window.sheet.sums.panel_label == "To balance"


def test_y_takes_what_the_purses_can_pay_of_what_is_ticked_and_says_where_they_pay_nothing(window: Window) -> None:
    desk = window.desk
    item = once_item(desk)
    charge_once(desk.books, EVEN, item, request_id="card", staff=MANAGER, amount=2_000, reason="x")
    for amount, kept_for in ((5_000, item), (1_000, None)):
        desk.pay(EVEN, chosen=[], pay_now=0, to_balance=amount, kept_for=kept_for)
    window.open()
    window.keys.balance.use_balance()
    assert window.sheet.sums.rows[-1].amount == "−30.00"
    window.keys.balance.use_balance()
    assert window.sheet.said[1] == "The balance is kept for other fee items and pays nothing of this."
    window.keys.cash()
    assert purses.held(window.session.connection, EVEN) == {item: 3_000}
