"""A simulated Transbank terminal: bytes and time in, bytes out. Amounts in minor units."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from counter.devices.practice.machine import NOTHING, Taken
from counter.devices.transbank_simulator.wire import ACK, NAK, framed, texts_in

BOOT_S, CARD_S = 3.0, 2.0
_TIMES = 3  # how often a sale is sent that is not taken
_KEPT = 200
_TERMINAL = "597029414300|ABC1234C"
# The same words as for ZVT where the same thing happens.
_LESSONS = (
    NOTHING, "declined", "power_off", "lost_answer", "wrong_amount", "busy", "previous_told", "already_reversed",
    "crc_error",
)  # fmt: skip


@dataclass(slots=True)
class Sale:
    """A payment as it stands on the terminal."""

    ticket: str
    amount: int
    operation: int
    reversed: bool = False


@dataclass(slots=True)
class TransbankMachine:
    """See PracticeMachine. first: the number of its first payment."""

    first: int = field(default_factory=lambda: int(f"{datetime.now():%H%M%S}") + 1)
    lessons: tuple[str, ...] = _LESSONS
    power: bool = True
    sales: list[Sale] = field(default_factory=list)
    closed: list[Sale] = field(default_factory=list)
    moves: int = 0
    _lesson: str = NOTHING
    _taught: bool = False
    _refused: int = 0
    _in: bytes = b""
    _out: list[tuple[float, bytes]] = field(default_factory=list)
    _last: bytes = b""  # said last, for a counter that did not understand it
    _boots_at: float | None = None

    @property
    def lesson(self) -> str:
        """Return what happens with the next payment."""
        return NOTHING if self._taught else self._lesson

    @property
    def takes_back(self) -> bool | None:
        """Return None: it keeps a sale before it says so."""
        return None

    def choose(self, lesson: str) -> None:
        """Let something happen with the next payment. Raises ValueError."""
        if lesson not in self.lessons:
            raise ValueError(lesson)
        self._lesson, self._taught, self._refused = lesson, False, 0

    def turn(self) -> None:
        """Nothing: it has one kind only."""

    def switch_on(self, now: float) -> None:
        """Its power is back; it takes a while to start."""
        self._boots_at = now + BOOT_S

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes from the counter."""
        if not self.power:
            return
        if data == NAK and self._last:
            self._out.append((now, self._last))
            return
        texts, self._in = texts_in(self._in + data)
        for text in texts:
            self._take(text.split("|"), now)

    def tick(self, now: float) -> None:
        """Let time pass."""
        if self._boots_at is not None and now >= self._boots_at:
            self._boots_at, self.power = None, True

    def outgoing(self, now: float) -> bytes:
        """Return what stands on the line now, once."""
        due = b"".join(data for at, data in self._out if at <= now)
        self._out = [(at, data) for at, data in self._out if at > now]
        return due

    def taken(self) -> tuple[Taken, ...]:
        """Return what it has taken, newest first."""
        every = reversed((*self.closed, *self.sales))
        return tuple(
            Taken(f"{each.operation:06d}", each.amount, "taken_back" if each.reversed else "taken") for each in every
        )

    def remembered(self) -> Mapping[str, Any]:
        """Return what it is to know again at the next start."""
        kept = {name: [asdict(each) for each in getattr(self, name)[-_KEPT:]] for name in ("closed", "sales")}
        return {"first": self.first, **kept}

    def remember(self, before: Mapping[str, Any]) -> None:
        """Know again what it did. Raises KeyError, TypeError or ValueError."""
        closed, sales = [[Sale(**each) for each in before[name]] for name in ("closed", "sales")]
        self.first, self.closed, self.sales = int(before["first"]), closed, sales

    # What it is asked for

    def _take(self, wish: list[str], now: float) -> None:
        if wish[0] == "0200":
            self._sell(wish, now)
            return
        self._out.append((now, ACK))
        answer = self._answer(wish)
        if answer:
            self._say(answer, now)

    def _sell(self, wish: list[str], now: float) -> None:
        if self._taught:
            self._lesson = NOTHING
        self._taught = True
        if self._lesson == "busy":
            self._out.append((now, NAK))
            self._refused += 1
            self._taught = self._refused >= _TIMES
            return
        self._out.append((now, ACK))
        if self._lesson == "declined":
            self._say(_told("0210", "05", Sale(wish[2], int(wish[1]), 0)), now + CARD_S)
            return
        self._book(wish, now)

    def _book(self, wish: list[str], now: float) -> None:
        number = (self.first + len(self.closed) + len(self.sales)) % 1_000_000
        made = Sale(wish[2], int(wish[1]) + (self._lesson == "wrong_amount"), number)
        self.sales.append(made)
        self.moves += 1
        if self._lesson == "power_off":
            self.power, self._in = False, b""
        elif self._lesson == "already_reversed":
            made.reversed = True  # somebody took it back on the terminal before the counter heard of it
        elif self._lesson not in ("lost_answer", "previous_told"):
            self._say(_told("0210", "00", made), now + CARD_S, broken=self._lesson == "crc_error")

    def _say(self, text: str, at: float, *, broken: bool = False) -> None:
        self._last = framed(text)
        self._out.append((at, self._last[:-1] + bytes([self._last[-1] ^ 0x55]) if broken else self._last))

    def _answer(self, wish: list[str]) -> str:
        if wish[0] == "0250":
            return self._tell_last()
        if wish[0] == "1200":
            return self._take_back(wish[1])
        standing = [each.amount for each in self.sales if not each.reversed]
        if wish[0] == "0700":
            return f"0710|00|{len(standing)}|{sum(standing)}|"
        if wish[0] == "0500":
            self.closed, self.sales = [*self.closed, *self.sales], []
            self.moves += 1
            return f"0510|00|{_TERMINAL}|"
        return ""

    def _tell_last(self) -> str:
        before = 1 if self._taught and self._lesson == "previous_told" else 0
        last = next(iter([each for each in reversed((*self.closed, *self.sales)) if not each.reversed][before:]), None)
        return _told("0260", "00", last) if last is not None else f"0260|11|{_TERMINAL}|||||||||"

    def _take_back(self, operation: str) -> str:
        found = next((each for each in self.sales if operation.isdecimal() and each.operation == int(operation)), None)
        code = "05" if found is None else "04" if found.reversed else "00"
        if found is not None:
            found.reversed = True
            self.moves += 1
        return f"1210|{code}|{_TERMINAL}|123456|{operation}|"


def _told(kind: str, code: str, one: Sale) -> str:
    return (
        f"{kind}|{code}|{_TERMINAL}|{one.ticket}|XZ1234|{one.amount}|0||0123|{one.operation:06d}|DB|||VI|"
        f"{datetime.now():%d%m%Y|%H%M%S}|||"
    )
