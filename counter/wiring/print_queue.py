"""The papers and drawers that wait for one printer, as the spool asks for them: rows of the books' machine tables."""

from collections.abc import Callable
from datetime import datetime

from db import papers
from db.books import Books
from db.papers import PrintJob
from printing.spool import Pulse, State

KICK_S = 10.0


def is_the_moment(job: PrintJob, now: datetime) -> bool:
    """Whether a job that is to open the drawer still does: within seconds of being queued.

    A printer that comes back prints what waited, with nobody at the drawer; then it stays shut.
    """
    return abs((now - datetime.fromisoformat(job.at)).total_seconds()) <= KICK_S


class PrintQueue:
    """The jobs of one device; used on the spool's thread alone. printed is told of every paper that went out."""

    def __init__(self, books: Books, device: str, printed: Callable[[int], object] = lambda _job: None) -> None:
        self._books = books
        self._printed = printed
        self._device = device
        self._reader = books.reader()
        self._since = books.clock.now()
        papers.found_sending(books, device)

    def next_pulse(self) -> Pulse | None:
        """Return the oldest drawer that waits, taken off the queue first: a power cut now leaves it shut.

        What waited from before the start is let go without a word: nobody stands there for it.
        """
        while (job := papers.next_pulse(self._reader, self._device)) is not None:
            papers.take_pulse(self._books, job.id)
            if is_the_moment(job, self._books.clock.now()):
                return Pulse(job.id)
            if datetime.fromisoformat(job.at) >= self._since:
                return Pulse(job.id, late=True)
        return None

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
