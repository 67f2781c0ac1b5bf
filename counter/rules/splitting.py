"""One sum for a period cut into parts by days: a sale in mid-month, a payer who changes. The parts are the sum."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple

from counter.rules.money import split_by_weight
from counter.rules.periods import DAY, PartMethod, Period, part_of


class SplitPart(NamedTuple):
    """Days of a period, both included, and what of its sum falls on them, in minor units."""

    first: date
    last: date
    amount: int


def split_period(
    total: int, period: Period, begins: Iterable[date], method: PartMethod = PartMethod.ACTUAL
) -> list[SplitPart]:
    """Split the sum of a period (minor units) on the days on which another part begins, by largest remainder.

    Each part weighs its days: of each month its own share, so that a split quarter goes by its three months. method
    says how the days of a begun month count. Days outside the period and its first day cut nothing.
    """
    borders = sorted({period.first, period.last + DAY} | {day for day in begins if period.first < day <= period.last})
    days = [Period(first, after - DAY) for first, after in pairwise(borders)]
    weights = [_months(each, method) for each in days]
    scale = lcm(*(weight.denominator for weight in weights))
    amounts = split_by_weight(total, [int(weight * scale) for weight in weights])
    return [SplitPart(*each, amount) for each, amount in zip(days, amounts, strict=True)]


def _months(days: Period, method: PartMethod) -> Fraction:
    part = part_of(days, days.first, days.last, method)
    return part.months + Fraction(part.days, part.of_days) + Fraction(part.end_days, part.end_of_days)
