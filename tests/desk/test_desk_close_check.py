"""The check of each close: from the last verified Z, against everything outside; older copies wait for its word."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backup.anchor_log import log_beside
from backup.manifest import readable_copies
from counter.desk.close_steps import Folders, close_steps, take_into_use
from counter.desk.finish_close import finish_close, steps_owed
from counter.desk.known_anchors import known_anchors, note_stick
from counter.desk.prove_books import BooksNotWhole
from counter.platform.sticks import list_sticks
from tests.db.tampering import without_guards
from tests.desk.office import EVEN, MANAGER, ODD, THIRD, Desk

Finish = Callable[[], int]


@pytest.fixture
def stick(desk: Desk, tmp_path: Path) -> Path:
    root = tmp_path / "stick"
    root.mkdir()
    take_into_use(desk.books, lambda: list_sticks((root,)), "A", person=MANAGER)
    return root


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "journals", tmp_path / "snapshots", tmp_path / "attachments")


@pytest.fixture
def finish(desk: Desk, stick: Path, folders: Folders) -> Finish:
    """Close the day, do its steps one by one as the window does, and open the next day; returns the close."""

    def whole_day() -> int:
        event = desk.close().close_event
        for step in close_steps(desk.books, folders, lambda: list_sticks((stick,)), "0.1.0"):
            try:
                finish_close(desk.books, event, [step], staff_id=None)
            except BooksNotWhole:
                assert step.name == "check"
        desk.clock.wait(days=1)
        desk.open()
        return event

    return whole_day


def step_of(desk: Desk, event: int, name: str) -> tuple[str, str]:
    row: tuple[str, str] = desk.connection.execute(
        "SELECT place, digest FROM close_step WHERE close_event = ? AND step = ?", (event, name)
    ).fetchone()
    return row


def test_the_first_check_is_of_the_whole_and_the_next_goes_on_from_the_last_verified_z(
    desk: Desk, finish: Finish
) -> None:
    first, second = finish(), finish()
    assert step_of(desk, first, "check")[0].startswith("1–")
    assert step_of(desk, second, "check")[0].startswith(f"{first + 1}–")
    assert (steps_owed(desk.connection, first), steps_owed(desk.connection, second)) == ((), ())


def test_every_seventh_close_checks_the_whole_again(desk: Desk, finish: Finish) -> None:
    places = [step_of(desk, finish(), "check")[0] for _ in range(8)]
    assert [place.startswith("1–") for place in places] == [True, *[False] * 5, True, False]


def test_the_journal_and_the_stick_of_a_close_are_kept_as_anchors_in_the_books_and_beside_them(
    desk: Desk, finish: Finish, folders: Folders, stick: Path
) -> None:
    event = finish()
    seen = desk.connection.execute("SELECT kind, place, event_id, hash FROM anchor_seen ORDER BY kind").fetchall()
    assert [(kind, place) for kind, place, _event, _hash in seen] == [
        ("journal", "2026-11-23_till1_Z000001.sqlite"), ("stick", "A"),
    ]  # fmt: skip
    assert seen[0][2] == event
    lines = [json.loads(line) for line in log_beside(Path(desk.books.path)).read_text("utf-8").splitlines()]
    assert [tuple(line[2:]) for line in lines] == seen
    known = known_anchors(desk.connection, Path(desk.books.path), folders.journals, [stick])
    assert [(each.event_id, each.hash) for each in known] == [(row[2], row[3]) for row in seen]


def test_a_stick_that_is_seen_bears_witness_though_it_is_taken_away_again(
    desk: Desk, finish: Finish, folders: Folders, stick: Path
) -> None:
    finish()
    log_beside(Path(desk.books.path)).unlink()
    with desk.books.machine() as connection:
        connection.execute("DELETE FROM anchor_seen")
    assert (note_stick(desk.books, stick), note_stick(desk.books, stick)) == (1, 0)
    stick.rename(stick.with_name("in the drawer"))
    known = known_anchors(desk.connection, Path(desk.books.path), folders.journals, [stick])
    assert [each.place.split()[0] for each in known] == ["journal", "stick"]


def test_a_close_finds_a_change_of_its_day_and_no_older_copy_goes_until_it_is_clear(
    desk: Desk, finish: Finish, stick: Path
) -> None:
    finish()
    finish()
    assert len(list(readable_copies(stick))) == 2
    desk.pay(EVEN)
    path = Path(desk.books.path)
    with without_guards(path) as connection:
        connection.execute("UPDATE receipt SET payer_id = 9 WHERE event_id = (SELECT max(id) FROM event)")
    third = finish()
    assert steps_owed(desk.connection, third) == ("check",)
    desk.pay(ODD)
    finish()
    desk.pay(THIRD)
    finish()
    # The copy from before the change stays beside every later one.
    assert len(list(readable_copies(stick))) == 5


def test_a_journal_that_claims_another_chain_is_found_at_the_close(
    desk: Desk, finish: Finish, folders: Folders
) -> None:
    finish()
    (journal,) = folders.journals.iterdir()
    with without_guards(journal) as connection:
        connection.execute("UPDATE about SET value = 'ab' || substr(value, 3) WHERE key = 'chain_head'")
    second = finish()
    assert "check" in steps_owed(desk.connection, second)
