"""Disks that misbehave, each a `backup.disk.Disk`."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from backup.disk import RealDisk


class PowerCut(BaseException):
    """The power went; nothing of the program runs any more."""


class LyingDisk(RealDisk):
    """A disk that reads back one bit otherwise, in files that are still parts."""

    def __init__(self) -> None:
        self.lied = 0

    def blocks(self, path: Path) -> Iterator[bytes]:
        for block in super().blocks(path):
            if path.suffix == ".part":
                self.lied += 1
                yield bytes([block[0] ^ 1]) + block[1:]
            else:
                yield block


class CountingDisk(RealDisk):
    """A disk that counts what is done to it, and fails at one step."""

    def __init__(self, fails_at: int = 0, fault: BaseException | None = None) -> None:
        self.steps, self.fails_at, self.fired = 0, fails_at, False
        self._fault: BaseException = fault or PowerCut()

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.fails_at:
            self.fired = True
            raise self._fault

    def write(self, file: BinaryIO, block: bytes) -> None:
        self.step()
        super().write(file, block)

    def sync(self, file: BinaryIO) -> None:
        self.step()
        super().sync(file)

    def replace(self, part: Path, path: Path) -> None:
        self.step()
        super().replace(part, path)

    def sync_folder(self, folder: Path) -> None:
        self.step()
        super().sync_folder(folder)

    def remove(self, path: Path) -> None:
        self.step()
        super().remove(path)

    def blocks(self, path: Path) -> Iterator[bytes]:
        self.step()
        yield from super().blocks(path)


class ForgetfulDisk(CountingDisk):
    """A disk that loses, when the power goes, whatever was written and not yet synced: half of it, or all."""

    def __init__(self, fails_at: int = 0, keeps_half: bool = False) -> None:
        super().__init__(fails_at)
        self._unsynced: dict[Path, int] = {}
        self._keeps_half = keeps_half

    def step(self) -> None:
        try:
            super().step()
        except PowerCut:
            for path, synced in self._unsynced.items():
                if path.exists():
                    written = path.stat().st_size
                    os.truncate(path, synced + (written - synced) // 2 if self._keeps_half else synced)
            raise

    def write(self, file: BinaryIO, block: bytes) -> None:
        self._unsynced.setdefault(Path(file.name), 0)
        super().write(file, block)
        file.flush()

    def sync(self, file: BinaryIO) -> None:
        super().sync(file)
        self._unsynced.pop(Path(file.name), None)


def gone() -> OSError:
    """What a pulled stick answers once the system has noticed."""
    return OSError(errno.ENODEV, os.strerror(errno.ENODEV))


def failing() -> OSError:
    """What a stick answers that is there and cannot read or write."""
    return OSError(errno.EIO, os.strerror(errno.EIO))


def read_only() -> OSError:
    """What a write-protected stick answers."""
    return OSError(errno.EROFS, os.strerror(errno.EROFS))


def full() -> OSError:
    """What a full stick answers."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
