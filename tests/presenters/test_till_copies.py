"""After the Z: journal, restore point and stick, and what is owed until it is done."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter.desk.close_steps import Folders, NoStick, close_steps
from counter.desk.finish_close import Done, Step
from counter.desk.let_go import LetGo
from counter.desk.prove_books import BooksNotWhole
from counter.platform.sticks import folder_as_stick
from counter.platform.volumes import Stick
from counter.presenters.till_view import (
    FinishFacts,
    ListFacts,
    OpeningFacts,
    ZFacts,
)
from tests.desk.office import (
    EVEN,
    Desk,
)
from tests.presenters.till_window import Till, closed, good_steps, till_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path / "office") as made:
        yield made


def test_every_step_is_done_once_and_read_back_before_it_is_safe_to_remove(desk: Desk) -> None:
    desk.open()
    log: list[str] = []
    till = Till(desk, steps=good_steps(log))
    closed(till, till.cash_there())
    assert log == ["journal", "snapshot", "stick", "check"]
    till.presenter.confirm()
    assert isinstance(till.shown, FinishFacts)
    assert till.shown.kind == "safe"
    assert all(line.state == "done" and "0123456789ab" in line.text for line in till.shown.lines)
    assert till.shown.lines[-1].text.startswith("events check-"), "a check reads no file back"
    till.presenter.confirm()
    assert isinstance(till.shown, OpeningFacts)
    assert till.shown.owed == ""
    till.presenter.finish_owed()
    assert log == ["journal", "snapshot", "stick", "check"]
    till.leave()


def failing(name: str, error: Exception) -> Step:
    def work(_close: int) -> Done:
        raise error

    return Step(name, work)


def test_a_missing_stick_leaves_a_copy_owed_that_is_shown_until_it_is_done(desk: Desk) -> None:
    desk.open()
    log: list[str] = []
    good = good_steps(log)
    till = Till(desk, steps=(*good[:2], failing("stick", NoStick())))
    closed(till, till.cash_there())
    till.presenter.confirm()
    assert till.shown.kind == "owed"
    assert [line.state for line in till.shown.lines] == ["done", "done", "owed"]
    assert "stick" in till.shown.lines[2].text
    till.presenter.confirm()
    assert "2026-11-23" in till.shown.owed
    till.leave()
    desk.clock.wait(days=1)
    desk.open()
    later = Till(desk, steps=good)
    assert "2026-11-23" in later.shown.owed
    later.presenter.finish_owed()
    assert later.shown.kind == "safe"
    assert log == ["journal", "snapshot", "stick", "check"]
    later.presenter.back()
    assert later.shown.owed == ""
    later.leave()


def test_a_stick_is_safe_to_remove_only_once_the_system_has_let_go_of_it(desk: Desk) -> None:
    desk.open()
    answers = [LetGo(held=("A",)), LetGo(freed=("A",))]
    till = Till(desk, steps=good_steps([]), let_go=lambda: answers.pop(0))
    closed(till, till.cash_there())
    till.presenter.confirm()
    assert till.shown.kind == "safe"
    assert "F10 before you pull" in till.shown.text
    assert "safe to remove" not in till.shown.text
    till.presenter.finish.again()
    kinds = [each.kind for each in till.view.shown if isinstance(each, FinishFacts)]
    assert kinds[-2:] == ["running", "held"], "it is left where it is meanwhile"
    assert "eject" in till.shown.text
    till.presenter.finish.again()
    assert (till.shown.kind, "Stick “A” is safe to remove." in till.shown.text) == ("safe", True)
    assert "Take stick" in till.shown.text
    till.leave()


def test_a_check_that_finds_something_is_told_and_the_copies_are_made(desk: Desk) -> None:
    desk.open()
    till = Till(desk, steps=(*good_steps([])[:3], failing("check", BooksNotWhole(3))))
    closed(till, till.cash_there())
    till.presenter.confirm()
    assert till.shown.kind == "owed"
    assert [line.state for line in till.shown.lines] == ["done", "done", "done", "owed"]
    assert "3" in till.shown.lines[3].text
    assert "check" in till.shown.text
    till.leave()


def test_a_step_that_fails_does_not_keep_the_others_from_being_done(desk: Desk) -> None:
    desk.open()
    log: list[str] = []
    good = good_steps(log)
    till = Till(desk, steps=(failing("journal", NoStick()), *good[1:]))
    closed(till, till.cash_there())
    assert log == ["snapshot", "stick", "check"]
    till.presenter.confirm()
    assert [line.state for line in till.shown.lines] == ["owed", "done", "done", "done"]
    till.leave()


def test_the_real_steps_bring_the_day_onto_a_stick_that_is_taken_into_use_first(desk: Desk, tmp_path: Path) -> None:
    desk.open()
    desk.pay(EVEN)
    stick, home = tmp_path / "A", tmp_path / "home"
    folders = Folders(home / "journals", home / "snapshots", home / "attachments")
    for made in (folders.journals, folders.snapshots, folders.attachments):
        made.mkdir(parents=True)

    def sticks() -> list[Stick]:
        found = folder_as_stick(stick)
        return [found] if found else []

    till = Till(desk, steps=close_steps(desk.books, folders, sticks, "0.1.0"), sticks=sticks)
    closed(till, till.cash_there())
    till.presenter.confirm()
    assert [line.state for line in till.shown.lines] == ["done", "done", "owed", "done"]
    stick.mkdir()
    till.presenter.finish.again()
    assert till.shown.strange_stick
    till.presenter.finish.adopt()
    assert till.view.asked is not None
    assert till.view.asked.answer({"name": " "}) != ""
    assert till.view.asked.answer({"name": "A"}) == ""
    assert till.shown.kind == "safe"
    assert [path.name for path in folders.journals.iterdir()] == ["2026-11-23_till1_Z000001.sqlite"]
    assert any((stick / "COUNTERFOIL" / "journals").iterdir())
    till.leave()


def test_nothing_is_shown_that_no_one_asked_for_while_the_steps_run_behind_another_pane(desk: Desk) -> None:
    desk.open()
    till = Till(desk, steps=good_steps([]))
    closed(till, till.cash_there())
    kinds: list[Any] = [type(each) for each in till.view.shown]
    assert kinds[-1] is ZFacts
    assert FinishFacts not in kinds
    assert ListFacts not in kinds
    till.leave()
