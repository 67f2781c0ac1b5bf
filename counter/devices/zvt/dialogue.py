"""One command and what the terminal says to it, from our first byte to its last word (PA00P015, chapter 2).

Bytes and time (seconds, any zero) are arguments. What the terminal says of a payment is answered at once, for that
proves nothing yet; the word that ends an approved payment (06 0F) is answered once the books hold it.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from counter.devices.zvt import apdu as wire
from counter.devices.zvt.apdu import Apdu
from counter.devices.zvt.link import Link
from counter.devices.zvt.status import ALREADY_REVERSED, Status, read_status

T3_S = 5.0
T4_S = 180.0
_BUSY_FOR_NOW = 0x9C


class Ending(Enum):
    """How a command ended."""

    DONE = "done"
    ABORTED = "aborted"
    REFUSED = "refused"
    SILENT = "silent"


class Ended(NamedTuple):
    """The end of a command: why (the terminal's byte, 0 where it gave none), and the last status it told."""

    ending: Ending
    why: int
    status: Status | None

    @property
    def was_reversed(self) -> bool:
        """Whether it says that the payment is taken back already."""
        return self.why == ALREADY_REVERSED


class _Phase(Enum):
    IDLE = "idle"
    ASKED = "asked"
    RUNNING = "running"
    HELD = "held"


@dataclass(slots=True)
class Dialogue:
    """At most one command at a time over a link; ended is what came of the last one, taken once."""

    link: Link
    intermediate: int = -1
    _phase: _Phase = _Phase.IDLE
    _until: float = 0.0
    _status: Status | None = None
    _money: bool = False
    _ended: list[Ended] = field(default_factory=list)

    @property
    def idle(self) -> bool:
        """Whether a command may be given."""
        return self._phase is _Phase.IDLE

    @property
    def held(self) -> bool:
        """Whether the terminal's last word waits for our answer."""
        return self._phase is _Phase.HELD

    def start(self, command: bytes, now: float, *, money: bool = False) -> None:
        """Give a command; money: it is never sent twice, and its success is answered by confirm alone."""
        self._status, self._money, self.intermediate = None, money, -1
        self._enter(_Phase.ASKED, now, T3_S)
        self.link.send(command, now, may_repeat=not money)

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes that came."""
        for apdu in self.link.heard(data, now):
            self._said(apdu, now)

    def tick(self, now: float) -> None:
        """Let time pass; who is silent for too long has ended."""
        self.link.tick(now)
        if self._phase in (_Phase.ASKED, _Phase.RUNNING) and (now >= self._until or self.link.failed):
            self._end(Ending.SILENT)
        elif self.held and now >= self._until:
            self._phase = _Phase.IDLE  # the books do not hold it: the last word stays unanswered

    def confirm(self, now: float) -> None:
        """Answer the last word of an approved payment: the books hold it."""
        if self.held:
            self._phase = _Phase.IDLE
            self._answer(now)

    def ask_abort(self, now: float) -> bool:
        """Ask the terminal to stop what it does, once it does it; returns whether it was asked.

        What came of it is told by its own last word.
        """
        free = self._phase is _Phase.RUNNING and not self.link.busy
        if free and self._status is None:
            self.link.send(wire.abort(), now, may_repeat=True)
        return free

    def break_off(self) -> None:
        """Take the line as lost."""
        if self._phase in (_Phase.ASKED, _Phase.RUNNING):
            self._end(Ending.SILENT)
        self._phase = _Phase.IDLE

    def ended(self) -> Ended | None:
        """Return what came of the last command, once."""
        return self._ended.pop(0) if self._ended else None

    # What the terminal says

    def _said(self, apdu: Apdu, now: float) -> None:
        if apdu.kind[0] in (0x80, 0x84):
            self._answered(apdu, now)
            return
        if self.held:
            return  # said again while the books write: answered once they hold it
        if self._phase is not _Phase.RUNNING:
            self._answer(now)  # a late word of an earlier command: it is no word of this one
            return
        if apdu.kind == wire.STATUS_INFORMATION:
            self._status = read_status(apdu.data)
        elif apdu.kind == wire.INTERMEDIATE:
            self.intermediate = apdu.data[0] if apdu.data else -1
        if apdu.kind == wire.COMPLETION and self._money and self._status is not None and self._status.is_approved:
            self._enter(_Phase.HELD, now, T3_S)
            self._ended.append(Ended(Ending.DONE, 0, self._status))
            return
        self._answer(now)
        if apdu.kind == wire.COMPLETION:
            self._end(Ending.DONE)
        elif apdu.kind == wire.ABORTED:
            self._end(Ending.ABORTED, apdu.data[0] if apdu.data else 0)
        else:
            self._enter(_Phase.RUNNING, now, T4_S)

    def _answered(self, apdu: Apdu, now: float) -> None:
        if self._phase is not _Phase.ASKED:
            return  # the answer to our wish to abort
        if apdu.kind[0] == 0x80 or apdu.kind[1] == _BUSY_FOR_NOW:
            self._enter(_Phase.RUNNING, now, T4_S)
        else:
            self._end(Ending.REFUSED, apdu.kind[1])

    def _answer(self, now: float) -> None:
        self.link.send(wire.POSITIVE, now, may_repeat=True)

    def _enter(self, phase: _Phase, now: float, seconds: float) -> None:
        self._phase, self._until = phase, now + seconds

    def _end(self, ending: Ending, why: int = 0) -> None:
        self._phase = _Phase.IDLE
        self._ended.append(Ended(ending, why, self._status))
