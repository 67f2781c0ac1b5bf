"""A card terminal at the end of a line: a thread of its own carries the bytes, so that the window never waits."""

import time
from collections.abc import Callable, Mapping
from typing import Protocol

from counter.devices.card_terminal import (
    Capability,
    CardTerminal,
    Enquiry,
    Outcome,
    Settled,
    TerminalReady,
    TerminalStatus,
)
from counter.devices.line_thread import LineCore, LineThread
from counter.devices.lines import Line


class TerminalCore(CardTerminal, LineCore, Protocol):
    """A terminal's protocol without a line: nothing waits."""


class LineTerminal:
    """connect opens the line and raises LineBroken; it is tried again every few seconds until close.

    unforeseen is told, on the thread, of what nobody foresaw.
    """

    def __init__(
        self, core: TerminalCore, connect: Callable[[], Line], unforeseen: Callable[[Exception], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._core = core
        self._carrier = LineThread(
            core, connect, lambda: isinstance(core.status(), TerminalReady), unforeseen, "terminal", clock
        )
        self._lock = self._carrier.lock

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return what the protocol can be asked for."""
        return self._core.capabilities

    @property
    def number(self) -> str:
        """Return the terminal's own number, as far as it was heard."""
        with self._lock:
            return self._core.number

    @property
    def last(self) -> str:
        """Return what it told of its last payment, as far as it was heard."""
        with self._lock:
            return self._core.last

    def open(self) -> None:
        """Begin to look for the line."""
        self._carrier.open()

    def close(self) -> None:
        """Give the line back; what was asked and not answered is found at the next start."""
        self._carrier.close()

    def status(self) -> TerminalStatus:
        """Return how it is, as far as it was heard."""
        with self._lock:
            return self._core.status()

    def begin(self, intent_id: str, amount: int, currency: str) -> Outcome:
        """Ask for a payment; events tells."""
        with self._lock:
            return self._core.begin(intent_id, amount, currency)

    def last_transaction(self, wish: Enquiry) -> Outcome | None:
        """Ask for the last payment; events tells."""
        with self._lock:
            return self._core.last_transaction(wish)

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
