"""The simulated terminal on a pseudo terminal: anything that opens a serial port can talk to it."""

import time
from collections.abc import Callable

from counter.devices.pseudo_line import PseudoLine
from counter.devices.zvt_simulator.machine import Machine


class PtyRunner(PseudoLine):
    """One simulated terminal on a line of its own."""

    def __init__(self, machine: Machine, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(machine, clock)
        self.machine = machine

    def run(self, until: Callable[[], bool], moved: Callable[[Machine], object] = lambda _machine: None) -> None:
        """Step until told otherwise; moved is told whenever the terminal took something or gave it back."""
        before = self._moves()
        while not until():
            self.step()
            if self._moves() != before:
                before = self._moves()
                moved(self.machine)

    def _moves(self) -> tuple[int, int, int]:
        machine, ledger = self.machine, self.machine.ledger
        return machine.payments, len(ledger.bookings) + len(ledger.closed), len(ledger.standing)
