"""A restore point on this computer: one at a time, however many ask, and the older ones thinned out."""

import shutil
import threading
from datetime import datetime
from pathlib import Path

from backup.copy_chain import first_broken_link
from backup.generations import Generations
from backup.snapshot import Snapshot, head_in_name, keep_newest, snapshots_in, take_snapshot
from db.books import Books
from db.faults import folder_fault
from db.queries import tills

KEPT_NEWEST = 7
FEW, MANY = Generations(KEPT_NEWEST, daily=7), Generations(KEPT_NEWEST, daily=7, weekly=4, monthly=12)
ROOMY = 50  # times the newest one: where the disk has less room than that, only those of the last days stay

# The close and the timetable work on threads of their own; thinning out would take the other's half-made file away.
_ONE_AT_A_TIME = threading.Lock()


class CopyChainBroken(Exception):
    """A copy was made and kept, but the books in it do not hang together; older copies stay meanwhile."""

    code = "copy_chain_broken"

    def __init__(self, path: str, event_id: int) -> None:
        super().__init__(path, event_id)
        self.path = path
        self.event_id = event_id


def take_restore_point(books_path: Path, folder: Path, now: datetime) -> Snapshot:
    """Take a restore point and let the oldest go, unless its chain is broken: then they may be all that is left.

    A broken chain keeps no copy from being made. Raises what backup.snapshot.take_snapshot does.
    """
    with _ONE_AT_A_TIME:
        taken = take_snapshot(books_path, folder, now)
        if not first_broken_link(taken.path, since_verified=True):
            roomy = shutil.disk_usage(folder).free > ROOMY * taken.size_bytes
            keep_newest(folder, MANY if roomy else FEW)
        return taken


def must_hang_together(point: Path) -> None:
    """Raise CopyChainBroken where a restore point's chain is broken since the last check that ended well."""
    broken = first_broken_link(point, since_verified=True)
    if broken:
        raise CopyChainBroken(point.name, broken)


def restore_point_if_needed(books: Books, folder: Path) -> Path:
    """Return the newest restore point, taking one where something was recorded since.

    Raises BooksFault, BooksMissing, CopyChainBroken.

    Idle hours must not push out the restore points of busy ones.
    """
    newest = next(iter(snapshots_in(folder)), None)
    try:
        if newest is not None and head_in_name(newest) == _head(books):
            return newest
        point = take_restore_point(Path(books.path), folder, books.clock.now()).path
    except OSError as error:
        raise folder_fault(error, str(folder)) from error
    must_hang_together(point)
    return point


def _head(books: Books) -> int:
    reader = books.reader()
    try:
        return tills.head(reader.connection())[0]
    finally:
        reader.close()
