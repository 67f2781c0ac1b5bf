"""Why a charge by meter, by tiers, by count, by share or of once is what it is, in one line and in full."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from counter.rules import tariff
from counter.rules.metering import LOSS_SCALE, MULTIPLIER_SCALE, READING_SCALE, USAGE_SCALE
from counter.rules.money import divide_half_up
from counter.rules.tiers import Band, in_bands
from counter.words import formats
from counter.words.terms import METER_UNITS, WEIGHTS, term
from counter.words.words import Words

Ingredients = Mapping[str, Any]
_SHOWN = 3  # decimals of a quantity


class Told(NamedTuple):
    """A sum worked out, and remarks that can stand side by side."""

    calculation: str
    remarks: tuple[str, ...]


def counted(of: Ingredients, w: Words) -> str:
    """Return what is counted, as a factor: 3 persons."""
    count = int(of["count"])
    if of["of"] == "person":
        return w.n("{n} person", "{n} persons", count)
    if of["of"] == "space":
        return w.n("{n} parking space", "{n} parking spaces", count)
    return w.n("{n} vehicle", "{n} vehicles", count)


def counted_price(of: Ingredients, price: str, time: str, total: str, w: Words) -> str:
    """Return the working of a price by count."""
    count = counted(of, w)
    if not time:
        return w("{count} × {price} each and month = {total}", count=count, price=price, total=total)
    return w("{count} × {price} each and month × {time} = {total}", count=count, price=price, time=time, total=total)


def quantity(usage: int, of: Ingredients, w: Words) -> str:
    """Return a usage (parts of USAGE_SCALE) with its unit, to three decimals at most: 15.5 m³."""
    thousandths = divide_half_up(usage * READING_SCALE, USAGE_SCALE)
    figures = formats.scaled(thousandths, _SHOWN, keep=0)
    unit = term(str(of.get("unit", "")), METER_UNITS, w)
    return f"{figures} {unit}" if unit else figures


def _metered_short(of: Ingredients, w: Words, currency: formats.Currency) -> str:
    return f"{quantity(tariff.usage_of(of), of, w)} × {formats.price(int(of['price']), currency)}"


def _tiered_short(of: Ingredients, w: Words, currency: formats.Currency) -> str:
    parts = (f"{quantity(u, of, w)} × {formats.price(band.price, currency)}" for band, u in _banded(of))
    return " + ".join(parts)


def _once_short(of: Ingredients, w: Words, currency: formats.Currency) -> str:
    if "area" in of:
        return f"{formats.area(int(of['area']))} × {formats.price(int(of['price']), currency)}"
    return str(of["reason"]) if of.get("reason") else w("once")


def _share_short(of: Ingredients, w: Words, currency: formats.Currency) -> str:
    share = formats.percent(int(of["weight"]), int(of["weights"]), 2)
    return w("share {share} of {total}", share=share, total=formats.money(int(of["total"]), currency))


SHORT: Mapping[str, Callable[[Ingredients, Words, formats.Currency], str]] = {
    "metered": _metered_short,
    "tiered": _tiered_short,
    "once": _once_short,
    "share": _share_short,
}


def _metered_long(amount: int, of: Ingredients, w: Words, currency: formats.Currency) -> Told:
    used = quantity(tariff.usage_of(of), of, w)
    price = formats.price_in_sentence(int(of["price"]), w, currency)
    total = formats.money_in_sentence(amount, w, currency)
    return Told(f"{used} × {price} = {total}", tuple(readings(of, w)))


def _tiered_long(amount: int, of: Ingredients, w: Words, currency: formats.Currency) -> Told:
    parts = (f"{quantity(u, of, w)} × {formats.price_in_sentence(band.price, w, currency)}" for band, u in _banded(of))
    calculation = f"{' + '.join(parts)} = {formats.money_in_sentence(amount, w, currency)}"
    before = int(of.get("before", 0))
    used = (w("used before in the same year: {usage}", usage=quantity(before, of, w)),) if before else ()
    return Told(calculation, (*readings(of, w), *used))


def _once_long(amount: int, of: Ingredients, w: Words, currency: formats.Currency) -> Told:
    reason = (w("reason: {reason}", reason=of["reason"]),) if of.get("reason") else ()
    if "area" in of:
        price, total = (
            formats.price_in_sentence(int(of["price"]), w, currency),
            formats.money_in_sentence(amount, w, currency),
        )
        return Told(f"{formats.area(int(of['area']))} × {price} = {total}", (w("asked for once"), *reason))
    return Told(w("asked for once: {total}", total=formats.money_in_sentence(amount, w, currency)), reason)


def _share_long(amount: int, of: Ingredients, w: Words, currency: formats.Currency) -> Told:
    whole = formats.money_in_sentence(int(of["total"]), w, currency)
    total = formats.money_in_sentence(amount, w, currency)
    calculation = f"{whole} × {_weight(of, 'weight')} ÷ {_weight(of, 'weights')} = {total}"
    kind = term(str(of["by"]), WEIGHTS, w)
    return Told(calculation, (w("shared {kind}; all shares together are the bill to the fen", kind=kind),))


LONG: Mapping[str, Callable[[int, Ingredients, Words, formats.Currency], Told]] = {
    "metered": _metered_long,
    "tiered": _tiered_long,
    "once": _once_long,
    "share": _share_long,
}


def _banded(of: Ingredients) -> list[tuple[Band, int]]:
    bands = [Band(*band) for band in of["bands"]]
    return [(each.band, each.usage) for each in in_bands(tariff.usage_of(of), bands, int(of.get("before", 0)))]


def readings(of: Ingredients, w: Words) -> list[str]:
    """Return what the meters of a charge showed, and what was done to the difference."""
    told = []
    for previous, current, *more in of["advances"]:
        shown = (formats.scaled(reading, _SHOWN, keep=0) for reading in (previous, current))
        told.append(w("readings {previous} → {current}", previous=next(shown), current=next(shown)))
        told += [_times(each, w) for each in more[2:] if each]
    multiplier, loss = int(of.get("multiplier", MULTIPLIER_SCALE)), int(of.get("loss", 0))
    if multiplier != MULTIPLIER_SCALE:
        told.append(_times(multiplier, w))
    if loss:
        told.append(w("with {percent} loss", percent=formats.percent(loss, LOSS_SCALE, 2)))
    if any(any(each[3:4]) for each in of["advances"]):
        told.append(w("corrects an estimated reading"))
    return told


def _times(multiplier: int, w: Words) -> str:
    return w("multiplier {times}", times=formats.scaled(multiplier, 3, keep=0))


def _weight(of: Ingredients, name: str) -> str:
    weight = int(of[name])
    return formats.area(weight) if of["by"] == "area" else formats.count(weight)
