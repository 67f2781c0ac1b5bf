from datetime import datetime

import pytest

from counter.devices.card_terminal import (
    CannotDo,
    CardTerminal,
    Enquiry,
    IntentState,
    ManualSlip,
    NothingAsked,
    TerminalReady,
)

SLIP = {"terminal": "10023457", "voucher": "000217", "card": "621700******0123"}


def test_the_slip_that_is_typed_approves_the_payment_that_was_asked_for() -> None:
    terminal = ManualSlip()
    asked = terminal.begin("intent", 81_640, "CNY")
    assert (asked.state, asked.amount) == (IntentState.SENT, 81_640)
    approved = terminal.typed("intent", SLIP)
    assert (approved.state, approved.amount, approved.slip) == (IntentState.APPROVED, 81_640, SLIP)
    assert terminal.last_transaction(Enquiry("intent", 81_640, datetime(2026, 11, 23))) == approved
    assert terminal.events() == ()


def test_a_slip_may_be_typed_over_until_the_books_hold_it() -> None:
    terminal = ManualSlip()
    terminal.begin("intent", 100, "CNY")
    terminal.typed("intent", {"voucher": "1"})
    assert terminal.typed("intent", SLIP).slip == SLIP
    terminal.acknowledge("another")
    assert terminal.typed("intent", SLIP).slip == SLIP
    terminal.acknowledge("intent")
    with pytest.raises(NothingAsked):
        terminal.typed("intent", SLIP)


def test_a_slip_never_answers_for_another_payment() -> None:
    terminal = ManualSlip()
    terminal.begin("first", 100, "CNY")
    terminal.typed("first", SLIP)
    terminal.acknowledge("first")
    for intent in ("first", "second"):
        with pytest.raises(NothingAsked):
            terminal.typed(intent, SLIP)


def test_giving_up_takes_no_money() -> None:
    terminal = ManualSlip()
    terminal.begin("intent", 100, "CNY")
    terminal.abort()
    assert [outcome.state for outcome in terminal.events()] == [IntentState.DECLINED]
    assert terminal.events() == ()
    with pytest.raises(NothingAsked):
        terminal.typed("intent", SLIP)


def test_what_a_person_does_on_the_terminal_is_refused_here() -> None:
    terminal: CardTerminal = ManualSlip()
    assert terminal.status() == TerminalReady()
    assert "slip_by_hand" in terminal.capabilities
    for act in (lambda: terminal.reverse("i", "1"), lambda: terminal.refund("i", 1), terminal.settle):
        with pytest.raises(CannotDo):
            act()
    assert terminal.settled() is None
