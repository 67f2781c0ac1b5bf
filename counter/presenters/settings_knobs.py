"""Settings as rows of a page: what each is called, what it is now, what it does, and the question that changes it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from counter.presenters.pay_view import Asked, Question
from counter.presenters.questions import Form
from counter.presenters.settings_page import PageColumn, PageRow
from counter.words import Words

Take = Callable[[Any], str]
"""Takes a new value and returns the sentence of what is wrong with it, or ''."""


class Knob(NamedTuple):
    """One setting: its key, its name, its value in words, what it is for, and how it is asked."""

    key: str
    name: str
    shown: str
    help: str
    ask: Callable[[], Question]


def choose(title: str, text: str, options: Sequence[tuple[Any, str]], take: Take) -> Form:
    """Return a question with numbered choices; options are value and word, nine at most."""
    keyed = {str(n): value for n, (value, _word) in enumerate(options, start=1)}
    choices = tuple((str(n), word) for n, (_value, word) in enumerate(options, start=1))
    return Form(title, text, "", lambda values: take(keyed[values["choice"]]), choices=choices)


def type_in(title: str, text: str, now: str, take: Callable[[str], str], w: Words, *, number: bool = False) -> Form:
    """Return a question with one field, in which the present value stands."""
    field = Asked("value", title, now, number)
    return Form(title, text, w("Save"), lambda values: take(values["value"]), (field,))


def columns(w: Words) -> tuple[PageColumn, ...]:
    """Return the two columns of a page of settings."""
    return PageColumn("name", w("Setting"), 220, 2), PageColumn("value", w("Now"), 260, 3)


def rows(knobs: Sequence[Knob], w: Words) -> tuple[PageRow, ...]:
    """Return the rows of settings; one without a value shows a dash."""
    return tuple(PageRow(knob.key, (knob.name, knob.shown or w("–"))) for knob in knobs)


def whole(text: str, allowed: range) -> int | None:
    """Return a typed whole number within bounds, None where it is none."""
    typed = text.strip().replace("−", "-")
    sign, figures = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
    if not (figures.isascii() and figures.isdigit() and len(figures) < 10):
        return None
    number = sign * int(figures)
    return number if number in allowed else None


def tenths(text: str) -> int | None:
    """Return typed millimetres ("1.5", "-0.3", "2") in tenths, None where they are none or too fine."""
    typed = text.strip().replace("−", "-")
    sign, figures = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
    before, _point, after = figures.partition(".")
    if len(after) > 1 or len(before) > 3 or not (before + after).isdigit() or not (before + after).isascii():
        return None
    return sign * (int(before or "0") * 10 + int(after or "0"))
