"""What hangs at the end of a line: a thread of its own carries the bytes, so that the window never waits."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from counter.devices.lines import Line, LineBroken

READ_S = 0.05
AGAIN_S = 3.0
# A line whose device is not ready for so long is opened anew: a network address may have lost it without a word.
REOPEN_S = 30.0


class LineCore(Protocol):
    """A protocol without a line: bytes and time (seconds, any zero) are arguments, and nothing waits."""

    def line_up(self, now: float) -> None:
        """The line is there."""

    def line_down(self, reason: str, now: float) -> None:
        """The line is not there, and why (a code)."""

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes that came."""

    def tick(self, now: float) -> None:
        """Let time pass."""

    def outgoing(self) -> bytes:
        """Return what is to be written now, once."""


class LineThread:
    """Carries bytes between a core and its line; lock is held for each step of the core and by whoever asks it.

    connect opens the line and raises LineBroken; it is tried again every few seconds until close. healthy: whether the
    device answers. unforeseen is told, on the thread, of what nobody foresaw.
    """

    def __init__(
        self, core: LineCore, connect: Callable[[], Line], healthy: Callable[[], bool],
        unforeseen: Callable[[Exception], object], name: str, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._core, self._connect, self._healthy = core, connect, healthy
        self._unforeseen, self._name, self._clock = unforeseen, name, clock
        self.lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Begin to look for the line."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Give the line back."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(AGAIN_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._carry(self._connect())
            except LineBroken as broken:
                self._down(broken.reason)
            except Exception as error:
                self._unforeseen(error)
                self._down("error")
            self._stop.wait(AGAIN_S)

    def _carry(self, line: Line) -> None:
        try:
            with self.lock:
                healthy_at = self._clock()
                self._core.line_up(healthy_at)
            while not self._stop.is_set():
                data = line.read(READ_S)
                with self.lock:
                    now = self._clock()
                    if data:
                        self._core.heard(data, now)
                    self._core.tick(now)
                    out = self._core.outgoing()
                    if self._healthy():
                        healthy_at = now
                if out:
                    line.write(out)
                if now - healthy_at > REOPEN_S:
                    raise LineBroken("timeout")
        finally:
            with suppress(LineBroken):
                line.close()

    def _down(self, reason: str) -> None:
        with self.lock:
            self._core.line_down(reason, self._clock())
