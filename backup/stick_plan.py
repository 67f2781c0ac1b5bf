"""What a copy consists of, and which of it is on the stick already."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from backup.disk import PART, sha256_of
from backup.manifest import Entry, Manifest
from backup.snapshot import Snapshot
from backup.stick_faults import SourceUnreadable


class Source(NamedTuple):
    """What goes onto the stick: a proved restore point, and the folders of journals and attachments."""

    snapshot: Snapshot
    journals: Path
    attachments: Path


class Job(NamedTuple):
    """A file to be written and what it has to be."""

    source: Path
    entry: Entry


def plan_copy(folder: Path, source: Source, last: Manifest | None) -> tuple[list[Entry], list[Job]]:
    """Return every file of the copy, and those that have to be written because they are not there as they should be.

    folder: the stick's COUNTERFOIL; last: its newest copy. Raises SourceUnreadable, OSError.
    """
    known = {entry.path: entry for entry in last.files} if last else {}
    entries, jobs = [], []
    for path, name in _wanted(source):
        entry = known.get(name)
        if entry is None or not _is_there(folder, entry) or entry.size != path.stat().st_size:
            entry = _entry(path, name, source.snapshot)
            if not (_is_there(folder, entry) and sha256_of(folder / name) == entry.sha256):
                jobs.append(Job(path, entry))
        entries.append(entry)
    return entries, jobs


def _entry(path: Path, name: str, snapshot: Snapshot) -> Entry:
    if path == snapshot.path:
        return Entry(name, snapshot.sha256, snapshot.size_bytes)
    try:
        return Entry(name, sha256_of(path), path.stat().st_size)
    except OSError as error:
        raise SourceUnreadable(str(path)) from error


def _wanted(source: Source) -> Iterator[tuple[Path, str]]:
    for path in sorted(source.attachments.glob("??/*")):
        if path.suffix != PART:
            yield path, f"attachments/{path.parent.name}/{path.name}"
    for path in sorted(source.journals.glob("*.sqlite")):
        yield path, f"journals/{path.name}"
    yield source.snapshot.path, f"books/{source.snapshot.path.name}"


def _is_there(folder: Path, entry: Entry) -> bool:
    path = folder / entry.path
    return path.is_file() and path.stat().st_size == entry.size
