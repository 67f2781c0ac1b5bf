"""A line of memory between the driver and a simulated terminal, in virtual time: seconds pass at once."""

from datetime import UTC, datetime, timedelta

from counter.devices.zvt.link import SerialLink
from counter.devices.zvt.terminal import ZvtTerminal
from counter.devices.zvt_simulator.faults import Fault, Personality
from counter.devices.zvt_simulator.machine import Machine
from tests.devices.cut_line import CutLine

# The moment of the office's clock by hand, as the terminal on its counter shows it.
START = datetime(2026, 11, 23, 0, 30, tzinfo=UTC).astimezone().replace(tzinfo=None)


class VirtualLine(CutLine):
    """A driver and a terminal; pump lets time pass."""

    def __init__(
        self, personality: Personality, fault: Fault = Fault.NONE, *, seed: int = 1, start: datetime = START
    ) -> None:
        super().__init__()
        self._start = start
        self.machine = Machine(personality, fault, seed, self.wall)
        self.begin_driver()
        self.said: list[bytes] = []

    def wall(self) -> datetime:
        return self._start + timedelta(seconds=self.now)

    def begin_driver(self) -> None:
        driver = ZvtTerminal(SerialLink(), "CNY", self.wall)
        driver.line_up(self.now)
        self.driver = driver

    def move(self) -> bool:
        self.driver.tick(self.now)
        out = self.passed(self.driver.outgoing())
        self.said += [out] if out else []
        if out:
            self.machine.heard(out, self.now)
        self.machine.tick(self.now)
        came = self.passed(self.machine.outgoing(self.now))
        if came:
            self.driver.heard(came, self.now)
        return bool(out or came)
