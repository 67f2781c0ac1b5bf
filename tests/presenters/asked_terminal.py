"""A card terminal of memory that answers when a test says so, as one on a slow line does."""

from collections.abc import Callable, Mapping

from counter.devices.card_terminal import (
    CannotDo,
    Capability,
    Enquiry,
    IntentState,
    Outcome,
    Settled,
    TerminalReady,
    TerminalStatus,
)

SLIP = {"terminal": "20001111", "batch": "000007", "voucher": "000321", "card": "622202******0123"}


class AskedTerminal:
    """Notes what it is asked; says() lets its next answer be heard."""

    def __init__(self, *can: Capability) -> None:
        self.begun: list[tuple[str, int, str]] = []
        self.acknowledged: list[str] = []
        self.aborted = 0
        self.how: TerminalStatus = TerminalReady()
        self.at_begin: Callable[[], object] = lambda: None
        self.number = SLIP["terminal"]
        self.last_told: Outcome | None = None
        self._can: frozenset[Capability] = frozenset({"pay", "abort", *can})
        self._known: list[Outcome] = []

    def says(self, state: IntentState, amount: int | None = None, intent_id: str = "") -> None:
        """Let an outcome of the last wish become known."""
        asked, due, _currency = self.begun[-1]
        slip = SLIP if state is IntentState.APPROVED else {}
        self._known.append(Outcome(intent_id or asked, state, due if amount is None else amount, slip))

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self._can

    @property
    def last(self) -> str:
        return ""

    def open(self) -> None:
        return None

    def close(self) -> None:
        return None

    def status(self) -> TerminalStatus:
        return self.how

    def begin(self, intent_id: str, amount: int, currency: str) -> Outcome:
        self.begun.append((intent_id, amount, currency))
        self.at_begin()
        return Outcome(intent_id, IntentState.SENT, amount, {})

    def typed(self, intent_id: str, slip: Mapping[str, str]) -> Outcome:
        raise CannotDo("typed")

    def acknowledge(self, intent_id: str) -> None:
        self.acknowledged.append(intent_id)

    def last_transaction(self, wish: Enquiry) -> Outcome | None:
        return self.last_told

    def reverse(self, intent_id: str, voucher: str) -> Outcome:
        raise CannotDo("reverse")

    def refund(self, intent_id: str, amount: int) -> Outcome:
        raise CannotDo("refund")

    def settle(self) -> None:
        raise CannotDo("settle")

    def settled(self) -> Settled | None:
        return None

    def abort(self) -> None:
        self.aborted += 1

    def events(self) -> tuple[Outcome, ...]:
        known, self._known = tuple(self._known), []
        return known
