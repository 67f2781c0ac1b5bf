"""Settings and the first start in the real window, worked by keys; nothing is cut in either language."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.platform.folders import Home
from counter.presenters.first_start import Answers, Deeds, FirstStart
from counter.presenters.journal import JournalPlaces
from counter.presenters.session import Session
from counter.presenters.settings_machine import MachineDeeds
from counter.screens.approval import ApprovalOverlay
from counter.screens.first_start import FirstStartScreen
from counter.screens.journal import JournalScreen
from counter.screens.navigation import NavEntry
from counter.screens.settings import SettingsScreen
from counter.screens.shell import Shell
from counter.screens.worker import Worker
from counter.settings import MachineSettings
from counter.wiring.first_window import founding
from counter.words import Language, Words
from db.books import Books
from db.queries import people
from tests.desk.small_estate import MANAGER, SMALL, bring, founded
from tests.screens.kit import Stage, assert_nothing_clipped, texts


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Books]:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        yield books


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_page_of_the_settings_fits(
    stage: Stage, small: Books, language: Language, scale: float, tmp_path: Path
) -> None:
    look = stage.dress(scale=scale)
    words = Words.load(language)
    session = Session(small, MachineSettings(language=language), words, words)
    session.log_in(MANAGER)
    worker = Worker(stage.root)
    nav = [NavEntry("settings", words("Settings")), NavEntry("journal", words("Journal"), "F7")]
    shell = Shell(stage.root, words, look, nav, log=str, on_lock=lambda: None)
    deeds = MachineDeeds(lambda s: None, lambda s, p: None, list, lambda: None)
    approval = ApprovalOverlay(shell, session)
    places = JournalPlaces(tmp_path, tmp_path, tmp_path / "back", list, list)
    shell.add_screen(
        "settings", lambda parent: SettingsScreen(parent, shell, session, worker, deeds, approval.presenter.ask)
    )
    shell.add_screen(
        "journal", lambda parent: JournalScreen(parent, shell, session, worker, places, approval.presenter.ask)
    )
    shell.show("settings")
    for digit in "12345":
        stage.press(digit)
        assert_nothing_clipped(stage.root)
    stage.press("m")
    stage.type_text("2602")
    stage.press("Return")
    stage.pump(lambda: not worker.busy)
    assert_nothing_clipped(stage.root)
    assert "4" in texts(stage.root)
    stage.press("F9")
    assert_nothing_clipped(stage.root)
    stage.press("1")
    stage.pump(lambda: not worker.busy)
    assert dict(session.connection.execute("SELECT 1, count(*) FROM charge").fetchall()) == {1: 4}
    stage.press("F7")
    assert_nothing_clipped(stage.root)
    worker.close()
    session.close()


def test_a_person_is_added_by_keys_and_the_pin_is_not_shown(stage: Stage, small: Books) -> None:
    look = stage.dress()
    words = Words.load("en")
    session = Session(small, MachineSettings(language="en"), words, words)
    session.log_in(MANAGER)
    worker = Worker(stage.root)
    shell = Shell(stage.root, words, look, [], log=str, on_lock=lambda: None)
    deeds = MachineDeeds(lambda s: None, lambda s, p: None, list, lambda: None)
    approval = ApprovalOverlay(shell, session)
    shell.add_screen(
        "settings", lambda parent: SettingsScreen(parent, shell, session, worker, deeds, approval.presenter.ask)
    )
    shell.show("settings")
    stage.press("3", "a")
    stage.type_text("王芳")
    stage.press("Return")
    assert str(stage.focused().cget("show")) == "●"
    stage.type_text("1111\n1111\n")
    stage.press("1")
    assert people.all_staff(session.connection)[-1][1:3] == ("王芳", "cashier")
    worker.close()
    session.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_first_start_is_walked_by_keys(stage: Stage, language: Language, tmp_path: Path) -> None:
    home = Home(tmp_path, tmp_path)
    home.make()
    look = stage.dress()
    worker, ended = Worker(stage.root), list[Answers]()
    deeds = Deeds(
        lambda answers: founding(home, answers, MachineSettings()), lambda answers: lambda progress, cancel: None,
        lambda settings, paper: None, ended.append, tmp_path / "template.xlsx",
    )  # fmt: skip
    FirstStartScreen(stage.root, look, worker, lambda view: FirstStart(view, Words.load, deeds))
    for keys, typed in (
        (["1" if language == "zh_CN" else "2"], "阳光花园"), (["F9", "2"], ""), (["F9"], "陈静"),
        (["Return"], "3333"), (["Return"], "3333"), (["F9", "6"], ""),
    ):  # fmt: skip
        stage.press(*keys)
        assert_nothing_clipped(stage.root)
        stage.type_text(typed)
    assert not home.books.exists()
    stage.press("F9")
    stage.pump(lambda: not worker.busy)
    assert home.books.exists()
    stage.press("F9")
    stage.pump(lambda: ended)
    assert_nothing_clipped(stage.root)
    worker.close()
