"""The few things done to a disk while a copy is made, and how a file becomes whole there.

A file is written as `name.part`, synced, read again past the cache, compared, and only then given its name. The disk
is an argument, so that tests can bring one that fails, lies or vanishes.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from db import durable

BLOCK_BYTES = 1 << 20
_WINDOW_BYTES = 8 << 20  # as much as a system reads ahead, so that it reads ahead from the medium too
PART = ".part"


class ReadBackDiffers(Exception):
    """What was read back from the disk is not what was written there."""

    code = "read_back_differs"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Disk(Protocol):
    """What a copy asks of a disk; every call may raise OSError."""

    def write(self, file: BinaryIO, block: bytes) -> None:
        """Append one block to an open file."""

    def sync(self, file: BinaryIO) -> None:
        """Wait until an open file has reached the medium."""

    def replace(self, part: Path, path: Path) -> None:
        """Give a finished file its name, in one step."""

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in a folder have reached the medium."""

    def remove(self, path: Path) -> None:
        """Remove a file; one that is not there is no error."""

    def blocks(self, path: Path) -> Iterator[bytes]:
        """Read a file from the medium, past the cache where the system allows it."""


class RealDisk:
    """The operating system's own disk."""

    def write(self, file: BinaryIO, block: bytes) -> None:
        """Append one block to an open file."""
        file.write(block)

    def sync(self, file: BinaryIO) -> None:
        """Wait until an open file has reached the medium."""
        durable.sync_file(file)

    def replace(self, part: Path, path: Path) -> None:
        """Give a finished file its name, in one step."""
        os.replace(part, path)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in a folder have reached the medium."""
        durable.sync_folder(folder)

    def remove(self, path: Path) -> None:
        """Remove a file; one that is not there is no error."""
        path.unlink(missing_ok=True)

    def blocks(self, path: Path) -> Iterator[bytes]:
        """Read a file from the medium, past the cache where the system allows it."""
        with path.open("rb", buffering=0) as file:
            read = dropped = 0
            while True:
                # Not the whole file at once: what the check of the pages still needs stays where it is quickly read.
                while dropped <= read + _WINDOW_BYTES:
                    _drop_cache(file, dropped, _WINDOW_BYTES)
                    dropped += _WINDOW_BYTES
                if not (block := file.read(BLOCK_BYTES)):
                    return
                read += len(block)
                yield block


def _drop_cache(file: BinaryIO, start: int, length: int) -> None:
    if sys.platform == "linux":
        os.posix_fadvise(file.fileno(), start, length, os.POSIX_FADV_DONTNEED)
    elif sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(file.fileno(), fcntl.F_NOCACHE, 1)


REAL_DISK = RealDisk()


def sha256_of(path: Path, disk: Disk = REAL_DISK, seen: Callable[[int], None] = lambda size: None) -> str:
    """Return the SHA-256 of a file as it lies on the medium; seen is told the bytes of each block."""
    digest = hashlib.sha256()
    for block in disk.blocks(path):
        digest.update(block)
        seen(len(block))
    return digest.hexdigest()


def make_folder(folder: Path, disk: Disk = REAL_DISK) -> None:
    """Make a folder and those above it, each name synced."""
    if not folder.is_dir():
        make_folder(folder.parent, disk)
        folder.mkdir(exist_ok=True)
        disk.sync_folder(folder.parent)


def read_blocks(path: Path) -> Iterator[bytes]:
    """Read a file of this computer in blocks."""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def part_of(path: Path) -> Path:
    """Return the name a file has until it is whole."""
    return path.with_name(path.name + PART)


def write_part(path: Path, blocks: Iterable[bytes], disk: Disk = REAL_DISK) -> str:
    """Write and sync `name.part` and return the SHA-256 of what was written."""
    digest = hashlib.sha256()
    with part_of(path).open("wb") as file:
        for block in blocks:
            disk.write(file, block)
            digest.update(block)
        disk.sync(file)
    return digest.hexdigest()


def finish_part(path: Path, sha256: str, disk: Disk = REAL_DISK) -> None:
    """Read `name.part` back, compare it, and give it its name for good. Raises ReadBackDiffers."""
    if sha256_of(part_of(path), disk) != sha256:
        raise ReadBackDiffers(str(path))
    disk.replace(part_of(path), path)
    disk.sync_folder(path.parent)


def put(path: Path, content: bytes, disk: Disk = REAL_DISK) -> str:
    """Write a whole file safely and return its SHA-256. Raises ReadBackDiffers, OSError."""
    make_folder(path.parent, disk)
    blocks = (content[start : start + BLOCK_BYTES] for start in range(0, len(content), BLOCK_BYTES))
    sha256 = write_part(path, blocks, disk)
    finish_part(path, sha256, disk)
    return sha256
