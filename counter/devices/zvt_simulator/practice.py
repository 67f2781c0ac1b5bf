"""The simulated ZVT terminal as somebody practises on it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from counter.devices.practice.machine import Taken, TakenState
from counter.devices.zvt_simulator.faults import Fault, Personality
from counter.devices.zvt_simulator.ledger import Booking
from counter.devices.zvt_simulator.machine import Machine

_KEPT = 200
# Those that a person can see come first; the others are put right by the driver without a word.
_LESSONS = (
    Fault.NONE, Fault.DECLINED, Fault.POWER_OFF, Fault.LOST_ANSWER, Fault.UNANSWERED_STATUS, Fault.WRONG_AMOUNT,
    Fault.BUSY, Fault.PAPER_OUT, Fault.VETO, Fault.LATE_ANSWER, Fault.LOST_DONE, Fault.PREVIOUS_TOLD,
    Fault.ALREADY_REVERSED, Fault.NEVER_DONE, Fault.CRC_ERROR, Fault.NAK, Fault.DROPPED_ACK, Fault.LATE_ACK,
    Fault.REPEATED_FRAME, Fault.GAP_INSIDE_FRAME, Fault.GARBAGE, Fault.SPLIT_READS, Fault.MERGED_READS,
)  # fmt: skip


class ZvtPractice:
    """See PracticeMachine."""

    def __init__(self, machine: Machine | None = None) -> None:
        self._machine = machine or Machine()
        self._machine.one_payment = True
        self.lessons = tuple(each.value for each in _LESSONS)
        self._machine.ledger.begin_at(self._machine.wall())

    @property
    def power(self) -> bool:
        """Whether it is on."""
        return self._machine.line.power

    @property
    def lesson(self) -> str:
        """Return what happens with the next payment."""
        return Fault.NONE if self._machine.taught else self._machine.fault

    @property
    def takes_back(self) -> bool:
        """Return whether it takes back what it was not answered."""
        return self._machine.personality is Personality.REVERSES

    @property
    def moves(self) -> int:
        """Return a number that changes with whatever it took or gave back."""
        ledger = self._machine.ledger
        return hash((ledger.next_trace, len(ledger.bookings), len(ledger.standing), self._machine.returns))

    def choose(self, lesson: str) -> None:
        """Let something happen with the next payment. Raises ValueError."""
        self._machine.choose(Fault(lesson))

    def turn(self) -> None:
        """Change whether it takes back what it was not answered."""
        self._machine.personality = Personality.KEEPS if self.takes_back else Personality.REVERSES

    def switch_on(self, now: float) -> None:
        """Its power is back."""
        self._machine.switch_on(now)

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes from the counter."""
        self._machine.heard(data, now)

    def tick(self, now: float) -> None:
        """Let time pass."""
        self._machine.tick(now)

    def outgoing(self, now: float) -> bytes:
        """Return what stands on the line now, once."""
        return self._machine.outgoing(now)

    def taken(self) -> tuple[Taken, ...]:
        """Return what it has taken, newest first."""
        ledger = self._machine.ledger
        return tuple(_taken(each) for each in reversed((*ledger.closed, *ledger.bookings)))

    def remembered(self) -> Mapping[str, Any]:
        """Return what it is to know again at the next start."""
        ledger = self._machine.ledger
        return {
            "receipt": ledger.next_receipt, "trace": ledger.next_trace,
            "closed": [_kept(each) for each in ledger.closed[-_KEPT:]],
            "bookings": [_kept(each) for each in ledger.bookings[-_KEPT:]],
        }  # fmt: skip

    def remember(self, before: Mapping[str, Any]) -> None:
        """Know again what it did. Raises KeyError, TypeError or ValueError."""
        ledger = self._machine.ledger
        closed, bookings = [[_booking(each) for each in before[name]] for name in ("closed", "bookings")]
        ledger.next_receipt, ledger.next_trace = int(before["receipt"]), int(before["trace"])
        ledger.closed, ledger.bookings = closed, bookings


def _taken(one: Booking) -> Taken:
    state: TakenState = "taken_back" if one.reversed else "given_back" if one.amount < 0 else "taken"
    return Taken(f"{one.receipt:04d}", abs(one.amount), state)


def _kept(one: Booking) -> dict[str, Any]:
    return {**asdict(one), "currency": one.currency.hex(), "at": one.at.isoformat()}


def _booking(kept: Mapping[str, Any]) -> Booking:
    currency, at = bytes.fromhex(kept["currency"]), datetime.fromisoformat(kept["at"])
    return Booking(**{**kept, "currency": currency, "at": at})
