"""Making sure of the disk: contents and names that have reached the medium, not only the system's memory."""

import os
import sys
from pathlib import Path
from typing import IO, Any


def sync_file(file: IO[Any]) -> None:
    """Wait until what was written to an open file has reached the medium. Raises OSError."""
    file.flush()
    if sys.platform == "darwin":  # fsync alone leaves it in the drive's own cache
        import fcntl

        fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)
    else:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder have reached the medium. Raises OSError."""
    if sys.platform == "win32":  # Windows has no way to ask for it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each name synced: a folder that is lost takes its files along."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
