"""A copy brought back takes the place of the present books, which are kept aside, whatever interrupts the moves."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from counter.desk.take_over import MOVED, STAGE, plan_take_over, stage_of, take_over
from db.faults import BooksInUse

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
FOLDERS = ("journals", "attachments", "snapshots")


def home_with_copy(data: Path) -> Path:
    """The present books with everything beside them, and a copy in the stage with less."""
    for root, word, names in (
        (data, "old", MOVED),
        (stage_of(data), "new", ("books.sqlite", "journals", "attachments")),
    ):
        root.mkdir(parents=True, exist_ok=True)
        for name in names:
            if name in FOLDERS:
                (root / name).mkdir()
                (root / name / word).write_text(word)
            else:
                (root / name).write_text(word)
    return data


def said(root: Path) -> dict[str, str]:
    return {name: _read(root / name) for name in MOVED if (root / name).exists()}


def _read(path: Path) -> str:
    return ",".join(sorted(each.name for each in path.iterdir())) if path.is_dir() else path.read_text()


NEW = {"books.sqlite": "new", "journals": "new", "attachments": "new"}


def test_the_copy_takes_over_and_everything_before_is_kept_aside(tmp_path: Path) -> None:
    data = home_with_copy(tmp_path / "home")
    aside = plan_take_over(data, NOW)
    assert take_over(data) == aside
    assert said(data) == NEW
    assert said(aside) == dict.fromkeys(MOVED, "old")
    assert not (data / STAGE).exists()
    assert take_over(data) is None


def test_a_power_cut_between_any_two_moves_is_made_good_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved, replaced = os.replace, 0

    class Cut(BaseException):
        pass

    def cut_at(wanted: int) -> int:
        count = 0

        def replace(source: Path, target: Path) -> None:
            nonlocal count
            count += 1
            if count == wanted:
                raise Cut
            moved(source, target)

        monkeypatch.setattr(os, "replace", replace)
        return wanted

    for number in range(1, 12):
        data = home_with_copy(tmp_path / f"home{number}")
        aside = plan_take_over(data, NOW)
        cut_at(number)
        try:
            take_over(data)
        except Cut:
            replaced += 1
            monkeypatch.setattr(os, "replace", moved)
            assert {**said(aside), **said(data / STAGE), **said(data)}.keys() == set(MOVED)
            assert take_over(data) == aside
        monkeypatch.setattr(os, "replace", moved)
        assert said(data) == NEW
        assert said(aside) == dict.fromkeys(MOVED, "old")
    assert replaced == len(MOVED) + len(NEW)


def test_on_a_new_computer_nothing_is_kept_aside(tmp_path: Path) -> None:
    data = home_with_copy(tmp_path / "home")
    for name in MOVED:
        path = data / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    aside = plan_take_over(data, NOW)
    take_over(data)
    assert said(data) == NEW
    assert not aside.exists()


def test_books_that_are_open_are_not_moved_from_beneath(tmp_path: Path) -> None:
    data = home_with_copy(tmp_path / "home")
    plan_take_over(data, NOW)
    with FileLock(f"{data / 'books.sqlite'}.lock"), pytest.raises(BooksInUse):
        take_over(data)
    assert said(data) == dict.fromkeys(MOVED, "old")
