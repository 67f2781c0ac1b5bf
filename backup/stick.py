"""Whether a stick may be written: absent, a stranger's, another estate's, read-only, failing, full, or ready."""

import os
import secrets
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from backup.disk import REAL_DISK, Disk, put
from backup.io_errors import kind_of
from backup.manifest import (
    FOLDER,
    Manifest,
    ManifestDamaged,
    ManifestTooNew,
    StickId,
    dump_stick,
    last_copy,
    read_stick,
)
from backup.stick_faults import device_of, in_our_words
from backup.stick_rota import would_free

# Small files take whole clusters, and a full disk is slow to find out.
CLUSTER_BYTES = 32 * 1024
SPARE_BYTES = 1024 * 1024


class StickWrong(Exception):
    """The stick belongs to other books."""

    code = "stick_wrong"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class SampleOnRealStick(Exception):
    """Sample and training books never go onto a real stick, where they might be taken for the estate's own."""

    code = "sample_on_real_stick"

    def __init__(self, books_kind: str) -> None:
        super().__init__(books_kind)
        self.books_kind = books_kind


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no stick at this place."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A stick that was never adopted: it may be somebody's own."""

    free_bytes: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A stick of other books."""

    name: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A stick that says it is ours, but what it says of itself is damaged or of a newer version."""

    path: str


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """A stick that cannot be written."""

    name: str


@dataclass(frozen=True, slots=True)
class Failing:
    """A stick that answers with errors where it should be read."""

    path: str


@dataclass(frozen=True, slots=True)
class Full:
    """Not enough room; would_free: what removing the copies before the newest one would give back."""

    name: str
    needed_bytes: int
    free_bytes: int
    would_free_bytes: int


@dataclass(frozen=True, slots=True)
class Ready:
    """Ours and writable; last: the newest copy on it, as its manifest says."""

    stick: StickId
    free_bytes: int
    last: Manifest | None


StickState = Absent | Stranger | Wrong | Unreadable | ReadOnly | Failing | Full | Ready


def adopt(
    root: Path, name: str, books_id: str, *, books_kind: str, is_real_stick: bool, disk: Disk = REAL_DISK
) -> StickId:
    """Make a stick ours under a name; adopting it again gives it the new name and keeps its id.

    is_real_stick: a removable volume, not a folder that stands in for one. Raises SampleOnRealStick, StickWrong,
    ManifestDamaged, ManifestTooNew, and the faults of backup.stick_faults.
    """
    refuse_sample(books_kind, is_real_stick)
    with in_our_words(root, device_of(root)):
        there = read_stick(root)
        if there is not None and there.books_id != books_id:
            raise StickWrong(there.name)
        stick = StickId(there.stick_id if there else secrets.token_hex(8), name, books_id)
        put(root / FOLDER / "stick.json", dump_stick(stick), disk)
    return stick


def refuse_sample(books_kind: str, is_real_stick: bool) -> None:
    """Raise SampleOnRealStick for books that are not real on a real stick."""
    if is_real_stick and books_kind != "real":
        raise SampleOnRealStick(books_kind)


def look(root: Path, books_id: str, needed_bytes: int = 0) -> StickState:
    """Return the state of a stick without writing to it; needed_bytes: what the next copy would take."""
    try:
        if not root.is_dir():
            return Absent()
        free = shutil.disk_usage(root).free
        stick = read_stick(root)
    except (ManifestDamaged, ManifestTooNew) as error:
        return Unreadable(error.path)
    except OSError as error:
        return Failing(str(root)) if kind_of(error) == "failing" else Absent()
    if stick is None:
        return Stranger(free)
    if stick.books_id != books_id:
        return Wrong(stick.name)
    if not _writable(root):
        return ReadOnly(stick.name)
    if needed_bytes > free:
        return Full(stick.name, needed_bytes, free, would_free(root))
    return Ready(stick, free, last_copy(root))


def room_for(sizes: Iterable[int]) -> int:
    """Return the room that files of these sizes take on a stick, in bytes, with something to spare."""
    return sum(-(-size // CLUSTER_BYTES) * CLUSTER_BYTES for size in sizes) + SPARE_BYTES


def _writable(root: Path) -> bool:
    if not os.access(root / FOLDER, os.W_OK):
        return False
    return sys.platform == "win32" or not os.statvfs(root).f_flag & os.ST_RDONLY
