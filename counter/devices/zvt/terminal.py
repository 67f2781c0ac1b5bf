"""A ZVT terminal as the counter sees it: errands one after the other, and what became of them.

Bytes and time (seconds, any zero) are arguments: whoever owns the line calls line_up, heard, tick and outgoing; the
rest is asked by the window. Nothing that moves money is ever asked twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from counter.devices.card_terminal import (
    CannotDo,
    Capability,
    Enquiry,
    IntentState,
    Outcome,
    Settled,
    TerminalOffline,
    TerminalReady,
    TerminalStatus,
)
from counter.devices.presence import Presence
from counter.devices.zvt import apdu as wire
from counter.devices.zvt.asking_again import AskingAgain
from counter.devices.zvt.dialogue import Dialogue, Ended, Ending
from counter.devices.zvt.errand import MONEY, Errand, Kind
from counter.devices.zvt.giving_back import given_back
from counter.devices.zvt.link import Link
from counter.devices.zvt.settling import settled_of
from counter.devices.zvt.wish import Wishes, is_unpaid, judge


@dataclass(slots=True)
class ZvtTerminal:
    """currency: three letters; wall: the local time, which the terminal's own is compared with."""

    link: Link
    currency: str
    wall: Callable[[], datetime]
    _talk: Dialogue = field(init=False)
    _presence: Presence = field(default_factory=Presence)
    _wishes: Wishes = field(default_factory=Wishes)
    _errands: list[Errand] = field(default_factory=list)
    _errand: Errand | None = None
    _wait: bool = False  # an outcome is unknown, and the terminal has told nothing since
    _known: list[Outcome] = field(default_factory=list)
    _settled: Settled | None = None
    _again: AskingAgain = field(default_factory=AskingAgain)
    _abort: bool = False
    _hold: str = ""  # the intent whose last word waits for our answer
    _held_by_books: bool = False
    number: str = ""  # as its slips say it

    def __post_init__(self) -> None:
        self._talk = Dialogue(self.link)

    @property
    def last(self) -> str:
        """Return what it told of its last payment."""
        return self._wishes.last.text if self._wishes.last else ""

    # The line

    def line_up(self, now: float) -> None:
        """The line is there: say who we are, then ask for the last payment."""
        self._presence.line_up(now)

    def line_down(self, reason: str, now: float) -> None:
        """The line is not there, and why (a code); what was under way has an outcome nobody knows."""
        self._talk.break_off()
        self._hear_endings(now)
        self._presence.line_down(reason)
        self._drop_errands()

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes that came."""
        self._talk.heard(data, now)
        self._hear_endings(now)

    def tick(self, now: float) -> None:
        """Let time pass: waits end, the next errand begins."""
        self._talk.tick(now)
        if self._held_by_books and self._talk.held:
            self._talk.confirm(now)
            self._hold = ""
        self._held_by_books = False
        self._hear_endings(now)
        if self._hold and not self._talk.held:
            self._books_do_not_hold_it(now)
        self._stop_if_wanted(now)
        self._ask_in_time(now)
        if self._talk.idle and not self.link.busy and self._errand is None and self._errands:
            self._errand = errand = self._errands.pop(0)
            self._talk.start(errand.command, now, money=errand.money)

    def outgoing(self) -> bytes:
        """Return what is to be written now, once."""
        return self.link.outgoing()

    # What the counter asks

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return everything the protocol has."""
        return frozenset({"pay", "enquire", "reverse", "refund", "settle", "abort"})

    def open(self) -> None:
        """Nothing: whoever owns the line opens it, and says so by line_up."""

    def close(self) -> None:
        """Nothing: whoever owns the line closes it."""

    def status(self) -> TerminalStatus:
        """Return ready where it is registered and has spoken since an outcome became unknown."""
        return TerminalOffline("timeout") if self._wait else self._presence.status

    def begin(self, intent_id: str, amount: int, currency: str) -> Outcome:
        """Ask for a payment. The terminal is first asked how it is: one that is silent was never asked for money."""
        try:
            errand = Errand("pay", wire.authorise(amount, currency), intent_id, amount)
        except wire.CannotEncode:
            return Outcome(intent_id, IntentState.DECLINED, amount, {})  # nothing was sent, so nothing is unknown
        return self._move_money(errand)

    def last_transaction(self, wish: Enquiry) -> Outcome | None:
        """Ask for the last payment; events tells whether it is that one."""
        self._wishes.know(wish)
        self._errands.append(Errand("enquire", wire.repeat_receipt(), wish.intent_id, wish.amount))
        return Outcome(wish.intent_id, IntentState.SENT, wish.amount, {})

    def reverse(self, intent_id: str, voucher: str) -> Outcome:
        """Ask to take a payment back; events tells. Raises CannotDo where the number is none of a slip."""
        if not voucher.isdecimal() or int(voucher) > 9999:
            raise CannotDo("reverse")
        return self._move_money(Errand("reverse", wire.reverse(int(voucher)), intent_id, 0))

    def refund(self, intent_id: str, amount: int) -> Outcome:
        """Ask to give money back to a card; events tells. Raises CannotEncode where it has no figures for the sum."""
        return self._move_money(Errand("refund", wire.refund(amount, self.currency), intent_id, amount))

    def _move_money(self, errand: Errand) -> Outcome:
        """Let one errand that moves money follow a probe; a terminal that is not ready was never asked."""
        sent = Outcome(errand.intent_id, IntentState.SENT, errand.amount, {})
        under_way = any(self._is_under_way(kind) for kind in MONEY)
        if not isinstance(self.status(), TerminalReady) or under_way or self._hold:
            return sent._replace(state=IntentState.DECLINED)
        self._wishes.add(errand.intent_id, errand.amount, self.wall())
        self._abort = False
        self._again.stop()
        self._errands += [errand._replace(kind="probe", command=wire.status_enquiry()), errand]
        return sent

    def settle(self) -> None:
        """Ask for the end of the terminal's day; settled tells its sums."""
        if not self._is_under_way("settle"):
            self._errands.append(Errand("settle", wire.end_of_day(), "", 0))

    def settled(self) -> Settled | None:
        """Return the sums of the day that was closed, once they are known, once."""
        settled, self._settled = self._settled, None
        return settled

    def typed(self, intent_id: str, slip: Mapping[str, str]) -> Outcome:
        """Refuse: the terminal tells its slips itself."""
        raise CannotDo("typed")

    def acknowledge(self, intent_id: str) -> None:
        """The books hold the payment: the terminal's last word may be answered, unless that is too late."""
        self._held_by_books = self._hold == intent_id
        self._again.stop(intent_id)

    def abort(self) -> None:
        """Stop waiting for a card, at the next moment at which the terminal can hear it."""
        self._abort = any(self._is_under_way(kind) for kind in MONEY)

    def events(self) -> tuple[Outcome, ...]:
        """Return what became known since the last call."""
        known, self._known = tuple(self._known), []
        return known

    # Errands

    def _is_under_way(self, kind: Kind) -> bool:
        return any(each.kind == kind for each in (*self._errands, self._errand) if each is not None)

    def _ask_in_time(self, now: float) -> None:
        if self._presence.must_register(now):
            self._errands.insert(0, Errand("register", wire.register(self.currency), "", 0))
        if not self._presence.registered or self._errands or self._errand is not None or self._hold:
            return
        if wish := self._again.due(now):
            self.last_transaction(wish.enquiry)
        elif self._presence.must_ping(now):
            self._errands.append(Errand("ping", wire.status_enquiry(), "", 0))

    def _stop_if_wanted(self, now: float) -> None:
        if not self._abort:
            return
        if any(each.money for each in self._errands):
            self._never_asked()
        elif self._errand is None or not self._errand.money or self._talk.ask_abort(now):
            self._abort = False

    def _drop_errands(self) -> None:
        """Nothing that waits for the line is done later by itself."""
        self._never_asked()
        waiting, self._errands = self._errands, []
        for each in (one for one in waiting if one.intent_id):
            self._tell(each, IntentState.UNKNOWN if each.kind == "enquire" else IntentState.DECLINED)

    def _never_asked(self) -> None:
        """The command that moves money was not sent: that is known for certain."""
        for each in [each for each in self._errands if each.money]:
            self._tell(each, IntentState.DECLINED)
        self._errands = [each for each in self._errands if each.kind != "probe" and not each.money]
        self._abort = False

    def _tell(self, errand: Errand, state: IntentState, slip: Mapping[str, str] | None = None) -> None:
        self._known.append(Outcome(errand.intent_id, state, errand.amount, slip or {}))

    # What comes of them

    def _hear_endings(self, now: float) -> None:
        while (ended := self._talk.ended()) is not None:
            errand, self._errand = self._errand, None
            if errand is None:
                continue
            if ended.ending is not Ending.SILENT:
                self._presence.spoke(now)
            self._came_of(errand, ended, now)

    def _came_of(self, errand: Errand, ended: Ended, now: float) -> None:
        silent = ended.ending is Ending.SILENT
        if ended.status is not None:
            self.number = ended.status.identity.terminal or self.number
        if errand.kind == "register" and ended.ending is Ending.DONE:
            self._presence.was_registered(now)
            self._errands.insert(0, Errand("look", wire.repeat_receipt(), "", 0))
        elif errand.kind == "register":
            self._presence.lost("timeout" if silent else "error", now)
        elif errand.kind == "look" and ended.status is not None:
            self._wishes.last = ended.status.identity
        elif errand.kind in ("probe", "ping") and silent:
            self._never_asked()
            self._presence.lost("timeout", now)
        elif errand.kind == "pay":
            self._paid(errand, ended, now)
        elif errand.kind == "enquire":
            self._enquired_about(errand, ended, now)
        elif errand.kind in ("reverse", "refund"):
            self._given_back(errand, ended, now)
        elif errand.kind == "settle":
            self._settled = settled_of(ended)

    def _paid(self, errand: Errand, ended: Ended, now: float) -> None:
        status, self._abort = ended.status, False
        wish = self._wishes.saw(errand.intent_id, status)
        if self._talk.held and status is not None and errand.accepts(status):
            self._wishes.took(wish, status)
            self._hold = errand.intent_id
            self._tell(errand, IntentState.APPROVED, status.slip)
        elif is_unpaid(ended):
            self._tell(errand, IntentState.DECLINED)
        else:
            self._tell(errand, IntentState.UNKNOWN)
            self._wait = True
            self._again.begin(wish, now)

    def _books_do_not_hold_it(self, now: float) -> None:
        """No answer was given in time: what the terminal made of that it is asked; a yes not heard yet is none."""
        unheard = [each for each in self._known if each.intent_id == self._hold]
        self._known = [each for each in self._known if each not in unheard]
        self._known += [each._replace(state=IntentState.UNKNOWN, slip={}) for each in unheard]
        wish, self._hold = self._wishes.by_intent.get(self._hold), ""
        if wish is not None and wish.amount:  # a reversal names none: the last payment tells nothing of it
            self._again.begin(wish, now, surely=True)

    def _enquired_about(self, errand: Errand, ended: Ended, now: float) -> None:
        status, later = ended.status, ended.ending in (Ending.SILENT, Ending.REFUSED)
        self._wait = self._wait and later
        wish = self._wishes.by_intent[errand.intent_id]
        if later:
            self._again.later(wish, now)
        state = IntentState.UNKNOWN
        if status is not None and ended.ending is Ending.DONE:
            state = judge(wish, status, self._wishes.taken)
            if state is IntentState.APPROVED:
                self._wishes.took(wish, status)
        self._tell(errand, state, status.slip if status and state is IntentState.APPROVED else None)

    def _given_back(self, errand: Errand, ended: Ended, now: float) -> None:
        outcome, self._abort = given_back(errand, ended, held=self._talk.held), False
        wish = self._wishes.saw(errand.intent_id, ended.status)
        self._hold = errand.intent_id if self._talk.held and outcome.state is not IntentState.UNKNOWN else ""
        if outcome.state is IntentState.APPROVED and ended.status is not None:
            self._wishes.took(wish, ended.status)
        self._known.append(outcome)
        if outcome.state is IntentState.UNKNOWN and errand.kind == "refund":  # a reversal is asked again by a person
            self._wait = True
            self._again.begin(wish, now)
