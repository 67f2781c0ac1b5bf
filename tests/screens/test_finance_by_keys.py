"""The finance part of the till and money given back, by keys alone, in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.desk.form_register import issue_forms, receive_forms
from counter.screens.look import LIGHT
from counter.words import LANGUAGES, Language
from tests.desk.office import CASHIER, EVEN, FINANCE, MANAGER, ODD, SUPERVISOR, Desk, card, code
from tests.desk.shift import dropped
from tests.desk.test_desk_cheques import cheque
from tests.presenters.till_window import PIN
from tests.presenters.units_office import open_office, session_of
from tests.screens.kit import Stage, assert_nothing_clipped
from tests.screens.test_till_by_keys import Counter, counter_at
from tests.screens.test_units_window import Window


def at_finance(counter: Counter) -> Counter:
    """A closed day and an open one, the manager at the finance part."""
    desk = counter.desk
    desk.open()
    desk.pay(EVEN)
    desk.close()
    desk.clock.wait(days=1)
    desk.open()
    desk.pay(ODD, chosen=desk.charges(ODD)[:1], tenders=[cheque(25068)])
    counter.session.log_in(MANAGER)
    counter.shell.show("till")
    counter.press("F")
    return counter


@pytest.fixture
def counter(stage: Stage, tmp_path: Path) -> Iterator[Counter]:
    with counter_at(stage, tmp_path / "office") as made:
        yield at_finance(made)


def test_finance_opens_from_the_closed_till_while_the_float_is_counted(stage: Stage, tmp_path: Path) -> None:
    with counter_at(stage, tmp_path / "office") as counter:
        counter.session.log_in(MANAGER)
        counter.shell.show("till")
        counter.press("3", "f")
        assert "No slip is there" in counter.texts()
        counter.press("Escape")
        assert "Opening float" in counter.texts()
        counter.press("F1")
        assert_nothing_clipped(stage.root)


def test_a_slip_is_received_by_keys(counter: Counter) -> None:
    counter.press("F9")
    counter.type_text("751.80")
    counter.press("F9")
    assert "Received; the slip agrees." in " ".join(counter.texts())
    assert counter.events("remittance_confirmed") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_card_slips_and_a_drop_made_alone_are_settled_by_keys(stage: Stage, tmp_path: Path, language: Language) -> None:
    with counter_at(stage, tmp_path / "office", language, 1.5) as counter:
        desk = counter.desk
        desk.open()
        desk.pay(EVEN, tenders=[card(75180)])
        dropped(desk, {10_000: 1}, witness=None)
        counter.session.log_in(SUPERVISOR)
        counter.press("F2", "F4", "3", "F9", "Down")
        counter.type_text(f"{PIN}\n")
        assert counter.events("drop_signed") == 1
        assert_nothing_clipped(stage.root)
        counter.press("Escape")
        desk.close()
        counter.session.log_in(MANAGER)
        counter.shell.show("till")
        counter.press("f", "F9")
        counter.type_text("0\n1 751.80\n")
        assert_nothing_clipped(stage.root)
        counter.press("F9")
        assert counter.events("remittance_confirmed") == 1


def test_a_difference_keeps_what_was_typed_until_it_has_its_reason(counter: Counter) -> None:
    counter.press("F9")
    counter.type_text("750")
    counter.press("F9")
    assert any("finance counted ¥750.00" in text for text in counter.texts())
    counter.press("Tab")
    counter.type_text("short")
    counter.press("F9")
    assert counter.events("remittance_differs") == 1


def test_cash_goes_to_the_bank_by_keys(counter: Counter) -> None:
    counter.press("4", "F9")
    counter.type_text("B1")
    counter.press("F9")
    assert counter.events("cash_bagged") == 1
    counter.session.log_in(SUPERVISOR)
    counter.press("5", "F9")
    counter.type_text("8812")
    counter.press("F9")
    assert counter.events("cash_banked") == 1
    assert "On the account: 751.80." in " ".join(counter.texts())


def test_a_proposed_sum_is_typed_over_where_tab_leads_to_it(counter: Counter) -> None:
    counter.press("4", "F9")
    counter.type_text("B1")
    counter.press("Tab")
    counter.type_text("751")
    counter.press("Tab")
    counter.type_text("a coin is bent")
    counter.press("F9")
    assert counter.events("cash_bagged") == 1
    counter.press("5")
    assert "751.00" in counter.texts()


def test_a_cheque_comes_back_by_keys(counter: Counter) -> None:
    counter.press("3", "F10")
    counter.type_text("no funds")
    counter.press("F9")
    assert counter.events("cheque_returned") == 1
    assert "No cheque is outstanding" in counter.texts()


def test_a_book_of_forms_is_entered_by_keys(counter: Counter) -> None:
    counter.press("7", "F9")
    counter.type_text("A001")
    counter.press("Return")
    counter.type_text("A100")
    counter.press("F9")
    assert counter.events("forms_received") == 1
    assert "A100" in counter.texts()


def test_the_change_fund_is_entered_by_keys(counter: Counter) -> None:
    counter.press("4", "F10")
    counter.type_text("500")
    counter.press("Tab")
    counter.type_text("from the bank")
    counter.press("F9")
    assert counter.events("change_fund_entered") == 1


def test_cash_brought_in_is_taken_by_keys(counter: Counter) -> None:
    counter.desk.take_up(MANAGER)
    counter.press("8", "F10")
    counter.type_text("321203")
    counter.press("Return")
    counter.type_text("500")
    counter.press("F9", "F9")
    counter.type_text("Liu")
    counter.press("Return")
    counter.type_text("5")
    counter.press("F9")
    assert counter.events("cash_brought_in") == 1
    assert counter.desk.owed(3) == 100800 - 50000


def test_esc_leads_back_to_the_day(counter: Counter) -> None:
    counter.press("Escape")
    assert "Take the till up" in counter.texts()
    counter.press("F9")
    assert "Count and close the day" in counter.texts()
    assert counter.events("till_taken_up") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_clipped(stage: Stage, tmp_path: Path, scale: float, language: Language) -> None:
    with counter_at(stage, tmp_path / "office", language, scale) as made:
        counter = at_finance(made)
        counter.desk.pay(EVEN, chosen=[], pay_now=0, to_balance=100, tenders=[code(100)])
        receive_forms(counter.desk.books, "A0000001", "A0000100", "", request_id="f", clerk=FINANCE)
        issue_forms(counter.desk.books, "A0000001", "A0000050", "王芳", request_id="g", clerk=FINANCE)
        for segment in "12345678":
            counter.press(segment)
            counter.texts()
            assert_nothing_clipped(stage.root)
        for keys in (("1", "F9"), ("4", "F9"), ("7", "F9"), ("8", "F10")):
            counter.press(*keys)
            counter.texts()
            assert_nothing_clipped(stage.root)
            counter.press("Escape")


# The sheet of a receipt


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


def test_a_refund_a_reversal_and_an_invoice_by_keys(stage: Stage, desk: Desk) -> None:
    desk.pay(EVEN)
    with session_of(desk, person=CASHIER) as session:
        window = Window(stage, desk, session, LIGHT, 1.0)
        window.sheet.open(1)
        stage.press("i", "1")
        stage.type_text("2544")
        stage.press("F9")
        assert "Invoice 2544 is noted." in window.read()
        stage.press("t", "2", "1")
        stage.type_text("50.001")
        stage.press("F9")
        assert "has more than 2 decimals" in window.read()
        stage.type_text("50")
        stage.press("F9", "1", "F9")
        window.second.asked[-1].granted(SUPERVISOR, "moved out")
        stage.pump()
        assert "Refunded in part; the rest stands." in window.read()
        window.whole()
        stage.press("c", "2", "F9", "1")
        window.second.asked[-1].granted(SUPERVISOR, "wrong month")
        stage.pump()
        assert "C2026-000001, 250.60" in window.read()
        window.whole()
        assert (desk.owed(EVEN), desk.account("balance")) == (5000 + 25060, -25060)
        window.shell.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_forms_of_a_refund_fit(stage: Stage, desk: Desk, scale: float, language: Language) -> None:
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-06"))
    with session_of(desk, language=language) as session:
        window = Window(stage, desk, session, LIGHT, scale)
        window.sheet.open(1)
        for keys in (("t",), ("2",), ("Escape", "c"), ("1",), ("F9",), ("Escape", "i"), ("1",)):
            stage.press(*keys)
            window.whole()
        stage.press("Escape", "t", "3", "F9")
        window.whole()
        stage.press("1")
        window.whole()
        window.shell.close()
