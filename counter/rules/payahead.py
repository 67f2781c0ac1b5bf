"""Paying ahead (预交): the future periods up to a month, priced now."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from counter.rules.periods import DAY, Period, month_of, months_between
from counter.rules.tariff import Charged


class AheadLine(NamedTuple):
    """One future period with the sum it costs today, in fen, and what the sum is made of."""

    period: Period
    amount: int
    ingredients: Mapping[str, int | str]


def future_periods(after: date | None, to: Period, months: int = 1) -> list[Period]:
    """The periods that follow the last billed or paid day, up to the one that holds the wanted month.

    after: last day already billed or paid ahead; None when nothing ever was, which gives the last period alone.
    months: length of the item's billing period, 1, 3, 6 or 12, counted from January.
    A day within a period leaves the rest of it as the first, shorter one. Empty when `to` is already covered.
    """
    start = _cycle(to.last, months).first if after is None else after + DAY
    periods = []
    while start <= to.last:
        last = _cycle(start, months).last
        periods.append(Period(start, last))
        start = last + DAY
    return periods


def price_ahead(
    after: date | None, to: Period, charge: Callable[[Period], Charged], months: int = 1
) -> list[AheadLine]:
    """Prices each future period with the tariff in force now."""
    return [AheadLine(period, *charge(period)) for period in future_periods(after, to, months)]


def months_ahead(today: date, to: Period) -> int:
    """How many months beyond the current one a payment reaches, to hold against a local ceiling; never negative."""
    return max(0, months_between(today, to.last))


def _cycle(day: date, months: int) -> Period:
    """The billing period that holds a day."""
    start = month_of(day.replace(month=(day.month - 1) // months * months + 1, day=1))
    return (
        start
        if months == 1
        else Period(start.first, month_of(start.first.replace(month=start.first.month + months - 1)).last)
    )
