"""Why a charge by an office's own formula is what it is: the formula, then the same with its values put in."""

import re
from collections.abc import Mapping
from typing import Any

from counter.rules import tariff
from counter.rules.formula import NAMES, shown
from counter.words import formats
from counter.words.words import Words

Ingredients = Mapping[str, Any]
_NAME = re.compile(r"[^\W\d]\w*")


def by_month(of: Ingredients) -> bool:
    """Return whether months multiply the formula: it names neither them nor what a meter used."""
    return "advances" not in of and not of.get("timed")


def short(of: Ingredients, time: str) -> str:
    """Return the formula as it was written, with the time it is multiplied by."""
    return f"({of['formula']}) × {time}" if time else str(of["formula"])


def calculation(amount: int, of: Ingredients, time: str, w: Words, currency: formats.Currency) -> str:
    """Return the formula, what it is with its values, and the sum."""
    total = formats.money_in_sentence(amount, w, currency)
    return f"{short(of, time)} = {short({'formula': filled_in(of)}, time)} = {total}"


def filled_in(of: Ingredients) -> str:
    """Return the formula with the values in the places of their names."""
    values = tariff.values_of(of)
    return with_values(str(of["formula"]), {name: _figure(value) for name, value in values.items()})


def with_values(formula: str, figures: Mapping[str, str]) -> str:
    """Return a formula with figures, by what names are called inside, in the places of its names."""

    def put(found: re.Match[str]) -> str:
        return figures.get(NAMES.get(found[0], ""), found[0])

    return _NAME.sub(put, formula)


def _figure(value: Any) -> str:
    """A part month as the fraction it is: 17/31."""
    exact = shown(value)
    return exact if value.denominator == 1 or 10**6 % value.denominator == 0 else f"({value})"
