"""A card terminal that is never asked, and why: a real one for books of practice, a simulated one for real books."""

from collections.abc import Mapping

from counter.devices.card_terminal import (
    CannotDo,
    Capability,
    Enquiry,
    IntentState,
    Outcome,
    Settled,
    TerminalOffline,
    TerminalStatus,
)


class SilentTerminal:
    """reason: a code."""

    capabilities: frozenset[Capability] = frozenset({"pay"})
    number = last = ""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def open(self) -> None:
        """Take no line."""

    def close(self) -> None:
        """There is no line to give back."""

    def status(self) -> TerminalStatus:
        """Return why it is not asked."""
        return TerminalOffline(self._reason)

    def begin(self, intent_id: str, amount: int, currency: str) -> Outcome:
        """Take nothing: nothing is ever asked for."""
        return Outcome(intent_id, IntentState.DECLINED, amount, {})

    def last_transaction(self, wish: Enquiry) -> Outcome | None:
        """Say nothing."""
        return None

    def reverse(self, intent_id: str, voucher: str) -> Outcome:
        """Refuse. Raises CannotDo."""
        raise CannotDo("reverse")

    def refund(self, intent_id: str, amount: int) -> Outcome:
        """Refuse. Raises CannotDo."""
        raise CannotDo("refund")

    def settle(self) -> None:
        """Refuse. Raises CannotDo."""
        raise CannotDo("settle")

    def settled(self) -> Settled | None:
        """Return None: it has no day."""
        return None

    def typed(self, intent_id: str, slip: Mapping[str, str]) -> Outcome:
        """Refuse. Raises CannotDo."""
        raise CannotDo("typed")

    def acknowledge(self, intent_id: str) -> None:
        """Nothing waits for it."""

    def abort(self) -> None:
        """Nothing is under way."""

    def events(self) -> tuple[Outcome, ...]:
        """Return nothing."""
        return ()
