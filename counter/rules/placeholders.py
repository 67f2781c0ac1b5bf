"""Placeholders in a text that an office writes itself: {name} stands for what each letter fills in.

Braces that are meant as such are doubled. Nothing else that Python's formats know is taken: what a person types must
not be able to break the letter it goes into.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

# Full-width braces are what a Chinese input method types; they are taken for a slip, never filled in.
_BRACES = re.compile(r"\{\{|\}\}|[{｛]([^{}｛｝\n]*)[}｝]|[{}｛｝]")


class Misspelt(NamedTuple):
    """Braces that nobody fills in: where they stand, what was typed, the placeholder that was meant ('' for none).

    at and end are places in the text; line and column are counted from 1.
    """

    at: int
    end: int
    line: int
    column: int
    typed: str
    meant: str


def misspelt(text: str, known: Collection[str]) -> tuple[Misspelt, ...]:
    """Return everything in braces that is none of the known placeholders, in the order of the text."""
    return tuple(
        Misspelt(
            found.start(), found.end(), text.count("\n", 0, found.start()) + 1,
            found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1, found.group(), _meant(found, known),
        )
        for found in _found(text)
        if _name(found) not in known
    )  # fmt: skip


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its placeholders filled in; braces that name none of them stay as they are."""

    def put(found: re.Match[str]) -> str:
        if found.group() in ("{{", "}}"):
            return found.group()[0]
        return values.get(_name(found), found.group())

    return _BRACES.sub(put, text)


def _found(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _BRACES.finditer(text) if found.group() not in ("{{", "}}"))


def _name(found: re.Match[str]) -> str:
    """The name between two plain braces, '' where they are others."""
    whole = found.group()
    return found[1] or "" if whole[0] == "{" and whole[-1] == "}" else ""


def _meant(found: re.Match[str], known: Collection[str]) -> str:
    typed = (found[1] or "").strip().lower()
    near = get_close_matches(typed, sorted(known), 1)
    return near[0] if near else ""
