"""Removable volumes, and folders that stand in for them.

Each operating system has its own module; this one chooses, and adds the folders the settings name (a network share,
the sample's stick).
"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from counter.platform.volumes import Stick

if sys.platform == "win32":
    from counter.platform.sticks_windows import removable
elif sys.platform == "darwin":
    from counter.platform.sticks_macos import removable
else:
    from counter.platform.sticks_linux import removable

__all__ = ["Stick", "folder_as_stick", "list_sticks"]


def list_sticks(extra: Sequence[Path | str] = ()) -> list[Stick]:
    """Return the sticks that are present now, each path once, removable ones first.

    `extra` are the folders the settings name; one that is absent is left out, and so is a stick pulled meanwhile.
    """
    found: dict[Path, Stick] = {}
    for stick in (*removable(), *map(folder_as_stick, extra)):
        if stick is not None:
            found.setdefault(stick.path, stick)
    return list(found.values())


def folder_as_stick(folder: Path | str) -> Stick | None:
    """Return a folder as a stick labelled with its own name; None where it is absent."""
    path = Path(folder).expanduser().absolute()
    try:
        space = shutil.disk_usage(path)
    except OSError:
        return None
    return Stick(path, path.name, "", space.total, space.free, not os.access(path, os.W_OK), False)
