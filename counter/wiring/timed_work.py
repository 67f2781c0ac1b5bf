"""The timetable at work beside the open window: asked on every tick, its jobs done on a thread of their own."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from backup.timetable import Job, Timetable
from counter.desk.timed_copies import job_record, record_in
from counter.presenters.journal_jobs import JobFacts
from db.books import Books


class TimedWork:
    """The jobs of one window. `step` and `do_now` run on threads, never on the window's; `facts` on any.

    wall: the time in UTC; monotonic: seconds that never go back.
    """

    def __init__(
        self, books: Books, jobs: Sequence[Job], log: Callable[[Exception], str], wall: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:  # fmt: skip
        self._books = books
        self._names = tuple(job.name for job in jobs)
        self._table = Timetable(jobs, record_in(books, log), wall, monotonic)
        self._one_at_a_time = threading.Lock()
        self._due: dict[str, datetime | None] = {}
        self.begun = False

    def step(self) -> list[str]:
        """Do what is due, the first time also what fell due while the program was closed; returns what was tried."""
        with self._one_at_a_time:
            tried = self._table.tick() if self.begun else self._table.start()
            self._note_due()
            self.begun = True
            return tried

    def do_now(self, name: str, instead: Callable[[], object] | None = None) -> Exception | None:
        """Do a job at once, or something else under its name, and return what went wrong."""
        with self._one_at_a_time:
            return self._table.do_now(name, instead)

    def facts(self) -> tuple[JobFacts, ...]:
        """Return how the jobs stand."""
        reader = self._books.reader()
        try:
            records = [job_record(reader.connection(), name) for name in self._names]
        finally:
            reader.close()
        return tuple(JobFacts(record, self._due.get(record.name)) for record in records)

    def _note_due(self) -> None:
        # A new dictionary each time: the window may be reading the one before.
        self._due = {name: self._table.next_due(name) for name in self._names}
