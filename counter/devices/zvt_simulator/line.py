"""The simulated terminal's end of the line: it acknowledges, repeats, and spoils what the fault of the day says."""

import random
from dataclasses import dataclass, field

from counter.devices.zvt_simulator.faults import Fault
from counter.devices.zvt_simulator.wire import ACK, NAK, unwrap, wrap

T2_S = 5.0
_AT_MOST = 3
_DONE, _ANSWER = b"\x06\x0f", b"\x80"
_AT_ONCE = (Fault.LATE_ANSWER, Fault.LOST_ANSWER, Fault.LOST_DONE, Fault.PREVIOUS_TOLD)


@dataclass(slots=True)
class SimulatedLine:
    """The bytes of one terminal. power_at: how many bytes in both directions still pass before the power goes."""

    fault: Fault
    chance: random.Random
    power_at: int | None = None
    power: bool = True
    spoiling: bool = False  # only while a payment is under way
    spoiled: int = 0
    counted: int = 0
    _in: bytes = b""
    _out: list[tuple[float, bytes]] = field(default_factory=list)
    _waits: bytes = b""  # the own message that is not acknowledged yet
    _since: float = 0.0
    _times: int = 0
    _last_heard: bytes = b""
    _said_since: bool = True
    _let_pass: int = field(init=False)  # how many chances the fault lets pass before it strikes

    def __post_init__(self) -> None:
        self._let_pass = self.chance.randrange(3)

    def say(self, body: bytes, now: float) -> None:
        """Send a message and expect it to be acknowledged."""
        self._waits, self._since, self._times, self._said_since = body, now, 1, True
        self._put(body, now)

    @property
    def free(self) -> bool:
        """Whether nothing waits to be acknowledged."""
        return not self._waits

    def heard(self, data: bytes, now: float) -> list[bytes]:
        """Take bytes; returns the messages that are new."""
        for byte in data:
            if self._counts():
                self._in += bytes([byte])
        fresh: list[bytes] = []
        while self.power:
            first, self._in = unwrap(self._in)
            if first is None:
                return fresh
            if first == ACK:
                self._waits = b""
            elif first == NAK:
                self._again(now)
            elif first == b"!":
                self._write(NAK, now)
            elif self._acknowledge(now) and (first[1:] != self._last_heard or self._said_since):
                self._last_heard, self._said_since, self._waits = first[1:], False, b""
                fresh.append(first[1:])
        return fresh

    def tick(self, now: float) -> None:
        """Send again what nobody acknowledged; after three times let it be."""
        if self.power and self._waits and now - self._since >= T2_S:
            self._again(now)

    def outgoing(self, now: float) -> bytes:
        """Return what stands on the line now, once."""
        due = b"".join(data for at, data in self._out if at <= now)
        self._out = [(at, data) for at, data in self._out if at > now]
        if self.fault is Fault.SPLIT_READS and len(due) > 1:
            self.spoiled += 1
            cut = self.chance.randrange(1, len(due))
            due, rest = due[:cut], due[cut:]
            self._out.insert(0, (now, rest))
        return due

    def switch_off(self) -> None:
        """The power goes: nothing is heard, said or remembered on the line."""
        self.power = False
        self._in, self._out, self._waits, self._last_heard, self._said_since = b"", [], b"", b"", True

    def _again(self, now: float) -> None:
        if not self._waits:
            return
        if self._times >= _AT_MOST:
            self._waits = b""
            return
        self._times, self._since = self._times + 1, now
        self._write(wrap(self._waits), now)

    def _acknowledge(self, now: float) -> bool:
        """Acknowledge a message; returns whether it is taken."""
        if self._hits(Fault.NAK, 1):
            self._write(NAK, now)
            return False
        if self._hits(Fault.DROPPED_ACK, 2):
            return True
        if self._hits(Fault.LATE_ACK, 1):
            self._write(ACK, now + T2_S + 1)
            return True
        self._write(ACK, now)
        return True

    def _put(self, body: bytes, now: float) -> None:
        """Write a message, spoiled where it is its turn."""
        frame = wrap(body)
        if self._is_lost(body):
            self._waits = b""
            return
        if self._hits(Fault.CRC_ERROR, 3):
            frame = frame[:-1] + bytes([frame[-1] ^ 0x55])
        elif self._hits(Fault.GARBAGE, 4):
            noise = bytes(self.chance.randrange(256) for _ in range(self.chance.randrange(1, 30)))
            frame = noise + frame
        elif self._hits(Fault.GAP_INSIDE_FRAME, 3):
            self._write(frame[:4], now)
            self._write(frame[4:], now + 0.6)
            return
        elif self._hits(Fault.REPEATED_FRAME, 5):
            frame += frame
        late = 8.0 if body[:1] == _ANSWER and self._hits(Fault.LATE_ANSWER, 1) else 0.0
        merged = 0.1 if self.fault is Fault.MERGED_READS else 0.0
        self.spoiled += bool(merged)
        self._write(frame, now + late + merged)

    def _is_lost(self, body: bytes) -> bool:
        if body[:1] == _ANSWER and self._hits(Fault.LOST_ANSWER, 1):
            return True
        return body[:2] == _DONE and (self._hits(Fault.LOST_DONE, 1) or self._hits(Fault.PREVIOUS_TOLD, 1))

    def _hits(self, fault: Fault, times: int) -> bool:
        """Whether this fault strikes now; it strikes so many times in a payment, by chance sooner or later."""
        if not (self.spoiling and self.fault is fault and self.spoiled < times):
            return False
        if fault not in _AT_ONCE and self._let_pass:
            self._let_pass -= 1
            return False
        self.spoiled += 1
        return True

    def _write(self, data: bytes, at: float) -> None:
        kept = bytes(byte for byte in data if self._counts())
        if kept:
            self._out.append((at, kept))

    def _counts(self) -> bool:
        """Count a byte in either direction; returns whether the power is still there."""
        if self.power and self.power_at is not None:
            self.counted += 1
            if self.counted > self.power_at:
                self.switch_off()
        return self.power
