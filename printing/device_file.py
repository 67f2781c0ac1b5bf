"""USB receipt printers as the system's own driver shows them: a device file such as /dev/usb/lp0 (Linux)."""

import os
import select
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from printing.status import Line, Status
from printing.transport import PrinterUnreachable, line_confirm, line_status, why

_CHUNK = 4096
if sys.platform == "win32":
    _FLAGS = os.O_RDWR
else:
    _FLAGS = os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK


class _FileLine:
    """An open device file; nothing here waits without an end."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.written = 0

    def write(self, data: bytes, timeout_s: float) -> None:
        """Send all bytes, the time being for all of them; raises TimeoutError, or OSError where it was pulled out."""
        until = time.monotonic() + timeout_s
        left = memoryview(data)
        while left:
            wait = until - time.monotonic()
            if wait <= 0 or not select.select([], [self._handle], [], wait)[1]:
                raise TimeoutError
            try:
                taken = os.write(self._handle, left[:_CHUNK])
            except BlockingIOError:
                continue
            self.written += taken
            left = left[taken:]

    def read(self, timeout_s: float) -> bytes:
        """Return what has come, b"" after silence or from a printer that only listens."""
        if not select.select([self._handle], [], [], max(timeout_s, 0.0))[0]:
            return b""
        try:
            return os.read(self._handle, 64)
        except BlockingIOError:
            return b""


@dataclass(frozen=True, slots=True)
class DeviceFileTransport:
    """A printer at a device file."""

    path: str

    @property
    def device(self) -> str:
        """Return the path."""
        return self.path

    @contextmanager
    def line(self, deadline_s: float) -> Iterator[Line]:
        """Open the file; raises PrinterUnreachable where it is not there, or no device."""
        with self._line() as line:
            yield line

    @contextmanager
    def _line(self) -> Iterator[_FileLine]:
        try:
            handle = os.open(self.path, _FLAGS)
        except OSError as error:
            raise PrinterUnreachable(self.device, why(error)) from error
        try:
            if not stat.S_ISCHR(os.fstat(handle).st_mode):
                raise PrinterUnreachable(self.device, "not_found")  # a file of that name is no printer
            yield _FileLine(handle)
        finally:
            os.close(handle)

    def send(self, data: bytes, deadline_s: float) -> None:
        """Send all bytes within the deadline; raises PrinterUnreachable."""
        with self._line() as line:
            try:
                line.write(data, deadline_s)
            except OSError as error:
                raise PrinterUnreachable(self.device, why(error), begun=line.written > 0) from error

    def status(self, deadline_s: float) -> Status:
        """Ask by DLE EOT."""
        return line_status(self, deadline_s)

    def confirm(self, deadline_s: float) -> bool:
        """Ask by GS r."""
        return line_confirm(self, deadline_s)
