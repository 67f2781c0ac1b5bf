"""What one charge costs: the sum together with what it is made of.

Every kind of price turns its ingredients into one exact fraction; time, reduction and rounding are the same for all.
So a sum is what its ingredients say, and whoever has them can compute it again. Units: area in hundredths of a square
metre (8950 is 89.50 m²), price in ten-thousandths of the currency's main unit (28000 is 2.80 yuan), by month or, for
meters, by the meter's unit. Integers are multiplied first, divided once, rounded half up once.
"""

import fractions
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from counter.rules.formula import Evaluate
from counter.rules.late_fee import exact_fee
from counter.rules.maintenance_fund import from_ingredients
from counter.rules.metering import MULTIPLIER_SCALE, USAGE_SCALE, Advance, usage
from counter.rules.money import divide_half_up
from counter.rules.periods import Part, PartMethod, Period
from counter.rules.splitting import split_period
from counter.rules.tiers import Band, banded

AREA_SCALE = 100
PRICE_SCALE = 10_000
REDUCTION_SCALE = 10_000

Ingredients = Mapping[str, Any]


class Charged(NamedTuple):
    """A sum in minor units and the ingredients it can be explained and computed again from.

    ingredients: kind, and what that kind needs; months, for a part month also days, of_days and method, and end_days,
    end_of_days where a longer period is cut at both ends; reduction in ten-thousandths where part is let off;
    digits where the currency has other than two minor-unit digits; reversed where it takes such a sum back; cut where
    it is one of the parts of a period that was split between those who paid on its days.
    """

    amount: int
    ingredients: dict[str, Any]


class UnknownTariff(ValueError):
    """The ingredients of a charge name a kind that no tariff has."""

    code = "unknown_tariff"

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Fraction(NamedTuple):
    """A sum in the currency's main unit, not divided yet."""

    numerator: int
    scale: int


def _area(of: Ingredients) -> Fraction:
    return Fraction(int(of["area"]) * int(of["price"]), AREA_SCALE * PRICE_SCALE)


def _fixed(of: Ingredients) -> Fraction:
    return Fraction(int(of["price"]), PRICE_SCALE)


def _once(of: Ingredients) -> Fraction:
    # By the square metre where an area stands with it: the first deposit of the maintenance fund.
    return _area(of) if "area" in of else _fixed(of)


def _each(of: Ingredients) -> Fraction:
    return Fraction(int(of["count"]) * int(of["price"]), PRICE_SCALE)


def _metered(of: Ingredients) -> Fraction:
    return Fraction(usage_of(of) * int(of["price"]), USAGE_SCALE * PRICE_SCALE)


def _tiered(of: Ingredients) -> Fraction:
    bands = [Band(*band) for band in of["bands"]]
    return Fraction(banded(usage_of(of), bands, int(of.get("before", 0))), USAGE_SCALE * PRICE_SCALE)


def _share(of: Ingredients) -> Fraction:
    # Whole minor units already: the remainders of all shares were given out together (counter.rules.shared_costs).
    floor = int(of["total"]) * int(of["weight"]) // int(of["weights"])
    return Fraction(floor + int(of.get("rest", 0)), 10 ** _digits(of))


def _late_fee(of: Ingredients) -> Fraction:
    # What is owed in all to the day, cap included, without what was posted before; minor units already.
    numerator, scale = exact_fee(int(of["charge"]), [each[:3] for each in of["stretches"]], int(of["rate"]), of["cap"])
    # Rounded before it is taken off: what is posted back is rounded like what was posted.
    return Fraction(divide_half_up(numerator, scale) - int(of["already"]), 10 ** _digits(of))


def _entered(of: Ingredients) -> Fraction:
    # A sum somebody decided on: an adjustment, a waiver.
    return Fraction(int(of["amount"]), 10 ** _digits(of))


def _fund(of: Ingredients) -> Fraction:
    # What the maintenance fund's rules come to, in minor units already.
    return Fraction(from_ingredients(of), 10 ** _digits(of))


_KINDS: Mapping[str, Callable[[Ingredients], Fraction]] = {
    "area": _area,
    "fixed": _fixed,
    "each": _each,
    "metered": _metered,
    "tiered": _tiered,
    "once": _once,
    "share": _share,
    "late_fee": _late_fee,
    "adjustment": _entered,
    "waiver": _entered,
    "split": _entered,
    "fund": _fund,
}


def recompute(ingredients: Ingredients, evaluate: Evaluate | None = None) -> int:
    """The sum in minor units derived from its ingredients; evaluate works out formulas.

    Raises UnknownTariff, KeyError, FormulaFault and what meters refuse.
    """
    kind, time = str(ingredients["kind"]), _time(ingredients)
    if kind == "formula" and evaluate is not None:
        numerator, scale = _worked(ingredients, evaluate)
        time = Part(1) if ingredients.get("timed") else time
    elif kind in _KINDS:
        numerator, scale = _KINDS[kind](ingredients)
    else:
        raise UnknownTariff(kind)
    numerator *= REDUCTION_SCALE - int(ingredients.get("reduction", 0))
    amount = _divided(numerator, scale * REDUCTION_SCALE, time, _digits(ingredients))
    amount = _cut(amount, ingredients["cut"]) if "cut" in ingredients else amount
    return -amount if ingredients.get("reversed") else amount


def _cut(whole: int, of: Ingredients) -> int:
    """What of a sum falls on one part of its days."""
    days = Period(date.fromisoformat(of["first"]), date.fromisoformat(of["last"]))
    begins, method = [date.fromisoformat(day) for day in of["begins"]], PartMethod(of.get("method", "actual"))
    return split_period(whole, days, begins, method)[int(of["part"])].amount


def months_of(ingredients: Ingredients) -> fractions.Fraction:
    """The months that a charge counts, part months as the exact fraction they were counted by."""
    months, days, of_days, end_days, end_of_days, _ = _time(ingredients)
    return months + fractions.Fraction(days, of_days) + fractions.Fraction(end_days, end_of_days)


def values_of(ingredients: Ingredients) -> dict[str, fractions.Fraction]:
    """What the names of a charge's formula stand for; what its meter used comes from its readings."""
    values = {name: fractions.Fraction(text) for name, text in ingredients["values"].items()}
    if "advances" in ingredients:
        values["usage"] = fractions.Fraction(usage_of(ingredients), USAGE_SCALE)
    if ingredients.get("timed"):
        values["months"] = months_of(ingredients)
    return values


def _worked(of: Ingredients, evaluate: Evaluate) -> Fraction:
    result = evaluate(str(of["formula"]), values_of(of))
    return Fraction(result.numerator, result.denominator)


def by_area(area: int, price: int, period: Period, part: Part | None = None, digits: int = 2) -> Charged:
    """Area × price × months, for the whole period or the given part of it."""
    return charged({"kind": "area", "area": area, "price": price}, period, part, digits)


def fixed(price: int, period: Period, part: Part | None = None, digits: int = 2) -> Charged:
    """A price per month × months, for the whole period or the given part of it."""
    return charged({"kind": "fixed", "price": price}, period, part, digits)


def each(count: int, of: str, price: int, period: Period, part: Part | None = None, digits: int = 2) -> Charged:
    """Persons, parking spaces or vehicles (of) × price × months, for the whole period or the given part of it."""
    return charged({"kind": "each", "of": of, "count": count, "price": price}, period, part, digits)


def metered(
    advances: Sequence[Advance], price: int, *, multiplier: int = MULTIPLIER_SCALE, loss: int = 0, digits: int = 2
) -> Charged:
    """What a meter says was used × price. Raises ReadingBelowLast, ReadingBeyondCounter."""
    return _sum({"kind": "metered", "price": price, **_meter(advances, multiplier, loss)}, digits)


def tiered(
    advances: Sequence[Advance], bands: Sequence[Band], *, used_before: int = 0, multiplier: int = MULTIPLIER_SCALE,
    loss: int = 0, digits: int = 2,
) -> Charged:  # fmt: skip
    """What a meter says was used, each band at its price, after used_before (USAGE_SCALE) of the same year.

    Raises BadBands, ReadingBelowLast, ReadingBeyondCounter.
    """
    facts = {"kind": "tiered", "bands": [list(band) for band in bands], **_meter(advances, multiplier, loss)}
    return _sum(facts | ({"before": used_before} if used_before else {}), digits)


def once(price: int, digits: int = 2, area: int | None = None) -> Charged:
    """A price that is asked for once: a card, a load of rubble; with an area it is one by the square metre."""
    return _sum({"kind": "once", "price": price, **({"area": area} if area is not None else {})}, digits)


def charged(
    kind: Ingredients, period: Period, part: Part | None, digits: int = 2, reduction: int = 0,
    evaluate: Evaluate | None = None,
) -> Charged:  # fmt: skip
    """The sum of a price by the month for a period or part of it; reduction in ten-thousandths is let off."""
    time = {"months": period.months} if part is None else _part(part)
    return _sum({**kind, **time, **({"reduction": reduction} if reduction else {})}, digits, evaluate)


def stated(kind: Ingredients, digits: int = 2, evaluate: Evaluate | None = None) -> Charged:
    """The sum of a price that no months multiply: by meter, by tiers, by share, or asked for once."""
    return _sum(dict(kind), digits, evaluate)


def usage_of(ingredients: Ingredients) -> int:
    """What the meter of a charge went through, in parts of USAGE_SCALE. Raises ReadingBelowLast and its like."""
    advances = [Advance(*one[:3], *map(bool, one[3:4]), *one[4:]) for one in ingredients["advances"]]
    return usage(advances, int(ingredients.get("multiplier", MULTIPLIER_SCALE)), int(ingredients.get("loss", 0)))


def stored_advance(advance: Advance) -> list[int]:
    """What stands of an advance in the ingredients of a charge: no more than it needs."""
    if advance.multiplier:
        return [*advance[:3], int(advance.corrects), advance.multiplier]
    return [*advance[:3], *([1] if advance.corrects else [])]


def _sum(ingredients: dict[str, Any], digits: int, evaluate: Evaluate | None = None) -> Charged:
    """Two minor-unit digits are understood."""
    whole = ingredients if digits == 2 else {**ingredients, "digits": digits}
    return Charged(recompute(whole, evaluate), whole)


def _meter(advances: Sequence[Advance], multiplier: int, loss: int) -> dict[str, Any]:
    facts: dict[str, Any] = {"advances": [stored_advance(one) for one in advances]}
    if multiplier != MULTIPLIER_SCALE:
        facts["multiplier"] = multiplier
    return facts | ({"loss": loss} if loss else {})


def _part(part: Part) -> dict[str, int | str]:
    """What a part was counted by, as ingredients; whole months need no days."""
    ingredients: dict[str, int | str] = {"months": part.months, "method": part.method.value}
    if part.days:
        ingredients |= {"days": part.days, "of_days": part.of_days}
    if part.end_days:
        ingredients |= {"end_days": part.end_days, "end_of_days": part.end_of_days}
    return ingredients


def _digits(of: Ingredients) -> int:
    return int(of.get("digits", 2))


def _time(of: Ingredients) -> Part:
    """The months a price by the month counts; a price without time counts once."""
    days, of_days = int(of.get("days", 0)), int(of.get("of_days", 1))
    return Part(int(of.get("months", 1)), days, of_days, int(of.get("end_days", 0)), int(of.get("end_of_days", 1)))


def _divided(numerator: int, scale: int, part: Part, digits: int) -> int:
    """The price of a part as one fraction, so that nothing is rounded on the way."""
    months, days, of_days, end_days, end_of_days, _ = part
    shares = months * of_days * end_of_days + days * end_of_days + end_days * of_days
    return divide_half_up(numerator * shares * 10**digits, scale * of_days * end_of_days)
