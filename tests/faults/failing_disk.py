"""A disk under SQLite that fails at its n-th call of a kind, once or from then on."""

from collections import Counter
from pathlib import Path

from tests.faults.disk_shim import FULL, IO_ERROR, OK, Call


class FailingDisk:
    """Passes everything on until it is armed; then call number n of a kind is refused.

    fired: whether it was. calls: what was asked since it was armed, by kind.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.fired = False
        self._kind, self._at, self._code, self._stays, self._only = "", 0, OK, False, ""

    def fail(self, kind: str, at: int, *, full: bool = False, stays: bool = False, only: str = "") -> None:
        """Refuse call number at (from 1) of a kind, as an input/output error or a full disk.

        stays: and all of that kind after it. only: calls on files whose name contains this.
        """
        self.calls.clear()
        self.fired = False
        self._kind, self._at, self._stays, self._only = kind, at, stays, only
        self._code = FULL if full else IO_ERROR[kind]

    def heal(self) -> None:
        """Fail no more."""
        self._kind = ""

    def count(self) -> None:
        """Begin to count anew, without failing."""
        self.heal()
        self.calls.clear()

    def __call__(self, call: Call) -> int:
        if self._only not in Path(call.path).name:
            return OK
        self.calls[call.what] += 1
        reached = self.calls[call.what]
        if call.what == self._kind and (reached == self._at or (self._stays and reached > self._at)):
            self.fired = True
            return self._code
        return OK
