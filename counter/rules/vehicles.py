"""How many vehicles a unit has on a day, and on which days of a period that changes."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from counter.rules.periods import DAY, Period


class Stay(NamedTuple):
    """The first and the last day of a plate, both included; None where it was always there, or still is."""

    since: date | None
    until: date | None


def vehicles_on(stays: Sequence[Stay], day: date) -> int:
    """Return how many vehicles there are on a day; one that takes another's place on it counts once with it."""
    here = [each for each in stays if (each.since or day) <= day <= (each.until or day)]
    comes = sum(1 for each in here if each.since == day)
    goes = sum(1 for each in here if each.until == day and each.since != day)
    return len(here) - min(comes, goes)


def changes_within(stays: Sequence[Stay], period: Period) -> tuple[date, ...]:
    """Return the days of a period after its first on which the number of vehicles is another than the day before."""
    days = {day + after for each in stays for day in each if day is not None for after in (0 * DAY, DAY)}
    inside = sorted(day for day in days if period.first < day <= period.last)
    return tuple(day for day in inside if vehicles_on(stays, day) != vehicles_on(stays, day - DAY))
