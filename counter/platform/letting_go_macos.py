"""Letting go of a stick on macOS: `diskutil eject`."""

import os
import subprocess
from pathlib import Path

PATIENCE_S = 60.0


def let_go(path: Path) -> bool:
    """Eject the volume at a path; returns whether the system did so. May take a minute."""
    try:
        done = subprocess.run(
            ["diskutil", "eject", os.fspath(path)], capture_output=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and not os.path.ismount(path)
