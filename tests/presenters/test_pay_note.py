"""Another payer's name and a note on the receipt, by one key; and what the head says of how far a unit is paid."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter.desk.standing import PaidTo, standing
from counter.devices.card_terminal import IntentState
from counter.presenters.pay_lines import head_of
from counter.words import Words
from tests.desk.office import EVEN, ODD
from tests.presenters.asked_terminal import AskedTerminal
from tests.presenters.pay_window import Window, pay_window


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with pay_window(tmp_path) as made:
        yield made


def paper(window: Window) -> str:
    row = window.session.connection.execute("SELECT content FROM paper WHERE kind = 'receipt' ORDER BY id DESC")
    return str(row.fetchone()[0])


def payer_of_newest(window: Window) -> object:
    return window.session.connection.execute("SELECT payer_id FROM receipt ORDER BY id DESC").fetchone()[0]


def test_who_pays_and_a_note_go_onto_the_receipt_and_the_name_not_into_the_chain(window: Window) -> None:
    window.open()
    window.pay.note.ask()
    assert window.answer(payer="李四", note="代张三缴") == ""
    window.keys.cash()
    assert "李四" in paper(window)
    assert "代张三缴" in paper(window)
    assert payer_of_newest(window) is None
    bodies = window.session.connection.execute("SELECT body FROM event WHERE kind = 'payment'").fetchall()
    assert not any("李四" in body or "代张三缴" in body for (body,) in bodies)


def test_they_stand_on_the_receipt_too_where_the_terminal_was_asked_once_more(tmp_path: Path) -> None:
    terminal = AskedTerminal("enquire")
    with pay_window(tmp_path, terminal) as window:
        window.open()
        window.pay.note.ask()
        assert window.answer(payer="李四", note="代张三缴") == ""
        window.keys.slips.card()
        for state in (IntentState.UNKNOWN, IntentState.APPROVED):
            terminal.says(state)
            window.keys.cards.poll()
        assert "李四" in paper(window)
        assert "代张三缴" in paper(window)
        assert not any("李四" in body for (body,) in window.session.connection.execute("SELECT body FROM event"))


def test_the_next_payment_begins_without_them(window: Window) -> None:
    window.open()
    window.pay.note.ask()
    window.answer(payer="李四", note="x")
    window.keys.cash()
    window.open(ODD)
    window.keys.cash()
    assert "欧阳娜娜" in paper(window)
    assert payer_of_newest(window) == ODD


@pytest.mark.parametrize("where", ["payer", "note"])
def test_a_card_number_is_refused_in_either_and_what_was_typed_stays(window: Window, where: str) -> None:
    window.open()
    window.pay.note.ask()
    typed = {"payer": "李四", "note": "", where: "6222020200110050123"}
    assert "card number" in window.answer(**typed)
    window.keys.cash()
    assert "622202" not in paper(window)


def test_what_does_not_fit_on_the_receipt_is_said(window: Window) -> None:
    window.open()
    window.pay.note.ask()
    assert window.answer(payer="李四", note="长" * 61) == "At most 60 characters fit on the receipt."


def test_without_a_unit_nothing_is_asked(window: Window) -> None:
    window.pay.note.ask()
    assert window.sheet.asked is None


def test_the_note_is_put_aside_and_taken_up_with_the_payment(window: Window) -> None:
    window.open()
    window.pay.note.ask()
    window.answer(payer="李四", note="代缴")
    window.pay.parking.press()
    window.pay.parking.press()
    window.keys.cash()
    assert "李四" in paper(window)


def test_the_chip_names_the_item_where_items_are_paid_to_different_days(window: Window) -> None:
    found, w, currency = standing(window.session.connection, EVEN), Words.load("en"), window.session.currency
    fee = PaidTo(EVEN, 1, "物业费", "Property fee", date(2026, 8, 31))
    shared = PaidTo(EVEN, 2, "公共能耗", "Shared energy", date(2025, 12, 31))
    differs = head_of([replace(found, paid_to=(fee, shared))], {}, w, currency).pills
    same = head_of([replace(found, paid_to=(fee, shared._replace(day=fee.day)))], {}, w, currency).pills
    assert differs == ("Shared energy paid up to 2025-12",)
    assert same == ("paid up to 2026-08",)
