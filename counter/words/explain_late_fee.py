"""Why a late fee is what it is: the open sums by their days, the rate, the cap, what was posted before."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from counter.rules.late_fee import PERCENT, RATE_SCALE, exact_fee
from counter.words import dates, formats
from counter.words.explain_usage import Told
from counter.words.words import Words

Ingredients = Mapping[str, Any]
_RATE_DIGITS = 4  # millionths as per cent


def rate_a_day(rate: int, w: Words) -> str:
    """Return a rate in millionths of each day as people say it: 0.05 %/day."""
    return w("{percent} %/day", percent=formats.scaled(rate, _RATE_DIGITS, keep=2))


def late_fee_short(of: Ingredients, w: Words, currency: formats.Currency) -> str:
    """Return the working of a late fee in one line: 250.60 × 10 days × 0.05 %/day, less what was posted before."""
    parts = [_stretch(each, w, currency) for each in of["stretches"]] or [formats.money(0, currency)]
    sums = parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"
    worked = f"{sums} × {rate_a_day(int(of['rate']), w)}"
    if is_capped(of):
        most = formats.money(int(of["charge"]) * int(of["cap"]) // PERCENT, currency)
        worked = w("{working}, at most {most}", working=worked, most=most)
    if of["already"]:
        return w("{working} − {before} before", working=worked, before=formats.money(int(of["already"]), currency))
    return worked


def late_fee_long(amount: int, of: Ingredients, w: Words, currency: formats.Currency) -> Told:
    """Return the working of a late fee with its sum, and what should be known of it."""
    total = formats.money_in_sentence(amount, w, currency)
    remarks = [*_days(of, w), w("simple interest by the day, rounded once")]
    if is_capped(of):
        remarks.append(w("the cap of {percent} % of the charge is reached", percent=of["cap"]))
    if of["already"]:
        before = formats.money_in_sentence(int(of["already"]), w, currency)
        if amount < 0:
            remarks.append(w("too much was posted before, so the difference is posted back"))
        remarks.append(w("{amount} of it was posted before", amount=before))
    return Told(f"{late_fee_short(of, w, currency)} = {total}", tuple(remarks))


def is_capped(of: Ingredients) -> bool:
    """Whether the cap cuts a late fee."""
    charge, rate = int(of["charge"]), int(of["rate"])
    stretches = [each[:3] for each in of["stretches"]]
    uncapped = exact_fee(charge, stretches, rate, cap=RATE_SCALE * PERCENT)
    return exact_fee(charge, stretches, rate, int(of["cap"])) != uncapped


def _stretch(each: Any, w: Words, currency: formats.Currency) -> str:
    first, last = date.fromisoformat(each[0]), date.fromisoformat(each[1])
    days = w.n("{n} day", "{n} days", (last - first).days + 1)
    return f"{formats.money(int(each[2]), currency)} × {days}"


def _days(of: Ingredients, w: Words) -> tuple[str, ...]:
    if not of["stretches"]:
        return ()
    first, last = of["stretches"][0][0], of["stretches"][-1][1]
    told = w("late from {first} to {last}", first=dates.day(date.fromisoformat(first)),
             last=dates.day(date.fromisoformat(last)))  # fmt: skip
    return (told,)
