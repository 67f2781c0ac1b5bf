"""A scanner of memory on a serial line: what is scanned goes out with the end of line that scanners send."""

from dataclasses import dataclass


@dataclass(slots=True)
class ScannerDevice:
    """Takes bytes as every device does, and has no use for them. scanned: how many codes went out."""

    scanned: int = 0
    _out: bytes = b""

    def scan(self, code: str) -> None:
        """Scan a code."""
        self.scanned += 1
        self._out += code.encode("utf-8") + b"\r"

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes."""

    def tick(self, now: float) -> None:
        """Nothing moves by itself."""

    def outgoing(self, now: float) -> bytes:
        """Return what stands on the line now, once."""
        out, self._out = self._out, b""
        return out
