"""What the counter needs of a card terminal, whatever kit stands behind it, and the driver that is a person.

An intent goes CREATED → SENT → APPROVED or DECLINED, or UNKNOWN → asked again → APPROVED, NOT_FOUND, REVERSED, MANUAL.
A driver never repeats a financial command by itself. Only masked card numbers pass through here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol


class IntentState(StrEnum):
    """How far a card payment is known to have come."""

    CREATED = "created"
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    NOT_FOUND = "not_found"
    REVERSED = "reversed"
    MANUAL = "manual"


Capability = Literal["pay", "enquire", "reverse", "refund", "settle", "abort", "slip_by_hand"]


@dataclass(frozen=True, slots=True)
class TerminalReady:
    """The terminal can take a payment."""


@dataclass(frozen=True, slots=True)
class TerminalOffline:
    """The terminal cannot, and why (a code)."""

    reason: str


@dataclass(frozen=True, slots=True)
class TerminalUnknown:
    """The terminal says nothing of itself."""


TerminalStatus = TerminalReady | TerminalOffline | TerminalUnknown


class Outcome(NamedTuple):
    """What is known of an intent; slip holds the slip's own labels, amount is in minor units."""

    intent_id: str
    state: IntentState
    amount: int
    slip: Mapping[str, str]


class Enquiry(NamedTuple):
    """An intent whose outcome the terminal is asked for: amount in minor units, asked_at local time.

    terminal, last: the number of the terminal that was asked, and what it had told of its last payment before, ''
    unknown. restored: the books were brought back from a copy since, so that they may not know of later payments.
    """

    intent_id: str
    amount: int
    asked_at: datetime
    terminal: str = ""
    last: str = ""
    restored: bool = False


class Settled(NamedTuple):
    """What a terminal says of its day: how many payments (None where it does not say) and their sum in minor units.

    first, last: the numbers of its slips, 0 where it does not say.
    """

    payments: int | None
    amount: int
    first: int = 0
    last: int = 0


class NothingAsked(Exception):
    """There is no payment in hand that this could belong to."""

    code = "nothing_asked"

    def __init__(self, intent_id: str) -> None:
        super().__init__(intent_id)
        self.intent_id = intent_id


class CannotDo(Exception):
    """This terminal's driver has no such act; it is done on the terminal by hand."""

    code = "terminal_cannot_do"

    def __init__(self, act: str) -> None:
        super().__init__(act)
        self.act = act


class CardTerminal(Protocol):
    """A card terminal; amounts in minor units, currency as three letters (CNY).

    Called on the window's thread, status also beside it; nothing here waits for a card or for the line.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return what it can be asked for."""

    @property
    def number(self) -> str:
        """Return the terminal's own number as its slips say it, '' where it has not told it yet."""

    @property
    def last(self) -> str:
        """Return what it told of its last payment so that it is known again, '' where nothing; no card's number."""

    def open(self) -> None:
        """Take the line."""

    def close(self) -> None:
        """Give the line back."""

    def status(self) -> TerminalStatus:
        """Return how it is."""

    def begin(self, intent_id: str, amount: int, currency: str) -> Outcome:
        """Ask for a payment; what is not known at once is SENT."""

    def last_transaction(self, wish: Enquiry) -> Outcome | None:
        """Ask whether the terminal's last payment is the one of an intent.

        None where the terminal says nothing; SENT means it was asked and events tells; UNKNOWN that it is another one.
        """

    def reverse(self, intent_id: str, voucher: str) -> Outcome:
        """Take a payment back, named by the number on its slip; SENT means that events tells. Raises CannotDo."""

    def refund(self, intent_id: str, amount: int) -> Outcome:
        """Give money back to a card; SENT means that events tells. Raises CannotDo."""

    def settle(self) -> None:
        """Close the terminal's day; settled tells its sums. Raises CannotDo."""

    def settled(self) -> Settled | None:
        """Return the sums of the day that was closed, once they are known, once."""

    def typed(self, intent_id: str, slip: Mapping[str, str]) -> Outcome:
        """Take a slip as a person typed it, where that is how outcomes are told. Raises CannotDo, NothingAsked."""

    def acknowledge(self, intent_id: str) -> None:
        """Let the terminal know that the books hold an approved payment: only now it is final."""

    def abort(self) -> None:
        """Stop waiting for a card; what came of it is told by events."""

    def events(self) -> tuple[Outcome, ...]:
        """Return what became known since the last call, at once: a slow line is listened to on a thread of its own."""


@dataclass(slots=True)
class ManualSlip:
    """The driver for terminals without one: the cashier works the terminal, then types what its slip says."""

    _asked: Outcome | None = field(default=None, repr=False)
    _last: Outcome | None = field(default=None, repr=False)
    _known: list[Outcome] = field(default_factory=list, repr=False)

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return that a person does the paying and the typing."""
        return frozenset({"pay", "abort", "slip_by_hand"})

    @property
    def number(self) -> str:
        """Return '': only the person reads it."""
        return ""

    @property
    def last(self) -> str:
        """Return '': only the person sees it."""
        return ""

    def open(self) -> None:
        """Take no line: there is none."""

    def close(self) -> None:
        """Forget what was asked."""
        self._asked = None

    def status(self) -> TerminalStatus:
        """Return ready: whether the terminal works is for the person to see."""
        return TerminalReady()

    def begin(self, intent_id: str, amount: int, currency: str) -> Outcome:
        """Remember what the slip will be for."""
        self._asked = Outcome(intent_id, IntentState.SENT, amount, {})
        return self._asked

    def typed(self, intent_id: str, slip: Mapping[str, str]) -> Outcome:
        """Take the slip as typed: the payment was approved. Until the books hold it, it may be typed over."""
        if self._asked is None or self._asked.intent_id != intent_id:
            raise NothingAsked(intent_id)
        self._last = self._asked._replace(state=IntentState.APPROVED, slip=dict(slip))
        return self._last

    def acknowledge(self, intent_id: str) -> None:
        """Forget what was asked: the books hold its slip."""
        if self._asked is not None and self._asked.intent_id == intent_id:
            self._asked = None

    def last_transaction(self, wish: Enquiry) -> Outcome | None:
        """Return the slip typed last."""
        return self._last

    def reverse(self, intent_id: str, voucher: str) -> Outcome:
        """Refuse: it is done on the terminal, and the receipt is voided here."""
        raise CannotDo("reverse")

    def refund(self, intent_id: str, amount: int) -> Outcome:
        """Refuse: it is done on the terminal."""
        raise CannotDo("refund")

    def settle(self) -> None:
        """Refuse: the settlement slip is typed at the close."""
        raise CannotDo("settle")

    def settled(self) -> Settled | None:
        """Return None: the settlement slip is typed at the close."""
        return None

    def abort(self) -> None:
        """Let the payment in hand go."""
        if self._asked is not None:
            self._known.append(self._asked._replace(state=IntentState.DECLINED))
            self._asked = None

    def events(self) -> tuple[Outcome, ...]:
        """Return what became known since the last call."""
        known, self._known = tuple(self._known), []
        return known
