"""The power goes: the write-ahead log ends anywhere, pages are lost, a checkpoint is torn. What was saved is there."""

import random
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from db import dialect
from tests.db.small_books import new_books, pay
from tests.faults.broken_books import (
    copy_books,
    count_requests,
    later_clock,
    log_of,
    make_books,
    must_be_whole,
    newest_event,
)

REQUESTS = ("first", "second", "third")
LOG_HEADER, FRAME_HEADER = 32, 24


class Recorded(NamedTuple):
    """The files of three payments in the log and none of them in the database yet.

    saved: for each commit the length of the log and the newest event; saved[0] is the state before the first.
    """

    database: bytes
    log: bytes
    saved: list[tuple[int, tuple[int, str]]]
    page: int

    def frames(self) -> list[int]:
        """Where each frame of the log begins."""
        return list(range(LOG_HEADER, len(self.log), FRAME_HEADER + self.page))

    def survives(self, length: int) -> tuple[int, str]:
        """The newest event of those commits that lie wholly within the first bytes of the log."""
        return [event for end, event in self.saved if end <= length][-1]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    path = make_books(tmp_path_factory.mktemp("recorded"))
    books = new_books(path, later_clock())
    connection = books.database.connection()
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    saved = [(0, newest_event(path))]
    for number, request in enumerate(REQUESTS):
        pay(books, request, 1 + number, 20000)
        event = connection.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
        saved.append((log_of(path).stat().st_size, tuple(event)))
    files = path.read_bytes(), log_of(path).read_bytes()
    books.close()
    return Recorded(*files, saved, page)


def lay_out(folder: Path, database: bytes, log: bytes) -> Path:
    folder.mkdir()
    path = folder / "books.sqlite"
    path.write_bytes(database)
    log_of(path).write_bytes(log)
    return path


def pay_again(path: Path) -> None:
    """The cashier does not know what was saved and enters everything once more, under the same requests."""
    books = new_books(path, later_clock())
    for number, request in enumerate(REQUESTS):
        pay(books, request, 1 + number, 20000)
    books.close()


def test_the_recording_holds_three_commits_in_the_log(recorded: Recorded) -> None:
    ends = [end for end, _event in recorded.saved]
    assert ends == sorted(set(ends))
    assert ends[-1] == len(recorded.log)
    assert len(recorded.frames()) >= 20


def cuts(recorded: Recorded) -> list[int]:
    """Every frame boundary, and torn bytes before, in the header of and within every frame."""
    offsets = (0, 1, FRAME_HEADER - 1, FRAME_HEADER + 1, FRAME_HEADER + recorded.page - 1)
    inside = {start + offset for start in recorded.frames() for offset in offsets}
    return sorted({0, 1, LOG_HEADER - 1, len(recorded.log)} | inside)


def test_a_log_cut_anywhere_holds_exactly_what_was_committed_before_the_cut(recorded: Recorded, tmp_path: Path) -> None:
    survivors = set()
    print(f"{len(cuts(recorded))} cuts tried")
    for cut in cuts(recorded):
        path = lay_out(tmp_path / str(cut), recorded.database, recorded.log[:cut])
        must_be_whole(path)
        assert newest_event(path) == recorded.survives(cut), f"cut at byte {cut}"
        survivors.add(newest_event(path))
    assert survivors == {event for _end, event in recorded.saved}  # every prefix was really seen


def test_after_a_cut_the_same_requests_post_once(recorded: Recorded, tmp_path: Path) -> None:
    for end, _event in recorded.saved:
        for cut in sorted({end, max(0, end - 1), min(end + 100, len(recorded.log))}):
            folder = tmp_path / f"{end}-{cut}"
            path = lay_out(folder, recorded.database, recorded.log[:cut])
            pay_again(path)
            assert [count_requests(path, request) for request in REQUESTS] == [1, 1, 1]
            must_be_whole(path)


def test_a_page_of_the_log_that_never_reached_the_disk_takes_its_commit_with_it(
    recorded: Recorded, tmp_path: Path
) -> None:
    """Before the sync the disk may have written any of the pages: one that is missing undoes the whole payment."""
    for start in recorded.frames():
        end = start + FRAME_HEADER + recorded.page
        for kept in (0, 700):  # nothing of the page, or its first sector and a little more
            log = recorded.log[: start + kept] + bytes(end - start - kept) + recorded.log[end:]
            if log == recorded.log:
                continue  # the page ends in zeros anyhow
            path = lay_out(tmp_path / f"{start}-{kept}", recorded.database, log)
            must_be_whole(path)
            assert newest_event(path) == recorded.survives(start), f"{kept} bytes kept at byte {start}"


def test_a_torn_checkpoint_loses_nothing(recorded: Recorded, tmp_path: Path) -> None:
    """While the log is moved into the database any of the pages may be written or not: the log still has them all."""
    done = lay_out(tmp_path / "done", recorded.database, recorded.log)
    connection = sqlite3.connect(done)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    after = done.read_bytes()
    before = recorded.database.ljust(len(after), b"\0")
    pages = [slice(start, start + recorded.page) for start in range(0, len(after), recorded.page)]
    differing = [page for page in pages if before[page] != after[page]]
    assert len(differing) >= 5
    chance = random.Random(1)
    for attempt in range(40):
        torn = bytearray(before)
        for page in chance.sample(differing, chance.randint(1, len(differing))):
            written = chance.choice([recorded.page, recorded.page, chance.randrange(1, recorded.page)])
            torn[page.start : page.start + written] = after[page.start : page.start + written]
        path = lay_out(tmp_path / f"torn-{attempt}", bytes(torn), recorded.log)
        must_be_whole(path)
        assert newest_event(path) == recorded.saved[-1][1]


def test_a_log_begun_anew_over_an_old_one_is_read_to_its_last_commit_only(tmp_path: Path) -> None:
    """After a checkpoint the log is overwritten from its start: behind the new frames lie old ones."""
    path = make_books(tmp_path)
    books = new_books(path, later_clock())
    connection = books.database.connection()
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    for request in REQUESTS:
        pay(books, f"old-{request}", 2, 700)
    dialect.checkpoint(books.database)
    old, settled = log_of(path).read_bytes(), newest_event(path)
    pay(books, "new", 3, 900)
    new, paid = log_of(path).read_bytes(), newest_event(path)
    database = path.read_bytes()
    books.close()
    assert len(new) == len(old), "the log was not begun anew"
    length = max(n for n in range(len(new)) if new[n] != old[n]) + 1
    seen = set()
    for start in range(LOG_HEADER, length, FRAME_HEADER + page):
        for cut in (start, start + 10, start + FRAME_HEADER + 900):
            torn = lay_out(tmp_path / f"cut-{cut}", database, new[:cut] + old[cut:])
            must_be_whole(torn)
            seen.add(newest_event(torn))
            assert newest_event(torn) == settled
    whole = copy_books(lay_out(tmp_path / "whole", database, new), tmp_path / "copied")
    assert newest_event(whole) == paid
    assert seen == {settled}
