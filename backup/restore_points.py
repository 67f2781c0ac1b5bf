"""Restore points of this computer as copies one can go back to; journals and scans come from beside the books."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from backup.disk import PART, finish_part, make_folder, put, read_blocks, sha256_of, write_part
from backup.manifest import Entry, Manifest, StickId
from backup.outside_heads import journal_heads
from backup.restore import BOOKS, Restored
from backup.snapshot import look_inside, snapshots_in
from db.faults import BooksDamaged
from db.queries.settings import founding
from db.queries.tills import head

_MOMENT = "%Y%m%dT%H%M%SZ"


def manifest_of(point: Path, name: str) -> Manifest | None:
    """Return what a restore point holds in the form of a stick's copy, None where it cannot be read; not yet proved.

    name: what stands in place of the stick's name.
    """
    uri = f"{point.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            event_id, digest = head(connection)
            founded = founding(connection)
        made = datetime.strptime(point.name[:16], _MOMENT).replace(tzinfo=UTC)
    except (sqlite3.Error, ValueError, LookupError):
        return None
    books = f"books/{point.name}"
    return Manifest(
        0, StickId("", name, str(founded.get("books_id", ""))), str(founded.get("books_kind", "")), "",
        made.isoformat(timespec="seconds").replace("+00:00", "Z"), event_id, digest, books,
        (Entry(books, "", point.stat().st_size),),
    )  # fmt: skip


def points_in(folder: Path, name: str) -> list[tuple[Path, Manifest]]:
    """Return the restore points of a folder that can be read, newest first."""
    found = ((path, manifest_of(path, name)) for path in snapshots_in(folder))
    return [(path, manifest) for path, manifest in found if manifest is not None]


def bring_point(point: Path, manifest: Manifest, data: Path, into: Path) -> Restored:
    """Bring a restore point into a new folder, with the journals up to it and every scan of the present books.

    Raises BooksDamaged, ReadBackDiffers, OSError.
    """
    holds = look_inside(point)
    if (holds.head_event, holds.head_hash) != (manifest.head_event, manifest.head_hash):
        raise BooksDamaged(str(point), f"{holds.head_event} {holds.head_hash}")
    make_folder(into)
    journals = {
        each.place
        for each in journal_heads(data.joinpath("journals"), holds.books_id)
        if each.event_id <= holds.head_event
    }
    for name in sorted(journals):
        put(into.joinpath("journals", name), data.joinpath("journals", name).read_bytes())
    scans = [path for path in sorted(data.joinpath("attachments").glob("??/*")) if path.suffix != PART]
    for path in scans:
        put(into.joinpath("attachments", path.parent.name, path.name), path.read_bytes())
    books = into.joinpath(BOOKS)
    write_part(books, read_blocks(point))
    finish_part(books, sha256_of(point))
    return Restored(books, manifest, 1 + len(journals) + len(scans), (), ())


def is_whole(point: Path) -> bool:
    """Return whether a restore point is whole, page by page."""
    try:
        look_inside(point)
    except (BooksDamaged, sqlite3.Error, OSError):
        return False
    return True
