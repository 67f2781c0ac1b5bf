"""The Units screen, the sheet of a receipt and the queue of papers in the real window, worked by keys."""

import tkinter as tk
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.presenters.session import Session
from counter.screens.look import DARK, LIGHT, Palette
from counter.screens.navigation import NavEntry
from counter.screens.paper_queue import PaperQueueSheet
from counter.screens.receipt_sheet import ReceiptSheet
from counter.screens.shell import Shell
from counter.screens.units import UnitsScreen
from counter.words import LANGUAGES, Language
from db import papers
from db.queries import history
from tests.desk.office import EVEN, FINANCE, MANAGER, SUPERVISOR, Desk
from tests.presenters.units_office import SecondPerson, open_office, session_of
from tests.screens.kit import Stage, assert_nothing_clipped, below, texts

LOOKS = [(1.0, LIGHT), (1.5, DARK), (2.0, LIGHT)]


class Window:
    """The window with the Units screen, both sheets and a second person to ask."""

    def __init__(self, stage: Stage, desk: Desk, session: Session, palette: Palette, scale: float) -> None:
        self.stage, self.desk, self.second = stage, desk, SecondPerson()
        self.paid: list[int] = []
        w, look = session.words, stage.dress(palette, scale)
        nav = (NavEntry("units", w("Units"), "F3"),)
        self.shell = Shell(stage.root, w, look, nav, log=self._log, on_lock=lambda: None)
        self.sheet = ReceiptSheet(self.shell, session, self.second)
        self.queue = PaperQueueSheet(self.shell, session, self.second, wake=lambda: None)
        self.shell.add_screen(
            "units",
            lambda parent: UnitsScreen(
                parent,
                self.shell,
                session,
                take_payment=self.paid.append,
                open_receipt=self.sheet.open,
                ask=self.second,
            ),
        )
        self.shell.show("units")
        stage.pump()

    def _log(self, error: BaseException) -> str:
        raise AssertionError("the window met an error") from error

    def find(self, room: str) -> None:
        self.stage.type_text(room)
        self.stage.press("Return")

    def read(self) -> str:
        return "\n".join(texts(self.stage.root))

    def whole(self) -> None:
        self.stage.pump()
        assert_nothing_clipped(self.stage.root)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.fixture
def session(desk: Desk) -> Iterator[Session]:
    with session_of(desk) as session:
        yield session


@pytest.fixture
def window(stage: Stage, desk: Desk, session: Session) -> Iterator[Window]:
    window = Window(stage, desk, session, LIGHT, 1.0)
    yield window
    window.shell.close()


def test_a_room_and_enter_bring_the_unit_and_digits_its_segments(window: Window) -> None:
    window.desk.pay(EVEN, chosen=window.desk.charges(EVEN)[:1])
    window.find("321201")
    assert "2026-10" in window.read()
    window.stage.press("2")
    assert "Payment 2026-000001, Cash" in window.read()
    window.stage.press("3")
    assert "2026-000001" in window.read()
    window.stage.press("4")
    assert "Owner" in window.read()


def test_the_arrows_in_find_walk_the_list_and_the_card_follows(window: Window) -> None:
    window.stage.press("Down", "Down")
    assert "3-2-1203" in window.read().split("Open charges")[0]
    window.stage.press("Return", "t")
    assert window.paid == [3]


def test_phones_are_masked_until_the_key(window: Window) -> None:
    window.find("321201")
    assert "13800138001" not in window.read()
    window.stage.press("s")
    assert "13800138001" in window.read()


def test_letters_typed_into_find_are_text_and_no_commands(window: Window) -> None:
    window.stage.type_text("t")
    assert (window.paid, window.stage.focused().winfo_class()) == ([], "Entry")


def test_esc_comes_back_to_find_with_all_units(window: Window) -> None:
    window.find("321202")
    window.stage.press("Escape")
    assert window.stage.focused().winfo_class() == "Entry"
    assert "3-2-1204" in window.read()


def test_enter_on_a_receipt_opens_its_sheet_and_a_void_is_seen_on_the_unit(window: Window) -> None:
    window.desk.pay(EVEN, chosen=window.desk.charges(EVEN)[:1])
    window.find("321201")
    window.stage.press("3", "Return")
    assert "Receipt 2026-000001" in window.read()
    window.stage.press("v")
    window.second.asked[-1].granted(SUPERVISOR, "typed twice")
    window.stage.pump()
    assert "Void, agreed by 李建国: typed twice" in window.read()
    window.whole()
    window.stage.press("Escape")
    window.shell.show("units").shown()
    window.stage.pump()
    assert "owes 751.80" in window.read()


def test_a_copy_is_printed_by_two_keys(window: Window) -> None:
    window.desk.pay(EVEN, chosen=window.desk.charges(EVEN)[:1])
    window.find("321201")
    window.stage.press("3", "Return", "r", "Return")
    assert "Copy no. 1 is being printed." in window.read()
    assert window.desk.count("copy") == 1
    window.stage.press("Escape")
    assert not window.shell.overlay.is_open


def test_the_rest_of_a_long_paper_comes_with_page_down(window: Window) -> None:
    window.desk.pay(EVEN)
    window.sheet.open(1)
    window.stage.pump()
    paper = next(part for part in below(window.shell.overlay.holder) if type(part) is tk.Canvas)
    before = paper.yview()
    window.stage.press("Next")
    assert paper.yview()[0] > before[0]
    window.stage.press("Prior")
    assert paper.yview() == before


def test_an_unsure_paper_is_settled_by_keys(window: Window) -> None:
    window.desk.pay(EVEN, chosen=window.desk.charges(EVEN)[:1])
    job = history.waiting_papers(window.desk.connection)[0].job_id
    papers.mark(window.desk.books, job, "unsure", "broken_off")
    window.queue.open()
    window.stage.pump()
    assert "unsure: is it on paper?" in window.read()
    window.whole()
    window.stage.press("r", "1")
    assert "Every paper is printed." in window.read()


def test_the_open_queue_follows_the_printer(window: Window) -> None:
    window.desk.pay(EVEN, chosen=window.desk.charges(EVEN)[:1])
    window.queue.open()
    papers.mark(window.desk.books, history.waiting_papers(window.desk.connection)[0].job_id, "confirmed")
    window.queue.refresh()
    window.stage.pump()
    assert "Every paper is printed." in window.read()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("scale", "palette"), LOOKS, ids=lambda value: getattr(value, "name", str(value)))
def test_nothing_is_clipped(stage: Stage, desk: Desk, scale: float, palette: Palette, language: Language) -> None:
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], to_balance=5000)
    with session_of(desk, language=language) as session:
        window = Window(stage, desk, session, palette, scale)
        window.whole()
        window.find("321201")
        for key in ("1", "2", "3", "4", "5", "s"):
            stage.press(key)
            window.whole()
        window.stage.press("3", "Return")
        window.whole()
        window.stage.press("r")
        window.whole()
        window.stage.press("Escape", "Escape")
        papers.mark(desk.books, history.waiting_papers(desk.connection)[0].job_id, "unsure", "broken_off")
        window.queue.open()
        window.whole()
        window.shell.close()


def test_a_charge_is_waived_by_keys(stage: Stage, desk: Desk) -> None:
    with session_of(desk, FINANCE) as session:
        window = Window(stage, desk, session, LIGHT, 1.0)
        try:
            window.find("321201")
            window.stage.press("m")
            window.whole()
            window.stage.press("1", "1")
            window.stage.type_text("50")
            window.stage.press("Return")
            window.stage.type_text("leak")
            window.stage.press("F9")
            window.whole()
            window.stage.press("1")
            window.second.asked[0].granted(MANAGER, "")
            window.stage.pump()
            assert "200.60" in window.read()
            assert desk.account("waivers") == 5000
        finally:
            window.shell.close()


def test_the_use_of_the_balance_is_wished_by_keys_and_stands_on_the_card(stage: Stage, desk: Desk) -> None:
    with session_of(desk, FINANCE) as session:
        window = Window(stage, desk, session, LIGHT, 1.0)
        try:
            window.find("321201")
            window.stage.press("m")
            window.whole()
            shown = texts(stage.root)
            window.stage.press(shown[shown.index("Let bill runs use the balance") + 1], "1")
            window.whole()
            window.stage.press("Return")
            window.stage.press("F9")
            window.stage.pump()
            assert "balance pays bills: every item" in window.read()
        finally:
            window.shell.close()
