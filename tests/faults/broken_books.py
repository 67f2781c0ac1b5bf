"""Small books to break, and what must be true of them however they were broken."""

import shutil
import sqlite3
from pathlib import Path

from db.check import check_books
from tests.db.small_books import SteppingClock, fill, new_books, recompute
from tests.faults.recovery import once


def make_books(folder: Path) -> Path:
    """Return the path of closed small books in an empty folder; a till is open in them."""
    path = folder / "books.sqlite"
    books = new_books(path)
    fill(books)
    books.close()
    return path


def copy_books(path: Path, folder: Path) -> Path:
    """Copy books and their write-ahead log, as they lie on the disk at this moment, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (path, log_of(path)):
        if file.exists():
            shutil.copy(file, folder / file.name)
    return folder / path.name


def log_of(path: Path) -> Path:
    """Return where the write-ahead log of books lies."""
    return path.with_name(f"{path.name}-wal")


def later_clock() -> SteppingClock:
    """Return a clock that goes on after the small books ended."""
    clock = SteppingClock()
    clock.moment = clock.moment.replace(hour=9)
    return clock


def newest_event(path: Path) -> tuple[int, str]:
    """Return (id, hash) of the newest event."""
    connection = sqlite3.connect(path)
    try:
        row: tuple[int, str] = connection.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
        return row
    finally:
        connection.close()


def count_requests(path: Path, request_id: str) -> int:
    """Return how many payments a request posted."""
    connection = sqlite3.connect(path)
    try:
        sql = "SELECT count(*) FROM event WHERE request_id = ? AND kind = 'payment'"
        count: int = connection.execute(sql, (request_id,)).fetchone()[0]
        return count
    finally:
        connection.close()


def must_be_whole(path: Path) -> None:
    """Open the books as the program does and check all of them."""
    books = new_books(path, later_clock())

    def prove() -> None:
        reader = books.reader()
        try:
            assert check_books(reader, recompute=recompute).findings == ()
        finally:
            reader.close()

    try:
        once(path, prove)
    finally:
        books.close()
