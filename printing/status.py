"""What a receipt printer says of itself, with silence as an answer of its own.

`DLE EOT n` (10 04 n) asks in real time: n=1 printer, 2 cause of being offline, 3 error, 4 paper sensor. A reply is one
byte whose bits 0, 1, 4 and 7 are 0, 1, 1 and 0.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

Reason = Literal["cover_open", "paper_out", "cutter", "error", "unreachable", "no_printer"]
Warning = Literal["", "paper_low"]

_FIXED, _FIXED_VALUE = 0x93, 0x12
_LEFT_OVER = 8  # reads; a printer that chatters all the time is asked all the same
EACH_S = 0.5  # how long one answer is waited for; printers answer within a few milliseconds


@dataclass(frozen=True, slots=True)
class Online:
    """The printer is ready; `warning` tells what will soon need a hand, `signal` what its drawer's switch says.

    signal: the level of the drawer connector's pin 3, None where it is not known; which one means open is a matter of
    the drawer.
    """

    warning: Warning = ""
    signal: bool | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Offline:
    """The printer cannot print, and why; signal: as for Online."""

    reason: Reason
    signal: bool | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """The printer did not answer, or not in its language: neither ready nor offline may be said of it."""


Status = Online | Offline | Unknown


class Line(Protocol):
    """An open connection to a printer that can answer."""

    def write(self, data: bytes, timeout_s: float) -> None:
        """Send all bytes within the time; raises OSError."""

    def read(self, timeout_s: float) -> bytes:
        """Return what has come, b"" after silence of that time; raises OSError."""


def read_status(line: Line, deadline_s: float, clock: Callable[[], float] = time.monotonic) -> Status:
    """Ask the printer the four questions within the deadline; raises the line's OSError."""
    until = clock() + deadline_s
    first = _ask(line, 1, until, clock)
    if first is None:
        return Unknown()
    cause, error, paper = (_ask(line, n, until, clock) for n in (2, 3, 4))
    return judge(first, cause, error, paper)


def _ask(line: Line, n: int, until: float, clock: Callable[[], float]) -> int | None:
    left = min(until - clock(), EACH_S)
    if left <= 0:
        return None
    _forget(line)
    line.write(b"\x10\x04" + bytes([n]), left)
    for byte in line.read(max(min(until - clock(), EACH_S), 0.0)):
        if byte & _FIXED == _FIXED_VALUE:
            return byte
    return None


def _forget(line: Line) -> None:
    """Read away what a slow printer still had to say to an earlier question: it is no answer to the next."""
    for _ in range(_LEFT_OVER):
        if not line.read(0.0):
            return


def judge(printer: int, cause: int | None, error: int | None, paper: int | None) -> Online | Offline:
    """Return the status that the four bytes tell, None where one did not come.

    A printer that says it is online but has no paper is offline: it stops with the next line.
    """
    return replace(_judge(printer, cause, error, paper), signal=bool(printer & 0x04))


def _judge(printer: int, cause: int | None, error: int | None, paper: int | None) -> Online | Offline:
    cause, error_bits, paper_bits = cause or 0, error or 0, paper or 0
    if paper_bits & 0x60 or cause & 0x20:
        return Offline("paper_out")
    if cause & 0x04:
        return Offline("cover_open")
    if error_bits & 0x08:
        return Offline("cutter")
    if printer & 0x08 or cause & 0x40 or error_bits & 0x60:
        return Offline("error")
    return Online("paper_low" if paper_bits & 0x0C else "")


def confirm_printed(line: Line, deadline_s: float) -> bool:
    """Return whether the printer says that everything sent before has been printed.

    `GS r 1` (1D 72 01) waits its turn behind the data, unlike DLE EOT; its answer (bits 4 and 7 clear) comes once the
    paper before it is out. Silence, and an answer without paper, is no confirmation.
    """
    _forget(line)
    line.write(b"\x1dr\x01", deadline_s)
    answer = line.read(deadline_s)
    return bool(answer) and answer[-1] & 0x90 == 0 and answer[-1] & 0x0C == 0
