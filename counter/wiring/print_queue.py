"""The queue of papers of one printer, as the spool asks for it: rows of the books' machine tables."""

from collections.abc import Callable

from db import papers
from db.books import Books
from db.papers import PrintJob
from printing.spool import State


class PrintQueue:
    """The jobs of one device; used on the spool's thread alone. printed is told of every paper that went out."""

    def __init__(self, books: Books, device: str, printed: Callable[[int], object] = lambda _job: None) -> None:
        self._books = books
        self._printed = printed
        self._device = device
        self._reader = books.reader()
        papers.found_sending(books, device)

    def next_queued(self) -> PrintJob | None:
        """Return the oldest job that waits for this printer."""
        return papers.next_queued(self._reader, self._device)

    def mark(self, job_id: int, state: State, note: str = "") -> None:
        """Record how far a job has come."""
        papers.mark(self._books, job_id, state, note)
        if state == "sent":
            self._printed(job_id)

    def close(self) -> None:
        """Close the queue's own connection."""
        self._reader.close()
