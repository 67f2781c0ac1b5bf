"""Customer displays: what they show, and the bytes of the three families that stand on Chinese counters.

CD5220 and ESC/POS have two lines of twenty columns, LED8N eight figures and four lamps.
"""

import unicodedata
from typing import Literal, NamedTuple

COLUMNS, FIGURES = 20, 8
Family = Literal["cd5220", "escpos", "led8n"]
State = Literal["idle", "to_pay", "change", "thanks"]
Characters = Literal["ascii", "gb18030"]

_ESC, _CR, _CLEAR = b"\x1b", b"\r", b"\x0c"
# The lamps of an LED8N: price, total, received, change.
_LAMPS = {"idle": b"1", "to_pay": b"2", "change": b"4", "thanks": b"4"}
_TOO_LONG = "-" * FIGURES


class Shown(NamedTuple):
    """One picture: two lines of words, and the figures alone for displays that have nothing else."""

    state: State
    upper: str
    lower: str
    figures: str


def start_of(family: Family) -> bytes:
    """Return what is sent once when the line is opened."""
    return {"cd5220": _ESC + b"@" + _CLEAR, "escpos": _selected(_CLEAR), "led8n": b""}[family]


def bytes_of(family: Family, shown: Shown, characters: Characters = "ascii") -> bytes:
    """Return a picture as a family of displays takes it."""
    if family == "led8n":
        return _ESC + b"s" + _LAMPS[shown.state] + _ESC + b"QA" + _figures(shown.figures) + _CR
    upper, lower = _encoded(shown.upper, characters), _encoded(shown.lower, characters)
    if family == "cd5220":
        return _ESC + b"QA" + upper + _CR + _ESC + b"QB" + lower + _CR
    return _selected(_CLEAR + _at(1) + upper + _at(2) + lower)


def two_sided(left: str, right: str) -> str:
    """Return a line with a word at its left and a sum at its right; the sum is never cut."""
    word = _cut(left, max(0, COLUMNS - width(right) - 1))
    return word + " " * (COLUMNS - width(word) - width(right)) + right


def width(text: str) -> int:
    """Return how many columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _selected(data: bytes) -> bytes:
    """Speak to the display where it shares the printer's line, then give the line back to the printer."""
    return _ESC + b"=\x02" + data + _ESC + b"=\x01"


def _at(row: int) -> bytes:
    return b"\x1f\x24\x01" + bytes([row])


def _figures(text: str) -> bytes:
    packed = "".join(each for each in text if each in "0123456789.-")
    return (packed if len(packed) <= FIGURES else _TOO_LONG).encode("ascii")


def _encoded(text: str, characters: Characters) -> bytes:
    printable = "".join(each if each.isprintable() else " " for each in text)
    cut = _cut(printable, COLUMNS)
    return (cut + " " * (COLUMNS - width(cut))).encode(characters, "replace")


def _cut(text: str, columns: int) -> str:
    while width(text) > columns:
        text = text[:-1]
    return text
