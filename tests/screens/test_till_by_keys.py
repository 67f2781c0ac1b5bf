"""The till worked by keys in the real window: the float, the blind close, the lock, and nothing cut anywhere."""

import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from counter.desk.close_steps import NoStick
from counter.desk.finish_close import Done, Step
from counter.desk.void_receipt import void_receipt
from counter.presenters.session import Session
from counter.presenters.till import TillPresenter
from counter.screens.approval import ApprovalOverlay
from counter.screens.idle import IdleWatch
from counter.screens.log_in import LogInCover
from counter.screens.look import LIGHT
from counter.screens.navigation import NavEntry
from counter.screens.shell import Shell
from counter.screens.till import TillScreen, on_worker
from counter.screens.topbar import HeaderFacts
from counter.screens.worker import Worker
from counter.settings import MachineSettings
from counter.words import Language, Words
from tests.desk.office import CASHIER, EVEN, ODD, SUPERVISOR, THIRD, Desk, card, code
from tests.presenters.till_window import PIN, good_steps, till_office
from tests.screens.kit import Stage, assert_nothing_clipped, texts


class Counter(NamedTuple):
    """A window with the till in it, and the office behind it."""

    stage: Stage
    desk: Desk
    session: Session
    shell: Shell
    worker: Worker
    lock: Callable[[], None]

    def press(self, *keys: str) -> None:
        self.stage.press(*keys)

    def type_text(self, text: str) -> None:
        self.stage.type_text(text)

    def count_pieces(self, *pieces: str) -> None:
        """Type numbers of pieces from the largest face down, Enter after each."""
        for number in pieces:
            self.type_text(number)
            self.press("Return")

    def texts(self) -> list[str]:
        self.stage.pump()
        return texts(self.stage.root)

    def wait_for_worker(self) -> None:
        self.stage.pump(lambda: not self.worker.busy)

    def events(self, kind: str) -> int:
        found = self.desk.connection.execute("SELECT count(*) FROM event WHERE kind = ?", (kind,)).fetchone()
        return int(found[0])


@contextmanager
def counter_at(
    stage: Stage, folder: Path, language: Language = "en", scale: float = 1.0, steps: tuple[Step, ...] = ()
) -> Iterator[Counter]:
    with till_office(folder) as desk:
        look = stage.dress(LIGHT, scale)
        w = Words.load(language)
        session = Session(desk.books, MachineSettings(language=language), w, w)
        session.log_in(CASHIER)
        locks: list[Callable[[], None]] = []
        words = ("收款", "收款台") if language == "zh_CN" else ("Pay", "Till")
        nav = [NavEntry("pay", words[0], "F2"), NavEntry("till", words[1], "F4")]
        shell = Shell(stage.root, w, look, nav, log=fail_loudly, on_lock=lambda: locks[0]())
        shell.set_header(HeaderFacts("Sunshine Garden", "1", CASHIER.name, "2026-11-23"))
        worker = Worker(stage.root)
        approval = ApprovalOverlay(shell, session)
        cover = LogInCover(stage.root, look, session, lambda: None)
        locks.append(cover.presenter.lock)

        def till(parent: tk.Frame) -> TillScreen:
            return TillScreen(
                parent, shell,
                lambda view: TillPresenter(
                    session, view, approval=approval.presenter.ask, run=on_worker(worker),
                    steps=steps or good_steps([]), find_sticks=list, exports=folder / "exports",
                ),
            )  # fmt: skip

        shell.add_screen("till", till)
        try:
            yield Counter(stage, desk, session, shell, worker, locks[0])
        finally:
            worker.close()
            session.close()


def fail_loudly(error: BaseException) -> str:
    raise AssertionError("the window met what it did not foresee") from error


@pytest.fixture
def counter(stage: Stage, tmp_path: Path) -> Iterator[Counter]:
    with counter_at(stage, tmp_path / "office") as made:
        yield made


def owe_nothing(counter: Counter) -> None:
    """An open till with a cash, a card and a code payment."""
    counter.desk.open()
    counter.desk.pay(EVEN)
    counter.desk.pay(ODD, tenders=(card(counter.desk.owed(ODD)),))
    counter.desk.pay(THIRD, tenders=(code(counter.desk.owed(THIRD)),))


def test_the_till_is_opened_by_keys_alone(counter: Counter) -> None:
    counter.shell.show("till")
    counter.count_pieces("2", "", "", "10")
    assert "300.00" in counter.texts()
    counter.press("F9")
    assert counter.desk.account("till_cash") == 30_000
    assert "300.00" not in counter.texts()


def test_a_float_that_is_filled_in_is_typed_over_from_its_first_row(counter: Counter) -> None:
    counter.desk.open()
    counter.desk.close()
    counter.desk.clock.wait(days=1)
    counter.shell.show("till")
    counter.type_text("7")
    assert "700.00" in counter.texts()


def test_a_day_is_closed_blind_by_keys_with_a_difference_and_a_second_person(counter: Counter) -> None:
    owe_nothing(counter)
    counter.shell.show("till")
    counter.press("F9")
    counter.count_pieces("10", "0", "1", "1")
    there = counter.desk.account("till_cash")
    assert f"{there // 100:,}.{there % 100:02d}" not in " ".join(counter.texts())
    counter.press("F9")
    counter.type_text("1")
    counter.press("Return")
    counter.type_text("752.04")
    counter.press("F9")
    assert f"{there // 100:,}.{there % 100:02d}" in counter.texts()
    counter.type_text("short of change")
    counter.press("F9")
    assert counter.shell.overlay.is_open
    counter.press("Down")
    counter.type_text("0000")
    counter.press("Return")
    assert counter.events("till_closed") == 0
    counter.type_text(PIN)
    counter.press("Return")
    assert "000001" in counter.texts()
    counter.wait_for_worker()
    counter.press("F9")
    assert "done" in counter.texts()
    counter.press("F9")
    assert counter.events("till_closed") == 1
    assert counter.desk.findings() == []


def test_esc_goes_back_through_the_close_without_losing_a_number(counter: Counter) -> None:
    owe_nothing(counter)
    counter.shell.show("till")
    counter.press("F9")
    counter.count_pieces("3", "4")
    counter.press("F9", "Escape", "Escape", "F9")
    assert {"300.00", "200.00", "500.00"} <= set(counter.texts())


def test_a_further_count_is_typed_over_the_one_before(counter: Counter) -> None:
    owe_nothing(counter)
    counter.shell.show("till")
    counter.press("F9")
    counter.count_pieces("9")
    counter.press("F9")
    counter.count_pieces("1", "1")
    counter.press("F9", "F9")
    assert counter.events("till_counted") == 1
    counter.press("F10")
    counter.type_text("10")
    assert "1,000.00" in counter.texts()


def test_the_lock_keeps_what_is_half_typed_and_lets_no_key_through(counter: Counter) -> None:
    counter.desk.open()
    counter.shell.show("till")
    counter.press("F9")
    counter.count_pieces("34")
    counter.type_text("11")
    counter.press("F12")
    assert counter.session.someone is None
    counter.press("F9", "F4", "Escape", "Tab", "Tab")
    counter.type_text("1357")
    counter.press("Return")
    assert counter.session.someone is None
    assert counter.events("till_counted") == 0
    counter.type_text(PIN)
    counter.press("Return")
    assert counter.session.someone == CASHIER
    assert {"3,400.00", "550.00", "3,950.00"} <= set(counter.texts())
    counter.type_text("0")
    assert "5,500.00" in counter.texts()


def test_another_person_may_unlock_by_choosing_a_number(counter: Counter) -> None:
    counter.shell.show("till")
    counter.press("F12", "Tab")
    counter.type_text("3" + PIN)
    counter.press("Return")
    assert counter.session.person == SUPERVISOR


def test_the_keys_are_heard_after_the_lock_where_what_had_the_focus_is_gone(counter: Counter) -> None:
    counter.shell.show("till")
    hidden = tk.Entry(counter.stage.root)
    hidden.pack()
    counter.stage.pump()
    hidden.focus_set()
    counter.press("F12")
    hidden.pack_forget()
    counter.type_text(PIN)
    counter.press("Return", "F1")
    assert counter.session.someone == CASHIER
    assert counter.shell.overlay.is_open, "F1 shows the keys"
    counter.press("Escape")


def test_an_open_approval_is_still_there_after_the_lock(counter: Counter) -> None:
    counter.desk.open()
    counter.shell.show("till")
    counter.press("F9")
    counter.count_pieces("1")
    counter.press("F9", "F9")
    counter.type_text("a reason")
    counter.press("F9", "F12")
    assert counter.session.someone is None
    counter.type_text(PIN)
    counter.press("Return")
    assert counter.shell.overlay.is_open
    counter.press("Escape")
    assert not counter.shell.overlay.is_open
    assert counter.events("till_closed") == 0


def test_the_digits_open_the_lists_and_esc_comes_back(counter: Counter) -> None:
    owe_nothing(counter)
    counter.shell.show("till")
    for digit, title in (("1", "Payments to check"), ("2", "Bank transfers"), ("3", "Requests to decide")):
        counter.press(digit)
        assert title in counter.texts()
        counter.press("Escape")
    assert "Count and close the day" in counter.texts()


def test_a_window_left_alone_locks_once_until_somebody_is_there(stage: Stage) -> None:
    now, told = [0.0], list[str]()
    watch = IdleWatch(stage.root, 60, lambda: told.append("idle"), lambda: now[0], look_ms=1)
    stage.root.event_generate("<KeyRelease>", keysym="a")
    now[0] = 59.0
    for _ in range(5):
        stage.pump()
    assert told == []
    now[0] = 61.0
    stage.pump(lambda: told)
    now[0] = 300.0
    for _ in range(5):
        stage.pump()
    assert told == ["idle"]
    stage.root.event_generate("<Motion>", x=1, y=1)
    stage.pump()
    now[0] = 400.0
    stage.pump(lambda: len(told) == 2)
    watch.close()


@pytest.mark.parametrize(("scale", "language"), [(1.0, "en"), (1.0, "zh_CN"), (2.0, "en")])
def test_nothing_of_the_till_is_cut(stage: Stage, tmp_path: Path, scale: float, language: Language) -> None:
    def no_stick(_close: int) -> Done:
        raise NoStick

    steps = (*good_steps([])[:2], Step("stick", no_stick))
    with counter_at(stage, tmp_path / "office", language, scale, steps) as counter:
        walk(counter)


def walk(counter: Counter) -> None:
    """Through every pane once, the ruler at each."""

    def after(*keys: str) -> None:
        counter.press(*keys)
        assert_nothing_clipped(counter.stage.root)

    counter.shell.show("till")
    after("9")
    owe_nothing(counter)
    asked = counter.desk.pay(4).receipts[0]
    void_receipt(counter.desk.books, asked.id, "wrong unit", request_id="v", requester=CASHIER, till=1, approver=None)
    shown = counter.shell.show("till")
    shown.shown()
    for key in ("1", "2", "3"):
        after(key)
        after("Escape")
    counter.press("3")
    after("F9")
    counter.press("Down")
    counter.type_text(PIN)
    after("Return")
    counter.press("Escape")
    after("F9")
    counter.count_pieces("99", "99")
    after("F9")
    counter.count_pieces("1", "1")
    after("F9", "F9")
    counter.type_text("counted twice")
    after("F9")
    counter.press("Down")
    counter.type_text(PIN)
    after("Return")
    counter.wait_for_worker()
    after("F9")
    after("F9")
    after("F12")
