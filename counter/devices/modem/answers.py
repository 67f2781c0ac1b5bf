"""What a modem says, line by line: final answers, words between, and lines that nobody asked for."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

LONGEST = 4096  # more than this without an end of line is noise
PROMPT = ">"
_FINAL = re.compile(r"OK|ERROR|\+CM[ES] ERROR: ?\S.*|COMMAND NOT SUPPORT|NO CARRIER")
_NUMBER = re.compile(r"-?[0-9]+")


class Answer(NamedTuple):
    """The end of a command: OK, ERROR, > or '' for silence; fault: the number behind +CMS or +CME ERROR."""

    final: str
    words: tuple[str, ...] = ()
    kind: str = ""
    fault: int | None = None


@dataclass(slots=True)
class Lines:
    """Takes bytes, gives whole lines; a prompt is told as soon as it stands there, for no end of line follows it."""

    _buffer: str = field(default="")

    def feed(self, data: bytes) -> list[str]:
        """Take bytes; returns the lines that are whole, without what is no text."""
        self._buffer += data.decode("ascii", "replace")
        *whole, rest = re.split(r"[\r\n]+", self._buffer)
        self._buffer = rest[-LONGEST:]
        if self._buffer.strip() == PROMPT:
            whole.append(PROMPT)
            self._buffer = ""
        return [each.strip() for each in whole if each.strip()]

    def clear(self) -> None:
        """Forget what is not whole."""
        self._buffer = ""


def final(line: str, words: tuple[str, ...]) -> Answer | None:
    """Return the end of a command, None where a line is not one."""
    if _FINAL.fullmatch(line) is None:
        return None
    if line == "OK":
        return Answer("OK", words)
    kind = line[1:4] if line.startswith("+CM") else ""
    number = _NUMBER.search(line.partition(":")[2])
    return Answer("ERROR", words, kind, int(number.group()) if kind and number else None)


def value(words: tuple[str, ...], name: str) -> str | None:
    """Return what stands behind "+NAME:" among the words of an answer, None where it does not."""
    start = f"{name}:"
    return next((each[len(start) :].strip() for each in words if each.startswith(start)), None)


def numbers(text: str | None) -> list[int]:
    """Return the whole numbers between the commas of a value, -1 where something else stands."""
    if text is None:
        return []
    return [int(each) if _NUMBER.fullmatch(each.strip()) else -1 for each in text.split(",")]
