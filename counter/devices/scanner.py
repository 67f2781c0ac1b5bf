"""A scanner on a serial line: whole codes, told by their end or by silence; it opens things and never takes money.

A scanner that is a keyboard needs none of this (counter/screens/scanning.py).
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from counter.devices.lines import Line, LineBroken

AGAIN_S = 3.0
READ_S = 0.1
# A scanner that sends no end of line sends a whole code faster than this.
SILENCE_S = 0.15
LONGEST = 200
_ENDS = b"\r\n\t"


@dataclass(slots=True)
class ScanReader:
    """Takes bytes and time (seconds, any zero), gives codes."""

    _bytes: bytearray = field(default_factory=bytearray)
    _at: float = 0.0

    def feed(self, data: bytes, now: float) -> list[str]:
        """Take bytes, none where it was silent; returns the codes that are whole."""
        codes = [self._take()] if self._bytes and now - self._at >= SILENCE_S else []
        for byte in data:
            if byte in _ENDS:
                codes.append(self._take())
            elif len(self._bytes) <= LONGEST:
                self._bytes.append(byte)
        if data:
            self._at = now
        return [each for each in codes if each]

    def _take(self) -> str:
        raw, self._bytes = bytes(self._bytes), bytearray()
        if len(raw) > LONGEST:
            return ""  # no code is that long: the line is set to another speed
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("gb18030", "replace")
        return "".join(each for each in text if each.isprintable()).strip()


class SerialScanner:
    """Reads on a thread of its own; trouble: why the line is not there (a code); reached: whether it is there."""

    def __init__(self, connect: Callable[[], Line]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._codes: list[str] = []
        self._stop = threading.Event()
        self.trouble = ""
        self.reached = False
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)
        self._thread.start()

    def codes(self) -> list[str]:
        """Return what was scanned since the last call."""
        with self._lock:
            codes, self._codes = self._codes, []
            return codes

    def close(self) -> None:
        """Give the line back."""
        self._stop.set()
        self._thread.join(AGAIN_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._read(self._connect())
            except LineBroken as broken:
                self.trouble, self.reached = broken.reason, False
                self._stop.wait(AGAIN_S)

    def _read(self, line: Line) -> None:
        self.trouble, self.reached, reader = "", True, ScanReader()
        try:
            while not self._stop.is_set():
                codes = reader.feed(line.read(READ_S), time.monotonic())
                if codes:
                    with self._lock:
                        self._codes += codes
        finally:
            with suppress(LineBroken):
                line.close()
