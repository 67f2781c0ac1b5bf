"""Receipt printers on the network (raw TCP, usually port 9100)."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from printing.status import Line, Status
from printing.transport import PrinterUnreachable, line_confirm, line_status, why

PORT = 9100
# How long a printer may be silent before it has said all, and how long it is listened to at most: some never stop.
_LAST_WORDS_S, _HEARD_OUT_S = 0.05, 0.5
CONNECT_S = 3.0  # a printer in the house answers within milliseconds; one that is off never does


class _SocketLine:
    """An open connection with a time-out for every step."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: bytes, timeout_s: float) -> None:
        """Send all bytes; the time is for all of them together."""
        self._connection.settimeout(max(timeout_s, 0.001))
        self._connection.sendall(data)

    def read(self, timeout_s: float) -> bytes:
        """Return what has come, b"" after silence."""
        self._connection.settimeout(max(timeout_s, 0.001))
        try:
            return self._connection.recv(64)
        except TimeoutError:
            return b""

    def finish(self) -> None:
        """End the connection in order: shut with something unread, it makes a printer forget what it was sent."""
        until = time.monotonic() + _HEARD_OUT_S
        with suppress(OSError):  # the other side is gone: there is nothing to end
            self._connection.shutdown(socket.SHUT_WR)
            while self.read(_LAST_WORDS_S) and time.monotonic() < until:
                continue


@dataclass(frozen=True, slots=True)
class NetworkTransport:
    """A printer at host and port."""

    host: str
    port: int = PORT

    @property
    def device(self) -> str:
        """Return host:port."""
        return f"{self.host}:{self.port}"

    @contextmanager
    def line(self, deadline_s: float) -> Iterator[Line]:
        """Connect; raises PrinterUnreachable where nobody answers, OSError later."""
        try:
            connection = socket.create_connection((self.host, self.port), timeout=min(deadline_s, CONNECT_S))
        except OSError as error:
            raise PrinterUnreachable(self.device, why(error)) from error
        with connection:
            line = _SocketLine(connection)
            yield line
            line.finish()

    def send(self, data: bytes, deadline_s: float) -> None:
        """Send all bytes within the deadline; a printer that stops reading ends in PrinterUnreachable (timeout)."""
        until = time.monotonic() + deadline_s
        try:
            with self.line(deadline_s) as line:
                line.write(data, until - time.monotonic())
        except OSError as error:
            raise PrinterUnreachable(self.device, why(error), begun=True) from error

    def status(self, deadline_s: float) -> Status:
        """Ask by DLE EOT."""
        return line_status(self, deadline_s)

    def confirm(self, deadline_s: float) -> bool:
        """Ask by GS r."""
        return line_confirm(self, deadline_s)
