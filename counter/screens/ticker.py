"""A pulse for the window that a moved clock cannot stop.

Tk's `after` waits for a wall-clock time and falls silent when the clock is set back; this thread waits on the
monotonic clock and puts a virtual event into the window's queue.
"""

import contextlib
import threading
import tkinter as tk
from types import TracebackType

TICK = "<<Tick>>"
_DONT_WAIT = 2  # TCL_DONT_WAIT of tcl.h


class Ticker:
    """The thread that generates `<<Tick>>` on the root every so many seconds until it is stopped."""

    def __init__(self, root: tk.Tk, seconds: float = 1.0) -> None:
        self._root = root
        self._seconds = seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)

    def start(self) -> None:
        """Begin to tick; once."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it; call it on the window's thread before the window is destroyed."""
        self._stop.set()
        while self._thread.is_alive():
            # The thread may be waiting for this thread to take its event from the queue.
            self._root.tk.dooneevent(_DONT_WAIT)
            self._thread.join(0.005)

    def __enter__(self) -> "Ticker":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            # RuntimeError: the window is not in its main loop at this moment; the next tick will do.
            with contextlib.suppress(RuntimeError, tk.TclError):
                self._root.event_generate(TICK, when="tail")
