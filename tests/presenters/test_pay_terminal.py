"""The Pay screen and its terminal: asked after the books know, heard later, paid once, and settled where unknown."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter.desk.move_payment import move_payment
from counter.desk.settle_card import found_sent
from counter.devices.card_terminal import IntentState, ManualSlip, Outcome, TerminalOffline, TerminalReady
from counter.presenters.session import Session
from counter.rules.permissions import Act
from db.faults import DiskFull
from db.queries.intents import unsettled
from db.queries.people import pending_acts
from tests.desk.office import CASHIER, EVEN, ODD, OTHER_CASHIER, SUPERVISOR, THIRD, Desk, card
from tests.presenters.asked_terminal import SLIP, AskedTerminal
from tests.presenters.pay_window import FIVE, Window, pay_window

TYPED = {"terminal": "1", "batch": "2", "voucher": "000217", "card": "621700******0123"}


@pytest.fixture
def terminal() -> AskedTerminal:
    return AskedTerminal("enquire")


@pytest.fixture
def window(tmp_path: Path, terminal: AskedTerminal) -> Iterator[Window]:
    """A window whose terminal answers later."""
    with pay_window(tmp_path, terminal) as made:
        yield made
        assert made.desk.findings() == []


@pytest.fixture
def by_slip(tmp_path: Path) -> Iterator[Window]:
    """A window whose terminal is worked by the cashier."""
    with pay_window(tmp_path) as made:
        yield made
        assert made.desk.findings() == []


def states(window: Window) -> list[str]:
    return [row[0] for row in window.desk.connection.execute("SELECT state FROM card_intent ORDER BY event_id, line")]


def ask(window: Window, unit: int = EVEN, received: str = "") -> None:
    window.open(unit)
    window.type(received)
    window.keys.slips.card()


def poll(window: Window) -> None:
    window.keys.cards.poll()


def start_again(window: Window) -> None:
    """As after a power cut: the books find what was sent, a new screen is opened on them."""
    found_sent(window.desk.books)
    window.pay.start()


# A terminal that answers later


def test_the_books_know_of_it_before_the_terminal_does(window: Window, terminal: AskedTerminal) -> None:
    seen: list[list[str]] = []
    terminal.at_begin = lambda: seen.append(states(window))
    ask(window)
    assert seen == [["sent"]]
    assert [(amount, currency) for _id, amount, currency in terminal.begun] == [(3 * FIVE, "CNY")]
    assert window.sheet.said == (
        "plain",
        "The terminal is asked for ¥751.80.",
        "Wait for its answer, or stop it with Esc.",
    )
    assert window.sheet.asked is None


def test_nobody_is_sent_to_esc_where_only_the_terminal_itself_stops(tmp_path: Path) -> None:
    terminal = AskedTerminal()
    terminal._can -= {"abort"}
    with pay_window(tmp_path, terminal) as window:
        ask(window)
        assert window.sheet.said[2] == "Wait for its answer. It is stopped on the terminal itself."


def test_the_answer_that_comes_later_posts_and_is_acknowledged_once(window: Window, terminal: AskedTerminal) -> None:
    ask(window)
    poll(window)
    assert window.totals() == []
    terminal.says(IntentState.APPROVED)
    terminal.says(IntentState.APPROVED)
    poll(window)
    poll(window)
    assert window.totals() == [3 * FIVE]
    assert states(window) == ["sent", "approved"]
    assert terminal.acknowledged == [terminal.begun[0][0]]
    assert window.sheet.said[0] == "saved"


def test_cash_noted_before_is_posted_with_the_card_and_not_sooner(window: Window, terminal: AskedTerminal) -> None:
    window.open()
    window.type("200")
    window.keys.split()
    window.keys.slips.card()
    assert window.desk.account("till_cash") == 30_000
    terminal.says(IntentState.APPROVED)
    poll(window)
    assert window.totals() == [3 * FIVE]
    assert window.desk.account("till_cash") == 50_000


def test_while_it_is_asked_no_other_key_takes_money_and_no_other_unit_comes_in(
    window: Window, terminal: AskedTerminal
) -> None:
    ask(window)
    for key in (window.keys.cash, window.keys.slips.card, window.keys.slips.code, window.keys.balance.use_balance):
        window.sheet.said = ("", "", "")
        key()
        assert window.sheet.said[1] == "The terminal is asked for ¥751.80."
    window.open(ODD)
    assert window.sheet.find == "3-2-1201"
    assert len(terminal.begun) == 1
    assert window.totals() == window.totals(ODD) == []


def test_a_part_that_the_terminal_took_is_posted_at_once(window: Window, terminal: AskedTerminal) -> None:
    ask(window, received="100")
    terminal.says(IntentState.APPROVED)
    poll(window)
    assert window.totals() == [10_000]
    assert terminal.acknowledged


def test_esc_stops_the_terminal_and_waits_for_its_word(window: Window, terminal: AskedTerminal) -> None:
    ask(window)
    window.pay.back()
    assert terminal.aborted == 1
    assert states(window) == ["sent"]
    terminal.says(IntentState.DECLINED)
    poll(window)
    assert states(window) == ["sent", "declined"]
    assert window.sheet.said[1] == "The terminal took nothing."
    window.keys.cash()
    assert window.totals() == [3 * FIVE]


@pytest.mark.parametrize("state", [IntentState.UNKNOWN, IntentState.APPROVED])
def test_an_outcome_that_is_none_or_another_amount_is_unknown(
    window: Window, terminal: AskedTerminal, state: IntentState
) -> None:
    ask(window)
    terminal.says(state, amount=1)
    poll(window)
    assert states(window) == ["sent", "unknown"]
    assert terminal.acknowledged == []
    assert window.sheet.said[1:] == (
        "Card ¥751.80 for 3-2-1201: outcome unknown.",
        "Do not take it again: Shift+F10 settles it.",
    )
    window.keys.cash()
    assert window.sheet.said[1] == "The outcome of a card payment of ¥751.80 for 3-2-1201 is not settled yet."
    assert window.totals() == []


def test_a_commit_that_fails_is_not_acknowledged_and_is_unknown(
    window: Window, terminal: AskedTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(window)
    terminal.says(IntentState.APPROVED)
    failed: list[str] = []

    def full(*_args: object, **_more: object) -> None:
        failed.append("commit")
        raise DiskFull("books.sqlite", "no space")

    with monkeypatch.context() as patch:
        patch.setattr("counter.presenters.pay_tenders.take_payment", full)
        poll(window)
    assert failed == ["commit"]
    assert terminal.acknowledged == []
    assert states(window) == ["sent", "unknown"]
    terminal.says(IntentState.APPROVED)
    poll(window)
    assert window.totals() == [3 * FIVE]
    assert states(window) == ["sent", "unknown", "approved"]


@pytest.mark.parametrize("state", [IntentState.APPROVED, IntentState.UNKNOWN])
def test_what_the_books_cannot_note_at_once_is_noted_as_soon_as_they_can(
    window: Window, terminal: AskedTerminal, state: IntentState
) -> None:
    """The clock jumps days ahead while the card is read: nothing is posted until the date is right or confirmed."""
    ask(window)
    window.desk.clock.set_forward(days=9)
    terminal.says(state)
    poll(window)
    assert states(window) == ["sent"]
    assert window.totals() == []
    assert window.sheet.said[0] == "risk"
    window.keys.cards.outcomes.ask()
    assert window.sheet.said[1].startswith("The clock")
    window.desk.clock.set_forward(days=-9)
    poll(window)
    assert states(window) == ["sent", "unknown"]
    assert window.sheet.said[1] == "Card ¥751.80 for 3-2-1201: outcome unknown."
    window.keys.cards.outcomes.ask()
    assert window.sheet.asked is not None
    assert window.sheet.asked.title == "Card ¥751.80 for 3-2-1201: outcome unknown."
    terminal.says(IntentState.APPROVED)
    poll(window)
    assert (window.totals(), len(terminal.begun)) == ([3 * FIVE], 1)


def test_a_no_that_the_books_cannot_note_is_asked_about_later_and_never_forgotten(
    window: Window, terminal: AskedTerminal
) -> None:
    ask(window)
    window.desk.clock.set_forward(days=9)
    terminal.says(IntentState.DECLINED)
    poll(window)
    assert (states(window), window.sheet.said[0]) == (["sent"], "risk")
    window.desk.clock.set_forward(days=-9)
    poll(window)
    assert states(window) == ["sent", "unknown"]
    window.keys.cards.outcomes.ask()
    window.answer(choice="3")
    window.second_person.asked[-1].granted(SUPERVISOR, "the terminal's list is empty")
    assert states(window)[-1] == "not_found"


def test_what_nobody_foresaw_leaves_an_unknown_outcome_too(
    window: Window, terminal: AskedTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(window)
    terminal.says(IntentState.APPROVED)

    def breaks(*_args: object, **_more: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("counter.presenters.pay_tenders.take_payment", breaks)
    with pytest.raises(RuntimeError, match="unforeseen"):
        poll(window)
    assert states(window) == ["sent", "unknown"]
    assert terminal.acknowledged == []


def test_a_driver_that_breaks_while_it_is_asked_leaves_an_unknown_outcome(
    window: Window, terminal: AskedTerminal
) -> None:
    def breaks() -> None:
        raise OSError("line")

    terminal.at_begin = breaks
    with pytest.raises(OSError, match="line"):
        ask(window)
    assert states(window) == ["sent", "unknown"]


def test_a_terminal_that_is_not_ready_is_not_asked(window: Window, terminal: AskedTerminal) -> None:
    terminal.how = TerminalOffline("timeout")
    ask(window)
    assert window.sheet.said[1] == "The card terminal cannot take a payment: it does not answer in time."
    assert states(window) == []
    window.keys.cash()
    assert window.totals() == [3 * FIVE]


def test_a_bill_settled_meanwhile_makes_the_card_money_balance(window: Window, terminal: AskedTerminal) -> None:
    paid = window.desk.pay(THIRD)
    ask(window)
    move_payment(
        window.desk.books, paid.receipts[0].id, EVEN, "wrong unit", request_id="move", requester=CASHIER,
        approver=SUPERVISOR, till=1, office=window.desk.office, words=window.desk.words,
    )  # fmt: skip
    before = window.balance()
    terminal.says(IntentState.APPROVED)
    poll(window)
    assert window.balance() == before + 3 * FIVE
    assert window.sheet.said[1].startswith("The bill was settled meanwhile: this money is balance now. Receipt 2026-")
    assert terminal.acknowledged == [terminal.begun[0][0]]


# After a start


def test_a_start_says_first_that_an_outcome_is_unknown_and_the_terminal_is_asked_for_it(
    window: Window, terminal: AskedTerminal
) -> None:
    ask(window)
    intent, amount, _currency = terminal.begun[0]
    start_again(window)
    assert window.sheet.said[1] == "Card ¥751.80 for 3-2-1201: outcome unknown."
    window.keys.cards.outcomes.ask()
    assert window.sheet.asked is not None
    assert [word for _key, word in window.sheet.asked.choices] == [
        "Ask the terminal", "It was paid: the slip is there", "It was not paid",
    ]  # fmt: skip
    assert window.answer(choice="1").startswith("The terminal has no record of it.")
    terminal.last_told = Outcome("another", IntentState.APPROVED, amount, SLIP)
    assert window.answer(choice="1").startswith("The terminal has no record of it.")
    terminal.last_told = Outcome(intent, IntentState.APPROVED, amount, SLIP)
    assert window.answer(choice="1") == ""
    assert window.totals() == [amount]
    assert terminal.acknowledged == [intent]
    assert len(terminal.begun) == 1, "a payment is never asked for again by itself"


def test_a_terminal_is_never_asked_what_became_of_another_ones_payment(window: Window, terminal: AskedTerminal) -> None:
    """It was replaced, or its payment was asked for at another window: the last payment of this one is not it."""
    ask(window)
    intent, amount, _currency = terminal.begun[0]
    found_sent(window.desk.books)
    new = AskedTerminal("enquire")
    new.number, new.last_told = "30009999", Outcome(intent, IntentState.APPROVED, amount, SLIP)
    there = Window(window.desk, window.session, new)
    there.pay.start()
    poll(there)
    assert states(there)[-1] == "unknown"
    there.keys.cards.outcomes.ask()
    assert there.sheet.asked is not None
    assert [word for _key, word in there.sheet.asked.choices] == ["It was paid: the slip is there", "It was not paid"]
    assert "It was asked at till 1, terminal 20001111." in there.sheet.asked.text
    assert there.answer(choice="2") == ""
    there.second_person.asked[-1].granted(SUPERVISOR, "the bank says so")
    assert states(there)[-1] == "not_found"


def test_what_this_terminal_can_tell_is_settled_before_what_another_one_left(
    window: Window, terminal: AskedTerminal
) -> None:
    ask(window)
    found_sent(window.desk.books)
    new = AskedTerminal("enquire")
    new.number = "30009999"
    there = Window(window.desk, window.session, new)
    ask(there, ODD)
    found_sent(window.desk.books)
    again = Window(window.desk, window.session, terminal)
    again.keys.cards.outcomes.ask()
    assert again.sheet.asked is not None
    assert "3-2-1201" in again.sheet.asked.title
    assert len(again.sheet.asked.choices) == 3


def test_an_enquiry_may_answer_later_too(window: Window, terminal: AskedTerminal) -> None:
    ask(window)
    intent, amount, _currency = terminal.begun[0]
    found_sent(window.desk.books)
    window.pay._state.clear("new")
    window.pay._state.asked = None
    terminal.last_told = Outcome("", IntentState.SENT, 0, {})
    window.keys.cards.outcomes.ask()
    assert window.answer(choice="1") == ""
    terminal.says(IntentState.NOT_FOUND, intent_id=intent)
    poll(window)
    assert states(window)[-1] == "not_found"
    window.open()
    window.keys.cash()
    assert window.totals() == [amount]


def test_the_terminal_is_never_asked_for_money_that_a_handwritten_receipt_says_was_taken(
    window: Window, terminal: AskedTerminal
) -> None:
    """After a power cut, or of the time after a copy: the card was charged then, and its slip is typed."""
    terminal.how = TerminalOffline("timeout")
    window.open()
    window.keys.slips.enter_late()
    assert window.answer(form="A17", day="2026-11-23", writer="王芳") == ""
    window.keys.slips.card()
    assert terminal.begun == []
    assert window.answer(**TYPED) == ""
    assert (window.totals(), states(window)) == ([3 * FIVE], ["sent", "approved"])
    window.keys.cards.stop()
    assert terminal.aborted == 1, "what the terminal itself does is stopped on it, whatever was typed before"
    terminal.how = TerminalReady()
    ask(window, ODD)
    assert len(terminal.begun) == 1
    terminal.says(IntentState.DECLINED)
    poll(window)


def test_a_slip_that_was_being_typed_when_the_power_went_is_nothing_the_terminal_is_asked_about(
    window: Window, terminal: AskedTerminal
) -> None:
    window.open()
    window.keys.slips.enter_late()
    assert window.answer(form="A17", day="2026-11-23", writer="王芳") == ""
    window.keys.slips.card()
    (intent,) = unsettled(window.desk.connection)
    terminal.last_told = Outcome(intent.intent_id, IntentState.APPROVED, intent.amount, SLIP)
    found_sent(window.desk.books)
    again = Window(window.desk, window.session, terminal)
    again.pay.start()
    poll(again)
    again.keys.cards.outcomes.ask()
    assert again.sheet.asked is not None
    assert [word for _key, word in again.sheet.asked.choices] == ["It was paid: the slip is there", "It was not paid"]
    assert "It was asked at till" not in again.sheet.asked.text
    assert again.answer(choice="2") == ""
    again.second_person.asked[-1].granted(SUPERVISOR, "entered anew")
    assert states(again) == ["sent", "unknown", "not_found"]


def test_what_a_terminal_of_another_till_left_is_not_looked_for_on_this_one_nor_given_its_labels(
    window: Window, terminal: AskedTerminal
) -> None:
    """Whoever looks at the wrong terminal's list finds nothing there, and the card is charged twice."""
    ask(window)
    found_sent(window.desk.books)
    desk, session = window.desk, window.session
    other = Desk(desk.books, desk.clock, desk.office, desk.words, till=2, _requests=desk._requests)
    other.open(cashier=OTHER_CASHIER)
    other.take(other.order(ODD, tenders=(card(other.owed(ODD), "000900"),)), cashier=OTHER_CASHIER)
    there = Window(desk, Session(desk.books, replace(session.settings, till=2), session.words, session.paper_words))
    there.session.log_in(OTHER_CASHIER)
    try:
        there.open(THIRD)
        there.keys.slips.card()
        assert there.sheet.asked is not None
        found_sent(desk.books)
        again = Window(desk, session, ManualSlip())
        again.keys.cards.outcomes.ask()
        assert again.answer(choice="1") == ""
        assert labels(again) == ["", terminal.number, ""], "its number is known, and no slip of it was seen"
        unpaid_by_hand(again)
        again.keys.cards.outcomes.ask()
        assert again.sheet.asked is not None
        assert "3-2-1203" in again.sheet.asked.title
        assert "It was asked at till 2, terminal unknown." in again.sheet.asked.text
        assert again.answer(choice="1") == ""
        assert labels(again) == ["", "10023457", "000001"], "those of its own till"
        unpaid_by_hand(again)
    finally:
        there.session.close()


def labels(window: Window) -> list[str]:
    """Return what merchant, terminal and batch of the slip begin with."""
    assert window.sheet.asked is not None
    begun = {each.name: each.value for each in window.sheet.asked.fields}
    return [begun[name] for name in ("merchant", "terminal", "batch")]


def unpaid_by_hand(window: Window) -> None:
    """Let a second person say that the newest unknown payment brought nothing."""
    window.keys.cards.outcomes.ask()
    assert window.answer(choice="2") == ""
    window.second_person.asked[-1].granted(SUPERVISOR, "the list says so")


# A terminal worked by slip


def test_whoever_looks_for_what_holds_the_close_up_is_told_of_the_slip_that_is_noted(by_slip: Window) -> None:
    by_slip.open()
    by_slip.type("200")
    by_slip.keys.split()
    by_slip.keys.slips.card()
    by_slip.keys.cards.outcomes.ask()
    assert by_slip.sheet.said[1] == "A card payment is still under way. Finish it, or take its slip out with Esc."
    by_slip.keys.cards.stop()
    by_slip.keys.cards.outcomes.ask()
    assert by_slip.sheet.said[1] == "Every card payment is settled."


def test_the_slip_form_is_as_quick_as_ever_and_its_intent_is_approved_with_the_payment(by_slip: Window) -> None:
    ask(by_slip)
    assert states(by_slip) == ["sent"]
    assert by_slip.answer(**TYPED) == ""
    assert by_slip.totals() == [3 * FIVE]
    assert states(by_slip) == ["sent", "approved"]
    details = by_slip.desk.connection.execute("SELECT details FROM card_intent WHERE state = 'approved'").fetchone()
    assert "621700******0123" in details[0]


def test_esc_on_the_form_declines_without_a_word(by_slip: Window) -> None:
    ask(by_slip)
    by_slip.sheet.said = ("", "", "")
    by_slip.drop()
    assert states(by_slip) == ["sent", "declined"]
    assert by_slip.sheet.said == ("", "", "")
    by_slip.keys.cash()
    assert by_slip.totals() == [3 * FIVE]


def test_a_wrong_slip_is_typed_over_and_posts_once(by_slip: Window) -> None:
    ask(by_slip)
    assert by_slip.answer(voucher="1", card="4111111111111111").startswith("A whole card number")
    assert by_slip.answer(voucher="").startswith("For Card")
    assert by_slip.answer(**TYPED) == ""
    assert states(by_slip) == ["sent", "approved"]
    assert by_slip.totals() == [3 * FIVE]


def test_two_slips_of_one_payment_are_approved_by_its_one_commit(by_slip: Window) -> None:
    ask(by_slip, received="100")
    assert by_slip.answer(**TYPED) == ""
    assert states(by_slip) == ["sent"], "nothing is approved before its money is posted"
    by_slip.keys.slips.card()
    assert by_slip.answer(**{**TYPED, "voucher": "000218"}) == ""
    assert by_slip.totals() == [3 * FIVE]
    assert sorted(states(by_slip)) == ["approved", "approved", "sent", "sent"]
    assert unsettled(by_slip.desk.connection) == []


def test_a_slip_taken_out_again_is_in_the_books_as_taken_back(by_slip: Window) -> None:
    ask(by_slip, received="100")
    by_slip.answer(**TYPED)
    by_slip.pay.back()
    assert by_slip.sheet.said == ("risk", "Taken out: Card ¥100.00.", "Take it back on the terminal too.")
    assert states(by_slip) == ["sent", "reversed"]
    by_slip.keys.cash()
    assert by_slip.totals() == [3 * FIVE]


def test_after_a_start_the_slip_and_a_second_person_settle_it(by_slip: Window) -> None:
    ask(by_slip)
    start_again(by_slip)
    by_slip.pay._state.asked = None
    by_slip.keys.cards.outcomes.ask()
    assert by_slip.sheet.asked is not None
    assert "Do not take it again" in by_slip.sheet.asked.text
    assert by_slip.answer(choice="1") == ""
    assert by_slip.answer(voucher="").startswith("For Card")
    assert by_slip.answer(**TYPED) == ""
    (asked,) = by_slip.second_person.asked
    assert asked.act is Act.SETTLE_CARD
    assert by_slip.totals() == []
    asked.granted(SUPERVISOR, "slip seen")
    assert by_slip.totals() == [3 * FIVE]
    assert states(by_slip) == ["sent", "unknown", "manual"]
    by_slip.keys.cards.outcomes.ask()
    assert by_slip.sheet.said[1] == "Every card payment is settled."


def test_after_a_start_a_second_person_says_that_nothing_was_paid(by_slip: Window) -> None:
    ask(by_slip)
    start_again(by_slip)
    by_slip.pay._state.asked = None
    by_slip.keys.cards.outcomes.ask()
    assert by_slip.answer(choice="2") == ""
    asked = by_slip.second_person.asked[-1]
    asked.granted(CASHIER, "nothing there")
    assert by_slip.sheet.said[1].startswith("王芳 asked for this and cannot approve it as well.")
    asked.granted(SUPERVISOR, "nothing there")
    assert by_slip.sheet.said[1] == "Settled: nothing was paid, the bill is open as before."
    assert states(by_slip) == ["sent", "unknown", "not_found"]


def test_whoever_is_alone_settles_it_with_the_approval_owed(by_slip: Window) -> None:
    ask(by_slip)
    start_again(by_slip)
    by_slip.pay._state.asked = None
    by_slip.keys.cards.outcomes.ask()
    assert by_slip.answer(choice="1") == ""
    assert by_slip.answer(**TYPED) == ""
    alone = by_slip.second_person.asked[-1].owed
    assert alone is not None
    alone("the slip is here")
    assert (by_slip.totals(), states(by_slip)) == ([3 * FIVE], ["sent", "unknown", "manual"])
    assert [each.act for each in pending_acts(by_slip.session.connection)] == ["card"]


def test_a_scan_on_the_terminal_goes_the_same_way(by_slip: Window) -> None:
    by_slip.open()
    by_slip.keys.slips.code()
    by_slip.answer(choice="1")
    assert by_slip.answer(voucher="000999") == ""
    kinds = by_slip.desk.connection.execute("SELECT DISTINCT kind FROM card_intent").fetchall()
    assert [row[0] for row in kinds] == ["scan"]
    assert by_slip.totals() == [3 * FIVE]
