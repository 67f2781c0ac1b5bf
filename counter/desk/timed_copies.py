"""What is copied by itself and when, and how each such job is remembered in the books' machine tables.

A further job is a further line of `timed_jobs`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

from backup.timetable import Daily, Every, Job, Record
from db.books import Books
from db.queries import copies
from db.queries.copies import JobTime

if TYPE_CHECKING:
    from counter.desk.close_steps import FindSticks

RESTORE_POINT, COPY_OUT = "restore_point", "copy_out"
READ_AGAIN, TRIAL_RESTORE = "read_again", "trial_restore"
ENCRYPTED_TRIAL = "encrypted trial"
RESTORE_POINT_MINUTES = 60
# The copies of the night come before they are read again.
NIGHTLY_COPY, NIGHTLY = "21:15", "21:30"
WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class JobRecord:
    """How a job went: its last success (UTC), and the last failure since, None where it succeeded afterwards.

    failure: has the code and the fields of the error, for the words; log_id: where an unforeseen one is written down.
    """

    name: str
    last_success: datetime | None
    failed_at: datetime | None
    failure: object | None
    log_id: str


def timed_jobs(
    books: Books, snapshots: Path, find_sticks: "FindSticks" = tuple, copy_out: Callable[[], object] = lambda: None
) -> tuple[Job, ...]:  # fmt: skip
    """Return the jobs of these books, each with its time; snapshots: the folder of the restore points.

    copy_out: copies onto the sticks that are there.
    """
    return (
        Job(
            RESTORE_POINT, Every(RESTORE_POINT_MINUTES),
            lambda: _restore_point(books, snapshots),
        ),
        Job(COPY_OUT, Daily(NIGHTLY_COPY), copy_out),
        Job(READ_AGAIN, Daily(NIGHTLY), lambda: _read_again(books, snapshots, find_sticks)),
        Job(TRIAL_RESTORE, Every(WEEK_MINUTES), lambda: _try_a_restore(books, snapshots.parent, find_sticks)),
    )  # fmt: skip


# What makes and proves copies is loaded when it is due: a window takes payments long before that.


def _restore_point(books: Books, snapshots: Path) -> None:
    from counter.desk.restore_point import restore_point_if_needed

    restore_point_if_needed(books, snapshots)


def _read_again(books: Books, snapshots: Path, find_sticks: "FindSticks") -> None:
    from counter.desk.proving_copies import read_older_again

    read_older_again(books, snapshots, find_sticks)


def _try_a_restore(books: Books, data: Path, find_sticks: "FindSticks") -> None:
    from counter.desk.proving_copies import try_a_restore

    try_a_restore(books, data, find_sticks)


def job_record(connection: object, name: str) -> JobRecord:
    """Return how a job went the last times."""
    found = copies.job_time(connection, name)
    note = json.loads(found.note) if found.note else {}
    failure = SimpleNamespace(**note["fields"], code=note["code"]) if note.get("code") else None
    return JobRecord(name, _moment(found.last_success), _moment(note.get("at", "")), failure, note.get("log_id", ""))


class Encrypted(NamedTuple):
    """What is known of trial restores of encrypted copies: the stick whose newest copy was read whole and not brought
    back for want of its passphrase ('' where none), and when one was last brought back with it (UTC).
    """

    untried: str
    last_tried: datetime | None


def encrypted_trials(connection: object) -> Encrypted:
    """Return how encrypted copies were tried."""
    found = copies.job_time(connection, ENCRYPTED_TRIAL)
    return Encrypted(found.note, _moment(found.last_success))


def note_encrypted_trial(books: Books, untried: str, *, tried: bool) -> None:
    """Note that an encrypted copy was tried, or on which stick one could only be read."""
    reader = books.reader()
    try:
        before = copies.job_time(reader.connection(), ENCRYPTED_TRIAL)
    finally:
        reader.close()
    moment = _text(books.clock.now()) if tried else before.last_success
    if (moment, untried) != (before.last_success, before.note):
        copies.note_job(books, JobTime(ENCRYPTED_TRIAL, moment, untried))


def record_in(books: Books, log: Callable[[Exception], str]) -> Record:
    """Return the record that the timetable keeps in the books. log: writes an unforeseen error down, returns its id."""

    def read(name: str) -> JobTime:
        reader = books.reader()
        try:
            return copies.job_time(reader.connection(), name)
        finally:
            reader.close()

    def failed(name: str, error: Exception) -> None:
        code = getattr(error, "code", "")
        note = {"at": _text(books.clock.now()), "code": code, "log_id": "" if code else log(error)}
        note["fields"] = {key: value for key, value in _fields(error).items() if isinstance(value, str | int)}
        copies.note_job(books, JobTime(name, read(name).last_success, json.dumps(note, ensure_ascii=False)))

    return Record(
        lambda name: _moment(read(name).last_success),
        lambda name, at: copies.note_job(books, JobTime(name, _text(at), "")),
        failed,
    )


def _fields(error: Exception) -> Mapping[str, object]:
    return {name: value for name, value in vars(error).items() if not name.startswith("_")}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
