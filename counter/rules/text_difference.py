"""What two wordings of a text have not in common: word by word, in Chinese character by character."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

_TOKEN = re.compile(r"\{\w+\}|[A-Za-z0-9'’]+|\s+|.", re.DOTALL)

Span = tuple[int, int]
"""A stretch of a text: the place of its first character, and of the first one after it."""


class Difference(NamedTuple):
    """Stretches of the new text that the old one has not, and of the old one that the new one has not."""

    added: tuple[Span, ...]
    removed: tuple[Span, ...]


def difference(old: str, new: str) -> Difference:
    """Return in what a new wording differs from an old one."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    moves = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    removed = (_span(before, first, last) for kind, first, last, _a, _b in moves if kind in ("delete", "replace"))
    added = (_span(after, first, last) for kind, _a, _b, first, last in moves if kind in ("insert", "replace"))
    return Difference(_joined(added), _joined(removed))


def _span(tokens: list[str], first: int, last: int) -> Span:
    start = sum(map(len, tokens[:first]))
    return start, start + sum(map(len, tokens[first:last]))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
