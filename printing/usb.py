"""Receipt printers on USB, through pyusb; not tried on a real printer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from printing.status import Line, Status
from printing.transport import PrinterUnreachable, line_confirm, line_status, why

_PRINTER_CLASS = 7
_CHUNK = 4096


class _UsbLine:
    """The two bulk endpoints of a claimed printer interface."""

    def __init__(self, outward: Any, inward: Any) -> None:
        self._outward = outward
        self._inward = inward

    def write(self, data: bytes, timeout_s: float) -> None:
        """Send all bytes in pieces, the time being for all of them; raises USBError or TimeoutError."""
        until = time.monotonic() + timeout_s
        for start in range(0, len(data), _CHUNK):
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._outward.write(data[start : start + _CHUNK], timeout=max(int(left * 1000), 1))

    def read(self, timeout_s: float) -> bytes:
        """Return what has come, b"" after silence or from a printer that only listens."""
        import usb.core

        if self._inward is None:
            return b""
        try:
            return bytes(self._inward.read(64, timeout=max(int(timeout_s * 1000), 1)))
        except usb.core.USBTimeoutError:
            return b""


@dataclass(frozen=True, slots=True)
class UsbTransport:
    """A printer by its two ids, as 04b8:0e15; without ids the first one whose class is printer."""

    ids: str = ""

    @property
    def device(self) -> str:
        """Return the ids, or usb."""
        return self.ids or "usb"

    @contextmanager
    def line(self, deadline_s: float) -> Iterator[Line]:
        """Claim the printer's interface and give it back; raises PrinterUnreachable or USBError (an OSError)."""
        import usb.core
        import usb.util

        try:
            found, interface = self._find()
        except (OSError, ValueError) as error:  # NoBackendError is a ValueError
            raise PrinterUnreachable(self.device, why(error)) from error
        number = interface.bInterfaceNumber
        ours = _free_kernel_driver(found, number)
        try:
            usb.util.claim_interface(found, number)
            yield _UsbLine(_bulk(interface, usb.util.ENDPOINT_OUT), _bulk(interface, usb.util.ENDPOINT_IN))
        finally:
            usb.util.dispose_resources(found)
            if ours:
                found.attach_kernel_driver(number)

    def _find(self) -> tuple[Any, Any]:
        import usb.core

        wanted = {}
        if self.ids:
            vendor, _, product = self.ids.partition(":")
            wanted = {"idVendor": int(vendor, 16), "idProduct": int(product, 16)}
        for found in usb.core.find(find_all=True, **wanted):
            for configuration in found:
                for interface in configuration:
                    if interface.bInterfaceClass == _PRINTER_CLASS or wanted:
                        return found, interface
        raise PrinterUnreachable(self.device, "not_found")

    def send(self, data: bytes, deadline_s: float) -> None:
        """Send all bytes within the deadline; raises PrinterUnreachable."""
        begun = False
        try:
            with self.line(deadline_s) as line:
                begun = True
                line.write(data, deadline_s)
        except OSError as error:
            raise PrinterUnreachable(self.device, why(error), begun=begun) from error

    def status(self, deadline_s: float) -> Status:
        """Ask by DLE EOT."""
        return line_status(self, deadline_s)

    def confirm(self, deadline_s: float) -> bool:
        """Ask by GS r."""
        return line_confirm(self, deadline_s)


def _free_kernel_driver(found: Any, number: int) -> bool:
    """Take the interface from the system's own printer driver (Linux); returns whether it must be given back."""
    try:
        if found.is_kernel_driver_active(number):
            found.detach_kernel_driver(number)
            return True
    except NotImplementedError:
        pass
    return False


def _bulk(interface: Any, direction: int) -> Any:
    import usb.util

    for endpoint in interface:
        if usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction:
            return endpoint
    return None
