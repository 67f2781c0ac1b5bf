"""A line of memory between the modem's driver and a simulated modem, in virtual time: seconds pass at once."""

from collections.abc import Callable

from counter.devices.modem.core import ModemCore
from counter.devices.modem_simulator.faults import ModemFault, Personality
from counter.devices.modem_simulator.machine import Modem
from counter.devices.sms_modem import ModemState, PartTold, PartWish

BYTES_S, QUIET_S = 0.02, 0.25


class ModemLine:
    """A driver and a modem; pump lets time pass. It is itself an SmsModem."""

    def __init__(
        self, fault: ModemFault = ModemFault.NONE, personality: Personality = Personality.PLAIN, *, seed: int = 1,
        reports: bool = False,
    ) -> None:  # fmt: skip
        self.now, self._reports = 0.0, reports
        self.machine = Modem(personality, fault, seed)
        self.core = self._driver()
        self.counted = 0  # bytes that passed, in both directions
        self._left: int | None = None  # bytes until the counter itself loses its power
        self._there = True

    def _driver(self) -> ModemCore:
        core = ModemCore(reports=self._reports)
        core.line_up(self.now)
        return core

    def start_counter_again(self) -> None:
        """As after a power cut of the counter: nothing is left of what the driver knew."""
        self._left = None
        self.core = self._driver()

    def cut_counter_after(self, count: int) -> None:
        """Let the counter lose its power once so many more bytes have passed."""
        self._left = count

    @property
    def is_cut(self) -> bool:
        return self._left == 0

    def pump(self, seconds: float, each: Callable[[], object] = lambda: None) -> None:
        """Let time pass; each is called as the sender's step is."""
        until = self.now + seconds
        while self.now < until:
            moved = self._move()
            if self.is_cut:
                return
            each()
            self.now += BYTES_S if moved else QUIET_S

    def plug_in(self) -> None:
        """Put the modem in again, with power."""
        self.machine.switch_on()

    def _move(self) -> bool:
        if self._there and not self.machine.plugged:
            self.core.line_down("broken_off", self.now)
        elif not self._there and self.machine.plugged:
            self.core.line_up(self.now)
        self._there = self.machine.plugged
        if not self._there:
            return False
        self.core.tick(self.now)
        out = self._pass(self.core.outgoing())
        if out:
            self.machine.heard(out, self.now)
        self.machine.tick(self.now)
        came = self._pass(self.machine.outgoing(self.now))
        if came:
            self.core.heard(came, self.now)
        return bool(out or came)

    def _pass(self, data: bytes) -> bytes:
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        self.counted += len(data)
        return data

    # As an SmsModem

    def open(self) -> None:
        """The line is there from the beginning."""

    def close(self) -> None:
        """Nothing is to be given back."""

    def state(self) -> ModemState:
        return self.core.state()

    def send(self, wish: PartWish) -> None:
        self.core.send(wish)

    def told(self) -> tuple[PartTold, ...]:
        return self.core.told()
