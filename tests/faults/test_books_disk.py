"""The disk is full, or may not be written: the payment is refused, nothing is half saved, and later it works again."""

import gc
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.books import Books
from db.faults import BooksReadOnly, DiskFull
from db.store import open_reader
from tests.db.checking import LAST
from tests.db.small_books import fill, new_books, pay
from tests.faults.broken_books import copy_books, count_requests, later_clock, make_books, must_be_whole, newest_event


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or shutil.which("mount") is None:
        pytest.skip("needs Linux's mount")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"may not mount a small disk: {mounted.stderr.strip()}")
    yield place
    gc.collect()  # a connection that failed to open is closed only now
    subprocess.run(["umount", str(place)], check=True)


def pay_until_full(books: Books, limit: int = 3000) -> str:
    """Pay until the disk is full; returns the request that was refused."""
    for number in range(limit):
        request = f"until-full-{number}"
        try:
            pay(books, request, 1 + number % 4, 700)
        except DiskFull:
            return request
    raise AssertionError("the disk never filled up")


def test_on_a_full_disk_nothing_is_half_saved_and_after_freeing_it_the_same_request_works(small_disk: Path) -> None:
    path = make_books(small_disk)
    books = new_books(path, later_clock())
    ballast = small_disk / "holiday.mp4"
    free = shutil.disk_usage(small_disk).free
    ballast.write_bytes(bytes(free - 200_000))
    refused = pay_until_full(books)
    saved = newest_event(path)
    with pytest.raises(DiskFull):
        pay(books, refused, 1, 700)
    assert newest_event(path) == saved
    assert count_requests(path, refused) == 0

    ballast.unlink()
    pay(books, refused, 1, 700)
    pay(books, "one-more", 2, 700)
    books.close()
    assert count_requests(path, refused) == 1
    must_be_whole(path)


def test_a_full_disk_and_a_kill_leave_whole_books(small_disk: Path, tmp_path: Path) -> None:
    path = make_books(small_disk)
    books = new_books(path, later_clock())
    (small_disk / "holiday.mp4").write_bytes(bytes(shutil.disk_usage(small_disk).free - 200_000))
    pay_until_full(books)
    # What lies on the disk at this moment is what a restart finds.
    found = copy_books(path, tmp_path / "found")
    saved = newest_event(path)
    books.close()
    must_be_whole(found)
    assert newest_event(found) == saved


def test_a_disk_without_room_for_new_books_says_so(small_disk: Path) -> None:
    (small_disk / "holiday.mp4").write_bytes(bytes(shutil.disk_usage(small_disk).free - 30_000))
    with pytest.raises(DiskFull):
        new_books(small_disk / "books.sqlite")


def test_the_database_s_own_limit_refuses_in_the_same_way(tmp_path: Path) -> None:
    """Without a disk of its own: the file may not grow any further."""
    path = make_books(tmp_path)
    books = new_books(path, later_clock())
    connection = books.database.connection()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    refused = pay_until_full(books)
    saved = newest_event(path)
    connection.execute("PRAGMA max_page_count = 1000000")
    assert count_requests(path, refused) == 0
    pay(books, refused, 1, 700)
    books.close()
    assert newest_event(path)[0] == saved[0] + 1
    must_be_whole(path)


def test_a_disk_that_was_made_read_only_refuses_to_open_for_writing(small_disk: Path) -> None:
    path = make_books(small_disk)
    (small_disk / "books.sqlite.lock").unlink(missing_ok=True)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        with pytest.raises(BooksReadOnly):
            new_books(path)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    must_be_whole(path)


def test_a_file_that_was_made_read_only_under_the_open_books_refuses_the_payment(tmp_path: Path) -> None:
    path = make_books(tmp_path)
    books = new_books(path, later_clock())
    connection = books.database.connection()
    connection.execute("PRAGMA query_only = 1")
    before = newest_event(path)
    with pytest.raises(BooksReadOnly):
        pay(books, "refused", 1, 700)
    assert newest_event(path) == before
    connection.execute("PRAGMA query_only = 0")
    pay(books, "refused", 1, 700)
    books.close()
    assert count_requests(path, "refused") == 1
    must_be_whole(path)


def test_a_reader_of_books_that_nobody_has_open_needs_no_writer(tmp_path: Path) -> None:
    books = new_books(tmp_path / "books.sqlite")
    fill(books)
    books.close()
    reader = open_reader(tmp_path / "books.sqlite")
    assert reader.execute_sql("SELECT count(*) FROM event").fetchone() == (LAST,)
    reader.close()
