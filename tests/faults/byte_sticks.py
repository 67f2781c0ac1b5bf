"""Sticks that go wrong at one byte of all that is written to them, each a `backup.disk.Disk`."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from backup.disk import PART, RealDisk
from tests.backup.disks import failing, full, gone


class ByteStick(RealDisk):
    """A stick that goes wrong at a byte. written: bytes taken so far; fired: whether it came to that."""

    def __init__(self, at: int) -> None:
        self.written, self.fired = 0, False
        self._at = at

    def _room(self, size: int) -> int:
        """How many of so many bytes still come before the place; counts them."""
        room = max(0, min(size, self._at - self.written))
        self.written += size
        self.fired = self.fired or room < size
        return room


class FullStick(ByteStick):
    """No byte beyond the place finds room, now or later."""

    def write(self, file: BinaryIO, block: bytes) -> None:
        room = self._room(len(block))
        super().write(file, block[:room])
        if room < len(block):
            raise full()


class PulledStick(ByteStick):
    """After the byte nothing of it answers any more."""

    says = staticmethod(gone)

    def write(self, file: BinaryIO, block: bytes) -> None:
        self._there()
        room = self._room(len(block))
        super().write(file, block[:room])
        self._there()

    def sync(self, file: BinaryIO) -> None:
        self._there()
        super().sync(file)

    def replace(self, part: Path, path: Path) -> None:
        self._there()
        super().replace(part, path)

    def sync_folder(self, folder: Path) -> None:
        self._there()
        super().sync_folder(folder)

    def remove(self, path: Path) -> None:
        self._there()
        super().remove(path)

    def blocks(self, path: Path) -> Iterator[bytes]:
        self._there()
        yield from super().blocks(path)

    def _there(self) -> None:
        if self.fired:
            raise self.says()


class FailingStick(PulledStick):
    """After the byte it answers to everything with an input/output error, and its folder is still there."""

    says = staticmethod(failing)


class DeafStick(ByteStick):
    """What lies beyond the byte can be written and not be read again."""

    def write(self, file: BinaryIO, block: bytes) -> None:
        self._room(len(block))
        super().write(file, block)

    def blocks(self, path: Path) -> Iterator[bytes]:
        if self.fired and path.suffix == PART:
            raise failing()
        yield from super().blocks(path)


class ShortStick(ByteStick):
    """It says it took everything; what lies beyond its real size is silently left out."""

    def write(self, file: BinaryIO, block: bytes) -> None:
        super().write(file, block[: self._room(len(block))])


class EmptyStick(ByteStick):
    """It says it took everything; what lies beyond its real size reads as zeros."""

    def write(self, file: BinaryIO, block: bytes) -> None:
        room = self._room(len(block))
        super().write(file, block[:room] + bytes(len(block) - room))


class FlippingStick(ByteStick):
    """One bit of the byte at the place is stored otherwise."""

    def write(self, file: BinaryIO, block: bytes) -> None:
        was_fired, room = self.fired, self._room(len(block))
        if room < len(block) and not was_fired:
            block = block[:room] + bytes([block[room] ^ 4]) + block[room + 1 :]
        super().write(file, block)
