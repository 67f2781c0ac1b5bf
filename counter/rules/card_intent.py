"""How far a payment on the card terminal is known to have come, and which step may follow which."""

from collections.abc import Mapping
from enum import StrEnum


class CardState(StrEnum):
    """The states of a card payment; the words are those of the terminal's interface."""

    CREATED = "created"
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    NOT_FOUND = "not_found"
    REVERSED = "reversed"
    MANUAL = "manual"


class CardSettled(Exception):
    """What became of this card payment is decided already."""

    code = "card_settled"

    def __init__(self, card_state: str) -> None:
        super().__init__(card_state)
        self.card_state = card_state


class CardStepWrong(Exception):
    """A card payment cannot come from one of these states to the other: a defect of the program or of a driver."""

    code = "card_step_wrong"

    def __init__(self, card_state: str, wanted_state: str) -> None:
        super().__init__(card_state, wanted_state)
        self.card_state = card_state
        self.wanted_state = wanted_state


UNSETTLED = frozenset({CardState.SENT, CardState.UNKNOWN})
PAID = frozenset({CardState.APPROVED, CardState.MANUAL})
UNPAID = frozenset({CardState.DECLINED, CardState.NOT_FOUND, CardState.REVERSED})
# Without a word from the terminal only a second person says that money came (manual) or did not (not_found).
_AFTER: Mapping[CardState, frozenset[CardState]] = {
    CardState.CREATED: frozenset({CardState.SENT}),
    CardState.SENT: frozenset({CardState.APPROVED, CardState.DECLINED, CardState.REVERSED, CardState.UNKNOWN}),
    CardState.UNKNOWN: PAID | UNPAID,
}


def step(now: str, to: str) -> CardState:
    """Return the state that follows. Raises CardSettled where nothing follows any more, else CardStepWrong."""
    before, after = CardState(now), CardState(to)
    if before in PAID | UNPAID:
        raise CardSettled(before.value)
    if after not in _AFTER[before]:
        raise CardStepWrong(before.value, after.value)
    return after
