"""Removable volumes on Linux: the mount table, and what the kernel says of the disk beneath."""

import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from counter.platform.volumes import Stick


class Mount(NamedTuple):
    """One line of the mount table: the device file, where it is mounted, and its options."""

    device: str
    path: Path
    options: frozenset[str]


def removable(
    mounts: Path = Path("/proc/mounts"), blocks: Path = Path("/sys/class/block"), by: Path = Path("/dev/disk")
) -> list[Stick]:
    """Return the mounted volumes of removable or USB disks; one that vanishes meanwhile is left out."""
    try:
        table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return []
    found = (_stick(mount, by) for mount in parse_mounts(table) if is_removable(mount.device, blocks))
    return [stick for stick in found if stick is not None]


def parse_mounts(table: str) -> list[Mount]:
    """Return the device mounts of a table in the form of /proc/mounts; the first mount of each device counts."""
    seen: dict[str, Mount] = {}
    for line in table.splitlines():
        parts = line.split(" ")
        if len(parts) >= 4 and parts[0].startswith("/dev/"):
            device = _unescape(parts[0])
            seen.setdefault(device, Mount(device, Path(_unescape(parts[1])), frozenset(parts[3].split(","))))
    return list(seen.values())


def is_removable(device: str, blocks: Path) -> bool:
    """Return whether the disk under a device file can be pulled.

    The kernel marks sticks and card readers as removable; a USB hard disk is not so marked and is known by the bus
    in the path of its device.
    """
    entry = blocks / os.path.basename(os.path.realpath(device))
    try:
        block = entry.resolve(strict=True)
    except OSError:
        return False
    disk = block.parent if (block / "partition").exists() else block
    return _says_one(disk / "removable") or any(part.startswith("usb") for part in block.parts)


def _says_one(file: Path) -> bool:
    try:
        return file.read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False


def _stick(mount: Mount, by: Path) -> Stick | None:
    try:
        space = shutil.disk_usage(mount.path)
    except OSError:
        return None
    label = _alias(mount.device, by / "by-label") or mount.path.name
    read_only = "ro" in mount.options or not os.access(mount.path, os.W_OK)
    serial = _alias(mount.device, by / "by-uuid")
    return Stick(mount.path, label, serial, space.total, space.free, read_only, True)


def _alias(device: str, folder: Path) -> str:
    """Return the name under which a folder of links points to the device, empty where none does."""
    try:
        links = list(folder.iterdir())
    except OSError:
        return ""
    target = os.path.realpath(device)
    return next((_unescape(link.name) for link in links if os.path.realpath(link) == target), "")


def _unescape(text: str) -> str:
    """Undo the kernel's octal (\\040) and udev's hexadecimal (\\x20) escapes, which stand for bytes of UTF-8."""
    raw = re.sub(
        rb"\\(?:x([0-9a-fA-F]{2})|([0-7]{3}))",
        lambda match: bytes([int(match[1], 16) if match[1] else int(match[2], 8)]),
        os.fsencode(text),
    )
    return os.fsdecode(raw)
