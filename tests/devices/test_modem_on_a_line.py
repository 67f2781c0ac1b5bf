"""Driver and simulated modems over real pseudo terminals, every fault once and all at the same time."""

import sys
import threading
import time
from dataclasses import dataclass, field

import pytest

from counter.devices.lines import serial_line
from counter.devices.modem.core import ModemCore
from counter.devices.modem.line_modem import LineModem
from counter.devices.modem_simulator.faults import ModemFault
from counter.devices.modem_simulator.machine import Modem
from counter.devices.pseudo_line import PseudoLine
from counter.devices.sms_modem import PartEnd, PartTold
from tests.devices.test_sms_modem import ENDS, STATES, WISH

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo terminals")

FAULTS = (ModemFault.NONE, *STATES, *ENDS)


def fast() -> float:
    """A clock that goes fifteen times as fast: half a minute of silence is waited for in two seconds."""
    return time.monotonic() * 15


@dataclass
class OnALine:
    """One modem with its driver; step carries its bytes until its plug is pulled."""

    fault: ModemFault
    told: list[PartTold] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.machine = Modem(fault=self.fault, seed=3, slow_s=15.0, late_s=45.0)
        self.line: PseudoLine | None = PseudoLine(self.machine, fast, 0.0)
        connect = serial_line(self.line.port, 9600, two_stop_bits=False)
        self.driver = LineModem(ModemCore(network_s=30.0), connect, self.errors.append, fast)
        self.driver.open()
        self.asked = False

    def step(self) -> None:
        if self.line is not None:
            self.line.step()
            if not self.machine.plugged:
                self.pull()
        if not self.asked and not self.driver.state().reason:
            self.driver.send(WISH)
            self.asked = True
        self.told += self.driver.told()

    def pull(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    @property
    def is_over(self) -> bool:
        if self.fault in STATES:
            return self.driver.state().reason == STATES[self.fault]
        return len(self.told) == len(ENDS.get(self.fault, [PartEnd.SENT]))


def test_every_fault_over_a_real_line_is_told_as_what_is_certain_of_it() -> None:
    several = [OnALine(fault) for fault in FAULTS]
    end = time.monotonic() + 20
    try:
        while not all(each.is_over for each in several) and time.monotonic() < end:
            for each in several:
                each.step()
            threading.Event().wait(0.002)
    finally:
        for each in several:
            each.driver.close()
            each.pull()
    for each in several:
        assert each.errors == [], each.fault
        assert each.is_over, (each.fault, each.told, each.driver.state())
        # How a pulled plug is told depends on the call that it meets.
        pulled = each.fault is ModemFault.UNPLUGGED
        known = [(one.end, "broken_off" if pulled else one.reason) for one in each.told]
        assert known == ([] if each.fault in STATES else ENDS.get(each.fault, [(PartEnd.SENT, "")])), each.fault
        assert each.fault is ModemFault.NONE or each.machine.struck, each.fault
        assert len(each.machine.aired) <= 1, each.fault
