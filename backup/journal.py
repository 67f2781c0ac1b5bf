"""The daily journal: each closed day as its own SQLite file, whole, self-describing, tied to the day before.

The file is built in memory beside the read-only books, so that the bytes that must be on the disk are known before the
first of them is written there.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from backup.disk import REAL_DISK, Disk, put, sha256_of
from backup.journal_content import build_journal, open_journal
from backup.journal_digest import content_digest
from db.dialect import UNREADABLE
from db.faults import BooksMissing, books_fault


class JournalDiffers(Exception):
    """A journal of this day exists already and says something else."""

    code = "journal_differs"

    def __init__(self, path: str, expected: str, found: str) -> None:
        super().__init__(path, expected, found)
        self.path = path
        self.expected = expected
        self.found = found


@dataclass(frozen=True, slots=True)
class JournalFile:
    """A journal that was written and read back; digests in hexadecimal, events as places in the chain."""

    path: Path
    sha256: str
    first_event: int
    last_event: int
    content_digest: str


def write_journal(
    books_path: Path, close_event: int, folder: Path, *, program: str, disk: Disk = REAL_DISK
) -> JournalFile:
    """Write the journal of the day that an event closed; a journal that is there already and says the same is kept.

    program: its version. Raises CloseUnknown, JournalDiffers, ReadBackDiffers, BooksMissing, db.faults.BooksFault,
    OSError.
    """
    if not books_path.exists():
        raise BooksMissing(str(books_path))
    try:
        day, content, said = build_journal(books_path, close_event, folder, program)
    except sqlite3.Error as error:
        raise books_fault(error, str(books_path)) from error
    path = folder / day.file_name
    kept = _accept(path, sha256(content).hexdigest(), said, disk) if path.exists() else ""
    return JournalFile(path, kept or put(path, content, disk), day.first_event, day.last_event, said)


def _accept(path: Path, digest: str, said: str, disk: Disk) -> str:
    there = sha256_of(path, disk)
    if there == digest:
        return there
    found = digest_of_file(path)
    if found != said:  # another SQLite may lay out the same rows otherwise
        raise JournalDiffers(str(path), said, found)
    return there


def digest_of_file(path: Path) -> str:
    """Return the content digest of a journal file, computed from its rows; "" where it cannot be read."""
    try:
        with closing(open_journal(path)) as connection:
            return content_digest(connection)
    except UNREADABLE:
        return ""
