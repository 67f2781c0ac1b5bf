"""A receipt printer of memory at the end of a line: answers how it is, and shows its papers as text.

It shares nothing with the reader of its answers but the published command set.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from printing.profile import FontFiles
from printing.simulator import Printed, run

STATES = ("ready", "paper_low", "paper_out", "cover_open", "cutter", "mute")
SILENCE_S = 0.4
"""A paper without a cut is over when nothing more came for so long."""

_QUESTIONS = re.compile(rb"(?:\x10\x04[\x01-\x04]|\x1dr[\x011])+\Z")
# DLE DC4 1 m t: the drawer at once, also where no paper is in.
_KICK = re.compile(rb"\x10\x14\x01([\x00\x01])[\x01-\x08]\Z")
_CUT = re.compile(rb"\x1dV[\x00\x01\x30\x31]\Z")
_STOPS = ("paper_out", "cover_open", "cutter")
_FIXED = 0x12


@dataclass(slots=True)
class PrinterDevice:
    """Takes bytes and time (seconds, any zero), gives bytes; printed is told of each paper."""

    columns: int
    fonts: FontFiles
    printed: Callable[[Printed], object]
    state: str = "ready"
    drawer_open: bool = False
    _job: bytes = b""
    _asked: list[bytes] = field(default_factory=list)
    _out: bytes = b""
    _at: float = 0.0

    def heard(self, data: bytes, now: float) -> None:
        """Take bytes; without power nothing is heard."""
        if self.state == "mute":
            return
        self._job, self._at = self._job + data, now
        kick = _KICK.search(self._job)
        if kick is not None:
            self._job = self._job[: kick.start()]
            self._print(b"\x1bp" + kick[1] + b"\x19\xfa")
        found = _QUESTIONS.search(self._job)
        if found is not None:
            questions, self._job = found[0], self._job[: found.start()]
            for each in range(0, len(questions), 3):
                self._answer(questions[each : each + 3])

    def tick(self, now: float) -> None:
        """Let a paper come out once it is cut or nothing more comes, and answer what was asked behind it."""
        if self.state in ("mute", *_STOPS):
            return
        if self._job and (_CUT.search(self._job) or now - self._at >= SILENCE_S):
            job, self._job = self._job, b""
            self._print(job)
        if not self._job and self._asked:
            self._out += bytes([0x0C if self.state == "paper_low" else 0]) * len(self._asked)
            self._asked.clear()

    def outgoing(self, now: float) -> bytes:
        """Return what stands on the line now, once."""
        out, self._out = self._out, b""
        return out

    def turn(self, state: str) -> None:
        """Let it be one of STATES, or open or shut its drawer. Raises ValueError."""
        if state in ("drawer_open", "drawer_shut"):
            self.drawer_open = state == "drawer_open"
        elif state in STATES:
            self.state = state
            if state == "mute":
                self._job, self._out = b"", b""
                self._asked.clear()
        else:
            raise ValueError(state)

    def _print(self, job: bytes) -> None:
        paper = run(job, self.columns, self.fonts)
        self.drawer_open = self.drawer_open or any(event.kind == "drawer" for event in paper.events)
        self.printed(paper)

    def _answer(self, question: bytes) -> None:
        if question[:1] == b"\x1d":
            self._asked.append(question)  # answered in its turn, once what came before is printed
            return
        state = self.state
        stopped = 0x08 if state in _STOPS else 0
        answers = {
            1: stopped | (0x04 if self.drawer_open else 0),
            2: {"cover_open": 0x04, "paper_out": 0x20, "cutter": 0x40}.get(state, 0),
            3: 0x08 if state == "cutter" else 0,
            4: {"paper_low": 0x0C, "paper_out": 0x6C}.get(state, 0),
        }
        self._out += bytes([_FIXED | answers[question[2]]])


def as_text(paper: Printed, columns: int) -> Sequence[str]:
    """Return a paper as lines for a terminal: its text, then its codes, the cut and the drawer, in order."""
    told = [f"[{event.kind} {event.value}]".replace(" ]", "]") for event in paper.events if event.kind != "raster"]
    lines = [line for line in paper.lines if line]
    return ("-" * columns, *lines, *told, "-" * columns) if lines else tuple(told)
