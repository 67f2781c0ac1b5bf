"""Restore points: the whole books as they stand at one moment, copied beside the writer, proved by reading back."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from backup.disk import REAL_DISK, Disk, ReadBackDiffers, make_folder, read_blocks, sha256_of
from backup.generations import Generations, staying_places
from db.faults import BooksDamaged, BooksMissing, books_fault
from db.queries.anchors import hash_of
from db.queries.settings import founding
from db.queries.tills import head

_PATTERN = "????????T??????Z_e*.sqlite"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A restore point that was proved: digest in hexadecimal, and the newest link of the chain it holds."""

    path: Path
    sha256: str
    size_bytes: int
    head_event: int
    head_hash: str
    books_id: str
    books_kind: str


@dataclass(frozen=True, slots=True)
class Holds:
    """What a copy of the books holds."""

    head_event: int
    head_hash: str
    books_id: str
    books_kind: str


def take_snapshot(books_path: Path, folder: Path, now: datetime, disk: Disk = REAL_DISK) -> Snapshot:
    """Copy the books into a new restore point; may run on a thread beside the writer.

    now: the time, for the file's name. Raises BooksMissing, BooksDamaged (the copy is not whole, so the books are
    not), ReadBackDiffers, db.faults.BooksFault, OSError.
    """
    if not books_path.exists():
        raise BooksMissing(str(books_path))
    make_folder(folder, disk)
    moment = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    rough = folder / f"{moment}.part"
    try:
        _copy(books_path, rough)
        holds, digest = _prove(rough, disk)
        path = folder / f"{moment}_e{holds.head_event:09d}.sqlite"
        disk.replace(rough, path)
    except BooksDamaged as error:
        raise BooksDamaged(str(books_path), error.reason) from error
    except sqlite3.Error as error:
        raise books_fault(error, str(books_path)) from error
    finally:
        rough.unlink(missing_ok=True)
    disk.sync_folder(folder)
    return Snapshot(
        path, digest, path.stat().st_size, holds.head_event, holds.head_hash, holds.books_id, holds.books_kind
    )


def _prove(rough: Path, disk: Disk) -> tuple[Holds, str]:
    """Check the pages and hash what was written while the file is synced, then read it back; returns both findings."""
    with ThreadPoolExecutor(max_workers=2) as beside:
        inside, written = beside.submit(look_inside, rough), beside.submit(_sha256_of_written, rough)
        with rough.open("rb+") as file:
            disk.sync(file)
        digest = written.result()
        if sha256_of(rough, disk) != digest:
            raise ReadBackDiffers(str(rough))
        return inside.result(), digest


def _sha256_of_written(path: Path) -> str:
    digest = sha256()
    for block in read_blocks(path):
        digest.update(block)
    return digest.hexdigest()


def _copy(books_path: Path, target: Path) -> None:
    """Copy all pages in one step: in smaller steps a busy writer makes the copy begin anew for ever."""
    with (
        closing(sqlite3.connect(f"{books_path.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        source.execute("PRAGMA wal_autocheckpoint = 0")
        source.execute("PRAGMA mmap_size = 1073741824")  # pages need not be copied to be copied
        copy.execute("PRAGMA synchronous = OFF")  # the whole file is synced once, afterwards
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file that can be read from a medium that cannot be written


def look_inside(path: Path) -> Holds:
    """Check a copy of the books page by page and return what it holds. Raises BooksDamaged, sqlite3.Error."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            event_id, digest = head(connection)
            founded = founding(connection)
        except (sqlite3.DatabaseError, ValueError) as error:
            raise BooksDamaged(str(path), str(error)) from error
    if verdict != "ok":
        raise BooksDamaged(str(path), verdict)
    return Holds(event_id, digest, str(founded.get("books_id", "")), str(founded.get("books_kind", "")))


def hash_in(path: Path, event_id: int) -> str:
    """Return the hash of an event in a copy of the books, "" where there is none."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return hash_of(connection, event_id)


def snapshots_in(folder: Path) -> list[Path]:
    """Return the restore points of a folder, newest first: by what they hold, as the clock may have been set back."""
    return sorted(folder.glob(_PATTERN), key=lambda path: (head_in_name(path), path.name), reverse=True)


def head_in_name(path: Path) -> int:
    """Return the newest event that a restore point holds, as its name says."""
    return int(path.stem.rpartition("_e")[2])


def keep_newest(folder: Path, wanted: Generations, disk: Disk = REAL_DISK) -> list[Path]:
    """Remove the restore points that are not to stay (days are those of UTC), and half-made ones.

    Returns what was removed.
    """
    found = snapshots_in(folder)
    stay = staying_places([f"{path.name[:4]}-{path.name[4:6]}-{path.name[6:8]}" for path in found], wanted)
    old = [*(path for place, path in enumerate(found) if place not in stay), *folder.glob("*.part")]
    for path in old:
        disk.remove(path)
    return old
