"""The books move into another folder: copied whole while no window is open, read back, and only then gone on with.

Whatever interrupts, they are in force in one place: until the settings name the new folder it is the old one. Nothing
is deleted; what lay in the old folder is put aside there.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from backup.disk import (
    PART,
    REAL_DISK,
    Disk,
    ReadBackDiffers,
    finish_part,
    make_folder,
    part_of,
    put,
    read_blocks,
    sha256_of,
    write_part,
)
from backup.manifest import SETTINGS_HOME
from db.durable import sync_folder
from db.faults import BooksInUse, folder_fault

NOTE = "move-data.json"
# The books come last: a folder without them is no place of books yet.
MOVED = (
    "journals", "attachments", "snapshots", "papers", "exports", "lists", "anchors.log", SETTINGS_HOME,
    "books.sqlite-wal", "books.sqlite",
)  # fmt: skip
SPARE_BYTES = 100_000_000

Progress = Callable[[int, int], None]


class DataFolderWrong(Exception):
    """Books cannot move into this folder; obstacle: not_empty, inside, no_room, on_a_stick, not_usable, same."""

    code = "data_folder_wrong"

    def __init__(self, folder: str, obstacle: str) -> None:
        super().__init__(folder, obstacle)
        self.folder = folder
        self.obstacle = obstacle


class Moved(NamedTuple):
    """Where the books lie now, and where what was in the old folder is kept."""

    data: Path
    aside: Path


def plan_move(root: Path, data: Path, folder: str, sticks: tuple[Path, ...] = ()) -> Path:
    """Note that the books move into a folder when no window is open any more; returns the folder.

    sticks: places that carry copies, on which no books may lie. Raises DataFolderWrong, OSError.
    """
    target = root.joinpath(Path(folder.strip()).expanduser()).resolve()
    _must_be_a_place(data.resolve(), target, sticks)
    aside = f"moved-away-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    put(root.joinpath(NOTE), json.dumps({"from": str(data), "to": str(target), "aside": aside}).encode())
    return target


def _must_be_a_place(data: Path, target: Path, sticks: tuple[Path, ...]) -> None:
    def refuse(obstacle: str) -> None:
        raise DataFolderWrong(str(target), obstacle)

    if target == data:
        refuse("same")
    if any(target.is_relative_to(data.joinpath(name)) for name in MOVED):
        refuse("inside")
    if any(target.is_relative_to(stick.resolve()) for stick in sticks):
        refuse("on_a_stick")
    if (target.exists() and not target.is_dir()) or any(_holds_something(target.joinpath(name)) for name in MOVED):
        refuse("not_empty")
    above = next(each for each in (target, *target.parents) if each.is_dir())
    if not os.access(above, os.W_OK):
        refuse("not_usable")
    if shutil.disk_usage(above).free < sum(path.stat().st_size for path in _files(data)) + SPARE_BYTES:
        refuse("no_room")


def _holds_something(place: Path) -> bool:
    return any(place.iterdir()) if place.is_dir() else place.exists()


def planned_move(root: Path) -> Path | None:
    """Return the folder into which the books are to move, None where they stay; a damaged note moves nothing."""
    try:
        return Path(json.loads(root.joinpath(NOTE).read_bytes())["to"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_move(root: Path) -> None:
    """Let the books stay where they are."""
    root.joinpath(NOTE).unlink(missing_ok=True)


def move_data(
    root: Path, switch: Callable[[Path], object], *, switched: bool, disk: Disk = REAL_DISK,
    progress: Progress = lambda done, total: None,
) -> Moved:  # fmt: skip
    """Move the books as the note says, or finish a move that was interrupted.

    switch: has the settings name the new folder, whole or not at all; switched: they name it already. Raises
    BooksInUse, DataFolderWrong, ReadBackDiffers, DiskFull, BooksFault; the books are then where the settings say.
    """
    said = json.loads(root.joinpath(NOTE).read_bytes())
    data, target = Path(said["from"]), Path(said["to"])
    try:
        with FileLock(data.joinpath("books.sqlite.lock"), timeout=0):
            if not switched:
                _copy_or_sweep(data, target, disk, progress)
                switch(target)
            aside = _put_aside(data, data.joinpath(str(said["aside"])))
            forget_move(root)
            sync_folder(root)
    except Timeout:
        raise BooksInUse(str(data.joinpath("books.sqlite"))) from None
    except OSError as error:
        raise folder_fault(error, str(target)) from error
    return Moved(target, aside)


def _files(data: Path) -> Iterator[Path]:
    for name in MOVED:
        place = data.joinpath(name)
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if path.is_file() and path.suffix != PART)
        elif place.is_file():
            yield place


def _copy_or_sweep(data: Path, target: Path, disk: Disk, progress: Progress) -> None:
    """Copy everything, or leave nothing behind, so that the same folder may be named again."""
    try:
        _copy(data, target, disk, progress)
    except (OSError, ReadBackDiffers):
        for name in MOVED:
            place = target.joinpath(name)
            shutil.rmtree(place, ignore_errors=True)
            for left in (place, part_of(place)):
                left.unlink(missing_ok=True)
        raise


def _copy(data: Path, target: Path, disk: Disk, progress: Progress) -> None:
    files = list(_files(data))
    done, total = 0, sum(path.stat().st_size for path in files)
    for path in files:
        into = target.joinpath(path.relative_to(data))
        # Left by a move that was interrupted; anything else there is not ours to write over.
        if into.exists() and sha256_of(into) != sha256_of(path):
            raise DataFolderWrong(str(target), "not_empty")
        make_folder(into.parent, disk)
        finish_part(into, write_part(into, read_blocks(path), disk), disk)
        done += path.stat().st_size
        progress(done, total)


def _put_aside(data: Path, aside: Path) -> Path:
    """Put what was copied into a folder of its own, so that nobody opens it by mistake; the books go first."""
    aside.mkdir(exist_ok=True)
    for name in reversed(MOVED):
        place = data.joinpath(name)
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
        elif place.exists() and not aside.joinpath(name).exists():
            os.replace(place, aside.joinpath(name))
    sync_folder(aside)
    with suppress(OSError):
        sync_folder(data)
    return aside
