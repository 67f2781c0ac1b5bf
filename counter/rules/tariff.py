"""What one charge costs: one function per kind, the sum together with what it is made of.

Units: area in hundredths of a square metre (8950 is 89.50 m²), price in ten-thousandths of the currency's
main unit per month (28000 is 2.80 yuan). Integers are multiplied first, divided once, rounded half up once.
"""

from collections.abc import Mapping
from typing import NamedTuple

from counter.rules.money import divide_half_up
from counter.rules.periods import Part, Period

AREA_SCALE = 100
PRICE_SCALE = 10_000


class Charged(NamedTuple):
    """A sum in minor units and the ingredients it can be explained and computed again from.

    ingredients: kind ("area" or "fixed"), price, months, for "area" also area; for a part month also
    days, of_days and method, and end_days, end_of_days where a longer period is cut at both ends;
    digits where the currency has other than two minor-unit digits.
    """

    amount: int
    ingredients: dict[str, int | str]


class UnknownTariff(ValueError):
    """The ingredients of a charge name a kind that no tariff has."""

    code = "unknown_tariff"

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def area_amount(area: int, price: int, months: int = 1, digits: int = 2) -> int:
    """Area × price × whole months in minor units, the sum alone: what a bill run of many thousand lines needs."""
    return divide_half_up(area * price * months * 10**digits, AREA_SCALE * PRICE_SCALE)


def fixed_amount(price: int, months: int = 1, digits: int = 2) -> int:
    """Price × whole months in minor units, the sum alone."""
    return divide_half_up(price * months * 10**digits, PRICE_SCALE)


def by_area(area: int, price: int, period: Period, part: Part | None = None, digits: int = 2) -> Charged:
    """Area × price × months, for the whole period or the given part of it."""
    if part is None:
        months = period.months
        whole: dict[str, int | str] = {"kind": "area", "area": area, "price": price, "months": months}
        return Charged(area_amount(area, price, months, digits), _with_digits(whole, digits))
    ingredients: dict[str, int | str] = {"kind": "area", "area": area, "price": price, **_part(part)}
    return Charged(_exact(area * price, AREA_SCALE * PRICE_SCALE, part, digits), _with_digits(ingredients, digits))


def fixed(price: int, period: Period, part: Part | None = None, digits: int = 2) -> Charged:
    """A price per month × months, for the whole period or the given part of it."""
    if part is None:
        months = period.months
        whole: dict[str, int | str] = {"kind": "fixed", "price": price, "months": months}
        return Charged(fixed_amount(price, months, digits), _with_digits(whole, digits))
    ingredients: dict[str, int | str] = {"kind": "fixed", "price": price, **_part(part)}
    return Charged(_exact(price, PRICE_SCALE, part, digits), _with_digits(ingredients, digits))


def recompute(ingredients: Mapping[str, int | str]) -> int:
    """The sum in minor units derived again from stored ingredients; raises UnknownTariff, KeyError."""
    kind = str(ingredients["kind"])
    price, months = int(ingredients["price"]), int(ingredients["months"])
    if kind == "area":
        numerator, scale = int(ingredients["area"]) * price, AREA_SCALE * PRICE_SCALE
    elif kind == "fixed":
        numerator, scale = price, PRICE_SCALE
    else:
        raise UnknownTariff(kind)
    digits = int(ingredients.get("digits", 2))
    part = Part(
        months,
        int(ingredients.get("days", 0)),
        int(ingredients.get("of_days", 1)),
        int(ingredients.get("end_days", 0)),
        int(ingredients.get("end_of_days", 1)),
    )
    return _exact(numerator, scale, part, digits)


def _exact(numerator: int, scale: int, part: Part, digits: int) -> int:
    """The price of a part as one fraction, so that nothing is rounded on the way."""
    months, days, of_days, end_days, end_of_days, _ = part
    shares = months * of_days * end_of_days + days * end_of_days + end_days * of_days
    return divide_half_up(numerator * shares * 10**digits, scale * of_days * end_of_days)


def _part(part: Part) -> dict[str, int | str]:
    """What a part was counted by, as ingredients; whole months need no days."""
    ingredients: dict[str, int | str] = {"months": part.months, "method": part.method.value}
    if part.days:
        ingredients |= {"days": part.days, "of_days": part.of_days}
    if part.end_days:
        ingredients |= {"end_days": part.end_days, "end_of_days": part.end_of_days}
    return ingredients


def _with_digits(ingredients: dict[str, int | str], digits: int) -> dict[str, int | str]:
    """Two minor-unit digits are understood."""
    if digits != 2:
        ingredients["digits"] = digits
    return ingredients
