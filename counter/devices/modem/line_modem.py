"""An SMS modem at the end of a serial line: a thread of its own carries the bytes, so that the window never waits."""

import time
from collections.abc import Callable

from counter.devices.line_thread import LineThread
from counter.devices.lines import Line
from counter.devices.modem.core import ModemCore
from counter.devices.sms_modem import ModemState, PartTold, PartWish


class LineModem:
    """connect opens the line and raises LineBroken; unforeseen is told, on the thread, of what nobody foresaw."""

    def __init__(
        self, core: ModemCore, connect: Callable[[], Line], unforeseen: Callable[[Exception], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._core = core
        self._carrier = LineThread(core, connect, lambda: core.speaks, unforeseen, "modem", clock)

    def open(self) -> None:
        """Begin to look for the line."""
        self._carrier.open()

    def close(self) -> None:
        """Give the line back."""
        self._carrier.close()

    def state(self) -> ModemState:
        """Return how the modem is."""
        with self._carrier.lock:
            return self._core.state()

    def send(self, wish: PartWish) -> None:
        """Begin to send a part. Raises ModemBusy."""
        with self._carrier.lock:
            self._core.send(wish)

    def told(self) -> tuple[PartTold, ...]:
        """Return what became known since the last call."""
        with self._carrier.lock:
            return self._core.told()
