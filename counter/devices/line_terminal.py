"""A card terminal at the end of a line: a thread of its own carries the bytes, so that the window never waits."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from counter.devices.card_terminal import Capability, CardTerminal, Outcome, Settled, TerminalReady, TerminalStatus
from counter.devices.lines import Line, LineBroken

READ_S = 0.05
AGAIN_S = 3.0
# A line whose terminal is not ready for so long is opened anew: a network address may have lost it without a word.
REOPEN_S = 30.0


class TerminalCore(CardTerminal, Protocol):
    """A terminal's protocol without a line: bytes and time (seconds, any zero) are arguments, and nothing waits."""

    def line_up(self, now: float) -> None:
        """The line is there."""

    def line_down(self, reason: str, now: float) -> None:
        """The line is not there, and why (a code)."""

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes that came."""

    def tick(self, now: float) -> None:
        """Let time pass."""

    def outgoing(self) -> bytes:
        """Return what is to be written now, once."""


class LineTerminal:
    """connect opens the line and raises LineBroken; it is tried again every few seconds until close.

    unforeseen is told, on the thread, of what nobody foresaw.
    """

    def __init__(
        self, core: TerminalCore, connect: Callable[[], Line], unforeseen: Callable[[Exception], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._core = core
        self._connect = connect
        self._unforeseen = unforeseen
        self._clock = clock
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return what the protocol can be asked for."""
        return self._core.capabilities

    @property
    def number(self) -> str:
        """Return the terminal's own number, as far as it was heard."""
        with self._lock:
            return self._core.number

    def open(self) -> None:
        """Begin to look for the line."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="terminal", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Give the line back; what was asked and not answered is found at the next start."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(AGAIN_S)

    def status(self) -> TerminalStatus:
        """Return how it is, as far as it was heard."""
        with self._lock:
            return self._core.status()

    def begin(self, intent_id: str, amount: int, currency: str) -> Outcome:
        """Ask for a payment; events tells."""
        with self._lock:
            return self._core.begin(intent_id, amount, currency)

    def last_transaction(self, intent_id: str, amount: int, asked_at: datetime) -> Outcome | None:
        """Ask for the last payment; events tells."""
        with self._lock:
            return self._core.last_transaction(intent_id, amount, asked_at)

    def reverse(self, intent_id: str, voucher: str) -> Outcome:
        """Ask to take a payment back; events tells. Raises CannotDo."""
        with self._lock:
            return self._core.reverse(intent_id, voucher)

    def refund(self, intent_id: str, amount: int) -> Outcome:
        """Ask to give money back to a card; events tells. Raises CannotDo."""
        with self._lock:
            return self._core.refund(intent_id, amount)

    def settle(self) -> None:
        """Ask for the end of the terminal's day; settled tells. Raises CannotDo."""
        with self._lock:
            self._core.settle()

    def settled(self) -> Settled | None:
        """Return the sums of the day that was closed, once they are known, once."""
        with self._lock:
            return self._core.settled()

    def typed(self, intent_id: str, slip: Mapping[str, str]) -> Outcome:
        """Refuse: the terminal tells its slips itself. Raises CannotDo."""
        with self._lock:
            return self._core.typed(intent_id, slip)

    def acknowledge(self, intent_id: str) -> None:
        """Let the terminal know that the books hold a payment."""
        with self._lock:
            self._core.acknowledge(intent_id)

    def abort(self) -> None:
        """Stop waiting for a card; events tells."""
        with self._lock:
            self._core.abort()

    def events(self) -> tuple[Outcome, ...]:
        """Return what became known since the last call."""
        with self._lock:
            return self._core.events()

    # The thread

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._carry(self._connect())
            except LineBroken as broken:
                self._down(broken.reason)
            except Exception as error:
                self._unforeseen(error)
                self._down("error")
            self._stop.wait(AGAIN_S)

    def _carry(self, line: Line) -> None:
        try:
            with self._lock:
                ready_at = self._clock()
                self._core.line_up(ready_at)
            while not self._stop.is_set():
                data = line.read(READ_S)
                with self._lock:
                    now = self._clock()
                    if data:
                        self._core.heard(data, now)
                    self._core.tick(now)
                    out = self._core.outgoing()
                    if isinstance(self._core.status(), TerminalReady):
                        ready_at = now
                if out:
                    line.write(out)
                if now - ready_at > REOPEN_S:
                    raise LineBroken("timeout")
        finally:
            with suppress(LineBroken):
                line.close()

    def _down(self, reason: str) -> None:
        with self._lock:
            self._core.line_down(reason, self._clock())
