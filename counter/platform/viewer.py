"""Opening a file with whatever the system opens it with; each operating system has its own way."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path


class NoViewer(Exception):
    """The system has nothing that opens a file."""

    code = "no_viewer"

    def __init__(self, path: Path, reason: str) -> None:
        """Keep the file and the operating system's own words."""
        super().__init__(str(path), reason)
        self.path = path
        self.reason = reason


def open_with_system(path: Path) -> None:
    """Open a file with the system's own viewer and come back at once. Raises NoViewer."""
    try:
        _open(path)
    except OSError as error:
        raise NoViewer(path, error.strerror or str(error)) from error


if sys.platform == "win32":

    def _open(path: Path) -> None:
        import os

        os.startfile(path)

else:
    OPENER = "open" if sys.platform == "darwin" else "xdg-open"

    def _open(path: Path) -> None:
        opener = shutil.which(OPENER)
        if opener is None:
            raise NoViewer(path, OPENER)
        silent = subprocess.DEVNULL
        started = subprocess.Popen(
            [opener, str(path)], stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
        # Some viewers stay in the foreground; whenever one ends, somebody has to take note of it.
        threading.Thread(target=started.wait, name="viewer", daemon=True).start()
