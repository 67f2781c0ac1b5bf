"""Numbers printed on numbered forms: a beginning that stays and a running number of a fixed width, as A000017."""

import re
from typing import NamedTuple

from counter.rules.fold import to_ascii

_SHAPE = re.compile(r"(?P<head>[A-Z0-9-]*?)(?P<tail>[0-9]{1,12})")
_LONGEST = 24
_WIDEST = 12


class NotAFormNumber(ValueError):
    """The text is no number as forms carry it."""

    code = "not_a_form_number"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
        self.example = "A000017"


class Gap(NamedTuple):
    """Numbers that are missing in a row: the first, the last, how many."""

    first: str
    last: str
    forms: int


def check_form_number(text: str) -> str:
    """Return a printed number as it is kept: folded to ASCII, capitals, no spaces. Raises NotAFormNumber."""
    packed = to_ascii(text).upper().replace(" ", "")
    if len(packed) > _LONGEST or _SHAPE.fullmatch(packed) is None:
        raise NotAFormNumber(text)
    return packed


def parts(number: str) -> tuple[str, int]:
    """Return a printed number's beginning and its running number. Raises NotAFormNumber."""
    match = _SHAPE.fullmatch(number)
    if match is None:
        raise NotAFormNumber(number)
    return match["head"], int(match["tail"])


def spellings(number: str) -> tuple[str, ...]:
    """Return every way the same form may have been typed: A000017, A17, A-000017; the number itself stands first.

    Raises NotAFormNumber.
    """
    head, running = parts(number)
    bare = head.rstrip("-")
    widths = range(len(str(running)), _WIDEST + 1)
    ways = (f"{begin}{running:0{width}d}" for begin in (bare, f"{bare}-") for width in widths)
    return tuple(dict.fromkeys([number, *ways]))


def same_head(one: str, other: str) -> bool:
    """Whether two beginnings are the same but for a hyphen before the running number."""
    return one.rstrip("-") == other.rstrip("-")


def same_form(one: str, other: str) -> bool:
    """Whether two numbers as typed are one form's. Raises NotAFormNumber."""
    return check_form_number(one) in spellings(check_form_number(other))


def following(number: str, steps: int = 1) -> str:
    """Return the number so many forms later; its running number keeps at least its width. Raises NotAFormNumber."""
    head, running = parts(number)
    width = len(number) - len(head)
    return f"{head}{running + steps:0{width}d}"


def gap(expected: str, found: str) -> Gap | None:
    """Return what is missing where another number lies next than expected; None where that is no leap ahead."""
    head, wanted = parts(expected)
    other, there = parts(found)
    if head != other or there <= wanted:
        return None
    return Gap(expected, following(expected, there - wanted - 1), there - wanted)
