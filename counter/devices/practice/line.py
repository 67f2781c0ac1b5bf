"""The line of a simulated terminal inside the program: a pseudo terminal, or where there are none this computer's own
network.
"""

import select
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from counter.devices.lines import Line, network_line, serial_line
from counter.devices.pseudo_line import WAIT_S, PseudoLine, Simulated

_HERE = "127.0.0.1"


class OwnLine(Protocol):
    """Both ends of one line."""

    port: str

    def connect(self) -> Line:
        """Open the driver's end. Raises LineBroken."""

    def step(self) -> None:
        """Wait a moment for bytes and let the device answer."""

    def close(self) -> None:
        """Give the line back."""


def own_line(device: Simulated, clock: Callable[[], float]) -> OwnLine:
    """Return a line of the kind that this system has."""
    return LoopbackLine(device, clock) if sys.platform == "win32" else OwnPseudoLine(device, clock)


class OwnPseudoLine(PseudoLine):
    """A pseudo terminal whose other end is opened like a serial port."""

    def connect(self) -> Line:
        """Open it as the driver of a real terminal does."""
        return serial_line(self.port, 9600)()


class LoopbackLine:
    """A connection that never leaves this computer; one driver at a time."""

    def __init__(self, device: Simulated, clock: Callable[[], float]) -> None:
        self._device, self._clock = device, clock
        self._door = socket.create_server((_HERE, 0), backlog=1)
        self._guest: socket.socket | None = None
        self._number = int(self._door.getsockname()[1])
        self.port = f"{_HERE}:{self._number}"

    def connect(self) -> Line:
        """Open it as the driver of a terminal on the network does."""
        return network_line(_HERE, self._number)()

    def step(self) -> None:
        """Wait a moment for bytes and let the device answer."""
        waits_for = self._guest or self._door
        ready, _, _ = select.select([waits_for], [], [], WAIT_S)
        now = self._clock()
        if ready and self._guest is None:
            self._guest, _ = self._door.accept()
        elif ready:
            self._take(now)
        self._device.tick(now)
        out = self._device.outgoing(now)
        if out and self._guest is not None:
            with suppress(OSError):  # whoever went away meanwhile is told nothing
                self._guest.sendall(out)

    def close(self) -> None:
        """Give the line back."""
        self._leave()
        self._door.close()

    def _take(self, now: float) -> None:
        assert self._guest is not None
        try:
            data = self._guest.recv(4096)
        except OSError:
            data = b""
        if data:
            self._device.heard(data, now)
        else:
            self._leave()

    def _leave(self) -> None:
        if self._guest is not None:
            self._guest.close()
        self._guest = None
