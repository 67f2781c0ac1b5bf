"""The two lines a terminal hangs on: a serial port and a network address."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import serial

WRITE_S = 2.0
CONNECT_S = 4.0
# Where a simulated device hangs (`devices simulate`), on Linux and on macOS.
_SIMULATED = ("/dev/pts/", "/dev/ttys")


def is_simulated(port: str) -> bool:
    """Whether a simulated device hangs at such a port, and never a real one, by whatever name it is called."""
    return os.path.realpath(port).startswith(_SIMULATED)


class LineBroken(Exception):
    """A line cannot be opened, or is not there any more; reason is a code of those the lights have words for."""

    code = "line_broken"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Line(Protocol):
    """An open line; every call ends soon."""

    def read(self, seconds: float) -> bytes:
        """Return what has come, b"" after so much silence. Raises LineBroken."""

    def write(self, data: bytes) -> None:
        """Send bytes. Raises LineBroken."""

    def close(self) -> None:
        """Give it back."""


def serial_line(port: str, baud: int, *, two_stop_bits: bool = True) -> Callable[[], Line]:
    """Return what opens a serial port for us alone, 8 data bits, no parity, no handshake."""

    def connect() -> Line:
        import serial

        stop = serial.STOPBITS_TWO if two_stop_bits else serial.STOPBITS_ONE
        with _told(ValueError):
            return _SerialLine(
                serial.Serial(
                    port, baud, stopbits=stop, timeout=0, write_timeout=WRITE_S, dsrdtr=False, rtscts=False,
                    exclusive=True,
                )
            )  # fmt: skip

    return connect


def network_line(host: str, port: int) -> Callable[[], Line]:
    """Return what opens a connection to a terminal on the network."""

    def connect() -> Line:
        with _told():
            return _NetworkLine(socket.create_connection((host, port), CONNECT_S))

    return connect


class _SerialLine:
    def __init__(self, port: "serial.Serial") -> None:
        self._port = port

    def read(self, seconds: float) -> bytes:
        with _told(TypeError):  # pyserial, where the port was closed meanwhile
            self._port.timeout = seconds
            first: bytes = self._port.read(1)
            return first + self._port.read(self._port.in_waiting) if first else b""

    def write(self, data: bytes) -> None:
        with _told():
            self._port.write(data)

    def close(self) -> None:
        with _told():
            self._port.close()


class _NetworkLine:
    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def read(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        try:
            data = self._socket.recv(4096)
        except TimeoutError:
            return b""
        except OSError as error:
            raise LineBroken("broken_off") from error
        if not data:
            raise LineBroken("broken_off")
        return data

    def write(self, data: bytes) -> None:
        with _told():
            self._socket.settimeout(WRITE_S)
            self._socket.sendall(data)

    def close(self) -> None:
        with _told():
            self._socket.close()


# ENOENT, ENXIO, EIO, EACCES, EAGAIN, EBUSY, ENODEV: pyserial keeps the number, not the class.
_BY_NUMBER = {
    2: "not_found", 6: "not_found", 5: "broken_off", 13: "no_permission", 11: "busy", 16: "busy", 19: "not_found",
}  # fmt: skip
_BY_KIND: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "timeout"), (ConnectionRefusedError, "refused"), (ConnectionError, "broken_off"),
    (FileNotFoundError, "not_found"), (PermissionError, "no_permission"), (ValueError, "not_found"),
)  # fmt: skip


@contextmanager
def _told(*more: type[Exception]) -> Iterator[None]:
    """Turn what the operating system or pyserial raises into LineBroken."""
    try:
        yield
    except _faults(*more) as error:
        reason = next((reason for kind, reason in _BY_KIND if isinstance(error, kind)), None)
        number = getattr(error, "errno", None)
        raise LineBroken(reason or _BY_NUMBER.get(number or 0, "unreachable")) from error


def _faults(*more: type[Exception]) -> tuple[type[Exception], ...]:
    known: list[type[Exception]] = [OSError, *more]
    if sys.platform != "win32":
        import termios

        known.append(termios.error)
    return tuple(known)
