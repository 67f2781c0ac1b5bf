"""The card terminal at this window: the one place where its driver is chosen."""

from collections.abc import Callable
from datetime import datetime

from counter.devices.card_terminal import CardTerminal, ManualSlip
from counter.settings import TerminalSettings

ZVT_PORT = 20007
PESOS = "CLP"


def card_terminal(settings: TerminalSettings, currency: str, unforeseen: Callable[[Exception], object]) -> CardTerminal:
    """Return the driver of the window's terminal: for kits without one it is the person who types their slips.

    unforeseen is told, on the driver's thread, of what nobody foresaw.
    """
    if settings.kind == "manual":
        return ManualSlip()
    # The drivers cost their time only where there is such a terminal.
    from counter.devices.line_terminal import LineTerminal
    from counter.devices.lines import network_line, serial_line
    from counter.devices.transbank.terminal import TransbankTerminal
    from counter.devices.zvt.apdu import CURRENCIES
    from counter.devices.zvt.link import NetworkLink, SerialLink
    from counter.devices.zvt.terminal import ZvtTerminal

    if settings.kind == "transbank":
        if currency != PESOS:
            return ManualSlip()  # its messages name no currency
        line = serial_line(settings.port, settings.baud, two_stop_bits=False)
        return LineTerminal(TransbankTerminal(), line, unforeseen)
    if currency not in CURRENCIES:
        return ManualSlip()  # the protocol has no figures for it
    if settings.kind == "zvt_network":
        core = ZvtTerminal(NetworkLink(), currency, datetime.now)
        return LineTerminal(core, network_line(*address(settings.port)), unforeseen)
    core = ZvtTerminal(SerialLink(), currency, datetime.now)
    return LineTerminal(core, serial_line(settings.port, settings.baud), unforeseen)


def address(text: str) -> tuple[str, int]:
    """Return host and port of "host:port"; without a port the usual one."""
    host, colon, port = text.strip().rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65_535:
        return text.strip().removesuffix(":"), ZVT_PORT
    return host, int(port)
