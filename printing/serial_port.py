"""Receipt printers on a serial line (and USB printers that show themselves as one)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.status import Line, Status
from printing.transport import PrinterUnreachable, faults, line_confirm, line_status, why

if TYPE_CHECKING:
    import serial

_POLL_S = 0.01
_BITS = 10  # of a byte on the line: start, eight, stop
_SLACK = 1.25


class _SerialLine:
    """An open port; nothing here waits without an end, unlike `flush`, which waits for a mute printer for ever."""

    def __init__(self, port: "serial.Serial") -> None:
        self._port = port

    def write(self, data: bytes, timeout_s: float) -> None:
        """Send all bytes and see them leave the computer; raises TimeoutError."""
        until = time.monotonic() + timeout_s
        self._port.write_timeout = max(timeout_s, 0.001)
        self._port.write(data)
        while self._port.out_waiting:
            if time.monotonic() > until:
                self._port.reset_output_buffer()
                raise TimeoutError
            time.sleep(_POLL_S)

    def read(self, timeout_s: float) -> bytes:
        """Return what has come, b"" after silence."""
        self._port.timeout = timeout_s
        first: bytes = self._port.read(1)
        return first + self._port.read(self._port.in_waiting) if first else b""


@dataclass(frozen=True, slots=True)
class SerialTransport:
    """A printer on a serial port (COM3, /dev/ttyUSB0), 8N1, without hardware flow control."""

    port: str
    baud: int = 9600

    @property
    def device(self) -> str:
        """Return the port's name."""
        return self.port

    @contextmanager
    def line(self, deadline_s: float) -> Iterator[Line]:
        """Open the port for us alone; raises PrinterUnreachable."""
        import serial

        try:
            port = serial.Serial(
                self.port, self.baud, timeout=deadline_s, write_timeout=deadline_s, dsrdtr=False, rtscts=False,
                exclusive=True,
            )  # fmt: skip
        except faults(ValueError) as error:
            raise PrinterUnreachable(self.device, why(error)) from error
        try:
            yield _SerialLine(port)
        finally:
            port.close()

    def send(self, data: bytes, deadline_s: float) -> None:
        """Send all bytes within the deadline, or the longer time that this speed needs; raises PrinterUnreachable.

        A receipt printed as pictures is a minute of 9600 baud: cut off after less it would never come out whole.
        """
        until = time.monotonic() + max(deadline_s, len(data) * _BITS / self.baud * _SLACK)
        try:
            with self.line(deadline_s) as line:
                line.write(data, until - time.monotonic())
        except faults() as error:
            raise PrinterUnreachable(self.device, why(error), begun=True) from error

    def status(self, deadline_s: float) -> Status:
        """Ask by DLE EOT."""
        return line_status(self, deadline_s)

    def confirm(self, deadline_s: float) -> bool:
        """Ask by GS r."""
        return line_confirm(self, deadline_s)
