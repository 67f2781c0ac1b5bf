"""Copies made by themselves: when each job last succeeded, why the last one failed, and what no copy holds yet."""

from typing import Any, NamedTuple

from db.books import Books

_JOB = "SELECT job, last_success, note FROM job_time WHERE job = ?"
_STICKS = "SELECT place FROM close_step WHERE step = 'stick' ORDER BY event_id DESC LIMIT ?"
_FIRST_MONEY = "SELECT at FROM event WHERE id = (SELECT min(event_id) FROM posting WHERE event_id > ?)"


class JobTime(NamedTuple):
    """A job's last success (UTC text, '' for never) and a note on its last failure, '' where the last time was good."""

    job: str
    last_success: str
    note: str


def job_time(connection: Any, job: str) -> JobTime:
    """Return how a job went the last times."""
    row = connection.execute(_JOB, (job,)).fetchone()
    return JobTime(*row) if row else JobTime(job, "", "")


def note_job(books: Books, found: JobTime) -> None:
    """Note how a job went."""
    with books.machine() as connection:
        connection.execute("INSERT OR REPLACE INTO job_time(job, last_success, note) VALUES (?, ?, ?)", found)


def first_money_after(connection: Any, event_id: int) -> str | None:
    """Return when money was first booked after an event (UTC text): what a copy up to that event does not hold."""
    row = connection.execute(_FIRST_MONEY, (event_id,)).fetchone()
    return row[0] if row else None


def sticks_used(connection: Any, closes: int = 20) -> list[str]:
    """Return the stick of each of the newest copies, the newest first."""
    return [row[0] for row in connection.execute(_STICKS, (closes,))]
