"""Printers that this computer knows of: on USB, in the system's queue, on serial ports; on the network only if asked.

What cannot be asked (no library, no rights, no queue) is left out: the search never fails.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from printing.transport import Kind

_PRINTER_CLASS = 7
LIST_S = 3.0


class Candidate(NamedTuple):
    """A printer, or a port on which one may be: kind and port as in the settings, and what the system says of it."""

    kind: Kind
    port: str
    name: str = ""


def found_printers(taken: Collection[str] = ()) -> tuple[Candidate, ...]:
    """Return what may be a printer, the surest first; taken: ports that other devices of the window are on."""
    files = device_files()
    usb = [each for each in _usb() if each.port not in {ids for _found, ids in files}]
    every = [*(found for found, _ids in files), *usb, *queues(), *serial_ports()]
    return tuple(each for each in every if each.port not in taken)


def device_files(system: Path = Path("/sys"), devices: Path = Path("/dev")) -> list[tuple[Candidate, str]]:
    """Return the USB printers that the system's driver shows as a file (Linux), each with its ids as 04b8:0e15."""
    found = []
    for entry in sorted((system / "class" / "usbmisc").glob("lp*")):
        path = devices / "usb" / entry.name
        about = (entry / "device").resolve().parent
        ids = f"{_line_of(about / 'idVendor')}:{_line_of(about / 'idProduct')}"
        if os.access(path, os.R_OK | os.W_OK):
            words = (_line_of(about / "manufacturer"), _line_of(about / "product"))
            found.append((Candidate("usb", str(path), " ".join(each for each in words if each)), ids))
    return found


def _line_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def usb_printers(devices: Iterable[Any]) -> list[Candidate]:
    """Return those of some USB devices (pyusb) that say they are printers, by their ids."""
    return [
        Candidate("usb", f"{each.idVendor:04x}:{each.idProduct:04x}", _product(each))
        for each in devices
        if any(part.bInterfaceClass == _PRINTER_CLASS for configuration in each for part in configuration)
    ]


def _product(device: Any) -> str:
    """Return the product's name; reading it needs rights that a person may lack."""
    try:
        return str(device.product or "")
    except (OSError, ValueError, NotImplementedError):
        return ""


def _usb() -> list[Candidate]:
    import usb.core

    try:
        return usb_printers(usb.core.find(find_all=True))
    except (OSError, ValueError, NotImplementedError):  # NoBackendError is a ValueError
        return []


def queues() -> list[Candidate]:
    """Return the printers of the system's queue."""
    if sys.platform == "win32":
        from printing.queue_windows import printer_names

        return [Candidate("queue", name) for name in printer_names()]
    tool = shutil.which("lpstat")
    if tool is None:
        return []
    try:
        said = subprocess.run(
            [tool, "-e"], capture_output=True, timeout=LIST_S, check=False, env={**os.environ, "LC_ALL": "C"}
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [Candidate("queue", name) for name in said.stdout.decode("utf-8", "replace").split()]


def serial_ports() -> list[Candidate]:
    """Return the serial ports: whether a printer is at one of them only its test page tells."""
    from serial.tools import list_ports

    every = sorted(list_ports.comports(), key=lambda each: str(each.device))
    return [Candidate("serial", str(each.device), _said(each.description)) for each in every]


def _said(description: str | None) -> str:
    """Return what the system says of a port; pyserial writes n/a where it says nothing."""
    return "" if description in (None, "n/a") else str(description)
