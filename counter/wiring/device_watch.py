"""How the devices of the window are, and what last went wrong with each since it opened."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from counter.devices.card_terminal import TerminalOffline, TerminalReady, TerminalStatus
from counter.presenters.devices_seen import NO_FAULT, DeviceName, DeviceSeen, SeenPort
from counter.settings import MachineSettings
from counter.wiring.drawer_watch import is_open
from counter.wiring.parts import OfficeParts
from printing.blocks import Paper
from printing.status import Offline, Online, Status

if TYPE_CHECKING:
    from counter.presenters.settings_devices import DeviceDeeds


def note_faults(parts: OfficeParts, printer: Status, terminal: TerminalStatus) -> tuple[DeviceSeen, ...]:
    """Return how the devices are, and keep what is wrong with them now as the last fault of each."""
    modem = parts.modem.state() if parts.modem is not None else None
    states: dict[DeviceName, str] = {
        "printer": "absent" if parts.settings.printer.kind == "none" else _printer_state(printer),
        "drawer": _drawer_state(parts, printer),
        "terminal": "unknown" if parts.settings.terminal.kind == "manual" else _terminal_state(terminal),
        "display": parts.customer.state,
        "scanner": _scanner_state(parts),
        "modem": "absent" if modem is None else modem.reason or "ready",
    }
    now = datetime.now(UTC).isoformat()
    for name, state in states.items():
        if state not in NO_FAULT:
            parts.faults[name] = (state, now)
    signals = {"modem": modem.signal if modem is not None else None}
    return tuple(
        DeviceSeen(name, state, *parts.faults.get(name, ("", "")), signals.get(name)) for name, state in states.items()
    )


def device_deeds(parts: OfficeParts, print_paper: Callable[[MachineSettings, Paper], object]) -> "DeviceDeeds":
    """Return what the page of the devices asks for."""
    from counter.presenters.settings_devices import DeviceDeeds

    return DeviceDeeds(
        look=lambda: note_faults(parts, parts.printer.status(), parts.terminal.status()),
        ports=ports,
        print_paper=print_paper,
        test_display=parts.customer.test,
        kick=parts.kick,
    )


def ports() -> Sequence[SeenPort]:
    """Return the serial ports of this computer, as pyserial lists them."""
    from serial.tools import list_ports

    found = list_ports.comports()
    return tuple(SeenPort(str(each.device), _said(each.description)) for each in sorted(found, key=lambda p: p.device))


def _said(description: str | None) -> str:
    """Return what the system says of a port; pyserial writes n/a where it says nothing."""
    return "" if description in (None, "n/a") else str(description)


def _printer_state(status: Status) -> str:
    if isinstance(status, Online):
        return status.warning or "ready"
    return status.reason if isinstance(status, Offline) else "unknown"


def _scanner_state(parts: OfficeParts) -> str:
    """One that types like a keyboard may be there or not, nothing tells; of a serial one its port is seen alone."""
    if parts.scanner is None:
        return "unknown"
    return parts.scanner.trouble or ("port_open" if parts.scanner.reached else "unknown")


def _drawer_state(parts: OfficeParts, printer: Status) -> str:
    settings = parts.settings.printer
    if not settings.has_drawer:
        return "absent"
    found = is_open(settings, printer)
    return "unknown" if found is None else "open" if found else "closed"


def _terminal_state(status: TerminalStatus) -> str:
    if isinstance(status, TerminalReady):
        return "ready"
    return status.reason if isinstance(status, TerminalOffline) else "unknown"
