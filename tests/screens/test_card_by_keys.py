"""Card payments by keys in the real window: a slip, Esc, an outcome unknown after a start, a terminal that waits."""

import json
import tkinter as tk
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from counter.desk.settle_card import found_sent
from counter.devices.card_terminal import CardTerminal, IntentState, ManualSlip
from counter.devices.zvt_simulator.faults import Personality
from counter.presenters.pay import PayPresenter
from counter.presenters.session import Session
from counter.screens.approval import ApprovalOverlay
from counter.screens.look import LIGHT
from counter.screens.navigation import NavEntry
from counter.screens.pay import PayScreen
from counter.screens.shell import Shell
from counter.screens.topbar import HeaderFacts
from counter.settings import MachineSettings
from counter.words import Language, Words
from db.queries import receipts
from tests.desk.office import CASHIER, EVEN, Desk
from tests.devices.virtual_line import VirtualLine
from tests.presenters.asked_terminal import AskedTerminal
from tests.presenters.pay_window import presenter
from tests.presenters.till_window import PIN, till_office
from tests.screens.kit import Stage, assert_nothing_clipped, texts

MONTHS = 75_180


class Counter(NamedTuple):
    """A window with the Pay screen in it and the office behind it."""

    stage: Stage
    desk: Desk
    shell: Shell
    pay: PayPresenter
    words: Words
    session: Session

    def press(self, *keys: str) -> None:
        self.stage.press(*keys)

    def type_text(self, text: str) -> None:
        self.stage.type_text(text)

    def texts(self) -> list[str]:
        self.stage.pump()
        return texts(self.stage.root)

    def states(self) -> list[str]:
        return [row[0] for row in self.desk.connection.execute("SELECT state FROM card_intent ORDER BY event_id")]

    def totals(self) -> list[int]:
        return [row.total for row in receipts.of_unit(self.desk.connection, EVEN)]

    def fill_slip(self) -> None:
        for typed in ("898110", "10023457", "000931", "000217", "231541907", "004417", "621700******0123"):
            self.type_text(typed)
            self.press("Return")


def window_on(
    stage: Stage, desk: Desk, terminal: CardTerminal, language: Language, scale: float
) -> tuple[Counter, Session]:
    w = Words.load(language)
    session = Session(desk.books, MachineSettings(language=language), w, w)
    session.log_in(CASHIER)
    shell = Shell(
        stage.root, w, stage.dress(LIGHT, scale), [NavEntry("pay", w("Pay"), "F2")], log=fail_loudly,
        on_lock=lambda: None,
    )  # fmt: skip
    shell.set_header(HeaderFacts("Sunshine Garden", "1", CASHIER.name, "2026-11-23"))
    approval = ApprovalOverlay(shell, session)
    shell.add_screen(
        "pay",
        lambda parent: PayScreen(
            parent, shell, lambda view: presenter(session, view, terminal, approval.presenter.ask)
        ),
    )
    screen = shell.show("pay")
    assert isinstance(screen, PayScreen)
    return Counter(stage, desk, shell, screen.presenter, w, session), session


def fail_loudly(error: BaseException) -> str:
    raise AssertionError("the window met what it did not foresee") from error


@contextmanager
def counter_at(
    stage: Stage, folder: Path, terminal: CardTerminal | None = None, language: Language = "en", scale: float = 1.0
) -> Iterator[Counter]:
    with till_office(folder) as desk:
        desk.open()
        counter, session = window_on(stage, desk, terminal or ManualSlip(), language, scale)
        try:
            yield counter
        finally:
            session.close()
        assert desk.findings() == []


@contextmanager
def after_a_cut(stage: Stage, folder: Path, language: Language = "en", scale: float = 1.0) -> Iterator[Counter]:
    """The window as it opens after the power went while the slip lay on the counter."""
    with till_office(folder) as desk:
        desk.open()
        counter, session = window_on(stage, desk, ManualSlip(), language, scale)
        counter.type_text("3-2-1201")
        counter.press("Return", "F10")
        counter.shell.close()
        session.close()
        found_sent(desk.books)
        counter, session = window_on(stage, desk, ManualSlip(), language, scale)
        try:
            yield counter
        finally:
            session.close()
        assert desk.findings() == []


def test_a_card_is_room_enter_f10_slip_f9(stage: Stage, tmp_path: Path) -> None:
    with counter_at(stage, tmp_path / "office") as counter:
        counter.type_text("3-2-1201")
        counter.press("Return", "F10")
        assert counter.states() == ["sent"]
        counter.fill_slip()
        assert counter.totals() == [MONTHS]
        assert counter.states() == ["sent", "approved"]
        assert not counter.shell.overlay.is_open


def test_the_next_slip_of_a_day_needs_three_of_its_numbers_and_no_mouse(stage: Stage, tmp_path: Path) -> None:
    with counter_at(stage, tmp_path / "office") as counter:
        counter.type_text("3-2-1201")
        counter.press("Return", "F10")
        counter.fill_slip()
        counter.type_text("3-2-1202")
        counter.press("Return", "F10")
        focused = stage.focused()
        assert isinstance(focused, tk.Entry)
        assert (focused.get(), focused.selection_get()) == ("000218", "000218")  # type: ignore[no-untyped-call]
        counter.press("Return")
        for typed in ("231541908", "004418", "0123"):
            counter.type_text(typed)
            counter.press("Return")
        (found,) = counter.desk.connection.execute("SELECT details FROM tender ORDER BY event_id DESC LIMIT 1")
        slip = json.loads(found[0])
        assert [slip[name] for name in ("terminal", "batch", "voucher")] == ["10023457", "000931", "000218"]
        assert slip["card"].endswith("0123")


def test_a_whole_card_number_is_in_no_book_and_no_log_and_what_was_typed_stays(
    stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole = "6222021234567890128"
    with counter_at(stage, tmp_path / "office") as counter:
        counter.type_text("3-2-1201")
        counter.press("Return", "F10")
        for typed in ("898110", "10023457", "000931", "000217", "231541907", "004417", whole):
            counter.type_text(typed)
            counter.press("Return")
        assert counter.shell.overlay.is_open
        assert "000217" in counter.texts()
        assert counter.totals() == []
    kept = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    assert whole.encode() not in kept
    assert whole not in caplog.text


def test_esc_on_the_slip_declines_and_cash_goes_on(stage: Stage, tmp_path: Path) -> None:
    with counter_at(stage, tmp_path / "office") as counter:
        counter.type_text("3-2-1201")
        counter.press("Return", "F10", "Escape")
        assert counter.states() == ["sent", "declined"]
        counter.press("F9")
        assert counter.totals() == [MONTHS]


def test_after_a_power_cut_the_window_says_what_to_do_and_a_second_person_settles_it(
    stage: Stage, tmp_path: Path
) -> None:
    with after_a_cut(stage, tmp_path / "office") as counter:
        assert "Card ¥751.80 for 3-2-1201: outcome unknown." in counter.texts()
        assert counter.shell.message == "Card ¥751.80 for 3-2-1201: outcome unknown."
        counter.type_text("3-2-1201")
        counter.press("Return", "F9")
        assert counter.totals() == []
        counter.press("Shift-F10")
        counter.type_text("1")
        counter.fill_slip()
        assert counter.totals() == []
        counter.type_text("The slip is there")
        counter.press("Return")
        counter.type_text(PIN)
        counter.press("F9")
        counter.stage.pump(counter.totals)
        assert counter.totals() == [MONTHS]
        assert counter.states() == ["sent", "unknown", "manual"]
        assert not counter.shell.overlay.is_open


def test_after_a_power_cut_a_card_that_was_not_taken_frees_the_bill(stage: Stage, tmp_path: Path) -> None:
    with after_a_cut(stage, tmp_path / "office") as counter:
        counter.press("Shift-F10")
        counter.type_text("2")
        counter.type_text("Not in its list")
        counter.press("Return")
        counter.type_text(PIN)
        counter.press("F9")
        counter.stage.pump(lambda: counter.states()[-1] == "not_found")
        counter.type_text("3-2-1201")
        counter.press("Return", "F9")
        assert counter.totals() == [MONTHS]


def test_a_terminal_that_answers_later_is_waited_for_and_stopped_with_esc(stage: Stage, tmp_path: Path) -> None:
    terminal = AskedTerminal()
    with counter_at(stage, tmp_path / "office", terminal) as counter:
        counter.type_text("3-2-1201")
        counter.press("Return", "F10")
        assert counter.shell.message == "The terminal is asked for ¥751.80."
        assert not counter.shell.overlay.is_open
        counter.press("F9", "F10")
        assert len(terminal.begun) == 1
        counter.press("Escape")
        assert terminal.aborted == 1
        terminal.says(IntentState.DECLINED)
        counter.pay.tenders.cards.poll()
        assert counter.shell.message == "The terminal took nothing."
        counter.press("F10")
        terminal.says(IntentState.APPROVED)
        counter.pay.tenders.cards.poll()
        assert counter.totals() == [MONTHS]


@pytest.mark.parametrize(
    ("language", "saved"), [("en", "Saved. Receipt 2026-000001"), ("zh_CN", "已保存，收据 2026-000001")]
)
def test_a_card_on_the_simulated_terminal_is_room_enter_f10(
    stage: Stage, tmp_path: Path, language: Language, saved: str
) -> None:
    line = VirtualLine(Personality.KEEPS)
    line.pump(3)
    with counter_at(stage, tmp_path / "office", line.driver, language) as counter:
        counter.type_text("3-2-1201")
        counter.press("Return", "F10")
        assert counter.states() == ["sent"]
        assert not counter.shell.overlay.is_open
        assert_nothing_clipped(stage.root)
        line.pump(5, counter.pay.tenders.cards.poll)
        assert counter.states() == ["sent", "approved"]
        assert counter.totals() == [MONTHS]
        assert [each.amount for each in line.machine.ledger.standing] == [MONTHS]
        assert counter.shell.message == saved


def test_a_terminal_that_loses_its_power_with_the_card_in_it_is_asked_when_it_is_back(
    stage: Stage, tmp_path: Path
) -> None:
    line = VirtualLine(Personality.KEEPS)
    line.pump(3)
    with counter_at(stage, tmp_path / "office", line.driver) as counter:
        counter.type_text("3-2-1201")
        counter.press("Return", "F10")
        line.pump(1.5)
        line.machine.switch_off_after(60)
        line.pump(200, counter.pay.tenders.cards.poll)
        assert counter.states() == ["sent", "unknown"]
        assert counter.shell.message == "Card ¥751.80 for 3-2-1201: outcome unknown."
        counter.press("F9")
        assert counter.totals() == []
        line.machine.switch_on(line.now)
        line.pump(60, counter.pay.tenders.cards.poll)
        assert counter.states() == ["sent", "unknown", "approved"]
        assert counter.totals() == [MONTHS]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_cut_where_an_outcome_is_unknown(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    with after_a_cut(stage, tmp_path / "office", language, scale) as counter:
        counter.stage.pump()
        assert_nothing_clipped(stage.root)
        counter.press("Shift-F10")
        counter.stage.pump()
        assert_nothing_clipped(stage.root)
        counter.type_text("2")
        counter.stage.pump()
        assert_nothing_clipped(stage.root)
