"""How a stick did the last times: slow, or failing; both are told before it is needed and does not answer."""

from typing import Any, NamedTuple

from counter.desk.timed_copies import READ_AGAIN, TRIAL_RESTORE, job_record
from db.queries import copies

# Below this a stick is worn out or plugged into the wrong socket; smaller copies say nothing about it.
SLOW_BYTES_A_SECOND, TELLING_BYTES = 1_000_000, 4_000_000


class Health(NamedTuple):
    """The bytes a second of a copy that went slowly, 0 where none did; the file that could not be read again, or '';
    the file at which the last copy failed, or ''."""

    slow: int = 0
    damaged: str = ""
    failed: str = ""


def speed_key(stick: str) -> str:
    """Return under which name the speed of a stick is noted."""
    return f"speed {stick}"


def failing_key(stick: str) -> str:
    """Return under which name it is noted that a stick failed while it was written."""
    return f"failing {stick}"


def stick_health(connection: Any, stick: str) -> Health:
    """Return what the last copies and the readings at night say of a stick by its name."""
    note = copies.job_time(connection, speed_key(stick)).note
    speed = int(note) if note.isdecimal() else SLOW_BYTES_A_SECOND
    failures = (job_record(connection, job).failure for job in (READ_AGAIN, TRIAL_RESTORE))
    damaged = (str(getattr(each, "path", "")) for each in failures if getattr(each, "place", "") == stick)
    failed = copies.job_time(connection, failing_key(stick)).note
    return Health(speed if speed < SLOW_BYTES_A_SECOND else 0, next(damaged, ""), failed)
