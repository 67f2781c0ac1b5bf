"""The simulated terminal on a pseudo terminal: anything that opens a serial port can talk to it."""

import os
import select
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from counter.devices.zvt_simulator.machine import Machine

WAIT_S = 0.02


class NoPseudoTerminals(Exception):
    """This operating system has no pseudo terminals."""

    code = "no_pseudo_terminals"


class PtyRunner:
    """One simulated terminal on a line of its own; step carries what stands on the line."""

    def __init__(self, machine: Machine, clock: Callable[[], float] = time.monotonic) -> None:
        if sys.platform == "win32":
            raise NoPseudoTerminals
        import tty

        self.machine = machine
        self._clock = clock
        self._own, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.port = os.ttyname(self._theirs)

    def step(self) -> None:
        """Wait a moment for bytes and let the terminal answer."""
        ready, _, _ = select.select([self._own], [], [], WAIT_S)
        now = self._clock()
        if ready:
            self.machine.heard(os.read(self._own, 4096), now)
        self.machine.tick(now)
        out = self.machine.outgoing(now)
        if out:
            os.write(self._own, out)

    def run(self, until: Callable[[], bool], moved: Callable[[Machine], object] = lambda _machine: None) -> None:
        """Step until told otherwise; moved is told whenever the terminal took something or gave it back."""
        before = self._moves()
        while not until():
            self.step()
            if self._moves() != before:
                before = self._moves()
                moved(self.machine)

    def close(self) -> None:
        """Give the line back."""
        for end in (self._own, self._theirs):
            with suppress(OSError):
                os.close(end)

    def _moves(self) -> tuple[int, int, int]:
        machine, ledger = self.machine, self.machine.ledger
        return machine.payments, len(ledger.bookings) + len(ledger.closed), len(ledger.standing)
