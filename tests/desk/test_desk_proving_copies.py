"""Copies are proved again by themselves, and what is wrong with one is raised for the record."""

import errno
from pathlib import Path
from typing import BinaryIO

import pytest

from backup.disk import RealDisk
from backup.manifest import last_copy
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
from counter.desk.restore_point import take_restore_point
from counter.desk.stick_health import Health, speed_key, stick_health
from counter.desk.timed_copies import READ_AGAIN, record_in
from counter.platform.sticks import list_sticks
from db.queries import copies, tills
from db.queries.copies import JobTime
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
