"""The card terminal at this window: the one place where its driver is chosen."""

from datetime import datetime

from counter.devices.card_terminal import CardTerminal, ManualSlip
from counter.settings import TerminalSettings

ZVT_PORT = 20007


def card_terminal(settings: TerminalSettings, currency: str) -> CardTerminal:
    """Return the driver of the window's terminal: for kits without one it is the person who types their slips."""
    if settings.kind == "manual":
        return ManualSlip()
    # The drivers cost their time only where there is such a terminal.
    from counter.devices.line_terminal import LineTerminal
    from counter.devices.lines import network_line, serial_line
    from counter.devices.zvt.link import NetworkLink, SerialLink
    from counter.devices.zvt.terminal import ZvtTerminal

    if settings.kind == "zvt_network":
        host, port = address(settings.port)
        return LineTerminal(ZvtTerminal(NetworkLink(), currency, datetime.now), network_line(host, port))
    return LineTerminal(ZvtTerminal(SerialLink(), currency, datetime.now), serial_line(settings.port, settings.baud))


def address(text: str) -> tuple[str, int]:
    """Return host and port of "host:port"; without a port the usual one."""
    host, colon, port = text.strip().rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65_535:
        return text.strip().removesuffix(":"), ZVT_PORT
    return host, int(port)
