"""A Transbank terminal as the counter sees it. Bytes and time (seconds, any zero) are arguments.

The terminal keeps an approved sale before it says so; our ACK to that is given once the books hold it. Its last sale
names the ticket that we gave it, so that the enquiry knows whose it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

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
from counter.devices.transbank.message import (
    ACK,
    NAK,
    AmountTooLarge,
    MessageReader,
    Sale,
    encode,
    read_sale,
    sale,
    ticket_of,
)

ACK_S, ANSWER_S, HOLD_S = 3.0, 150.0, 5.0
AGAIN_S = 10.0
REPEATS = 2
_APPROVED, _HOST_SILENT, _REVERSED_BEFORE = "00", "02", "04"

Kind = Literal["poll", "sale", "last", "reverse", "totals", "close"]
_ANSWERS: Mapping[Kind, str] = {
    "sale": "0210", "last": "0260", "reverse": "1210", "totals": "0710", "close": "0510", "poll": "",
}  # fmt: skip


class _Errand(NamedTuple):
    kind: Kind
    text: str
    intent_id: str = ""
    amount: int = 0

    @property
    def money(self) -> bool:
        return self.kind in ("sale", "reverse")


@dataclass(slots=True)
class TransbankTerminal:
    """One errand after the other; a sale is sent again only where the terminal says that it did not take it."""

    _reader: MessageReader = field(default_factory=MessageReader, repr=False)
    _presence: Presence = field(default_factory=Presence)
    _out: bytearray = field(default_factory=bytearray)
    _errands: list[_Errand] = field(default_factory=list)
    _errand: _Errand | None = None
    _acked: bool = False
    _times: int = 0
    _until: float = 0.0
    _hold: tuple[str, float] | None = None  # the intent whose sale waits for our ACK, and until when
    _held_by_books: bool = False
    _open: dict[str, tuple[str, int]] = field(default_factory=dict)  # by ticket: intent and amount not known yet
    _enquire_at: float | None = None
    _known: list[Outcome] = field(default_factory=list)
    _totals: Settled | None = None
    _settled: Settled | None = None
    number: str = ""  # as its slips say it
    last: str = ""  # not needed: its last sale names our ticket

    def line_up(self, now: float) -> None:
        """The line is there: see whether anybody answers."""
        self._presence.line_up(now)

    def line_down(self, reason: str, now: float) -> None:
        """The line is not there, and why (a code)."""
        self._end_silent(now)
        self._presence.line_down(reason)
        waiting, self._errands = self._errands, []
        for each in waiting:
            if each.intent_id:
                self._tell(each, IntentState.UNKNOWN if each.kind == "last" else IntentState.DECLINED)

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes that came."""
        for each in self._reader.feed(data):
            if each == bytes([ACK]):
                self._was_taken(now)
            elif each == bytes([NAK]):
                self._was_not_taken(now)
            elif isinstance(each, bytes):
                self._out.append(NAK)
            else:
                self._said(each, now)

    def tick(self, now: float) -> None:
        """Let time pass: waits end, the next errand begins."""
        if self._held_by_books:
            self._out.append(ACK)
            self._hold, self._held_by_books = None, False
        if self._hold is not None and now >= self._hold[1]:
            self._hold, self._enquire_at = None, now
        if self._errand is not None and now >= self._until:
            self._was_silent(now)
        if self._presence.must_register(now) or self._presence.must_ping(now):
            self._errands.append(_Errand("poll", "0100"))
        if self._enquire_at is not None and now >= self._enquire_at and self._presence.registered:
            self._enquire_at = None
            self._errands += [_Errand("last", "0250|", *wish) for wish in self._open.values()][-1:]
        if self._errand is None and self._hold is None and self._errands:
            self._errand, self._acked, self._times = self._errands.pop(0), False, 0
            self._send(now)

    def outgoing(self) -> bytes:
        """Return what is to be written now, once."""
        out, self._out = bytes(self._out), bytearray()
        return out

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return what the protocol has: a sale is stopped on the terminal only."""
        return frozenset({"pay", "enquire", "reverse", "settle"})

    def open(self) -> None:
        """Nothing: whoever owns the line opens it."""

    def close(self) -> None:
        """Nothing: whoever owns the line closes it."""

    def status(self) -> TerminalStatus:
        """Return ready where it answers and no sale is still to be asked about."""
        return TerminalOffline("timeout") if self._enquire_at is not None else self._presence.status

    def begin(self, intent_id: str, amount: int, currency: str) -> Outcome:
        """Ask for a payment, and before whether anybody is there."""
        sent = Outcome(intent_id, IntentState.SENT, amount, {})
        busy = any(each.kind == "sale" for each in (*self._errands, self._errand) if each is not None)
        if busy or self._hold is not None or not isinstance(self.status(), TerminalReady):
            return sent._replace(state=IntentState.DECLINED)
        try:
            wish = sale(intent_id, amount)
        except AmountTooLarge:
            return sent._replace(state=IntentState.DECLINED)  # nothing was sent, so nothing is unknown
        self._errands += [_Errand("poll", "0100"), _Errand("sale", wish, intent_id, amount)]
        return sent

    def last_transaction(self, wish: Enquiry) -> Outcome | None:
        """Ask for the last sale; events tells whether it carries the intent's ticket."""
        self._open[ticket_of(wish.intent_id)] = (wish.intent_id, wish.amount)
        self._errands.append(_Errand("last", "0250|", wish.intent_id, wish.amount))
        return Outcome(wish.intent_id, IntentState.SENT, wish.amount, {})

    def reverse(self, intent_id: str, voucher: str) -> Outcome:
        """Ask to take a sale back, named by its operation number; events tells. Raises CannotDo."""
        if not voucher.isdecimal():
            raise CannotDo("reverse")
        self._errands.append(_Errand("reverse", f"1200|{int(voucher)}|", intent_id))
        return Outcome(intent_id, IntentState.SENT, 0, {})

    def refund(self, intent_id: str, amount: int) -> Outcome:
        """Refuse: the protocol has no refund without its sale."""
        raise CannotDo("refund")

    def settle(self) -> None:
        """Ask for the sums, then close the day; settled tells them once it is closed."""
        self._errands += [_Errand("totals", "0700||"), _Errand("close", "0500||")]

    def settled(self) -> Settled | None:
        """Return the sums of the day that was closed, once they are known, once."""
        settled, self._settled = self._settled, None
        return settled

    def typed(self, intent_id: str, slip: Mapping[str, str]) -> Outcome:
        """Refuse: the terminal tells its slips itself."""
        raise CannotDo("typed")

    def acknowledge(self, intent_id: str) -> None:
        """The books hold a sale: it is acknowledged."""
        self._held_by_books = self._hold is not None and self._hold[0] == intent_id
        self._open.pop(ticket_of(intent_id), None)

    def abort(self) -> None:
        """Forget a sale that was not sent yet; one that was is stopped on the terminal."""
        for each in [each for each in self._errands if each.kind == "sale"]:
            self._errands.remove(each)
            self._tell(each, IntentState.DECLINED)

    def events(self) -> tuple[Outcome, ...]:
        """Return what became known since the last call."""
        known, self._known = tuple(self._known), []
        return known

    # The line

    def _send(self, now: float) -> None:
        assert self._errand is not None
        self._out += encode(self._errand.text)
        self._times, self._until = self._times + 1, now + ACK_S

    def _was_taken(self, now: float) -> None:
        if self._errand is None or self._acked:
            return
        self._acked, self._until = True, now + ANSWER_S
        self._presence.was_registered(now)
        if self._errand.kind == "poll":
            self._errand = None

    def _was_not_taken(self, now: float) -> None:
        if self._errand is not None and not self._acked:
            if self._times <= REPEATS:
                self._send(now)
            else:
                self._end_refused()

    def _was_silent(self, now: float) -> None:
        assert self._errand is not None
        if not self._acked and not self._errand.money and self._times <= REPEATS:
            self._send(now)
            return
        if not self._acked:
            self._presence.lost("timeout", now)
        if self._errand.kind == "poll":
            self.abort()  # nobody is there: the sale was never sent
        self._end_silent(now)

    def _end_refused(self) -> None:
        errand, self._errand = self._errand, None
        if errand is not None and errand.intent_id:
            self._tell(errand, IntentState.UNKNOWN if errand.kind == "last" else IntentState.DECLINED)

    def _end_silent(self, now: float) -> None:
        errand, self._errand = self._errand, None
        if errand is None or not errand.intent_id:
            return
        if errand.kind == "sale":
            self._open[ticket_of(errand.intent_id)] = (errand.intent_id, errand.amount)
        if errand.kind in ("sale", "last"):
            self._enquire_at = now + AGAIN_S
        self._tell(errand, IntentState.UNKNOWN)

    # What the terminal says

    def _said(self, fields: list[str], now: float) -> None:
        errand = self._errand
        if errand is None or fields[0] != _ANSWERS[errand.kind]:
            if self._hold is None:
                self._out.append(ACK)  # a late word: the enquiry tells what it was about
            return
        self._errand = None
        if errand.kind == "sale":
            self._sold(errand, read_sale(fields), now)
            return
        self._out.append(ACK)
        if errand.kind == "last":
            self.number = read_sale(fields).terminal or self.number
            self._judge(errand, read_sale(fields))
        elif errand.kind == "reverse":
            done = fields[1:2] in ([_APPROVED], [_REVERSED_BEFORE])
            self._tell(errand, IntentState.REVERSED if done else IntentState.DECLINED)
        elif errand.kind == "totals" and fields[1:2] == [_APPROVED]:
            count, amount = [*fields[2:4], "", ""][:2]
            self._totals = Settled(int(count), int(amount)) if count.isdecimal() and amount.isdecimal() else None
        elif errand.kind == "close" and fields[1:2] == [_APPROVED]:
            self._settled, self._totals = self._totals, None

    def _sold(self, errand: _Errand, told: Sale, now: float) -> None:
        self.number = told.terminal or self.number
        if told.response not in (_APPROVED, _HOST_SILENT):
            self._out.append(ACK)
            self._tell(errand, IntentState.DECLINED)
        elif told.response == _APPROVED and self._is_it(errand, told):
            self._hold = (errand.intent_id, now + HOLD_S)
            self._open[told.ticket] = (errand.intent_id, errand.amount)
            self._tell(errand, IntentState.APPROVED, told.slip)
        else:
            self._out.append(ACK)
            self._errand = errand
            self._end_silent(now)

    def _judge(self, errand: _Errand, told: Sale) -> None:
        sold = told.response == _APPROVED and self._is_it(errand, told)
        self._tell(errand, IntentState.APPROVED if sold else IntentState.UNKNOWN, told.slip if sold else None)

    def _is_it(self, errand: _Errand, told: Sale) -> bool:
        return (told.ticket, told.amount) == (ticket_of(errand.intent_id), errand.amount)

    def _tell(self, errand: _Errand, state: IntentState, slip: Mapping[str, str] | None = None) -> None:
        self._known.append(Outcome(errand.intent_id, state, errand.amount, slip or {}))
