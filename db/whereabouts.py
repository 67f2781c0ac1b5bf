"""Whether the file of the open books still stands under its name.

A folder may be deleted, or its disk put elsewhere, while the program works on: the system lets it write into a file
that nobody will ever find again, and a payment would be told as saved.
"""

import os
from pathlib import Path

from db.faults import BooksGone

Mark = tuple[int, int]
MEMORY = ":memory:"


class Whereabouts:
    """The books and their log as they were when they were opened. path: of the books."""

    def __init__(self, path: str) -> None:
        self._books = None if path == MEMORY else Path(path)
        self._log = Path(f"{path}-wal")
        self._books_were = _mark(_seen(self._books)) if self._books is not None else None
        self._log_was: Mark | None = None

    def must_stand(self) -> None:
        """Raise BooksGone unless both are the very files that were opened; takes a few microseconds.

        The log is there from the first transaction on. Where the system gives files no numbers a missing file is found
        and one that was replaced is not.
        """
        if self._books is None:
            return
        books, log = _seen(self._books), _seen(self._log)
        if books is None or log is None or _mark(books) != self._books_were:
            raise BooksGone(str(self._books))
        if self._log_was is None and log.st_size:  # FAT on a Mac numbers a file by where its first byte lies
            self._log_was = _mark(log)
        if self._log_was not in (None, _mark(log)):
            raise BooksGone(str(self._books))


def _seen(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _mark(found: os.stat_result | None) -> Mark | None:
    return (found.st_dev, found.st_ino) if found is not None else None
