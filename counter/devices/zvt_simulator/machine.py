"""A simulated ZVT terminal: bytes and time in, bytes out; every fault of the facts, by seed. Amounts in minor units."""

import random
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from counter.devices.zvt_simulator.faults import Fault, Personality
from counter.devices.zvt_simulator.ledger import Booking, Ledger, told
from counter.devices.zvt_simulator.line import SimulatedLine
from counter.devices.zvt_simulator.wire import figures, message, number_of

T3_S, NEVER_S = 5.0, 400.0
BOOT_S = 3.0
_GOOD, _DONE = message("8000"), message("060F")
_INSERT, _PAPER = message("04FF", b"\x0a"), message("04FF", b"\xd2")
_PAPER_S = 20.0

# A step of a script: a message to say, or seconds to wait for one; what comes back is the message that came, or None.
_Step = bytes | float
_Script = Generator[_Step, bytes | None, None]


@dataclass(slots=True)
class Machine:
    """card_after_s: how long the customer takes with the card.

    one_payment: the fault strikes the next payment alone, and the power goes with its card taken and nothing told.
    takes_back_unended: a payment whose last word (06 0F) is not answered in time is taken back.
    """

    personality: Personality = Personality.KEEPS
    fault: Fault = Fault.NONE
    seed: int = 0
    wall: Callable[[], datetime] = datetime.now
    card_after_s: float = 2.0
    card: str = "622202******0123"
    ledger: Ledger = field(default_factory=Ledger)
    payments: int = 0  # how often it was asked for money
    returns: int = 0  # how often it was asked to give some back
    one_payment: bool = False
    takes_back_unended: bool = False
    taught: bool = False  # the payment that was to go wrong was asked for
    line: SimulatedLine = field(init=False)
    _script: _Script | None = None
    _until: float | None = None
    _saying: bool = False
    _inbox: list[bytes] = field(default_factory=list)  # came while something was being said
    _open: Booking | None = None  # told to the counter, and not answered yet
    _boots_at: float | None = None

    def __post_init__(self) -> None:
        self.line = SimulatedLine(self.fault, random.Random(self.seed))

    @property
    def struck(self) -> bool:
        """Whether its fault came to pass."""
        return self.line.spoiled > 0 or not self.line.power

    def choose(self, fault: Fault) -> None:
        """Let something else go wrong from the next payment on."""
        self.fault = self.line.fault = fault
        self.line.spoiled, self.taught = 0, False

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes from the counter."""
        for body in self.line.heard(data, now):
            self._take(body, now)
        self._after_power(now)

    def tick(self, now: float) -> None:
        """Let time pass."""
        if self._boots_at is not None and now >= self._boots_at:
            self._boots_at, self.line.power = None, True
        self.line.tick(now)
        if self._script is not None and self._until is not None and now >= self._until and self.line.free:
            self._go_on(None, now)
        self._after_power(now)

    def outgoing(self, now: float) -> bytes:
        """Return what stands on the line now, once."""
        return self.line.outgoing(now)

    def switch_off_after(self, count: int) -> None:
        """Let the power go once so many more bytes have passed, in both directions together."""
        self.line.power_at, self.line.counted = count, 0

    def switch_on(self, now: float) -> None:
        """Power is back: it starts, and decides about the payment it was in the middle of."""
        self.line.power_at = None
        self._boots_at = now + BOOT_S

    def _after_power(self, now: float) -> None:
        if not self.line.power and self._script is not None:
            self._script, self._until, self._saying = None, None, False
            self._inbox.clear()
            self._leave_open()

    def _leave_open(self) -> None:
        """A payment whose telling was not answered is taken back, or stays, as its kind does."""
        if self._open is not None and self.personality is Personality.REVERSES:
            self._open.reversed = True
        self._open, self.line.spoiling = None, False

    # Scripts

    def _take(self, body: bytes, now: float) -> None:
        command = body[:2].hex()
        if self._script is not None and command in ("0601", "0631", "0630", "0650", "0620", "0600", "0501"):
            self.line.say(message("84A0"), now)
        elif self._saying:
            self._inbox.append(body)
        elif self._script is not None:
            self._go_on(body, now)
        else:
            self._script = self._script_of(command, body[3:])
            self._go_on(None, now, first=True)

    def _go_on(self, came: bytes | None, now: float, *, first: bool = False) -> None:
        assert self._script is not None
        script, self._until = self._script, None
        try:
            step = next(script) if first else script.send(came)
            while self._inbox and not isinstance(step, bytes):
                step = script.send(self._inbox.pop(0))
        except StopIteration:
            self._script, self._saying, self.line.spoiling = None, False, False
            return
        self._saying = isinstance(step, bytes)
        if isinstance(step, bytes):
            self.line.say(step, now)
            self._until = now  # goes on once it is acknowledged
        else:
            self._until = now + step

    def _script_of(self, command: str, data: bytes) -> _Script:
        scripts: dict[str, Callable[[bytes], _Script]] = {
            "0600": self._plain, "0501": self._plain, "0602": self._plain, "0670": self._plain,
            "0601": self._pay, "0620": self._tell_last, "0630": self._take_back, "0631": self._give,
            "0650": self._end_day,
        }  # fmt: skip
        if command == "06b0":
            return self._only(_GOOD)
        if command[:2] in ("80", "84"):
            return self._only()
        return scripts[command](data) if command in scripts else self._only(message("8483"))

    def _only(self, *bodies: bytes) -> _Script:
        yield from bodies

    def _plain(self, _data: bytes) -> _Script:
        yield _GOOD
        yield _DONE
        yield T3_S

    def _ask(self, body: bytes) -> _Script:
        """Say something and wait for its answer; a second wait answers the wish to stop."""
        yield body
        yield T3_S

    def _aborted(self, why: int) -> _Script:
        yield message("061E", bytes([why]))
        yield T3_S

    def _pay(self, data: bytes) -> _Script:
        self.payments += 1
        self._begin_money()
        amount, currency = number_of(data[1:7]), data[8:10]
        if self.fault is Fault.VETO:
            self.line.spoiled += 1
            yield message("8483")
            return
        yield _GOOD
        if self.fault in (Fault.BUSY, Fault.DECLINED):
            self.line.spoiled += 1
            yield from self._aborted(0xA0 if self.fault is Fault.BUSY else 0x05)
            return
        yield from self._ask(_INSERT)
        if self.fault is Fault.PAPER_OUT:
            self.line.spoiled += 1
            yield from self._ask(_PAPER)
            yield _PAPER_S
        came = yield self.card_after_s
        if came is not None and came[:2] == b"\x06\xb0":
            yield _GOOD
            yield from self._aborted(0x6C)
            return
        yield from self._book(amount, currency)

    def _begin_money(self) -> None:
        """Money is asked for, in or out: the fault may strike now, and after one payment it has struck."""
        if self.one_payment and self.taught:
            self.choose(Fault.NONE)
        self.taught = self.line.spoiling = True

    def _book(self, amount: int, currency: bytes) -> _Script:
        wrong = amount + 1 if self.fault is Fault.WRONG_AMOUNT else amount
        self.line.spoiled += wrong != amount
        self._open = made = self.ledger.book(wrong, currency, self.wall(), self.card)
        if self.one_payment and self.fault is Fault.POWER_OFF:
            self.line.power_at = self.line.counted = 0
            self.line.switch_off()
        if self.fault is Fault.NEVER_DONE:
            self.line.spoiled += 1
            yield NEVER_S
        yield told(made, 0)
        heard = yield from self._answer()
        if self.fault is Fault.UNANSWERED_STATUS and heard == b"\x80":
            self.line.spoiled += 1
            heard = b""
        if heard == b"\x84" or (not heard and self.personality is Personality.REVERSES):
            made.reversed, self._open = True, None
            yield from self._aborted(0x6C)
            return
        self._open = None
        if self.fault is Fault.ALREADY_REVERSED:
            self.line.spoiled += 1
            made.reversed = True  # somebody took it back on the terminal before the counter heard of its end
            return
        yield _DONE
        heard = yield from self._answer()
        made.reversed = made.reversed or (self.takes_back_unended and not heard)

    def _answer(self) -> Generator[_Step, bytes | None, bytes]:
        """Wait for an answer; returns its class, b"" for silence."""
        while True:
            came = yield T3_S
            if came is None:
                return b""
            if came[:2] != b"\x84\x9c" and came[:1] in (b"\x80", b"\x84"):
                return came[:1]

    def _tell_last(self, _data: bytes) -> _Script:
        before = 1 if self.fault is Fault.PREVIOUS_TOLD and self.payments else 0
        self.line.spoiled += before
        last = self.ledger.last(before)
        yield _GOOD
        if last is None:
            yield from self._aborted(0x64)
            return
        yield from self._ask(told(last, 0xB4 if last.reversed else 0))
        yield from self._ask(_DONE)

    def _take_back(self, data: bytes) -> _Script:
        self.returns += 1
        self._begin_money()
        found = self.ledger.by_receipt(number_of(data[4:6]))
        yield _GOOD
        if self.fault in (Fault.BUSY, Fault.DECLINED):
            self.line.spoiled += 1
            yield from self._aborted(0xA0 if self.fault is Fault.BUSY else 0x05)
            return
        if found is not None and self.fault is Fault.ALREADY_REVERSED:
            found.reversed = True  # somebody took it back on the terminal before
        if found is None or found.reversed:
            self.line.spoiled += 1
            yield from self._aborted(0xB4 if found is not None else 0x64)
            return
        found.reversed = True
        yield from self._ask(told(found, 0))
        yield from self._ask(_DONE)

    def _give(self, data: bytes) -> _Script:
        self.returns += 1
        self._begin_money()
        yield _GOOD
        if self.fault in (Fault.BUSY, Fault.DECLINED):
            self.line.spoiled += 1
            yield from self._aborted(0xA0 if self.fault is Fault.BUSY else 0x05)
            return
        came = yield self.card_after_s
        if came is not None and came[:2] == b"\x06\xb0":
            yield _GOOD
            yield from self._aborted(0x6C)
            return
        made = self.ledger.book(-number_of(data[4:10]), data[11:13], self.wall(), self.card)
        yield from self._ask(told(made, 0))
        yield from self._ask(_DONE)

    def _end_day(self, _data: bytes) -> _Script:
        yield _GOOD
        yield from self._ask(self.ledger.close())
        yield from self._ask(_DONE)

    def put_before(self, amount: int, ago: timedelta) -> None:
        """Let a payment have been taken before, by whatever means."""
        self.ledger.book(amount, figures("0156", 2), self.wall() - ago, self.card)
