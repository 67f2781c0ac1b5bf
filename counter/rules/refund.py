"""What of a paid period is given back when the service ends early: days used are kept, the rest is refunded."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from counter.rules.money import divide_half_up
from counter.rules.periods import Part, PartMethod, Period, month_of, part_of

# Terminals give back to the card they took from, and notes go where notes came from; a bank transfer may carry
# anything, because it leaves its own trace.
ANY_SUM = frozenset({"transfer"})


class Unused(NamedTuple):
    """A paid period at the day the service ends: amounts in minor units, days used of days in all."""

    refund: int
    kept: int
    days_used: int
    days: int


def unused(amount: int, first: date, last: date, used_to: date, method: PartMethod = PartMethod.ACTUAL) -> Unused:
    """Return what of an amount paid for the days from first to last is given back when used_to is the last day used.

    Months are counted as the charge itself counts them (actual days, thirtieths, or a begun month whole).
    """
    days, used_days = (last - first).days + 1, max(0, (min(used_to, last) - first).days + 1)
    if used_to < first:
        return Unused(amount, 0, 0, days)
    if used_to >= last:
        return Unused(0, amount, days, days)
    stretch = Period(month_of(first).first, month_of(last).last)
    used_n, used_d = _fraction(part_of(stretch, first, used_to, method))
    whole_n, whole_d = _fraction(part_of(stretch, first, last, method))
    # Thirtieths may count the used days of a long month beyond the whole.
    kept = min(amount, divide_half_up(amount * used_n * whole_d, used_d * whole_n))
    return Unused(amount - kept, kept, used_days, days)


def _fraction(part: Part) -> tuple[int, int]:
    """The months of a part as numerator and denominator."""
    over = part.of_days * part.end_of_days
    return part.months * over + part.days * part.end_of_days + part.end_days * part.of_days, over


def same_way(amount: int, paid: Mapping[str, int]) -> dict[str, int]:
    """Return how an amount goes back the way it came: by tender, in the order given, what is left by transfer.

    paid: by tender what came in and was not given back yet, minor units.
    """
    back: dict[str, int] = {}
    for tender, sum_paid in paid.items():
        used = min(amount, sum_paid)
        if used > 0:
            back[tender] = used
            amount -= used
    if amount > 0:
        back["transfer"] = back.get("transfer", 0) + amount
    return back
