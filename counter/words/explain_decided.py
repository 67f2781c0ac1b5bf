"""Why a charge that somebody decided on is what it is: an adjustment, a waiver, in one line and in full."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from counter.words import formats
from counter.words.explain_usage import Told
from counter.words.words import Words

Ingredients = Mapping[str, Any]


def _fund_short(of: Ingredients, w: Words, currency: formats.Currency) -> str:
    first = formats.money(int(of["first"]), currency)
    if of["due"] == "first_deposit":
        return w("first deposit {first}, {paid} paid in", first=first, paid=formats.money(int(of["paid_in"]), currency))
    return w("renewal, {left} of {first} left", left=formats.money(int(of["balance"]), currency), first=first)


def _adjustment_short(of: Ingredients, w: Words, currency: formats.Currency) -> str:
    return w("adjustment of a charge of {whole}", whole=formats.money(int(of["whole"]), currency))


def _waiver_short(of: Ingredients, w: Words, currency: formats.Currency) -> str:
    return w("waived of a charge of {whole}", whole=formats.money(int(of["whole"]), currency))


def _split_short(of: Ingredients, w: Words, currency: formats.Currency) -> str:
    whole = formats.money(int(of["whole"]), currency)
    return w("{since} to {last} of {whole}", since=of["since"], last=of["last"], whole=whole)


SHORT: Mapping[str, Callable[[Ingredients, Words, formats.Currency], str]] = {
    "adjustment": _adjustment_short,
    "waiver": _waiver_short,
    "split": _split_short,
    "fund": _fund_short,
}


def _fund_long(amount: int, of: Ingredients, w: Words, currency: formats.Currency) -> Told:
    first, total = (formats.money_in_sentence(each, w, currency) for each in (int(of["first"]), amount))
    made: tuple[str, ...] = ()
    if "area" in of:
        size, price = formats.area(int(of["area"])), formats.price_in_sentence(int(of["price"]), w, currency)
        made = (w("first deposit: {area} × {price} = {first}", area=size, price=price, first=first),)
    if of["due"] == "first_deposit":
        paid = formats.money_in_sentence(int(of["paid_in"]), w, currency)
        return Told(w("first deposit {first} − {paid} paid in = {total}", first=first, paid=paid, total=total), made)
    left = formats.money_in_sentence(int(of["balance"]), w, currency)
    told = w("{first} × {to} − {left} left = {total}", first=first, to=_percent(of["to"]), left=left, total=total)
    rule = w("a renewal is owed where less than {share} of the first deposit is left", share=_percent(of["share"]))
    return Told(told, (rule, *made))


def _percent(value: int) -> str:
    return formats.percent(int(value), 100, 0)


def _adjustment_long(amount: int, of: Ingredients, w: Words, currency: formats.Currency) -> Told:
    whole = formats.money_in_sentence(int(of["whole"]), w, currency)
    by = formats.signed_money(amount, currency)
    return Told(w("a charge of {whole}, adjusted by {amount}", whole=whole, amount=by), (_reason(of, w),))


def _waiver_long(amount: int, of: Ingredients, w: Words, currency: formats.Currency) -> Told:
    whole = formats.money_in_sentence(int(of["whole"]), w, currency)
    by = formats.money_in_sentence(-amount, w, currency)
    return Told(w("of a charge of {whole}, {amount} is waived", whole=whole, amount=by), (_reason(of, w),))


def _split_long(amount: int, of: Ingredients, w: Words, currency: formats.Currency) -> Told:
    whole = formats.money_in_sentence(int(of["whole"]), w, currency)
    part = formats.money_in_sentence(abs(amount), w, currency)
    told = w("of a charge of {whole}, {part} falls on the days from {since} to {last}", whole=whole, part=part,
             since=of["since"], last=of["last"])  # fmt: skip
    day = of.get("turned", of["since"])
    if not day:
        return Told(told, (w("the register names another payer for these days"),))
    if of.get("method") == "30":
        return Told(told, (w("whoever pays changed on {since}; split by days of 30", since=day),))
    if of.get("moves"):
        return Told(told, (w("an occupier moved in or out on {since}; split by actual days", since=day),))
    return Told(told, (w("the flat changed hands on {since}; split by actual days", since=day),))


def cut_short(made_of: str, cut: Ingredients, w: Words) -> str:
    """Return what a part of a period is made of that was split between those who pay."""
    first, last = _days(cut)
    return w("{composition}, of it {first} to {last}", composition=made_of, first=first, last=last)


def cut_long(amount: int, cut: Ingredients, w: Words, currency: formats.Currency) -> str:
    """Return why a charge is only a part of its period."""
    first, last = _days(cut)
    part = formats.money_in_sentence(abs(amount), w, currency)
    if cut.get("method") == "30":
        return w("of it {part} falls on {first} to {last}: whoever pays changed, split by days of 30",
                 part=part, first=first, last=last)  # fmt: skip
    if cut.get("moves"):
        return w("of it {part} falls on {first} to {last}: an occupier moved in or out, split by actual days",
                 part=part, first=first, last=last)  # fmt: skip
    return w("of it {part} falls on {first} to {last}: the flat changed hands, split by actual days",
             part=part, first=first, last=last)  # fmt: skip


def _days(cut: Ingredients) -> tuple[str, str]:
    borders, place = [cut["first"], *cut["begins"]], int(cut["part"])
    after = borders[place + 1] if place + 1 < len(borders) else None
    last = (date.fromisoformat(after) - timedelta(days=1)).isoformat() if after else str(cut["last"])
    return borders[place], last


def _reason(of: Ingredients, w: Words) -> str:
    return w("reason: {reason}", reason=of["reason"])


LONG: Mapping[str, Callable[[int, Ingredients, Words, formats.Currency], Told]] = {
    "adjustment": _adjustment_long,
    "waiver": _waiver_long,
    "split": _split_long,
    "fund": _fund_long,
}
