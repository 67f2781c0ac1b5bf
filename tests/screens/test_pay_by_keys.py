"""The Pay screen worked by keys in the real window: the common payment, a scanner, forms, and nothing cut anywhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.rules.codes import receipt_code
from counter.screens.look import LIGHT
from counter.screens.navigation import NavEntry
from counter.screens.pay import PayScreen
from counter.screens.shell import Shell
from counter.screens.topbar import HeaderFacts
from counter.settings import MachineSettings
from counter.words import Language, Words
from db.queries import receipts
from tests.desk.office import CASHIER, EVEN, ODD, Desk
from tests.presenters.pay_window import presenter
from tests.presenters.units_office import open_office
from tests.screens.kit import Stage, assert_nothing_clipped, texts

MONTHS = 75_180  # what the first flat owes for its three months, in fen


class Counter(NamedTuple):
    """A window with the Pay screen in it, and the office behind it."""

    stage: Stage
    desk: Desk
    shell: Shell
    screen: PayScreen
    logged: list[BaseException]

    def press(self, *keys: str) -> None:
        self.stage.press(*keys)

    def type_text(self, text: str) -> None:
        self.stage.type_text(text)

    def scan(self, text: str) -> None:
        """What a scanner sends: the text without a pause, then Return."""
        self.type_text(text)
        self.press("Return")

    def texts(self) -> list[str]:
        self.stage.pump()
        return texts(self.stage.root)

    def totals(self, unit_id: int = EVEN) -> list[int]:
        return [row.total for row in receipts.of_unit(self.desk.connection, unit_id)]

    @property
    def received(self) -> str:
        return self.screen._sums.received.get()

    def in_received(self) -> bool:
        return self.stage.focused() is self.screen._sums.received.entry

    def in_find(self) -> bool:
        return self.stage.focused() is self.screen._find.entry


@contextmanager
def counter_at(stage: Stage, folder: Path, language: Language = "en", scale: float = 1.0) -> Iterator[Counter]:
    folder.mkdir(exist_ok=True)
    with open_office(folder) as desk:
        w = Words.load(language)
        session = Session(desk.books, MachineSettings(language=language), w, w)
        session.log_in(CASHIER)
        logged: list[BaseException] = []

        def log(error: BaseException) -> str:
            logged.append(error)
            return "E-1"

        nav = [NavEntry("pay", w("Pay"), "F2")]
        shell = Shell(stage.root, w, stage.dress(LIGHT, scale), nav, log=log, on_lock=lambda: None)
        shell.set_header(HeaderFacts("Sunshine Garden", "1", CASHIER.name, "2026-11-23"))
        shell.add_screen("pay", lambda parent: PayScreen(parent, shell, lambda view: presenter(session, view)))
        screen = shell.show("pay")
        assert isinstance(screen, PayScreen)
        try:
            yield Counter(stage, desk, shell, screen, logged)
        finally:
            session.close()


@pytest.fixture
def counter(stage: Stage, tmp_path: Path) -> Iterator[Counter]:
    with counter_at(stage, tmp_path / "office") as made:
        yield made
        assert made.logged == []


def test_the_common_payment_is_room_enter_note_f9(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return")
    counter.type_text("800")
    counter.press("F9")
    assert counter.totals() == [MONTHS]
    assert "48.20" in counter.texts()
    assert counter.in_find()


def test_f9_held_down_takes_one_payment(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return", *["F9"] * 5)
    assert counter.totals() == [MONTHS]


def test_a_room_that_is_not_there_is_typed_over(counter: Counter) -> None:
    counter.type_text("9-9-9999")
    counter.press("Return")
    assert counter.shell.message == "Nothing was found for “9-9-9999”."
    counter.type_text("3-2-1201")
    assert counter.shell.message == ""
    counter.press("Return")
    assert counter.in_received()


def test_f9_with_another_room_half_typed_takes_nothing(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return", "F2")
    counter.type_text("3-2-1202")
    counter.press("F9")
    assert counter.totals() == []
    counter.press("Escape")
    assert counter.in_received()
    assert counter.screen._find.get() == "3-2-1201"


def test_sums_may_come_from_an_input_method(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return")
    counter.type_text("８００。５")
    assert counter.received == "800.5"
    counter.press("F9")
    assert "48.70" in counter.texts()


def test_a_wrong_sum_is_said_beneath_it_and_stays(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return")
    counter.type_text("12.345")
    counter.press("F9")
    said = "“12.345” has more than 2 decimals. Type the sum again with at most 2 decimals."
    assert said in counter.texts()
    assert counter.received == "12.345"
    assert counter.totals() == []
    counter.press("BackSpace")
    assert said not in counter.texts()


def test_a_payers_own_payment_code_is_taken_out_of_the_sum_again_and_said(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return")
    counter.type_text("800")
    counter.press("End")  # a person is done with the sum
    counter.scan("134567890123456789")
    assert counter.totals() == []
    assert counter.shell.message == "Nothing was found for “134567890123456789”."
    counter.press("Escape", "F9")
    assert counter.totals() == [MONTHS]
    assert "48.20" in counter.texts(), "800 still stood there"


@pytest.mark.parametrize("place", ["find", "received", "table"])
def test_a_scanned_receipt_opens_its_unit_wherever_the_focus_is(counter: Counter, place: str) -> None:
    counter.desk.pay(ODD)
    row = receipts.of_unit(counter.desk.connection, ODD)[0]
    code = receipt_code(row.series, row.number, row.hash)
    if place != "find":
        counter.type_text("3-2-1201")
        counter.press("Return")
        counter.type_text("20")
    if place == "table":
        counter.screen._account.table.focus_table()
    counter.scan(code)
    assert counter.screen._find.get() == "3-2-1202"
    assert counter.received == ""
    assert not counter.shell.overlay.is_open
    assert counter.totals() == []


def test_a_code_read_wrongly_leaves_the_payment_as_it_was(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return")
    counter.type_text("20")
    counter.scan("CF1-R2026-000001-00000000-00")
    assert "was read wrongly" in counter.shell.message
    counter.press("Escape")
    assert (counter.received, counter.in_received()) == ("20", True)


def test_a_letter_that_begins_a_code_is_a_command_when_no_code_follows(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return", "c")
    counter.stage.pump(lambda: counter.shell.overlay.is_open)
    assert "Cheque no." in counter.texts()


def test_a_letter_that_begins_a_code_acts_before_the_key_that_follows(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return", "c", "Escape")
    assert "3-2-1201" in counter.texts()
    assert counter.in_received() or counter.shell.overlay.is_open


def test_letters_are_commands_and_esc_comes_back_to_the_sum(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return")
    counter.type_text("20")
    for letter in ("f", "n"):
        counter.press(letter)
        assert counter.shell.overlay.is_open
        counter.press("Escape")
        assert (counter.received, counter.in_received()) == ("20", True)


def test_a_wrong_slip_keeps_every_field_and_comes_back_to_the_last_one(counter: Counter) -> None:
    counter.type_text("3-2-1201")
    counter.press("Return", "F10")
    for typed in ("898110", "10023457", "000931", "000217", "231541907", "004417", "4111111111111111"):
        counter.type_text(typed)
        counter.press("Return")
    seen = counter.texts()
    assert any("A whole card number was typed" in text for text in seen)
    assert {"898110", "10023457", "000931", "000217", "4111111111111111"} <= set(seen)
    counter.type_text("621700******0123")
    counter.press("F9")
    assert counter.totals() == [MONTHS]


def test_a_form_is_still_there_after_what_nobody_foresaw(stage: Stage, tmp_path: Path) -> None:
    def breaks(_values: dict[str, str]) -> str:
        raise RuntimeError("unforeseen")

    with counter_at(stage, tmp_path / "office") as counter:
        counter.screen.ask(Form("Question", "", "Go", breaks, (Asked("what", "What"),)))
        counter.type_text("abc")
        counter.press("Return")
        counter.stage.pump(lambda: counter.logged)
        assert "Something unexpected happened" in counter.texts()
        counter.press("Escape")
        assert "abc" in counter.texts()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_cut_with_a_wrong_sum_a_long_name_and_a_wrong_slip(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    with counter_at(stage, tmp_path / "office", language, scale) as counter:
        counter.type_text("3-2-1201")
        counter.press("Return")
        state = counter.screen.presenter._state
        opened = state.standings[0]
        holder = opened.holders[0]._replace(name="Sunshine Garden Property Development and Holdings (Group) Co. " * 3)
        state.standings[0] = replace(opened, holders=(holder,))
        counter.screen.presenter._show_account()
        counter.type_text("99999999999")
        stage.pump()
        assert_nothing_clipped(stage.root)
        counter.press(*["BackSpace"] * 11, "F10", *["Return"] * 7)
        stage.pump()
        assert_nothing_clipped(stage.root)
