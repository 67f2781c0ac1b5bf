"""A customer display of memory: reads the bytes of all three families and says what stands on it.

It shares nothing with what writes them but the published command sets.
"""

import re
from dataclasses import dataclass

_LAMPS = {"1": "price", "2": "total", "3": "received", "4": "change"}
# A row of CD5220, a row of ESC/POS (cursor, then text up to the next command), a lamp and the figures of LED8N.
_COMMANDS = re.compile(
    rb"\x1bs(?P<lamp>.)|\x1bQ(?P<row>[AB])(?P<text>[^\r\x1b]*)\r|\x1f\x24\x01(?P<at>[\x01\x02])(?P<words>[^\x1b\x1f\x0c]*)"
    rb"(?=[\x1b\x1f\x0c])|(?P<clear>\x0c)",
    re.DOTALL,
)


@dataclass(slots=True)
class DisplayDevice:
    """Takes bytes, gives none: a display never answers. upper, lower: what stands on it; lamp: which one is lit."""

    upper: str = ""
    lower: str = ""
    lamp: str = ""
    _in: bytes = b""

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes."""
        self._in += data
        end = 0
        for found in _COMMANDS.finditer(self._in):
            end = found.end()
            self._show(found)
        self._in = self._in[end:][-200:]

    def tick(self, now: float) -> None:
        """Nothing moves by itself."""

    def outgoing(self, now: float) -> bytes:
        """Return nothing."""
        return b""

    @property
    def text(self) -> str:
        """Return what stands on it, in one line."""
        rows = f"[{self.upper}]" if self.lamp else f"[{self.upper:<20}] [{self.lower:<20}]"
        return f"{rows} {self.lamp}".rstrip()

    def _show(self, found: re.Match[bytes]) -> None:
        if found["clear"] is not None:
            self.upper = self.lower = ""
        elif found["lamp"] is not None:
            self.lamp = _LAMPS.get(found["lamp"].decode("ascii", "replace"), "?")
        elif found["row"] == b"A" or found["at"] == b"\x01":
            self.upper = _text(found)
        else:
            self.lower = _text(found)


def _text(found: re.Match[bytes]) -> str:
    raw = found["text"] if found["text"] is not None else found["words"]
    return raw.decode("gb18030", "replace").rstrip()
