"""The books move into another folder: whole, or not at all, whatever interrupts."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from backup.disk import RealDisk
from backup.snapshot import look_inside
from counter import cli
from counter.desk.move_data import MOVED, DataFolderWrong, forget_move, move_data, plan_move, planned_move
from counter.platform.folders import Home
from counter.settings import MachineSettings, load_settings, save_settings
from db.faults import BooksInUse, DiskFull
from tests.backup.disks import CountingDisk, PowerCut
from tests.backup.little_estate import open_estate, work_a_day


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a day's books, a journal, a scan and a restore point."""
    root = tmp_path_factory.mktemp("made") / "home"
    Home(root, root).make()
    estate = open_estate(root)
    work_a_day(estate)
    estate.books.close()
    for name, content in (("journals/day.sqlite", b"j"), ("snapshots/point.sqlite", b"p"), ("anchors.log", b"[]\n")):
        (root / name).write_bytes(content)
    save_settings(root / "settings.toml", MachineSettings(language="en", till=3))
    return root


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    root = Path(shutil.copytree(made, tmp_path / "home"))
    return Home(root, root)


def switch(home: Home) -> Callable[[Path], None]:
    def name(folder: Path) -> None:
        settings = load_settings(home.settings).settings
        save_settings(home.settings, MachineSettings(language="en", till=settings.till, data_folder=str(folder)))

    return name


def in_force(home: Home) -> Home:
    return Home(home.root, home.root).with_data(load_settings(home.settings).settings.data_folder)


def held(folder: Path) -> dict[str, bytes]:
    files = (path for name in MOVED for path in sorted([folder / name, *(folder / name).rglob("*")]) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_books_move_with_everything_beside_them_and_the_old_ones_are_kept_aside(home: Home, tmp_path: Path) -> None:
    before, seen = held(home.data), list[tuple[int, int]]()
    target = plan_move(home.root, home.data, str(tmp_path / "disk 2" / "账簿"))
    assert planned_move(home.root) == target
    moved = move_data(home.root, switch(home), switched=False, progress=lambda *done: seen.append(done))
    assert held(moved.data) == held(moved.aside) == before
    assert held(home.data) == {}
    assert seen[-1][0] == seen[-1][1] > 0
    assert planned_move(home.root) is None
    assert (in_force(home).data, load_settings(home.settings).settings.till) == (target, 3)
    assert look_inside(in_force(home).books).head_event > 0


def test_the_power_may_go_at_any_step_and_the_books_are_in_force_in_one_place(home: Home, tmp_path: Path) -> None:
    step, states = 0, set[bool]()
    before = held(home.data)
    while True:
        root = Path(shutil.copytree(home.root, tmp_path / f"home-{step}"))
        mine, target = Home(root, root), tmp_path / f"new-{step}"
        plan_move(root, root, str(target))
        disk = CountingDisk(step + 1)
        try:
            move_data(root, switch(mine), switched=False, disk=disk)
        except PowerCut:
            now = in_force(mine)
            assert held(now.data) == before
            states.add(now.data == target)
            moved = move_data(root, switch(mine), switched=now.data == target)
            assert held(moved.data) == held(moved.aside) == before
            step += 4
        else:
            break
    assert step > 15
    assert states == {False}


@pytest.mark.parametrize("at", range(5))
def test_a_move_that_stops_after_the_settings_were_switched_never_copies_over_newer_books(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    target = plan_move(home.root, home.data, str(tmp_path / "new"))
    real, done = os.replace, list[Path]()

    def stops(old: Path, new: Path) -> None:
        if Path(new).parent.name.startswith("moved-away-"):
            if len(done) == at:
                raise PowerCut
            done.append(new)
        real(old, new)

    monkeypatch.setattr(os, "replace", stops)
    with pytest.raises(PowerCut):
        move_data(home.root, switch(home), switched=False)
    monkeypatch.undo()
    assert in_force(home).data == target
    (target / "books.sqlite").write_bytes(b"newer")
    move_data(home.root, switch(home), switched=True)
    assert (target / "books.sqlite").read_bytes() == b"newer"
    assert held(home.data) == {}


def test_a_full_disk_leaves_the_books_where_they_are_and_the_folder_empty(home: Home, tmp_path: Path) -> None:
    before, target = held(home.data), plan_move(home.root, home.data, str(tmp_path / "new"))
    full = CountingDisk(9, OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(DiskFull):
        move_data(home.root, switch(home), switched=False, disk=full)
    assert full.fired
    assert (held(home.data), held(target), in_force(home).data) == (before, {}, home.data)
    forget_move(home.root)
    plan_move(home.root, home.data, str(target))


@pytest.mark.parametrize("obstacle", ["same", "inside", "on_a_stick", "not_empty", "not_usable"])
def test_a_folder_that_will_not_do_is_refused_before_anything_is_planned(
    home: Home, tmp_path: Path, obstacle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    (stick / "books").mkdir(parents=True)
    (tmp_path / "other" / "journals" / "x").mkdir(parents=True)
    folders = {
        "same": home.data, "inside": home.journals / "new", "on_a_stick": stick / "books",
        "not_empty": tmp_path / "other", "not_usable": tmp_path / "x",
    }  # fmt: skip
    if obstacle == "not_usable":
        monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(DataFolderWrong) as caught:
        plan_move(home.root, home.data, str(folders[obstacle]), (stick,))
    assert caught.value.obstacle == obstacle
    assert planned_move(home.root) is None


def test_books_that_are_open_do_not_move(home: Home, tmp_path: Path) -> None:
    from filelock import FileLock

    plan_move(home.root, home.data, str(tmp_path / "new"))
    with FileLock(home.data / "books.sqlite.lock"), pytest.raises(BooksInUse):
        move_data(home.root, switch(home), switched=False)


def test_every_verb_finds_the_books_where_the_settings_say(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan_move(home.root, home.data, str(tmp_path / "new"))
    move_data(home.root, switch(home), switched=False, disk=RealDisk())
    cli.main(["audit", "--home", str(home.root), "--limit", "1"])
    assert "till" in capsys.readouterr().out.lower()
