"""The card terminal at this window: the one place where its driver is chosen."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from counter.devices.card_terminal import CardTerminal, ManualSlip
from counter.settings import SIMULATED, TerminalSettings

if TYPE_CHECKING:
    from counter.devices.lines import Line
    from counter.devices.practice.terminal import PracticeTerminal

ZVT_PORT = 20007
PESOS = "CLP"


def card_terminal(
    settings: TerminalSettings, currency: str, unforeseen: Callable[[Exception], object], books_kind: str = "real",
    practice: "PracticeTerminal | None" = None,
) -> CardTerminal:  # fmt: skip
    """Return the driver of the window's terminal: for kits without one it is the person who types their slips.

    unforeseen is told, on the driver's thread, of what nobody foresaw; practice: the simulated terminal of books for
    practice, where the settings name one.
    """
    if settings.kind == "manual":
        return ManualSlip()
    if not may_be_asked(settings, books_kind):
        from counter.devices.silent_terminal import SilentTerminal

        return SilentTerminal("simulated_only" if books_kind == "real" else "practice_books")
    # The drivers cost their time only where there is such a terminal.
    from counter.devices.lines import network_line, serial_line

    if practice is not None:
        return _driver(settings.kind.removeprefix("simulated_"), currency, practice.connect, unforeseen)
    if settings.kind == "transbank":
        if currency != PESOS:
            return ManualSlip()  # its messages name no currency
        return _driver(
            "transbank", currency, serial_line(settings.port, settings.baud, two_stop_bits=False), unforeseen
        )
    if settings.kind == "zvt_network":
        return _driver("network", currency, network_line(*address(settings.port)), unforeseen)
    return _driver("zvt", currency, serial_line(settings.port, settings.baud), unforeseen)


def may_be_asked(settings: TerminalSettings, books_kind: str) -> bool:
    """Whether such books may ask such a terminal: practice never moves a real payer's money, and a payment in real
    books is never simulated.
    """
    from counter.devices.lines import is_simulated

    serial = settings.kind in ("zvt_serial", "transbank")
    simulated = settings.kind in SIMULATED or (serial and is_simulated(settings.port))
    return simulated is (books_kind != "real")


def _driver(
    protocol: str, currency: str, connect: "Callable[[], Line]", unforeseen: Callable[[Exception], object]
) -> CardTerminal:
    from counter.devices.line_terminal import LineTerminal
    from counter.devices.transbank.terminal import TransbankTerminal
    from counter.devices.zvt.apdu import CURRENCIES
    from counter.devices.zvt.link import NetworkLink, SerialLink
    from counter.devices.zvt.terminal import ZvtTerminal

    if protocol == "transbank":
        return LineTerminal(TransbankTerminal(), connect, unforeseen)
    if currency not in CURRENCIES:
        return ManualSlip()  # the protocol has no figures for it
    link = NetworkLink() if protocol == "network" else SerialLink()
    return LineTerminal(ZvtTerminal(link, currency, datetime.now), connect, unforeseen)


def address(text: str) -> tuple[str, int]:
    """Return host and port of "host:port"; without a port the usual one."""
    host, colon, port = text.strip().rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65_535:
        return text.strip().removesuffix(":"), ZVT_PORT
    return host, int(port)
