"""A simulated device that somebody plays with: it says what it does, and what is typed changes what it does next."""

import os
import select
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Protocol

from counter.devices.pseudo_line import PseudoLine, Simulated
from counter.verbs.answer import Said
from counter.words import Words


class UnknownFault(Exception):
    """The simulator has no such fault."""

    code = "unknown_fault"

    def __init__(self, fault: str, faults: str) -> None:
        super().__init__(fault, faults)
        self.fault = fault
        self.faults = faults


class Toy(Protocol):
    """A device, what can be typed for it, and what it has to say."""

    @property
    def device(self) -> Simulated:
        """Return what hangs on the line."""

    @property
    def commands(self) -> Sequence[str]:
        """Return what can be typed."""

    def greet(self, port: str, w: Words) -> Sequence[str]:
        """Return what is said first: where it is, and how it is set."""

    def typed(self, text: str, now: float) -> None:
        """Do what was typed. Raises ValueError where that is none of its commands."""

    def news(self, now: float, w: Words) -> Sequence[str]:
        """Return what it did since the last time."""


def play(toy: Toy, w: Words, said: Said, seconds: float | None, typed: Callable[[], Iterator[str]]) -> str:
    """Let a device live until Ctrl+C, `quit` or so many seconds; returns its port. Raises NoPseudoTerminals."""
    line = PseudoLine(toy.device)
    said.fact(port=line.port)
    for text in toy.greet(line.port, w):
        said.line(text)
    said.line(
        w("Type {commands} or quit; Ctrl+C ends it.", commands=", ".join(toy.commands))
        if toy.commands
        else w("Ctrl+C ends it, or quit.")
    )
    end = None if seconds is None else time.monotonic() + seconds
    try:
        _live(toy, line, w, said, end, typed)
    except KeyboardInterrupt:
        pass
    finally:
        line.close()
    return line.port


def _live(
    toy: Toy, line: PseudoLine, w: Words, said: Said, end: float | None, typed: Callable[[], Iterator[str]]
) -> None:
    while True:
        line.step()
        now = time.monotonic()
        for text in typed():
            if text == "quit":
                return
            _do(toy, text, now, w, said)
        for text in toy.news(now, w):
            said.line(text)
            said.fact(told=text)
        if end is not None and now >= end:
            return


def _do(toy: Toy, text: str, now: float, w: Words, said: Said) -> None:
    try:
        toy.typed(text, now)
        told = w("Done: {command}", command=text)
    except ValueError:
        told = w("It knows {commands} and quit.", commands=", ".join(toy.commands))
    said.line(told)
    said.fact(told=told)


class Keyboard:
    """The lines typed into the terminal that this program was started in; none where it was started without one."""

    def __init__(self) -> None:
        self._rest = b""
        self._end: int | None = None
        with suppress(OSError, ValueError, AttributeError):
            self._end = sys.stdin.fileno()

    def __call__(self) -> Iterator[str]:
        """Yield the lines that are whole by now; never waits."""
        while self._end is not None and select.select([self._end], [], [], 0)[0]:
            data = os.read(self._end, 4096)
            if not data:
                self._end = None  # nobody types any more; it goes on
            *lines, self._rest = (self._rest + data).split(b"\n")
            for each in lines:
                text = each.decode("utf-8", "replace").strip()
                if text:
                    yield text
