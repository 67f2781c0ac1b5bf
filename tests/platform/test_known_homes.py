"""Homes noted outside of themselves."""

from pathlib import Path

import pytest

from counter.platform.folders import Home
from counter.platform.known_homes import (
    FILE_NAME,
    MOST,
    KnownHome,
    forget_home,
    known_home,
    known_homes,
    note_home,
    notes_folder,
)


def noted(folder: str, day: str = "2026-11-23") -> KnownHome:
    return KnownHome(folder, folder, "b1", "real", "阳光花园", "zh_CN", day)


def test_the_home_opened_last_comes_first_and_each_stands_once(tmp_path: Path) -> None:
    for each in (noted("/a"), noted("/b"), noted("/a", "2026-11-24")):
        note_home(each, tmp_path)
    assert known_homes(tmp_path) == [noted("/a", "2026-11-24"), noted("/b")]
    assert known_home(Home(Path("/b"), Path("/b")), tmp_path) == noted("/b")
    forget_home(Home(Path("/a"), Path("/a")), tmp_path)
    assert known_homes(tmp_path) == [noted("/b")]
    assert known_home(Home(Path("/a"), Path("/a")), tmp_path) is None


def test_old_notes_go_and_no_more_than_so_many_stay(tmp_path: Path) -> None:
    for number in range(MOST + 3):
        note_home(noted(f"/{number}"), tmp_path)
    assert [each.root for each in known_homes(tmp_path)] == [f"/{number}" for number in range(MOST + 2, 2, -1)]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"homes": [{"root": "/a"}]}', '{"homes": 5}', "\udcff"])
def test_notes_that_cannot_be_read_know_nothing_and_are_written_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8", errors="surrogateescape")
    assert known_homes(tmp_path) == []
    note_home(noted("/a"), tmp_path)
    assert known_homes(tmp_path) == [noted("/a")]


def test_a_place_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    note_home(noted("/a"), tmp_path / "file")
    assert known_homes(tmp_path / "file") == []


def test_the_notes_lie_outside_of_every_home() -> None:
    assert notes_folder({"COUNTERFOIL_NOTES": "/somewhere"}) == Path("/somewhere")
    assert notes_folder({}).name == "Counterfoil-homes"
