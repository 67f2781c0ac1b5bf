"""Whether the file of the open books still stands under its name.

A folder may be deleted, or its disk put elsewhere, while the program works on: the system lets it write into a file
that nobody will ever find again, and a payment would be told as saved.
"""

from pathlib import Path

from db.faults import BooksGone

Mark = tuple[int, int]
MEMORY = ":memory:"


class Whereabouts:
    """The books and their log as they were when they were opened. path: of the books."""

    def __init__(self, path: str) -> None:
        self._books = None if path == MEMORY else Path(path)
        self._log = Path(f"{path}-wal")
        self._marks: tuple[Mark | None, Mark | None] = (_mark(self._books), None)

    def must_stand(self) -> None:
        """Raise BooksGone unless both are the very files that were opened; takes a few microseconds.

        The log is there from the first transaction on. Where the system gives files no numbers a missing file is found
        and one that was replaced is not.
        """
        if self._books is None:
            return
        now = (_mark(self._books), _mark(self._log))
        if None not in now and self._marks[1] is None:
            self._marks = (self._marks[0], now[1])
        if None in now or now != self._marks:
            raise BooksGone(str(self._books))


def _mark(path: Path | None) -> Mark | None:
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)
