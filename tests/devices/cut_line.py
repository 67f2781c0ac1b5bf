"""A line of memory in virtual time, on which the counter may lose its power at any byte: seconds pass at once."""

from abc import ABC, abstractmethod
from collections.abc import Callable

BYTES_S, QUIET_S = 0.02, 0.25


class CutLine(ABC):
    """What lies between a driver and a simulated device; pump lets time pass."""

    def __init__(self) -> None:
        self.now = 0.0
        self.counted = 0  # bytes that passed, in both directions
        self._left: int | None = None  # bytes until the counter itself loses its power

    def start_counter_again(self) -> None:
        """As after a power cut of the counter: nothing is left of what the driver knew."""
        self._left = None
        self.begin_driver()

    def cut_counter_after(self, count: int) -> None:
        """Let the counter lose its power once so many more bytes have passed."""
        self._left = count

    @property
    def is_cut(self) -> bool:
        return self._left == 0

    def pump(self, seconds: float, each: Callable[[], object] = lambda: None) -> None:
        """Let time pass; each is called as the window's tick is, but no more where the power is gone."""
        until = self.now + seconds
        while self.now < until:
            moved = self.move()
            if self.is_cut:
                return
            each()
            self.now += BYTES_S if moved else QUIET_S

    def passed(self, data: bytes) -> bytes:
        """Return what still passes before the counter's power goes."""
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        self.counted += len(data)
        return data

    @abstractmethod
    def begin_driver(self) -> None:
        """Begin with a driver that knows nothing."""

    @abstractmethod
    def move(self) -> bool:
        """Pass on what both sides have to say now; returns whether anything was."""
