"""A line of memory between the driver and a simulated terminal, in virtual time: seconds pass at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from counter.devices.zvt.link import SerialLink
from counter.devices.zvt.terminal import ZvtTerminal
from counter.devices.zvt_simulator.faults import Fault, Personality
from counter.devices.zvt_simulator.machine import Machine

# The moment of the office's clock by hand, as the terminal on its counter shows it.
START = datetime(2026, 11, 23, 0, 30, tzinfo=UTC).astimezone().replace(tzinfo=None)
BYTES_S, QUIET_S = 0.02, 0.25


class VirtualLine:
    """A driver and a terminal; pump lets time pass."""

    def __init__(
        self, personality: Personality, fault: Fault = Fault.NONE, *, seed: int = 1, start: datetime = START
    ) -> None:
        self.now, self._start = 0.0, start
        self.machine = Machine(personality, fault, seed, self.wall)
        self.driver = self._driver()
        self.said: list[bytes] = []
        self.counted = 0  # bytes that passed, in both directions
        self._left: int | None = None  # bytes until the counter itself loses its power

    def wall(self) -> datetime:
        return self._start + timedelta(seconds=self.now)

    def _driver(self) -> ZvtTerminal:
        driver = ZvtTerminal(SerialLink(), "CNY", self.wall)
        driver.line_up(self.now)
        return driver

    def start_counter_again(self) -> None:
        """As after a power cut of the counter: nothing is left of what the driver knew."""
        self._left = None
        self.driver = self._driver()

    def cut_counter_after(self, count: int) -> None:
        """Let the counter lose its power once so many more bytes have passed."""
        self._left = count

    @property
    def is_cut(self) -> bool:
        return self._left == 0

    def pump(self, seconds: float, each: Callable[[], object] = lambda: None) -> None:
        """Let time pass; each is called as the window's tick is."""
        until = self.now + seconds
        while self.now < until:
            moved = self._move()
            each()
            self.now += BYTES_S if moved else QUIET_S
            if self.is_cut:
                return

    def _move(self) -> bool:
        self.driver.tick(self.now)
        out = self._pass(self.driver.outgoing())
        self.said += [out] if out else []
        if out:
            self.machine.heard(out, self.now)
        self.machine.tick(self.now)
        came = self._pass(self.machine.outgoing(self.now))
        if came:
            self.driver.heard(came, self.now)
        return bool(out or came)

    def _pass(self, data: bytes) -> bytes:
        """Return what still passes before the counter's power goes."""
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        self.counted += len(data)
        return data
