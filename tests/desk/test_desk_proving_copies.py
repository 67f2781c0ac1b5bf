"""Copies are proved again by themselves, and what is wrong with one is raised for the record."""

import errno
import json
from pathlib import Path
from typing import BinaryIO

import pytest

from backup.disk import RealDisk, sha256_of
from backup.manifest import last_copy, manifest_path
from backup.snapshot import snapshots_in
from backup.stick_faults import StickFailing
from counter.desk.change_settings import change_settings
from counter.desk.close_steps import Folders, close_steps, take_into_use
from counter.desk.copy_out import copy_to_what_is_there
from counter.desk.finish_close import finish_close
from counter.desk.proving_copies import (
    TRIAL,
    OlderCopyDamaged,
    TrialRestoreDiffers,
    read_older_again,
    try_a_restore,
)
from counter.desk.restore_point import KEPT_NEWEST, CopyChainBroken, restore_point_if_needed, take_restore_point
from counter.desk.stick_health import Health, speed_key, stick_health
from counter.desk.timed_copies import READ_AGAIN, record_in
from counter.platform.sticks import list_sticks
from db.queries import copies, tills
from db.queries.copies import JobTime
from tests.backup.sticks import resealed
from tests.db.tampering import without_guards
from tests.desk.office import EVEN, MANAGER, THIRD, Desk


@pytest.fixture
def stick(desk: Desk, tmp_path: Path) -> Path:
    """A stick with the copy of a closed day."""
    root = tmp_path / "stick"
    root.mkdir()
    take_into_use(desk.books, lambda: list_sticks((root,)), "A", person=MANAGER)
    desk.pay(EVEN)
    folders = Folders(tmp_path / "journals", tmp_path / "snapshots", tmp_path / "attachments")
    steps = close_steps(desk.books, folders, lambda: list_sticks((root,)), "test")
    finish_close(desk.books, desk.close().close_event, steps, staff_id=1)
    return root


def test_a_trial_restore_of_a_good_copy_leaves_nothing_behind(desk: Desk, stick: Path, tmp_path: Path) -> None:
    try_a_restore(desk.books, tmp_path, lambda: list_sticks((stick,)))
    assert not (tmp_path / TRIAL).exists()
    read_older_again(desk.books, tmp_path / "snapshots", lambda: list_sticks((stick,)))


def test_a_copy_whose_totals_are_not_the_books_is_told(desk: Desk, stick: Path, tmp_path: Path) -> None:
    with without_guards(Path(desk.books.path)) as connection:
        connection.execute("UPDATE receipt SET total = total + 1")
    with pytest.raises(TrialRestoreDiffers):
        try_a_restore(desk.books, tmp_path, lambda: list_sticks((stick,)))
    assert not (tmp_path / TRIAL).exists()


def test_the_copies_of_the_nights_and_the_restore_points_are_read_again_in_turn(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    folders = Folders(tmp_path / "journals", tmp_path / "snapshots", tmp_path / "attachments")
    for limit in (1, 2):
        desk.clock.wait(days=1)
        change_settings(
            desk.books, {"reprint_limit": limit}, desk.clock.today(), request_id=desk.request(), staff=MANAGER
        )
        assert copy_to_what_is_there(desk.books, folders, list_sticks((stick,)), "test") == ["A"]
    assert copy_to_what_is_there(desk.books, folders, list_sticks((stick,)), "test") == []
    first = sorted((stick / "COUNTERFOIL" / "books").iterdir())[0]
    first.write_bytes(b"damaged")
    find = lambda: list_sticks((stick,))  # noqa: E731
    read_older_again(desk.books, tmp_path / "none", find)
    with pytest.raises(OlderCopyDamaged) as caught:
        read_older_again(desk.books, tmp_path / "none", find)
    assert caught.value.path.endswith(first.name)
    read_older_again(desk.books, tmp_path / "none", find)
    points = sorted((tmp_path / "snapshots").iterdir())
    points[0].write_bytes(b"damaged")
    for _point in points[1:]:
        read_older_again(desk.books, tmp_path / "snapshots", tuple)
    with pytest.raises(OlderCopyDamaged):
        read_older_again(desk.books, tmp_path / "snapshots", tuple)


def test_without_a_stick_the_restore_point_is_tried(desk: Desk, tmp_path: Path) -> None:
    try_a_restore(desk.books, tmp_path, tuple)
    desk.pay(EVEN)
    point = take_restore_point(Path(desk.books.path), tmp_path / "snapshots", desk.clock.now()).path
    try_a_restore(desk.books, tmp_path, tuple)
    point.write_bytes(b"\0" * 8192)
    with pytest.raises(OlderCopyDamaged):
        read_older_again(desk.books, tmp_path / "snapshots", tuple)


def test_a_slow_copy_and_a_file_that_was_not_as_written_are_remembered_by_the_sticks_name(desk: Desk) -> None:
    assert stick_health(desk.connection, "A") == Health()
    copies.note_job(desk.books, JobTime(speed_key("A"), "", "250000"))
    assert stick_health(desk.connection, "A") == Health(slow=250_000)
    record_in(desk.books, lambda error: "").failed(READ_AGAIN, OlderCopyDamaged("A", "books/x.sqlite"))
    assert stick_health(desk.connection, "A").damaged == "books/x.sqlite"
    assert stick_health(desk.connection, "B") == Health()


def test_a_stick_that_fails_while_it_is_written_is_remembered_and_keeps_no_other_waiting(
    desk: Desk, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    take_into_use(desk.books, lambda: list_sticks((second,)), "B", person=MANAGER)
    folders = Folders(tmp_path / "journals", tmp_path / "snapshots", tmp_path / "attachments")
    desk.clock.wait(days=1)
    desk.open()
    desk.pay(THIRD)
    real = RealDisk.write

    def fails(self: RealDisk, file: BinaryIO, block: bytes) -> None:
        if Path(file.name).is_relative_to(stick):
            raise OSError(errno.EIO, "Input/output error", file.name)
        real(self, file, block)

    monkeypatch.setattr(RealDisk, "write", fails)
    with pytest.raises(StickFailing):
        copy_to_what_is_there(desk.books, folders, list_sticks((stick, second)), "test")
    newest = tills.head(desk.connection)[0]
    assert [getattr(last_copy(root), "head_event", 0) == newest for root in (stick, second)] == [False, True]
    assert stick_health(desk.connection, "A").failed.startswith(str(stick))
    assert stick_health(desk.connection, "B") == Health()
    monkeypatch.undo()
    assert copy_to_what_is_there(desk.books, folders, list_sticks((stick, second)), "test") == ["A"]
    assert stick_health(desk.connection, "A") == Health()


def break_the_chain(desk: Desk, event_id: int) -> None:
    with without_guards(Path(desk.books.path)) as connection:
        connection.execute("UPDATE event SET body = replace(body, '\"kind\"', '\"Kind\"') WHERE id = ?", (event_id,))


def test_a_chain_broken_since_the_last_check_is_told_with_the_copy_and_no_older_one_goes(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    snapshots = tmp_path / "snapshots"
    for limit in range(KEPT_NEWEST):
        change_settings(
            desk.books, {"reprint_limit": limit}, desk.clock.today(), request_id=desk.request(), staff=MANAGER
        )
        restore_point_if_needed(desk.books, snapshots)
    before = set(snapshots_in(snapshots))
    newest = tills.head(desk.connection)[0]
    break_the_chain(desk, newest)
    change_settings(desk.books, {"reprint_limit": 9}, desk.clock.today(), request_id=desk.request(), staff=MANAGER)
    with pytest.raises(CopyChainBroken) as caught:
        restore_point_if_needed(desk.books, snapshots)
    assert caught.value.event_id == newest
    assert set(snapshots_in(snapshots)) > before, "the copy is made all the same, and nothing was thinned out"
    folders = Folders(tmp_path / "journals", snapshots, tmp_path / "attachments")
    with pytest.raises(CopyChainBroken):
        copy_to_what_is_there(desk.books, folders, list_sticks((stick,)), "test")
    found = last_copy(stick)
    assert found is not None
    assert found.head_event == tills.head(desk.connection)[0]


def test_a_copy_that_was_forged_whole_with_its_manifest_is_found_by_its_chain(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    folders = Folders(tmp_path / "journals", tmp_path / "snapshots", tmp_path / "attachments")
    desk.clock.wait(days=1)
    change_settings(desk.books, {"reprint_limit": 1}, desk.clock.today(), request_id=desk.request(), staff=MANAGER)
    copy_to_what_is_there(desk.books, folders, list_sticks((stick,)), "test")
    first = manifest_path(stick, 1)
    said = json.loads(first.read_bytes())["said"]
    books = stick / "COUNTERFOIL" / said["books"]
    with without_guards(books) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("UPDATE event SET body = replace(body, '25060', '15060')")
    for entry in said["files"]:
        if entry["path"] == said["books"]:
            entry.update(sha256=sha256_of(books), size=books.stat().st_size)
    resealed(first, files=said["files"])
    with pytest.raises(OlderCopyDamaged) as caught:
        read_older_again(desk.books, tmp_path / "none", lambda: list_sticks((stick,)))
    assert (caught.value.place, caught.value.path) == ("A", said["books"])


def test_a_list_of_contents_that_cannot_be_read_is_named_although_other_copies_are_whole(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    manifest_path(stick, 1).write_bytes(b"")
    with pytest.raises(OlderCopyDamaged) as caught:
        read_older_again(desk.books, tmp_path / "none", lambda: list_sticks((stick,)))
    assert caught.value.path == "copies/000001.json"
