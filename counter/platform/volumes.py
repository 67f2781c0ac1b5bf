"""What a stick is, and what Windows' numbers about volumes mean."""

import string
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stick:
    """A place for copies outside this computer.

    path: where its files appear; label: the name its owner gave it; serial: what tells it from another of the same
    name (the file system's own id, empty where there is none); sizes in bytes; removable: False for a folder named in
    the settings.
    """

    path: Path
    label: str
    serial: str
    total_bytes: int
    free_bytes: int
    read_only: bool
    removable: bool


def drive_letters(mask: int) -> list[str]:
    """Return the letters of a bit mask in which bit 0 stands for drive A."""
    return [letter for bit, letter in enumerate(string.ascii_uppercase) if mask >> bit & 1]


def volume_serial(number: int) -> str:
    """Return a volume's serial number as the system's own tools show it: 1A2B-3C4D."""
    return f"{number >> 16 & 0xFFFF:04X}-{number & 0xFFFF:04X}"
