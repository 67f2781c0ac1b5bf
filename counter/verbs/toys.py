"""The simulated devices that can be played with, each with its commands and its news."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counter.devices.display_simulator import DisplayDevice
from counter.devices.modem_simulator.faults import ModemFault
from counter.devices.modem_simulator.machine import Modem
from counter.devices.scanner_simulator import ScannerDevice
from counter.devices.zvt_simulator.faults import Fault, Personality
from counter.devices.zvt_simulator.machine import Machine
from counter.words import Words, formats
from counter.words.practice_terms import TAKEN
from counter.words.terms import DISPLAY_KINDS, SCANNER_KINDS, term

if TYPE_CHECKING:
    from printing.simulator import Printed

OFF_S = 10.0


class TerminalToy:
    """A card terminal that speaks ZVT."""

    commands = (*Fault, *Personality, "off", "on")

    def __init__(self, machine: Machine) -> None:
        self.device = machine
        self._before = self._moves()
        self._off_at: float | None = None

    def greet(self, port: str, w: Words) -> Sequence[str]:
        """Return where it is, and how it is set."""
        return (
            w("The simulated terminal is at {port}. Set it in the settings as “{kind}”, 9600 baud.",
              port=port, kind=w("ZVT on a serial port")),
            w("It takes every card after two seconds. Only books for practice reach it."),
        )  # fmt: skip

    def typed(self, text: str, now: float) -> None:
        """Choose a fault, what it does with a payment that was not answered, or its power."""
        machine = self.device
        if text in list(Personality):
            machine.personality = Personality(text)
        elif text == "off":
            machine.line.switch_off()
        elif text == "on":
            machine.switch_on(now)
        else:
            machine.choose(Fault(text))
            machine.one_payment = True  # what is typed is for the next payment, what the command line says for each

    def news(self, now: float, w: Words) -> Sequence[str]:
        """Return what it was asked for and took; a power that went after so many bytes comes back."""
        self._power_back(now)
        if self._moves() == self._before:
            return ()
        self._before = self._moves()
        last = self.device.ledger.last()
        if last is None:
            return (w("It is asked for a payment."),)
        state = "taken_back" if last.reversed else "given_back" if last.amount < 0 else "taken"
        return (
            w("Receipt {number} on the terminal: {amount}, {what}", number=f"{last.receipt:04d}",
              amount=formats.money(abs(last.amount)), what=term(state, TAKEN, w)),
        )  # fmt: skip

    def _power_back(self, now: float) -> None:
        line = self.device.line
        if line.power or line.power_at is None:
            self._off_at = None
        elif self._off_at is None:
            self._off_at = now
        elif now - self._off_at >= OFF_S:
            self.device.switch_on(now)

    def _moves(self) -> tuple[int, int, int]:
        ledger = self.device.ledger
        return self.device.payments, len(ledger.bookings) + len(ledger.closed), len(ledger.standing)


class ModemToy:
    """An SMS modem."""

    commands = (*ModemFault, "off", "on")

    def __init__(self, modem: Modem) -> None:
        self.device = modem
        self._aired = 0
        self._off_at: float | None = None

    def greet(self, port: str, w: Words) -> Sequence[str]:
        """Return where it is, and that nothing leaves this computer."""
        return (
            w("The simulated modem is at {port}. Set it in the settings as “{kind}”, 9600 baud.",
              port=port, kind=w("on a serial port")),
            w("No message leaves this computer."),
        )  # fmt: skip

    def typed(self, text: str, now: float) -> None:
        """Choose a fault, or its power."""
        if text == "off":
            self.device.power = False
        elif text == "on":
            self.device.switch_on()
        else:
            self.device.fault = ModemFault(text)

    def news(self, now: float, w: Words) -> Sequence[str]:
        """Return what went out; a power that went after so many bytes comes back."""
        modem = self.device
        if modem.power or modem.power_at is None:
            self._off_at = None
        elif self._off_at is None:
            self._off_at = now
        elif now - self._off_at >= OFF_S:
            modem.switch_on()
        new, self._aired = range(self._aired + 1, len(modem.aired) + 1), len(modem.aired)
        return [w("Message part {number} went out.", number=each) for each in new]


class DisplayToy:
    """A customer display of any family."""

    commands = ("show",)

    def __init__(self) -> None:
        self.device = DisplayDevice()
        self._shown = self.device.text

    def greet(self, port: str, w: Words) -> Sequence[str]:
        """Return where it is, and as what it can be set."""
        kinds = ", ".join(term(each, DISPLAY_KINDS, w) for each in ("cd5220", "escpos", "led8n"))
        return (w("The simulated display is at {port}. Set it in the settings as one of: {kinds}.", port=port,
                  kinds=kinds),)  # fmt: skip

    def typed(self, text: str, now: float) -> None:
        """Show again what stands on it."""
        if text != "show":
            raise ValueError(text)
        self._shown = ""

    def news(self, now: float, w: Words) -> Sequence[str]:
        """Return what stands on it now, where that changed."""
        if self.device.text == self._shown:
            return ()
        self._shown = self.device.text
        return (self._shown,)


class ScannerToy:
    """A scanner on a serial port; whatever is typed is scanned."""

    commands = ()

    def __init__(self) -> None:
        self.device = ScannerDevice()

    def greet(self, port: str, w: Words) -> Sequence[str]:
        """Return where it is, and what typing does."""
        kind = term("serial", SCANNER_KINDS, w)
        return (w("The simulated scanner is at {port}. Set it in the settings as “{kind}”, 9600 baud.", port=port,
                  kind=kind), w("Whatever is typed here is scanned."))  # fmt: skip

    def typed(self, text: str, now: float) -> None:
        """Scan it."""
        self.device.scan(text)

    def news(self, now: float, w: Words) -> Sequence[str]:
        """Return nothing: it says only what it scans."""
        return ()


class PrinterToy:
    """A receipt printer whose papers are shown as text."""

    def __init__(self, columns: int) -> None:
        # Papers are read by what draws them too, which is loaded only where somebody plays with a printer.
        from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
        from printing.profile import FontFiles
        from printing.simulated_device import STATES, PrinterDevice

        self.commands = (*STATES, "drawer_open", "drawer_shut")
        self.papers = 0
        self._columns, self._news = columns, list[str]()
        self.device: PrinterDevice = PrinterDevice(columns, FontFiles(FONT_REGULAR, FONT_BOLD), self._printed)

    def greet(self, port: str, w: Words) -> Sequence[str]:
        """Return where it is, and how it is set."""
        return (
            w("The simulated printer is at {port}. Set it in the settings as “{kind}”, {columns} columns.", port=port,
              kind=w("serial printer"), columns=self._columns),
        )  # fmt: skip

    def typed(self, text: str, now: float) -> None:
        """Turn it: out of paper, open, blocked, without power, ready again; or its drawer."""
        self.device.turn(text)

    def news(self, now: float, w: Words) -> Sequence[str]:
        """Return the papers that came out."""
        news, self._news = self._news, []
        return news

    def _printed(self, paper: "Printed") -> None:
        from printing.simulated_device import as_text

        self.papers += 1
        self._news += as_text(paper, self._columns)
