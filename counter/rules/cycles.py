"""Periods that begin on the day of handover and its anniversaries; in a shorter month on its last day.

Every boundary is counted from the handover itself, never from the boundary before, so that a 31st stays a 31st and no
day is billed twice or left out.
"""

from datetime import date
from itertools import pairwise

from counter.rules.periods import DAY, Part, PartMethod, Period, due_date, month_of, months_between, part_of_months


def boundary(handover: date, months: int) -> date:
    """The day so many months after the handover on which a new period begins."""
    index = handover.year * 12 + handover.month - 1 + months
    year, month0 = divmod(index, 12)
    return due_date(month_of(date(year, month0 + 1, 1)), handover.day)


def cycle_at(handover: date, months: int, day: date) -> Period:
    """The period of so many months that holds a day."""
    count = months_between(handover, day)
    if boundary(handover, count) > day:
        count -= 1
    begun = count - count % months
    return Period(boundary(handover, begun), boundary(handover, begun + months) - DAY)


def cycle_billed_in(handover: date, months: int, month: Period, *, in_advance: bool) -> Period | None:
    """The period that the run of a month bills: the one that begins in it, or (in arrears) the one that ends in it."""
    found = cycle_at(handover, months, month.last)
    if in_advance:
        return found if found.first >= max(month.first, handover) else None
    if found.last != month.last:
        found = cycle_at(handover, months, found.first - DAY)
    return found if month.first <= found.last <= month.last and found.first >= handover else None


def part_of_cycle(handover: date, period: Period, first: date, last: date, method: PartMethod) -> Part:
    """The share of a period that falls between two days, counted in months from anniversary to anniversary."""
    start, end = max(first, period.first), min(last, period.last)
    if start > end:
        return Part(0, method=method)
    begun = months_between(handover, period.first)
    count = months_between(period.first, period.last) + 1
    bounds = [boundary(handover, begun + each) for each in range(count + 1)]
    months = (Period(here, after - DAY) for here, after in pairwise(bounds))
    return part_of_months(months, start, end, method)


def future_cycles(handover: date, months: int, after: date, to: Period) -> list[Period]:
    """The periods that follow a day and begin by the end of a month."""
    found: list[Period] = []
    here = cycle_at(handover, months, after + DAY)
    while here.first <= to.last:
        found.append(here)
        here = cycle_at(handover, months, here.last + DAY)
    return found
