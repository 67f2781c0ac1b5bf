"""A second start on books that are open asks the window that has them to come forward, through a file both know.

The file stands in the cache of the home, which belongs to one person on one computer: a window of another computer that
works on the same books is never asked. Whoever takes the file away has heard.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counter.platform.folders import Home

PATIENCE_S = 3.0
_LOOK_S = 0.05


def call_forward(
    home: Home, *, patience_s: float = PATIENCE_S, clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> bool:  # fmt: skip
    """Ask the window that has the books to come forward; returns whether it heard within some seconds."""
    call = _call(home)
    try:
        call.parent.mkdir(parents=True, exist_ok=True)
        call.touch()
    except OSError:
        return False
    end = clock() + patience_s
    while call.exists():
        if clock() >= end:
            call.unlink(missing_ok=True)
            return False
        sleep(_LOOK_S)
    return True


def heard(home: Home) -> bool:
    """Return whether somebody called since the last time this was asked."""
    try:
        _call(home).unlink()
    except OSError:
        return False
    return True


def come_forward(root: Any) -> None:
    """Put a window above the others and give it the keys; a window system may only let it ask for attention."""
    root.deiconify()
    root.lift()
    # Windows keeps lift() below the window of another program; above all for a moment, it stays in front.
    root.attributes("-topmost", True)
    root.after_idle(root.attributes, "-topmost", False)
    (root.focus_lastfor() or root).focus_force()


def _call(home: Home) -> Path:
    return home.cache / "come-forward"
