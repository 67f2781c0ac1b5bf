"""When copies are made by themselves: at fixed intervals or times of day, whatever the clock and the jobs do.

The `schedule` library keeps the times by the computer's own clock and falls silent when that is set back, so a jump is
noticed against the monotonic clock and the times are made anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

JUMP = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Every:
    """Once in so many minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a local time, "03:30"."""

    at: str


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done by itself; the name is its key in the books' job_time table."""

    name: str
    when: Every | Daily
    work: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Record:
    """Where the outcomes go: the last success of a job (UTC, None for never), a success, a failure."""

    last_success: Callable[[str], datetime | None]
    succeeded: Callable[[str, datetime], object]
    failed: Callable[[str, Exception], object]


class Timetable:
    """The jobs under way; `tick` is called every second or so, always from the same thread.

    wall: the time in UTC; monotonic: seconds that never go back.
    """

    def __init__(
        self, jobs: Sequence[Job], record: Record, wall: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        import schedule

        self._jobs = tuple(jobs)
        self._record = record
        self._wall, self._monotonic = wall, monotonic
        self._scheduler: Any = schedule.Scheduler()
        self._tried: list[str] = []
        self._set_watch()

    def start(self) -> list[str]:
        """Do at once what fell due while the computer was off, then keep the times; returns what was tried."""
        self._plan()
        return self._catch_up()

    def tick(self) -> list[str]:
        """Do what is due and return what was tried; a clock that jumped has the times made anew."""
        if self._jumped():
            self._plan()
            return self._catch_up()
        self._tried.clear()
        self._scheduler.run_pending()
        return list(self._tried)

    def next_due(self, name: str | None = None) -> datetime | None:
        """Return when a job, or the next of all, is due (UTC); None where nothing is planned."""
        due = [job.next_run for job in self._scheduler.get_jobs(name)]
        return min(due).astimezone(UTC) if due else None

    def do_now(self, name: str, instead: Callable[[], object] | None = None) -> Exception | None:
        """Do a job at once, whenever it is due (KeyError for one that is not there); returns what went wrong.

        instead: what is done this time in place of its own work.
        """
        job = {job.name: job for job in self._jobs}[name]
        return self._do(job if instead is None else replace(job, work=instead))

    def _plan(self) -> None:
        self._scheduler.clear()
        self._set_watch()
        for job in self._jobs:
            if isinstance(job.when, Every):
                planned = self._scheduler.every(job.when.minutes).minutes
            else:
                planned = self._scheduler.every().day.at(job.when.at)
            planned.do(self._do, job).tag(job.name)

    def _catch_up(self) -> list[str]:
        self._tried.clear()
        now = self._wall()
        for job in self._jobs:
            if is_owed(job.when, self._record.last_success(job.name), now):
                self._do(job)
        return list(self._tried)

    def _do(self, job: Job) -> Exception | None:
        """Run a job; one that raises is recorded and waits for its next time like any other."""
        self._tried.append(job.name)
        try:
            job.work()
        except Exception as error:
            self._record.failed(job.name, error)
            return error
        self._record.succeeded(job.name, self._wall())
        return None

    def _set_watch(self) -> None:
        self._wall_then, self._monotonic_then = self._wall(), self._monotonic()

    def _jumped(self) -> bool:
        passed = timedelta(seconds=self._monotonic() - self._monotonic_then)
        jump = self._wall() - self._wall_then - passed
        self._set_watch()
        return abs(jump) > JUMP


def is_owed(when: Every | Daily, last: datetime | None, now: datetime) -> bool:
    """Return whether a job should have run since its last success; a success in the future proves nothing."""
    if last is None or last > now:
        return True
    if isinstance(when, Every):
        return now - last >= timedelta(minutes=when.minutes)
    return last < latest_time_of_day(when.at, now)


def latest_time_of_day(at: str, now: datetime) -> datetime:
    """Return the newest moment not after now at which the local clock showed a time of day, "03:30"."""
    hours, minutes = map(int, at.split(":"))
    local = now.astimezone()
    due = local.replace(hour=hours, minute=minutes, second=0, microsecond=0)
    return due if due <= local else due - timedelta(days=1)
