"""A payment that the terminal was asked for, and whether what it says of its last payment is that one."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from counter.devices.card_terminal import Enquiry, IntentState
from counter.devices.zvt.dialogue import T4_S, Ended, Ending
from counter.devices.zvt.status import ALREADY_REVERSED, APPROVED, Identity, Status, read_identity

# How far the terminal's clock may differ from this computer's before its time proves nothing.
CLOCK_SLACK = timedelta(minutes=2)
# An abort (06 1E) for one of these reasons says nothing of the payment: protocol error, fault of the system.
_UNCLEAR = (0x9A, 0xFF)


@dataclass(slots=True)
class Wish:
    """amount in minor units, asked_at local time; before: the terminal's last payment when it was asked, where known;
    seen: what it said of this one before it fell silent; terminal: the number of the one that was asked, '' unknown;
    restored: the books were brought back from a copy since."""

    intent_id: str
    amount: int
    asked_at: datetime
    before: Identity | None = None
    seen: Status | None = None
    terminal: str = ""
    restored: bool = False

    @property
    def enquiry(self) -> Enquiry:
        """Return it as it is asked about."""
        last = self.before.text if self.before else ""
        return Enquiry(self.intent_id, self.amount, self.asked_at, self.terminal, last, self.restored)


@dataclass(slots=True)
class Wishes:
    """What was asked for since the start. last: the terminal's last payment; taken: whose each known payment is."""

    by_intent: dict[str, Wish] = field(default_factory=dict)
    taken: dict[Identity, str] = field(default_factory=dict)
    last: Identity | None = None

    def add(self, intent_id: str, amount: int, asked_at: datetime) -> None:
        """Note a wish before the terminal hears of it."""
        terminal = self.last.terminal if self.last else ""
        self.by_intent[intent_id] = Wish(intent_id, amount, asked_at, self.last, terminal=terminal)

    def know(self, one: Enquiry) -> None:
        """Note a wish of before the start; one that is known stays as it is."""
        before = read_identity(one.last)
        wish = Wish(one.intent_id, one.amount, one.asked_at, before, terminal=one.terminal, restored=one.restored)
        self.by_intent.setdefault(one.intent_id, wish)

    def saw(self, intent_id: str, status: Status | None) -> Wish:
        """Note what the terminal said of a payment before its last word."""
        wish = self.by_intent[intent_id]
        wish.seen = status if status is not None and status.is_approved else None
        return wish

    def took(self, wish: Wish, status: Status) -> None:
        """Note that a payment of the terminal is a wish's."""
        self.last = status.identity
        self.taken[status.identity] = wish.intent_id


def judge(wish: Wish, told: Status, taken: Mapping[Identity, str]) -> IntentState:
    """Return what the terminal's last payment says of a wish: APPROVED, REVERSED, or UNKNOWN where it is another one.

    Neither silence nor our own answer proves an outcome, so nothing but receipt, trace, amount and time does. That the
    last payment is an earlier one does not prove that nothing was taken either: a terminal may keep it for too long.
    """
    if told.result not in (APPROVED, ALREADY_REVERSED) or told.amount != wish.amount:
        return IntentState.UNKNOWN
    if wish.terminal and told.identity.terminal != wish.terminal:
        return IntentState.UNKNOWN  # another terminal's payments say nothing of this one's
    if taken.get(told.identity, wish.intent_id) != wish.intent_id or not _is_it(wish, told):
        return IntentState.UNKNOWN
    return IntentState.APPROVED if told.result == APPROVED else IntentState.REVERSED


def is_unpaid(ended: Ended) -> bool:
    """Whether the terminal itself said that it took nothing."""
    status = ended.status
    if status is not None and status.is_approved:
        return False  # it said yes before: only an enquiry tells what it made of that
    if ended.ending is Ending.ABORTED:
        return ended.why not in _UNCLEAR
    return ended.ending is Ending.REFUSED or (ended.ending is Ending.DONE and status is not None)


def _is_it(wish: Wish, told: Status) -> bool:
    if wish.seen is not None:
        return told.identity == wish.seen.identity and told.amount == wish.seen.amount
    if wish.restored:
        return False  # a later payment of the same sum was in the books that were left behind, and is in these no more
    at, before = _moment(wish.asked_at, told.identity), wish.before
    if at is None or told.identity == before:
        return False
    earlier = _moment(wish.asked_at, before) if before is not None else None
    if earlier is not None and at < earlier:
        return False  # older than what was its last payment already when this one was asked for
    return -CLOCK_SLACK <= at - wish.asked_at <= timedelta(seconds=T4_S) + CLOCK_SLACK


def _moment(asked_at: datetime, one: Identity) -> datetime | None:
    """Return when a payment was made by the terminal's clock, None where it does not say; it names no year."""
    if not (one.date and one.time):
        return None
    found = []
    for year in (asked_at.year, asked_at.year + 1, asked_at.year - 1):
        with suppress(ValueError):  # 29 February is in one of them alone
            found.append(datetime.strptime(f"{year}{one.date}{one.time}", "%Y%m%d%H%M%S"))
    return min(found, key=lambda at: abs(at - asked_at), default=None)
