"""The way back: the newest whole copy on a stick, brought into a new folder and proved there."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from backup.sealing import CopyKeyDamaged, open_key, unsealed_blocks
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
    progress: Progress = lambda done, total: None, passphrase: str = "", sealed_key: str = "",
) -> Restored:  # fmt: skip
    """Restore the newest copy whose books are whole into a new or empty folder; the books' file comes last.

    number: this copy of the stick and no other. progress: bytes done and in all. passphrase: of an encrypted copy;
    sealed_key: its sealed key from the recovery sheet, where the stick's own is damaged. Raises RestoreTargetNotEmpty,
    NothingToRestore, PassphraseNeeded, PassphraseWrong, CopyKeyDamaged, ReadBackDiffers, OSError.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise RestoreTargetNotEmpty(str(into))
    passed_over: list[str] = []
    for manifest in _candidates(stick_root, number, passed_over):
        folder = stick_root / FOLDER
        if _damaged(folder, manifest.books_entry, disk):
            passed_over.append(manifest.books)
            continue
        identity = identity_of(stick_root, manifest, passphrase, sealed_key)
        make_folder(into, disk)
        try:
            missing = _bring(folder, manifest, identity, into, disk, progress)
            _must_be_the_copy(part_of(into / BOOKS), manifest)
            finish_part(into / BOOKS, manifest.books_entry.content[0], disk)
        except BooksDamaged:
            _sweep(into)
            passed_over.append(manifest.books)
            continue
        except (OSError, ReadBackDiffers, CopyKeyDamaged):
            _sweep(into)
            raise
        files = sum(entry.path != manifest.key for entry in manifest.files) - len(missing)
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


def identity_of(root: Path, manifest: Manifest, passphrase: str, sealed_key: str = "") -> Any:
    """Return what decrypts a copy, None for a plain one; takes seconds.

    Raises PassphraseNeeded, PassphraseWrong, CopyKeyDamaged.
    """
    if not manifest.recipient:
        return None
    path = root / FOLDER / manifest.key
    if not sealed_key:
        try:
            sealed_key = path.read_text(encoding="ascii", errors="replace")
        except OSError:
            raise CopyKeyDamaged(str(path)) from None
    return open_key(sealed_key, passphrase, manifest.recipient, manifest.stick.name)


def _bring(
    folder: Path, manifest: Manifest, identity: Any, into: Path, disk: Disk, progress: Progress
) -> tuple[str, ...]:  # fmt: skip
    """Copy every whole file under its place in a home; the books stay a part until they are proved."""

    def content(entry: Entry) -> Iterator[bytes]:
        path = folder / entry.path
        return unsealed_blocks(path, identity, into) if entry.plain_sha256 else disk.blocks(path)

    missing, done, total = [], 0, sum(entry.size for entry in manifest.files)
    progress(0, total)
    for entry in manifest.files:
        if entry.path not in (manifest.books, manifest.key):
            if _damaged(folder, entry, disk):
                missing.append(entry.path)
            else:
                target = into / entry.home
                make_folder(target.parent, disk)
                write_part(target, content(entry), disk)
                finish_part(target, entry.content[0], disk)
            done += entry.size
            progress(done, total)
    books = manifest.books_entry
    if write_part(into / BOOKS, content(books), disk) != books.content[0]:
        raise ReadBackDiffers(manifest.books)
    progress(total, total)
    return tuple(missing)


def _must_be_the_copy(path: Path, manifest: Manifest) -> None:
    """Raise BooksDamaged unless the file is the books that the manifest says, whole, and ends where it says."""
    holds = look_inside(path)
    said = (manifest.head_event, manifest.head_hash, manifest.stick.books_id, manifest.books_kind)
    if (holds.head_event, holds.head_hash, holds.books_id, holds.books_kind) != said:
        raise BooksDamaged(str(path), f"{holds.head_event} {holds.head_hash} {holds.books_id} {holds.books_kind}")


def _sweep(into: Path) -> None:
    """Leave the new folder empty again, so that the next attempt may use it."""
    for path in into.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
