"""While the window is open its timetable leaves restore points, and the Journal screen shows the record of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backup.snapshot import look_inside
from db.queries import copies, tills
from db.store import open_reader
from tests.journey.walks import start_walk

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def watched(own_home: Callable[[str], Path]) -> tuple[Path, dict[str, Any]]:
    home = own_home("timed")
    done = start_walk("tests.journey.timed_window", str(home))
    assert done.code == 0, done.out[-1000:] + done.err
    said: dict[str, Any] = {}
    for line in done.out.splitlines():
        said |= json.loads(line)
    return home, said


def test_a_due_restore_point_is_left_while_the_window_is_open(watched: tuple[Path, dict[str, Any]]) -> None:
    home, said = watched
    point = said["new"][0]  # a copy of the night that was missed onto the stick may have left one more by then
    reader = open_reader(home / "books.sqlite")
    try:
        last = copies.job_time(reader.connection(), "restore_point")
        head = tills.head(reader.connection())
    finally:
        reader.close()
    assert last.last_success
    assert last.note == ""
    assert 0 < look_inside(Path(point)).head_event <= head[0]


def test_the_journal_screen_shows_when_it_was_done_and_when_next(watched: tuple[Path, dict[str, Any]]) -> None:
    row = max((text for text in watched[1]["texts"] if "每小时" in text or "every hour" in text), key=len)
    assert row.count(":") >= 2, "a time of the last success and one of the next"


def test_the_window_leaves_no_thread_behind(watched: tuple[Path, dict[str, Any]]) -> None:
    assert watched[1]["left"] == []
