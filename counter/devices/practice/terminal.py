"""A simulated terminal at work: a thread of its own steps it, so that its driver finds a line like any other."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from counter.devices.lines import Line, LineBroken
from counter.devices.practice.line import OwnLine, own_line
from counter.devices.practice.machine import PracticeMachine, Taken

OFF_S = 10.0
"""How long it stays without power."""


class PracticeSeen(NamedTuple):
    """How the simulated terminal is: see PracticeMachine."""

    lessons: tuple[str, ...]
    lesson: str
    takes_back: bool | None
    power: bool
    taken: tuple[Taken, ...]


class PracticeTerminal:
    """keep is told, on the thread, of all that is to be known at the next start."""

    def __init__(
        self, machine: PracticeMachine, keep: Callable[[Mapping[str, Any]], object],
        clock: Callable[[], float] = time.monotonic, line: Callable[..., OwnLine] = own_line,
    ) -> None:  # fmt: skip
        self._machine, self._keep, self._clock = machine, keep, clock
        self._lock = threading.Lock()
        self._line = line(_OneAtATime(machine, self._lock), clock)
        self.port = self._line.port
        self._off_at: float | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="simulated terminal", daemon=True)
        self._thread.start()

    def connect(self) -> Line:
        """Open the line to it, as its driver does. Raises LineBroken, also while it has no power."""
        return _Plugged(self._line.connect(), self._must_have_power)

    def _must_have_power(self) -> None:
        if not self._machine.power:
            raise LineBroken("broken_off")

    def look(self) -> PracticeSeen:
        """Return how it is."""
        with self._lock:
            each = self._machine
            return PracticeSeen(each.lessons, each.lesson, each.takes_back, each.power, each.taken())

    def choose(self, lesson: str) -> None:
        """Let something happen with the next payment."""
        with self._lock:
            self._machine.choose(lesson)

    def turn(self) -> None:
        """Change whether it takes back what it was not answered."""
        with self._lock:
            self._machine.turn()

    def close(self) -> None:
        """End it."""
        self._stop.set()
        self._thread.join(2)
        self._line.close()

    def _run(self) -> None:
        before = self._machine.moves
        while not self._stop.is_set():
            self._line.step()
            with self._lock:
                self._power_back()
                moves = self._machine.moves
                kept = self._machine.remembered() if moves != before else None
            if kept is not None:
                before = moves
                self._keep(kept)

    def _power_back(self) -> None:
        if self._machine.power:
            self._off_at = None
        elif self._off_at is None:
            self._off_at = self._clock()
        elif self._clock() - self._off_at >= OFF_S:
            self._off_at = None
            self._machine.switch_on(self._clock())


class _Plugged:
    """A line that is gone with the terminal's power, as where it hangs on USB."""

    def __init__(self, line: Line, must_have_power: Callable[[], None]) -> None:
        self._line, self._must_have_power = line, must_have_power

    def read(self, seconds: float) -> bytes:
        self._must_have_power()
        return self._line.read(seconds)

    def write(self, data: bytes) -> None:
        self._must_have_power()
        self._line.write(data)

    def close(self) -> None:
        self._line.close()


class _OneAtATime:
    """The machine as its line sees it, while the window may ask it too."""

    def __init__(self, machine: PracticeMachine, lock: threading.Lock) -> None:
        self._machine, self._lock = machine, lock

    def heard(self, data: bytes, now: float) -> None:
        with self._lock:
            self._machine.heard(data, now)

    def tick(self, now: float) -> None:
        with self._lock:
            self._machine.tick(now)

    def outgoing(self, now: float) -> bytes:
        with self._lock:
            return self._machine.outgoing(now)
