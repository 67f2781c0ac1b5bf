"""A simulated device on a pseudo terminal: anything that opens a serial port can talk to it."""

import os
import select
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

WAIT_S = 0.02


class NoPseudoTerminals(Exception):
    """This operating system has no pseudo terminals."""

    code = "no_pseudo_terminals"


class Simulated(Protocol):
    """A simulated device: bytes and time in, bytes out."""

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes from the counter."""

    def tick(self, now: float) -> None:
        """Let time pass."""

    def outgoing(self, now: float) -> bytes:
        """Return what stands on the line now, once."""


class PseudoLine:
    """One simulated device on a line of its own; step carries what stands on the line."""

    def __init__(self, device: Simulated, clock: Callable[[], float] = time.monotonic, wait_s: float = WAIT_S) -> None:
        if sys.platform == "win32":
            raise NoPseudoTerminals
        import tty

        self._device, self._clock, self._wait_s = device, clock, wait_s
        self._own, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.port = os.ttyname(self._theirs)

    def step(self) -> None:
        """Wait a moment for bytes and let the device answer."""
        ready, _, _ = select.select([self._own], [], [], self._wait_s)
        now = self._clock()
        if ready:
            self._device.heard(os.read(self._own, 4096), now)
        self._device.tick(now)
        out = self._device.outgoing(now)
        if out:
            os.write(self._own, out)

    def close(self) -> None:
        """Give the line back."""
        for end in (self._own, self._theirs):
            with suppress(OSError):
                os.close(end)
