"""A restore point on this computer: one at a time, however many ask, and the older ones thinned out."""

import threading
from datetime import datetime
from pathlib import Path

from backup.snapshot import Snapshot, head_in_name, keep_newest, snapshots_in, take_snapshot
from db.books import Books
from db.faults import folder_fault
from db.queries import tills

KEPT_NEWEST = 7
KEPT_DAYS = 7

# The close and the timetable work on threads of their own; thinning out would take the other's half-made file away.
_ONE_AT_A_TIME = threading.Lock()


def take_restore_point(books_path: Path, folder: Path, now: datetime) -> Snapshot:
    """Take a restore point and let the oldest go. Raises what backup.snapshot.take_snapshot does."""
    with _ONE_AT_A_TIME:
        taken = take_snapshot(books_path, folder, now)
        keep_newest(folder, KEPT_NEWEST, KEPT_DAYS)
        return taken


def restore_point_if_needed(books: Books, folder: Path) -> Path:
    """Return the newest restore point, taking one where something was recorded since. Raises BooksFault, BooksMissing.

    Idle hours must not push out the restore points of busy ones.
    """
    newest = next(iter(snapshots_in(folder)), None)
    try:
        if newest is not None and head_in_name(newest) == _head(books):
            return newest
        return take_restore_point(Path(books.path), folder, books.clock.now()).path
    except OSError as error:
        raise folder_fault(error, str(folder)) from error


def _head(books: Books) -> int:
    reader = books.reader()
    try:
        return tills.head(reader.connection())[0]
    finally:
        reader.close()
