"""Restore points are taken beside the writer, proved, and thinned out."""

import json
import os
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from backup import disk
from backup.copy_chain import first_broken_link
from backup.disk import ReadBackDiffers, RealDisk, sha256_of
from backup.generations import Generations
from backup.snapshot import keep_newest, look_inside, snapshots_in, take_snapshot
from db.faults import BooksDamaged, BooksMissing
from tests.backup.disks import CountingDisk, LyingDisk, PowerCut
from tests.backup.little_estate import BOOKS_ID, FEE, Estate, open_till, pay, work_a_day

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_a_restore_point_holds_the_books_to_their_newest_link(estate: Estate) -> None:
    closed = work_a_day(estate)
    point = take_snapshot(estate.path, estate.snapshots, NOON)
    assert point.path.name == f"20261123T040000Z_e{closed.id:09d}.sqlite"
    assert (point.head_event, point.head_hash) == (closed.id, closed.hash)
    assert (point.books_id, point.books_kind) == (BOOKS_ID, "real")
    assert point.sha256 == sha256_of(point.path)
    assert point.size_bytes == point.path.stat().st_size
    assert [path.name for path in estate.snapshots.iterdir()] == [point.path.name]


def test_whatever_is_read_back_was_dropped_from_the_cache_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, dropped, read = tmp_path / "large", 0, 0
    with large.open("wb") as file:
        file.truncate(40 << 20)

    def drop(_file: BinaryIO, start: int, length: int) -> None:
        nonlocal dropped
        assert start == dropped
        dropped += length

    monkeypatch.setattr(disk, "_drop_cache", drop)
    for block in RealDisk().blocks(large):
        read += len(block)
        assert dropped >= read + (7 << 20)
        assert dropped <= read + (16 << 20)  # the check of the pages reads the rest where it is quick
    assert read == 40 << 20


def test_a_restore_point_is_one_file_that_a_read_only_medium_can_serve(estate: Estate) -> None:
    point = take_snapshot(estate.path, estate.snapshots, NOON)
    with closing(sqlite3.connect(f"{point.path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal"
        assert connection.execute("SELECT count(*) FROM event").fetchone()[0] == point.head_event


def test_payments_go_on_while_a_restore_point_is_taken(estate: Estate) -> None:
    open_till(estate)
    points, stop = [], threading.Event()

    def keep_taking() -> None:
        for second in range(4):
            points.append(take_snapshot(estate.path, estate.snapshots, NOON + timedelta(seconds=second)))
        stop.set()

    worker = threading.Thread(target=keep_taking)
    worker.start()
    paid = 0
    while not stop.is_set() or not paid:
        pay(estate, 1, 100)
        paid += 1
    worker.join()
    assert paid
    assert len(points) == 4
    for point in points:
        assert look_inside(point.path).head_hash == point.head_hash
        assert whole_acts(point.path) == point.head_event


def whole_acts(path: Path) -> int:
    """Return the newest event of a copy in which no payment is half: all its rows are there, and each fund balances."""
    assert first_broken_link(path) == 0
    with closing(sqlite3.connect(path)) as connection:
        for (body,) in connection.execute("SELECT body FROM event"):
            said = json.loads(body)
            for table, rows in said.get("rows", {}).items():
                found = connection.execute(
                    f"SELECT count(*) FROM {table} t JOIN event e ON e.id = t.event_id WHERE e.body = ?", (body,)
                ).fetchone()[0]
                assert found == len(rows), (table, said["kind"])
        unbalanced = "SELECT fund FROM posting GROUP BY event_id, fund HAVING sum(amount) <> 0"
        assert connection.execute(unbalanced).fetchall() == []
        return int(connection.execute("SELECT max(id) FROM event").fetchone()[0])


def test_a_payment_half_written_when_the_copy_is_taken_is_in_the_next_copy_whole_and_not_in_this_one(
    estate: Estate,
) -> None:
    open_till(estate)
    pay(estate, 1, 100)
    before, inside = newest_event(estate), []

    class Meanwhile(RealDisk):
        """The copy is read back while the transaction of the payment is still open."""

        def sync_folder(self, folder: Path) -> None:
            inside.append("during the copy")
            super().sync_folder(folder)

    with estate.books.transaction("half", staff_id=1) as tx:
        tx.post("drawer_opened", {"reason": "asked for change"})
        first = take_snapshot(estate.path, estate.snapshots, NOON, Meanwhile())
        tx.post("drawer_opened", {"reason": "and again"})
    second = take_snapshot(estate.path, estate.snapshots, NOON + timedelta(seconds=1))
    assert inside
    assert (first.head_event, second.head_event) == (before, before + 2)
    assert [whole_acts(point.path) for point in (first, second)] == [before, before + 2]


def newest_event(estate: Estate) -> int:
    reader = estate.books.reader()
    try:
        return int(reader.connection().execute("SELECT max(id) FROM event").fetchone()[0])
    finally:
        reader.close()


def test_damaged_books_give_no_restore_point(estate: Estate) -> None:
    work_a_day(estate)
    estate.books.close()
    content = bytearray(estate.path.read_bytes())
    for page in range(8, len(content) // 4096, 3):
        content[page * 4096 : page * 4096 + 200] = os.urandom(200)
    estate.path.write_bytes(content)
    with pytest.raises(BooksDamaged) as caught:
        take_snapshot(estate.path, estate.snapshots, NOON)
    assert caught.value.path == str(estate.path)
    assert list(estate.snapshots.iterdir()) == []


def test_missing_books_give_no_restore_point(tmp_path: Path) -> None:
    with pytest.raises(BooksMissing):
        take_snapshot(tmp_path / "books.sqlite", tmp_path / "snapshots", NOON)


def test_a_disk_that_reads_back_something_else_gives_no_restore_point(estate: Estate) -> None:
    disk = LyingDisk()
    with pytest.raises(ReadBackDiffers):
        take_snapshot(estate.path, estate.snapshots, NOON, disk)
    assert disk.lied
    assert snapshots_in(estate.snapshots) == []


def test_the_power_may_go_at_any_step_and_the_restore_point_before_stays(estate: Estate) -> None:
    before = take_snapshot(estate.path, estate.snapshots, NOON)
    pay_one = open_till(estate)
    assert pay_one.till == 1
    pay(estate, 1, FEE)
    cut = 0
    while True:
        disk = CountingDisk(fails_at=cut + 1)
        try:
            take_snapshot(estate.path, estate.snapshots, NOON + timedelta(seconds=1 + cut), disk)
        except PowerCut:
            assert disk.fired
            cut += 1
            assert sha256_of(before.path) == before.sha256
            for path in snapshots_in(estate.snapshots):
                look_inside(path)
        else:
            break
    assert cut >= 3


def test_only_the_newest_are_kept_and_halves_are_swept(estate: Estate) -> None:
    for second in range(5):
        take_snapshot(estate.path, estate.snapshots, NOON + timedelta(seconds=second))
    half = estate.snapshots / "20261122T000000Z_e000000001.sqlite.part"
    half.write_bytes(b"half")
    stranger = estate.snapshots / "notes.txt"
    stranger.write_text("keep me", encoding="utf-8")
    newest = snapshots_in(estate.snapshots)[:3]
    removed = keep_newest(estate.snapshots, Generations(3))
    assert snapshots_in(estate.snapshots) == newest
    assert len(removed) == 3
    assert not half.exists()
    assert stranger.exists()


def test_the_newest_restore_point_is_never_removed(estate: Estate) -> None:
    point = take_snapshot(estate.path, estate.snapshots, NOON)
    keep_newest(estate.snapshots, Generations(0))
    assert snapshots_in(estate.snapshots) == [point.path]
