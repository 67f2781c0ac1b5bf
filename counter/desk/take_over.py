"""A copy that was brought back takes the place of the present books, which are kept aside whole.

It is done before any books are opened. A note says what is to be moved, so that a power cut between two moves is made
good at the next start: every file is always either in its place, aside, or still with the copy.
"""

import json
import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from backup.disk import put
from backup.manifest import SETTINGS_HOME
from db.durable import sync_folder
from db.faults import BooksInUse, folder_fault

NOTE, STAGE = "take-over.json", "brought-back"
# The books come last: while they are missing nothing new can be founded in their place without the note being seen.
MOVED = (
    "books.sqlite-wal", "books.sqlite-shm", "anchors.log", "journals", "attachments", "snapshots", SETTINGS_HOME,
    "books.sqlite",
)  # fmt: skip


def stage_of(data: Path) -> Path:
    """Return the empty folder into which a copy is brought before it takes over; what an attempt left is removed."""
    stage = data.joinpath(STAGE)
    if not data.joinpath(NOTE).exists():
        shutil.rmtree(stage, ignore_errors=True)
    return stage


def plan_take_over(data: Path, now: datetime) -> Path:
    """Note that the copy in the stage takes over at the next start; returns where the present books will be kept.

    Raises ReadBackDiffers, OSError.
    """
    aside = f"kept-aside-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    fresh = [name for name in MOVED if data.joinpath(STAGE, name).exists()]
    put(data.joinpath(NOTE), json.dumps({"aside": aside, "fresh": fresh}).encode())
    return data.joinpath(aside)


def take_over(data: Path) -> Path | None:
    """Do what the note says, or finish it; returns where the books before are kept, None where nothing was to do.

    Raises BooksInUse, DiskFull, BooksReadOnly, BooksFault.
    """
    note = data.joinpath(NOTE)
    if not note.exists():
        return None
    try:
        with FileLock(data.joinpath("books.sqlite.lock"), timeout=0):
            said = json.loads(note.read_text(encoding="utf-8"))
            aside = data.joinpath(str(said["aside"]))
            _move(data, aside, said["fresh"])
            note.unlink()
            sync_folder(data)
    except Timeout:
        raise BooksInUse(str(data.joinpath("books.sqlite"))) from None
    except OSError as error:
        raise folder_fault(error, str(data)) from error
    shutil.rmtree(data.joinpath(STAGE), ignore_errors=True)
    return aside


def _move(data: Path, aside: Path, fresh: list[str]) -> None:
    aside.mkdir(exist_ok=True)
    sync_folder(data)
    for name in MOVED:
        new, place, kept = data.joinpath(STAGE, name), data.joinpath(name), aside.joinpath(name)
        if name in fresh and not new.exists():
            continue  # moved before a power cut
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()  # nothing to keep
        elif place.exists() and not kept.exists():
            os.replace(place, kept)
            sync_folder(aside)
        if name in fresh:
            os.replace(new, place)
        sync_folder(data)
    with suppress(OSError):
        aside.rmdir()  # nothing was there before
