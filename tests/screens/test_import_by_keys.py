"""A workbook comes in by keys alone, in both languages; and one key saves the list on the screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook

from counter.presenters.first_start import Answers, Deeds, FirstStart
from counter.presenters.lists_out import ListsOut
from counter.presenters.session import Session
from counter.screens.first_start import FirstStartScreen
from counter.screens.worker import Job, Worker
from counter.settings import MachineSettings
from counter.words import LANGUAGES, Language, Words
from db.queries import registers
from db.store import open_reader
from tests.desk.small_estate import MANAGER, SMALL, bring, founded
from tests.screens.kit import Stage, assert_nothing_clipped, texts
from tests.screens.test_keys_table import DATA, Window


@contextmanager
def settings_at_import(stage: Stage, folder: Path, language: Language, scale: float = 1.0) -> Iterator[Window]:
    with founded(folder) as books:
        words = Words.load(language)
        session = Session(books, MachineSettings(), words, words)
        session.log_in(MANAGER)
        window = Window(stage, session, folder, scale)
        window.shell.show("settings")
        stage.press("6")
        yield window
        window.close()
        session.close()


def choose(window: Window, file: str) -> None:
    window.stage.press("f")
    window.stage.type_text(str(DATA / f"{file}.xlsx"))
    window.stage.press("Return")
    window.stage.pump(lambda: not window.worker.busy)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_register_and_a_sheet_of_months_come_in_by_keys(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    w = Words.load(language)
    with settings_at_import(stage, tmp_path, language, scale) as window:
        assert w("No file yet") in texts(stage.root)
        choose(window, "estate_wrong")
        assert w.n(
            "{n} place in the file has to be corrected", "{n} places in the file have to be corrected", 5
        ) in texts(stage.root)
        assert_nothing_clipped(stage.root)
        choose(window, "estate_register")
        assert_nothing_clipped(stage.root)
        stage.press("l", "F9", "1")
        stage.pump(lambda: not window.worker.busy)
        choose(window, "wide_2025")
        assert w("Totals that differ") in texts(stage.root)
        assert_nothing_clipped(stage.root)
        stage.press("F9", "1")
        stage.pump(lambda: not window.worker.busy)
        choose(window, "wide_2025")
        stage.press("v")
        stage.pump(lambda: not window.worker.busy)
        assert w("No differences") in texts(stage.root)
    with founded_again(tmp_path) as found:
        assert found == ["3-2-1201", "3-2-1202", "商铺S-12", "1-101", "1-102", "2-101"]


@contextmanager
def founded_again(folder: Path) -> Iterator[list[str]]:
    reader = open_reader(folder / "books.sqlite")
    try:
        yield [unit.code for unit in registers.units(reader.connection())]
    finally:
        reader.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_start_asks_before_it_takes_a_sheet_of_months(
    stage: Stage, tmp_path: Path, language: Language
) -> None:
    w, worker, taken = Words.load(language), Worker(stage.root), list[Answers]()
    deeds = Deeds(
        lambda answers: lambda progress, cancel: taken.append(answers), lambda answers: lambda progress, cancel: None,
        lambda settings, paper: None, lambda answers: None, tmp_path / "template.xlsx",
    )  # fmt: skip
    made: list[FirstStart] = []

    def make(view: FirstStartScreen) -> FirstStart:
        made.append(FirstStart(view, Words.load, deeds))
        return made[0]

    screen = FirstStartScreen(stage.root, stage.dress(), worker, make)
    stage.press("1" if language == "zh_CN" else "2")
    stage.type_text("Estate")
    stage.press("Return", "1")
    for file in ("estate_register", "wide_2025"):
        stage.type_text(str(DATA / f"{file}.xlsx"))
        stage.press("F9")
        stage.pump(lambda: not worker.busy)
        assert_nothing_clipped(stage.root)
        if file == "estate_register":
            assert w.n("{n} column is not understood", "{n} columns are not understood", 1) in texts(stage.root)
            stage.press("Escape")
            stage.pump(lambda: w("Which workbook?") in texts(stage.root))
    assert w("How the sheet is understood") in texts(stage.root)
    stage.press("F5", "F5", "F9")
    stage.pump(lambda: made[0].step == "receipt")
    found = made[0].answers.estate_file
    assert found is not None
    assert [unit.code for unit in found.units] == ["1-101", "1-102", "2-101"]
    worker.close()
    screen.frame.destroy()


def test_one_key_saves_every_row_of_the_list_on_the_screen(stage: Stage, tmp_path: Path) -> None:
    with founded(tmp_path) as books:
        bring(books, SMALL)
        words = Words.load("en")
        session = Session(books, MachineSettings(), words, words)
        session.log_in(MANAGER)
        window = Window(stage, session, tmp_path)
        lists = ListsOut(
            session, window.shell, tmp_path / "lists",
            lambda work, done, failed: window.worker.submit(Job(lambda _ticket: work(), done, failed)),
        )  # fmt: skip
        window.shell.save_list = lists.save
        window.shell.show("units")
        stage.press("Shift-F8")
        stage.pump(lambda: not window.worker.busy)
        [path] = (tmp_path / "lists").glob("*.xlsx")
        rows = [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]
        assert str(rows[0][0]).startswith("Sunny Garden · Units")
        assert [row[0] for row in rows[2:]] == ["1-101", "1-102", "S-1", "B1-001"]
        assert "13800138000" not in str(rows)
        window.close()
        session.close()
