"""Whole APDUs over a line: frames acknowledged, repeated where that is harmless, told from repeated ones.

Bytes and time (seconds, any zero) are arguments; nothing here reads a clock or waits.
"""

from dataclasses import dataclass, field
from typing import Protocol

from counter.devices.zvt.apdu import Apdu, apdu_length, decode_apdu
from counter.devices.zvt.frame import ACK, NAK, FrameReader, Sign, encode_frame

T1_S = 0.2
T2_S = 5.0
REPEATS = 2


class Link(Protocol):
    """What carries APDUs; outgoing bytes are taken out by whoever owns the line."""

    failed: bool

    @property
    def busy(self) -> bool:
        """Whether something sent is not acknowledged yet."""

    def send(self, raw: bytes, now: float, *, may_repeat: bool) -> None:
        """Send an APDU; may_repeat: also where silence does not tell whether it was heard."""

    def heard(self, data: bytes, now: float) -> list[Apdu]:
        """Take bytes that came; returns the APDUs that are new."""

    def tick(self, now: float) -> None:
        """Let time pass."""

    def outgoing(self) -> bytes:
        """Return what is to be written now, once."""


@dataclass(slots=True)
class _Pending:
    """An own frame that is not acknowledged yet."""

    raw: bytes
    since: float
    may_repeat: bool
    repeats: int = 0


@dataclass(slots=True)
class SerialLink:
    """PA00P016: half duplex, every frame acknowledged; failed: an own frame was not, however often it was sent."""

    failed: bool = False
    # Bytes may hold what no log may hold.
    _reader: FrameReader = field(default_factory=FrameReader, repr=False)
    _out: bytearray = field(default_factory=bytearray, repr=False)
    _pending: _Pending | None = None
    _last: bytes = field(default=b"", repr=False)
    _byte_at: float = 0.0

    @property
    def busy(self) -> bool:
        """Return whether a frame is not acknowledged yet."""
        return self._pending is not None

    def send(self, raw: bytes, now: float, *, may_repeat: bool) -> None:
        """Send an APDU as a frame; one that moves money is sent again only where the terminal says it was broken."""
        self.failed = False
        self._pending = _Pending(raw, now, may_repeat)
        self._out += encode_frame(raw)

    def heard(self, data: bytes, now: float) -> list[Apdu]:
        """Take bytes; every whole frame is acknowledged, a broken one is not, and of a repeated one nobody hears."""
        self._cut_silence(now)
        self._byte_at = now
        fresh: list[Apdu] = []
        for each in self._reader.feed(data):
            if isinstance(each, Sign):
                self._sign(each, now)
                continue
            self._out.append(ACK)
            # A frame that repeats the last one while our answer to that is not acknowledged is the same frame again.
            if each == self._last and self._pending is not None:
                continue
            self._last = each
            self._pending = None
            apdu = decode_apdu(each)
            if apdu is not None:
                fresh.append(apdu)
        return fresh

    def tick(self, now: float) -> None:
        """Ask again for a frame that broke off, and send again what was not acknowledged."""
        self._cut_silence(now)
        pending = self._pending
        if pending is not None and now - pending.since >= T2_S:
            if pending.may_repeat:
                self._again(pending, now)
            else:
                self._give_up()

    def outgoing(self) -> bytes:
        """Return what is to be written now, once."""
        out, self._out = bytes(self._out), bytearray()
        return out

    def _cut_silence(self, now: float) -> None:
        if self._reader.inside and now - self._byte_at > T1_S:
            self._reader.reset()
            self._out.append(NAK)

    def _sign(self, sign: Sign, now: float) -> None:
        if sign is Sign.BROKEN:
            self._out.append(NAK)
        elif self._pending is not None:
            if sign is Sign.ACK:
                self._pending = None
            else:
                self._again(self._pending, now)

    def _again(self, pending: _Pending, now: float) -> None:
        if pending.repeats >= REPEATS:
            self._give_up()
            return
        pending.repeats += 1
        pending.since = now
        self._out += encode_frame(pending.raw)

    def _give_up(self) -> None:
        self._pending = None
        self.failed = True


@dataclass(slots=True)
class NetworkLink:
    """ZVT over TCP: bare APDUs one behind the other; the network itself acknowledges and repeats."""

    failed: bool = False
    _in: bytearray = field(default_factory=bytearray, repr=False)
    _out: bytearray = field(default_factory=bytearray, repr=False)

    @property
    def busy(self) -> bool:
        """Return False: the network does that."""
        return False

    def send(self, raw: bytes, now: float, *, may_repeat: bool) -> None:
        """Send an APDU once."""
        self.failed = False
        self._out += raw

    def heard(self, data: bytes, now: float) -> list[Apdu]:
        """Take bytes; returns the APDUs that are whole."""
        self._in += data
        fresh: list[Apdu] = []
        while (size := apdu_length(bytes(self._in[:5]))) is not None and len(self._in) >= size:
            apdu = decode_apdu(bytes(self._in[:size]))
            del self._in[:size]
            if apdu is not None:
                fresh.append(apdu)
        return fresh

    def tick(self, now: float) -> None:
        """Nothing: a broken connection is told by the line."""

    def outgoing(self) -> bytes:
        """Return what is to be written now, once."""
        out, self._out = bytes(self._out), bytearray()
        return out
