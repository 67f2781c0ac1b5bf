"""customtkinter, imported without letting it write into the person's font folder.

On Linux its import copies three font files over those in `~/.fonts`. Another window that has one of them mapped at that
moment is ended by the system (SIGBUS), and fontconfig reads the folder anew. None of the copies is needed: the face of
the program and the one for round corners are registered for this process (`counter.platform.fonts`).
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _home_elsewhere() -> Iterator[None]:
    """Let `~` be an empty folder for a moment, on the one system where customtkinter copies."""
    if not sys.platform.startswith("linux") or "customtkinter" in sys.modules:
        yield
        return
    home = os.environ.get("HOME")
    with tempfile.TemporaryDirectory(prefix="counterfoil-") as elsewhere:
        os.environ["HOME"] = elsewhere
        try:
            yield
        finally:
            if home is None:
                del os.environ["HOME"]
            else:
                os.environ["HOME"] = home


with _home_elsewhere():
    import customtkinter as ctk

__all__ = ["ctk"]
