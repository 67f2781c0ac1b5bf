"""What a copy consists of, and which of it is on the stick already."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from backup.copy_key import CopyKey, sealed_name, sealed_size
from backup.disk import PART, sha256_of
from backup.manifest import Entry, Manifest
from backup.snapshot import Snapshot
from backup.stick_faults import SourceUnreadable


class Source(NamedTuple):
    """What goes onto the stick: a proved restore point, and the folders of journals and attachments.

    key: what the copy is encrypted for, None for a plain one; settings: the file of this computer's settings.
    """

    snapshot: Snapshot
    journals: Path
    attachments: Path
    key: CopyKey | None = None
    settings: Path | None = None


class Job(NamedTuple):
    """A file to be written and what it has to be; of one that is encrypted on the way size is the most it takes."""

    source: Path
    entry: Entry


def plan_copy(folder: Path, source: Source, last: Manifest | None) -> tuple[list[Entry], list[Job]]:
    """Return every file of the copy, and those that have to be written because they are not there as they should be.

    folder: the stick's COUNTERFOIL; last: its newest copy. Raises SourceUnreadable, OSError.
    """
    known = {entry.path: entry for entry in last.files} if last else {}
    entries, jobs = [], []
    for path, plain in _wanted(source):
        name = sealed_name(plain, source.key)
        entry = known.get(name)
        if entry is None or not _is_there(folder, entry) or entry.content[1] != path.stat().st_size:
            entry = _entry(path, name, source)
            if source.key or not (_is_there(folder, entry) and sha256_of(folder / name) == entry.sha256):
                jobs.append(Job(path, entry))
        entries.append(entry)
    return entries, jobs


def _entry(path: Path, name: str, source: Source) -> Entry:
    if path == source.snapshot.path:
        digest, size = source.snapshot.sha256, source.snapshot.size_bytes
    else:
        try:
            digest, size = sha256_of(path), path.stat().st_size
        except OSError as error:
            raise SourceUnreadable(str(path)) from error
    # What an encrypted file comes to is known once it is written.
    return Entry(name, "", sealed_size(size), digest, size) if source.key else Entry(name, digest, size)


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
