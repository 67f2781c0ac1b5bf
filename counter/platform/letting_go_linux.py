"""Letting go of a stick on Linux: unmounted through udisks where the desktop has it, else by `umount`."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from counter.platform.sticks_linux import parse_mounts

PATIENCE_S = 60.0  # what is still in memory is written first, and a slow stick takes its time
TRIES, PAUSE_S = 3, 0.5  # the stick is looked at every few seconds, which keeps it busy for a moment


def let_go(
    path: Path, mounts: Path = Path("/proc/mounts"), pause: Callable[[float], object] = time.sleep
) -> bool:  # fmt: skip
    """Unmount what is mounted at a path; returns whether its device is mounted nowhere any more. May take a minute.

    Where udisks knows the stick it is switched off as well, as far as it has a switch.
    """
    device = next((name for name, place in _mounted(mounts).items() if place == path), None)
    if device is None:
        return False
    for attempt in range(TRIES):
        if attempt:
            pause(PAUSE_S)
        by_udisks = _run("udisksctl", "unmount", "--no-user-interaction", "-b", device)
        if not by_udisks:
            _run("umount", os.fspath(path))
        if device not in _mounted(mounts):
            if by_udisks:
                _run("udisksctl", "power-off", "--no-user-interaction", "-b", device)
            return True
    return False


def _mounted(mounts: Path) -> dict[str, Path]:
    try:
        table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return {}
    return {mount.device: mount.path for mount in parse_mounts(table)}


def _run(*command: str) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
