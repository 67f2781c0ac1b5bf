"""The way back: the newest whole copy on a stick, brought into a new folder and proved there."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backup.disk import (
    REAL_DISK,
    Disk,
    ReadBackDiffers,
    finish_part,
    make_folder,
    part_of,
    sha256_of,
    write_part,
)
from backup.manifest import (
    FOLDER,
    Entry,
    Manifest,
    ManifestDamaged,
    ManifestTooNew,
    manifest_files,
    read_manifest,
)
from backup.snapshot import look_inside
from db.faults import BooksDamaged

BOOKS = "books.sqlite"
Progress = Callable[[int, int], None]


class RestoreTargetNotEmpty(Exception):
    """A copy is restored into a new folder only, so that nothing can be overwritten."""

    code = "restore_target_not_empty"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class NothingToRestore(Exception):
    """No copy on this stick is whole."""

    code = "nothing_to_restore"

    def __init__(self, path: str, damaged: tuple[str, ...]) -> None:
        super().__init__(path, damaged)
        self.path = path
        self.damaged = damaged


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and what could not be.

    passed_over: newer copies that are damaged, newest first, each as the path that told. missing: journals and
    attachments of this copy that are damaged or gone; the journals can be exported again from the books.
    """

    books: Path
    manifest: Manifest
    files: int
    passed_over: tuple[str, ...]
    missing: tuple[str, ...]


def damaged_files(
    root: Path, manifest: Manifest, disk: Disk = REAL_DISK, progress: Progress = lambda done, total: None
) -> tuple[str, ...]:
    """Read every file of a copy again and return those that are damaged or gone; progress: bytes done and in all."""
    done, total, found = 0, sum(entry.size for entry in manifest.files), []
    for entry in manifest.files:
        if _damaged(root / FOLDER, entry, disk):
            found.append(entry.path)
        done += entry.size
        progress(done, total)
    return tuple(found)


def restore(
    stick_root: Path, into: Path, *, number: int | None = None, disk: Disk = REAL_DISK,
    progress: Progress = lambda done, total: None,
) -> Restored:  # fmt: skip
    """Restore the newest copy whose books are whole into a new or empty folder; the books' file comes last.

    number: this copy of the stick and no other. progress: bytes done and in all.
    Raises RestoreTargetNotEmpty, NothingToRestore, ReadBackDiffers, OSError.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise RestoreTargetNotEmpty(str(into))
    passed_over: list[str] = []
    for manifest in _candidates(stick_root, number, passed_over):
        folder = stick_root / FOLDER
        if _damaged(folder, manifest.books_entry, disk):
            passed_over.append(manifest.books)
            continue
        make_folder(into, disk)
        try:
            missing = _bring(folder, manifest, into, disk, progress)
            _must_be_the_copy(part_of(into / BOOKS), manifest)
            finish_part(into / BOOKS, manifest.books_entry.sha256, disk)
        except BooksDamaged:
            _sweep(into)
            passed_over.append(manifest.books)
            continue
        except (OSError, ReadBackDiffers):
            _sweep(into)
            raise
        files = len(manifest.files) - len(missing)
        return Restored(into / BOOKS, manifest, files, tuple(passed_over), missing)
    raise NothingToRestore(str(stick_root), tuple(passed_over))


def _candidates(root: Path, number: int | None, passed_over: list[str]) -> Iterator[Manifest]:
    for path in manifest_files(root):
        if number is not None and int(path.stem) != number:
            continue
        try:
            yield read_manifest(path)
        except (ManifestDamaged, ManifestTooNew, OSError):
            passed_over.append(f"copies/{path.name}")


def _damaged(folder: Path, entry: Entry, disk: Disk) -> bool:
    path = folder / entry.path
    try:
        return path.stat().st_size != entry.size or sha256_of(path, disk) != entry.sha256
    except OSError:
        return True


def _bring(folder: Path, manifest: Manifest, into: Path, disk: Disk, progress: Progress) -> tuple[str, ...]:
    """Copy every whole file under its place in a home; the books stay a part until they are proved."""
    missing, done, total = [], 0, sum(entry.size for entry in manifest.files)
    progress(0, total)
    for entry in manifest.files:
        if entry.path != manifest.books:
            if _damaged(folder, entry, disk):
                missing.append(entry.path)
            else:
                target = into / entry.path
                make_folder(target.parent, disk)
                write_part(target, disk.blocks(folder / entry.path), disk)
                finish_part(target, entry.sha256, disk)
            done += entry.size
            progress(done, total)
    if write_part(into / BOOKS, disk.blocks(folder / manifest.books), disk) != manifest.books_entry.sha256:
        raise ReadBackDiffers(manifest.books)
    progress(total, total)
    return tuple(missing)


def _must_be_the_copy(path: Path, manifest: Manifest) -> None:
    """Raise BooksDamaged unless the file is whole books that end where the manifest says."""
    holds = look_inside(path)
    if (holds.head_event, holds.head_hash) != (manifest.head_event, manifest.head_hash):
        raise BooksDamaged(str(path), f"{holds.head_event} {holds.head_hash}")


def _sweep(into: Path) -> None:
    """Leave the new folder empty again, so that the next attempt may use it."""
    for path in into.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
