"""A line of memory between the modem's driver and a simulated modem, in virtual time: seconds pass at once."""

from counter.devices.modem.core import ModemCore
from counter.devices.modem_simulator.faults import ModemFault, Personality
from counter.devices.modem_simulator.machine import Modem
from counter.devices.sms_modem import ModemState, PartTold, PartWish
from tests.devices.cut_line import CutLine


class ModemLine(CutLine):
    """A driver and a modem; pump lets time pass. It is itself an SmsModem."""

    def __init__(
        self, fault: ModemFault = ModemFault.NONE, personality: Personality = Personality.PLAIN, *, seed: int = 1,
        reports: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._reports = reports
        self.machine = Modem(personality, fault, seed)
        self.begin_driver()
        self._there = True

    def begin_driver(self) -> None:
        core = ModemCore(reports=self._reports)
        core.line_up(self.now)
        self.core = core

    def plug_in(self) -> None:
        """Put the modem in again, with power."""
        self.machine.switch_on()

    def move(self) -> bool:
        if self._there and not self.machine.plugged:
            self.core.line_down("broken_off", self.now)
        elif not self._there and self.machine.plugged:
            self.core.line_up(self.now)
        self._there = self.machine.plugged
        if not self._there:
            return False
        self.core.tick(self.now)
        out = self.passed(self.core.outgoing())
        if out:
            self.machine.heard(out, self.now)
        self.machine.tick(self.now)
        came = self.passed(self.machine.outgoing(self.now))
        if came:
            self.core.heard(came, self.now)
        return bool(out or came)

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
