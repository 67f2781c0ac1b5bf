"""How far a text message has come, part by part, and which word may follow which.

What may have left is never sent again without a person's word: an unknown part waits until somebody decides.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

MOST_ATTEMPTS = 3  # of a part that surely never left; then a person looks at the reason


class PartState(StrEnum):
    """What is known of a part."""

    WAITING = "waiting"
    ASKED = "asked"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


class SmsState(StrEnum):
    """What is known of a message."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    DROPPED = "dropped"


class SmsStepWrong(Exception):
    """A part of a message cannot come from one of these states to the other."""

    code = "sms_step_wrong"

    def __init__(self, part_state: str, wanted: str) -> None:
        super().__init__(part_state, wanted)
        self.part_state = part_state
        self.wanted = wanted


class SmsDecided(Exception):
    """Nothing of this message is left to be decided: it is on its way, sent, or let go already."""

    code = "sms_decided"

    def __init__(self, message_state: str) -> None:
        super().__init__(message_state)
        self.message_state = message_state


@dataclass(frozen=True, slots=True)
class Part:
    """A part: how often it was handed to the modem, how often before a person decided to send it again, the network's
    reference, why it did not go (a code)."""

    state: PartState = PartState.WAITING
    attempts: int = 0
    before: int = 0
    reference: int | None = None
    reason: str = ""


_NOT_ASKED = "not_asked"
_ENDS = {
    "sent": PartState.SENT, "failed": PartState.FAILED, "unknown": PartState.UNKNOWN,
    "delivered": PartState.DELIVERED, "undelivered": PartState.UNDELIVERED,
}  # fmt: skip
_GONE = frozenset({PartState.SENT, PartState.DELIVERED, PartState.UNDELIVERED})


def asked(part: Part) -> Part:
    """Return a part that is handed to the modem. Raises SmsStepWrong unless it waits."""
    if part.state is not PartState.WAITING:
        raise SmsStepWrong(part.state, PartState.ASKED)
    return replace(part, state=PartState.ASKED, attempts=part.attempts + 1, reason="")


def told(part: Part, end: str, reference: int | None, reason: str) -> Part:
    """Return a part of which something became known; end: not_asked, or a state that a modem tells.

    A part that surely never left waits again, a few times. That it was sent is believed of any part that was not known
    to be, also late. Raises SmsStepWrong.
    """
    if end == _NOT_ASKED and part.state is PartState.ASKED:
        again = PartState.WAITING if part.attempts - part.before < MOST_ATTEMPTS else PartState.FAILED
        return replace(part, state=again, reason=reason)
    to = _ENDS.get(end)
    if to is PartState.SENT:
        fits = part.state not in _GONE and part.attempts > 0
    elif to in (PartState.DELIVERED, PartState.UNDELIVERED):
        fits = part.state is PartState.SENT
    else:
        fits = part.state is PartState.ASKED
    if to is None or not fits:
        raise SmsStepWrong(part.state, end)
    return replace(part, state=to, reference=part.reference if reference is None else reference, reason=reason)


def again(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts after a person decided to send again what failed or is unknown. Raises SmsDecided."""
    undecided = (PartState.FAILED, PartState.UNKNOWN)
    if not any(part.state in undecided for part in parts):
        raise SmsDecided(state_of(parts))
    return tuple(
        Part(attempts=part.attempts, before=part.attempts) if part.state in undecided else part for part in parts
    )


def lost_sight_of(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts as books know them that go on from a copy: what waited may have been sent since."""
    return tuple(
        replace(part, state=PartState.UNKNOWN, reason="restored") if part.state is PartState.WAITING else part
        for part in parts
    )


def state_of(parts: tuple[Part, ...], *, dropped: bool = False) -> SmsState:
    """Return the state of a message by its parts: what needs a person first, then what is under way."""
    states = {part.state for part in parts}
    if dropped:
        return SmsState.DROPPED
    for state in (PartState.UNKNOWN, PartState.FAILED):
        if state in states:
            return SmsState(state.value)
    if PartState.ASKED in states or (states & _GONE and PartState.WAITING in states):
        return SmsState.SENDING
    if PartState.WAITING in states:
        return SmsState.WAITING
    if PartState.UNDELIVERED in states:
        return SmsState.UNDELIVERED
    return SmsState.DELIVERED if states == {PartState.DELIVERED} else SmsState.SENT
