"""A customer display at the end of a serial line: it fails in silence, for a sale never waits for it."""

import threading
from collections.abc import Callable
from contextlib import suppress

from counter.devices.displays import Characters, Family, Shown, bytes_of, start_of
from counter.devices.lines import Line, LineBroken

AGAIN_S = 5.0


class CustomerDisplay:
    """Shows the newest picture; older ones that were not shown yet are left out.

    trouble: why it cannot be reached (a code), '' where it can; reached: whether its port took what was shown last.
    A display that comes back shows what it missed.
    """

    def __init__(self, connect: Callable[[], Line], family: Family, characters: Characters) -> None:
        self._connect = connect
        self._family = family
        self._characters = characters
        self._newest: Shown | None = None
        self._moved = threading.Event()
        self._stop = threading.Event()
        self._line: Line | None = None
        self.trouble = ""
        self.reached = False
        self._thread = threading.Thread(target=self._run, name="display", daemon=True)
        self._thread.start()

    def show(self, shown: Shown) -> None:
        """Let a picture be shown; returns at once and never fails."""
        self._newest = shown
        self._moved.set()

    def close(self) -> None:
        """Give the line back."""
        self._stop.set()
        self._moved.set()
        self._thread.join(AGAIN_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._moved.wait(AGAIN_S if self.trouble else None)
            self._moved.clear()
            if self._newest is not None and not self._stop.is_set():
                self._try(self._newest)
        self._drop()

    def _try(self, shown: Shown) -> None:
        try:
            if self._line is None:
                self._line = self._connect()
                self._line.write(start_of(self._family))
            self._line.write(bytes_of(self._family, shown, self._characters))
            self.trouble, self.reached = "", True
        except LineBroken as broken:
            self.trouble, self.reached = broken.reason, False
            self._drop()

    def _drop(self) -> None:
        if self._line is not None:
            with suppress(LineBroken):
                self._line.close()
        self._line = None
