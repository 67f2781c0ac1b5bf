"""The copy on the stick: everything written under other names, read back, named, and declared by its manifest last.

The copies that are already there are not touched until the new one is proved; whatever interrupts leaves them whole.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from backup.copy_key import CopyKey, key_name, sealed_name
from backup.disk import (
    BLOCK_BYTES,
    PART,
    REAL_DISK,
    Disk,
    make_folder,
    part_of,
    put,
    read_blocks,
    sha256_of,
    write_part,
)
from backup.generations import Generations
from backup.manifest import (
    FOLDER,
    Entry,
    Manifest,
    StickId,
    dump_manifest,
    manifest_path,
    next_number,
    read_manifest,
    read_stick,
    readable_copies,
)
from backup.sealing import sealed_file
from backup.snapshot import Snapshot, hash_in
from backup.stick import StickWrong, refuse_sample, room_for
from backup.stick_faults import (
    SourceUnreadable,
    StickFull,
    StickLies,
    StickNotAdopted,
    device_of,
    free_bytes,
    in_our_words,
    must_be_same,
)
from backup.stick_note import leave_note
from backup.stick_plan import Job, Source, plan_copy
from backup.stick_rota import make_room, remove_older, would_free

TWO = Generations(2)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was read back: its manifest's digest, its chain head, what had to be written and what was removed."""

    stick: StickId
    manifest: Path
    sha256: str
    head_event: int
    head_hash: str
    files_written: int
    bytes_written: int
    removed: tuple[str, ...]


def copy_to_stick(
    root: Path, source: Source, *, books_id: str, program: str, now: datetime, is_real_stick: bool,
    keep: Generations = TWO, free_older: bool = False, disk: Disk = REAL_DISK,
    progress: Progress = lambda done, total: None,
) -> Copied:  # fmt: skip
    """Bring a copy of the books, the journals and the attachments onto an adopted stick; what is there stays.

    keep: which copies of the books stay. free_older: where it does not fit, first remove the copies before the
    newest one, after reading that one again. progress: bytes done and in all, writing and reading back.
    Raises SampleOnRealStick, StickNotAdopted, StickWrong, StickFull, StickReadOnly, StickGone, StickLies,
    SourceUnreadable, ManifestDamaged, ManifestTooNew.
    """
    refuse_sample(source.snapshot.books_kind, is_real_stick)
    device = device_of(root)
    with in_our_words(root, device):
        stick = _ours(root, books_id, source.snapshot)
        folder = root / FOLDER
        _clear_parts(folder, disk)
        entries, jobs = plan_copy(folder, source, _last_of_these(root, source.snapshot))
        removed = _fit(root, [job.entry.size for job in jobs], free_older, disk)
        with in_our_words(root, device, room_for(job.entry.size for job in jobs)):
            written = _write(folder, jobs, source, disk, progress)
            must_be_same(root, device)
            _name(folder, jobs, disk)
            entries = [*(written.get(entry.path, entry) for entry in entries), *_put_key(folder, source.key, disk)]
            must_be_same(root, device)
            leave_note(folder, disk)
            manifest = _manifest(stick, source, program, now, next_number(root), entries)
            path = manifest_path(root, manifest.number)
            digest = put(path, dump_manifest(manifest), disk)
            must_be_same(root, device)
            read_manifest(path)
        removed += remove_older(folder, keep, disk)
    return Copied(
        stick, path, digest, manifest.head_event, manifest.head_hash, len(jobs),
        sum(entry.size for entry in written.values()), tuple(removed),
    )  # fmt: skip


def _ours(root: Path, books_id: str, snapshot: Snapshot) -> StickId:
    stick = read_stick(root)
    if stick is None:
        raise StickNotAdopted(str(root))
    if stick.books_id != books_id or snapshot.books_id != books_id:
        raise StickWrong(stick.name)
    return stick


def _last_of_these(root: Path, snapshot: Snapshot) -> Manifest | None:
    """Return the newest copy whose end is a link of these books.

    Books that went on from an older copy close the same days again: a journal of the same name is another one.
    """
    ours = (copy for _path, copy in readable_copies(root) if hash_in(snapshot.path, copy.head_event) == copy.head_hash)
    return next(ours, None)


def _clear_parts(folder: Path, disk: Disk) -> None:
    for path in folder.rglob(f"*{PART}"):
        disk.remove(path)


def _fit(root: Path, sizes: Sequence[int], free_older: bool, disk: Disk) -> list[str]:
    needed, free = room_for(sizes), free_bytes(root)
    if needed <= free:
        return []
    if not free_older or needed > free + would_free(root):
        raise StickFull(needed, free, would_free(root))
    return make_room(root / FOLDER, disk)


class _Meter:
    """Bytes done of all bytes to write and to read back."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        progress(0, total)

    def add(self, size: int) -> None:
        """Tell that so many bytes more are done."""
        self._done += size
        self._progress(min(self._done, self._total), self._total)


def _write(folder: Path, jobs: Sequence[Job], source: Source, disk: Disk, progress: Progress) -> dict[str, Entry]:
    """Write every file, then read every file: a stick that overwrites its own beginning is found out too.

    Returns by path what was written: of an encrypted file only now is known what it is.
    """
    meter, written = _Meter(progress, 2 * sum(job.entry.size for job in jobs)), dict[str, Entry]()
    for job in jobs:
        target = folder / job.entry.path
        make_folder(target.parent, disk)
        if source.key is not None:
            written[job.entry.path] = _write_sealed(target, job, source, disk, meter)
        elif write_part(target, _source_blocks(job.source, meter), disk) != job.entry.sha256:
            raise SourceUnreadable(str(job.source))
        else:
            written[job.entry.path] = job.entry
    for entry in written.values():
        if sha256_of(part_of(folder / entry.path), disk, meter.add) != entry.sha256:
            raise StickLies(entry.path)
    return written


def _write_sealed(target: Path, job: Job, source: Source, disk: Disk, meter: _Meter) -> Entry:
    assert source.key is not None, "only encrypted copies are written so"
    with sealed_file(job.source, source.key.recipient, source.snapshot.path.parent) as (file, plain_sha256):
        if plain_sha256 != job.entry.plain_sha256:
            raise SourceUnreadable(str(job.source))
        digest = write_part(target, _metered(iter(partial(file.read, BLOCK_BYTES), b""), meter), disk)
        return job.entry._replace(sha256=digest, size=file.tell())


def _metered(blocks: Iterator[bytes], meter: _Meter) -> Iterator[bytes]:
    for block in blocks:
        yield block
        meter.add(len(block))


def _put_key(folder: Path, key: CopyKey | None, disk: Disk) -> list[Entry]:
    """Leave the sealed key on the stick where it is not there as it should be."""
    if key is None:
        return []
    path, content = folder / key_name(key), key.sealed.encode()
    if not path.is_file() or path.read_bytes() != content:
        put(path, content, disk)
    return [Entry(key_name(key), hashlib.sha256(content).hexdigest(), len(content))]


def _source_blocks(path: Path, meter: _Meter) -> Iterator[bytes]:
    blocks = read_blocks(path)
    while True:
        try:
            block = next(blocks, None)
        except OSError as error:
            raise SourceUnreadable(str(path)) from error
        if block is None:
            return
        yield block
        meter.add(len(block))


def _name(folder: Path, jobs: Sequence[Job], disk: Disk) -> None:
    targets = [folder / job.entry.path for job in jobs]
    for target in targets:
        disk.replace(part_of(target), target)
    for parent in sorted({target.parent for target in targets}):
        disk.sync_folder(parent)


def _manifest(
    stick: StickId, source: Source, program: str, now: datetime, number: int, entries: Sequence[Entry]
) -> Manifest:
    snapshot, key = source.snapshot, source.key
    return Manifest(
        number,
        stick,
        snapshot.books_kind,
        program,
        now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        snapshot.head_event,
        snapshot.head_hash,
        sealed_name(f"books/{snapshot.path.name}", key),
        tuple(entries),
        key.recipient if key else "",
        key_name(key) if key else "",
    )
