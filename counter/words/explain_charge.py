"""Why a charge is what it is: its composition in one line, and the longer answer for whoever asks.

What is explained are the ingredients that `counter.rules.tariff` kept with the charge, so that the explanation and
the sum cannot part ways.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from counter.rules import tariff
from counter.words import dates, explain_decided, explain_formula, explain_usage, formats
from counter.words.explain_late_fee import late_fee_long, late_fee_short
from counter.words.terms import BASES, term
from counter.words.words import Words

Ingredients = Mapping[str, Any]
# Enough decimals to tell an exact sum from a rounded one: a tariff's smallest fraction is 1/(10^6 × 31 × 31).
_FINE_DIGITS = 12


_SHORT = {**explain_usage.SHORT, **explain_decided.SHORT}
_LONG = {**explain_usage.LONG, **explain_decided.LONG}


class Basis(NamedTuple):
    """What a price rests on: the kind of paper (a code of `terms.BASES`, or its own name), its number, since when."""

    kind: str
    number: str
    since: date


class Why(NamedTuple):
    """The answer to “why this sum?”: the question, the sum worked out, and remarks that can stand side by side."""

    question: str
    calculation: str
    remarks: tuple[str, ...]


def composition(ingredients: Ingredients, w: Words, currency: formats.Currency = formats.RENMINBI) -> str:
    """Return what a charge is made of, as short as a table wants it: 89.50 m² × 2.80, with the months where not one."""
    if "cut" in ingredients:
        return explain_decided.cut_short(composition(_whole(ingredients), w, currency), ingredients["cut"], w)
    kind = str(ingredients.get("kind"))
    if kind == "late_fee":
        return late_fee_short(ingredients, w, currency)
    if kind in _SHORT:
        return _SHORT[kind](ingredients, w, currency)
    if kind == "formula":
        return explain_formula.short(ingredients, _formula_time(ingredients, w))
    if kind not in _BY_MONTH:
        return w("as entered")
    unit_price = formats.price(int(ingredients["price"]), currency)
    time = _time(ingredients, w)
    if kind == "fixed":
        return f"{unit_price} × {time}" if time else w("{price} per month", price=unit_price)
    size = formats.area(int(ingredients["area"])) if kind == "area" else explain_usage.counted(ingredients, w)
    return f"{size} × {unit_price} × {time}" if time else f"{size} × {unit_price}"


def why(
    amount: int,
    ingredients: Ingredients,
    basis: Basis | None,
    w: Words,
    currency: formats.Currency = formats.RENMINBI,
) -> Why:
    """Return the long explanation of a charge of so many minor units."""
    kind = str(ingredients.get("kind"))
    question = w("Why {amount}?", amount=formats.money(amount, currency))
    if "cut" in ingredients:
        made = why(int(ingredients["cut"]["whole"]), _whole(ingredients), basis, w, currency)
        part = explain_decided.cut_long(amount, ingredients["cut"], w, currency)
        return Why(question, made.calculation, (part, *made.remarks))
    if kind == "late_fee":
        fee = late_fee_long(amount, ingredients, w, currency)
        return Why(question, fee.calculation, fee.remarks)
    if kind in _LONG:
        told = _LONG[kind](amount, ingredients, w, currency)
        return Why(question, told.calculation, (*_of_basis(basis, w), *told.remarks))
    if kind == "formula":
        return _why_formula(question, amount, ingredients, basis, w, currency)
    if kind not in _BY_MONTH:
        return Why(question, w("The sum was entered as it is, without a price per month."), _of_basis(basis, w))
    remarks = (*_of_basis(basis, w), *_of_months(ingredients, w), *_of_rounding(amount, ingredients, w, currency))
    return Why(question, _calculation(amount, ingredients, w, currency), remarks)


def _whole(ingredients: Ingredients) -> Ingredients:
    """Return what the whole period was made of, of which a charge is one holder's part."""
    return {name: value for name, value in ingredients.items() if name not in ("cut", "reversed")}


def _why_formula(
    question: str, amount: int, of: Ingredients, basis: Basis | None, w: Words, currency: formats.Currency
) -> Why:
    worked = explain_formula.calculation(amount, of, _formula_time(of, w), w, currency)
    read = explain_usage.readings(of, w) if "advances" in of else ()
    months = _of_months(of, w) if "advances" not in of else ()
    return Why(question, worked, (*_of_basis(basis, w), w("by the formula of the price"), *read, *months))


def _formula_time(of: Ingredients, w: Words) -> str:
    """Return what a formula is multiplied by: months it does not name itself, and what is not let off."""
    if "advances" in of:
        return ""
    return _time(of, w) if explain_formula.by_month(of) else _owed(of)


def _calculation(amount: int, ingredients: Ingredients, w: Words, currency: formats.Currency) -> str:
    total = formats.money_in_sentence(amount, w, currency)
    price = formats.price_in_sentence(int(ingredients["price"]), w, currency)
    time = _time(ingredients, w)
    if ingredients["kind"] == "fixed":
        if not time:
            return w("{price} per month = {total}", price=price, total=total)
        return w("{price} per month × {time} = {total}", price=price, time=time, total=total)
    if ingredients["kind"] == "each":
        return explain_usage.counted_price(ingredients, price, time, total, w)
    area = formats.area(int(ingredients["area"]))
    if not time:
        return w("built area {area} × {price} per m² and month = {total}", area=area, price=price, total=total)
    return w(
        "built area {area} × {price} per m² and month × {time} = {total}",
        area=area,
        price=price,
        time=time,
        total=total,
    )


def _time(ingredients: Ingredients, w: Words) -> str:
    """Return the months as a factor: nothing for one whole month, 3 months, 17/31, (2 + 17/31); reduced: × 70 %."""
    time, owed = _months(ingredients, w), _owed(ingredients)
    return f"{time} × {owed}" if time and owed else time or owed


def _owed(ingredients: Ingredients) -> str:
    """Return what is left to owe where part is let off: 70 %."""
    reduction = int(ingredients.get("reduction", 0))
    if not reduction:
        return ""
    return formats.percent(tariff.REDUCTION_SCALE - reduction, tariff.REDUCTION_SCALE, 2).replace(".00", "")


def _months(ingredients: Ingredients, w: Words) -> str:
    months = int(ingredients["months"])
    fractions = [f"{ingredients[days]}/{ingredients[of]}" for days, of in _PARTS if ingredients.get(days)]
    if not fractions:
        return "" if months == 1 else w.n("{n} month", "{n} months", months)
    terms = [str(months), *fractions] if months else fractions
    return terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"


_BY_MONTH = frozenset({"area", "fixed", "each"})
_PARTS = (("days", "of_days"), ("end_days", "end_of_days"))


def _of_basis(basis: Basis | None, w: Words) -> tuple[str, ...]:
    if basis is None:
        return ()
    paper = term(basis.kind, BASES, w)
    since = dates.day(basis.since)
    if not basis.number:
        return (w("Basis: {paper}, in force from {since}", paper=paper, since=since),)
    return (w("Basis: {paper} {number}, in force from {since}", paper=paper, number=basis.number, since=since),)


def _of_months(ingredients: Ingredients, w: Words) -> tuple[str, ...]:
    if ingredients.get("agreed"):
        return (*_counted(ingredients, w), w("paid ahead at this price; the later one asks no difference"))
    return _counted(ingredients, w)


def _counted(ingredients: Ingredients, w: Words) -> tuple[str, ...]:
    months = int(ingredients["months"])
    if ingredients.get("method") == "whole":
        return (w("part of a month counted as a whole one"),)
    if not ingredients.get("days") and not ingredients.get("reduction"):
        return (w.n("one full month, no reduction", "{n} full months, no reduction", months),)
    if not ingredients.get("days"):
        return (w.n("one full month, reduced", "{n} full months, reduced", months),)
    if ingredients.get("method") == "30":
        return (w("part of a month counted as days of 30"),)
    return (w("part of a month counted by its actual days"),)


def _of_rounding(amount: int, ingredients: Ingredients, w: Words, currency: formats.Currency) -> tuple[str, ...]:
    digits = int(ingredients.get("digits", 2))
    if tariff.recompute({**ingredients, "digits": _FINE_DIGITS}) == amount * 10 ** (_FINE_DIGITS - digits):
        return ()
    if currency == formats.RENMINBI:
        return (w("rounded half up to the fen"),)
    return (w("rounded half up to {digits} decimals", digits=digits),)
