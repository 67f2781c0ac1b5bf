"""Removable volumes on macOS: what `diskutil` says of each volume under /Volumes."""

import os
import plistlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

from counter.platform.volumes import Stick

PATIENCE_S = 5.0


def removable(volumes: Path = Path("/Volumes")) -> list[Stick]:
    """Return the mounted volumes of removable or external disks; one that does not answer in time is left out."""
    try:
        paths = sorted(path for path in volumes.iterdir() if not path.is_symlink())
    except OSError:
        return []
    found = (_stick(path) for path in paths)
    return [stick for stick in found if stick is not None]


def stick_of(described: bytes, path: Path, free_bytes: int) -> Stick | None:
    """Return the stick a property list of `diskutil info -plist` describes; None for an inner disk or no such list."""
    try:
        facts: dict[str, Any] = plistlib.loads(described)
    except (plistlib.InvalidFileException, ValueError):
        return None
    outside = facts.get("RemovableMediaOrExternalDevice", facts.get("RemovableMedia", False))
    if not outside:
        return None
    return Stick(
        path,
        str(facts.get("VolumeName") or path.name),
        str(facts.get("VolumeUUID") or ""),
        int(facts.get("TotalSize") or facts.get("Size") or 0),
        free_bytes,
        not facts.get("WritableVolume", facts.get("Writable", True)),
        True,
    )


def _stick(path: Path) -> Stick | None:
    try:
        told = subprocess.run(
            ["diskutil", "info", "-plist", os.fspath(path)], capture_output=True, timeout=PATIENCE_S, check=True
        )
        free = shutil.disk_usage(path).free
    except (OSError, subprocess.SubprocessError):
        return None
    return stick_of(told.stdout, path, free)
