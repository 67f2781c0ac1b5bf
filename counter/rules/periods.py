"""Billing periods of whole months, their labels and due days, and the share of a month that was used."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from counter.rules.fold import to_ascii

DAY = timedelta(days=1)
_QUARTER, _YEAR = 3, 12
_MONTH_TEXT = re.compile(r"(?:20)?(?P<year>[0-9]{2})[-/.年]?(?P<month>[0-9]{1,2})月?")
_LABEL = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})|-Q(?P<quarter>[1-4]))?")


class NotAMonth(ValueError):
    """The text names no month."""

    code = "not_a_month"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Period(NamedTuple):
    """A stretch of days that one charge covers, first and last day included."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """ "2026-09", "2026-Q3", "2026", or both days for any other stretch ("2026-07-15/2026-07-31")."""
        first = self.first
        if self.is_whole:
            months = self.months
            if months == 1:
                return f"{first.year:04d}-{first.month:02d}"
            if months == _QUARTER and first.month % _QUARTER == 1:
                return f"{first.year:04d}-Q{first.month // _QUARTER + 1}"
            if months == _YEAR and first.month == 1:
                return f"{first.year:04d}"
        return f"{first.isoformat()}/{self.last.isoformat()}"

    @property
    def is_whole(self) -> bool:
        """Whether it begins on the first and ends on the last day of a month."""
        return self.first.day == 1 and self.last.day == monthrange(self.last.year, self.last.month)[1]

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        return _index(self.last) - _index(self.first) + 1

    def next(self) -> "Period":
        """The period of as many whole months that follows on."""
        start = _index(self.last) + 1
        return Period(_month_at(start).first, _month_at(start + self.months - 1).last)


class PartMethod(StrEnum):
    """How a part of a month is counted; a setting printed on the charge, as no national rule exists."""

    ACTUAL = "actual"
    THIRTY = "30"
    WHOLE = "whole"


class Part(NamedTuple):
    """The used share of a period: months + days ÷ of_days + end_days ÷ end_of_days.

    months: whole months. days of of_days: the month that is begun late (or the only one).
    end_days of end_of_days: a second part month at the end of a longer period, else 0 of 1.
    """

    months: int
    days: int = 0
    of_days: int = 1
    end_days: int = 0
    end_of_days: int = 1
    method: PartMethod = PartMethod.ACTUAL


def month_of(day: date) -> Period:
    """The month that holds a day."""
    return _month_at(_index(day))


def month(text: str) -> Period:
    """The month of a stored label "YYYY-MM"; raises NotAMonth."""
    period = period_of(text)
    if period.months != 1 or not period.is_whole:
        raise NotAMonth(text)
    return period


def period_of(label: str) -> Period:
    """The period of a label as Period.label writes it; raises NotAMonth."""
    if "/" in label:
        return _days(label)
    match = _LABEL.fullmatch(label)
    if match is None:
        raise NotAMonth(label)
    year = int(match["year"])
    if match["month"]:
        return _checked(label, year, int(match["month"]), 1)
    if match["quarter"]:
        return _checked(label, year, int(match["quarter"]) * _QUARTER - 2, _QUARTER)
    return _checked(label, year, 1, _YEAR)


@lru_cache(maxsize=1024)
def closing_day(label: str) -> date:
    """The last day of a label's period: whatever is counted by months belongs to the period that holds this day."""
    return period_of(label).last


def months_read(period: Period) -> tuple[str, str]:
    """The first and the last month whose readings belong to a period: those that end in it."""
    first, last = month_of(period.first), month_of(period.last)
    if period.last != last.last:
        last = month_of(last.first - DAY)
    return first.label, last.label


def parse_month(text: str) -> Period:
    """Reads a month as typed: "2712", "202712", "2027-12", "2027年12月", full-width too; raises NotAMonth."""
    folded = to_ascii(text).strip()
    match = _MONTH_TEXT.fullmatch(folded)
    # Without a sign between them, year and month need all their figures: "271" could be two things.
    if match is None or (folded.isdigit() and len(match["month"]) != 2):
        raise NotAMonth(text)
    return _checked(text, 2000 + int(match["year"]), int(match["month"]), 1)


def months_between(first: date, last: date) -> int:
    """Calendar months from the month of one day to the month of another; negative when it lies before."""
    return _index(last) - _index(first)


def due_date(period: Period, due_day: int, months_after: int = 0) -> date:
    """The day a charge falls due, in the month the period ends in or so many months after it.

    due_day 1 to 31 is brought back to the last day of a shorter month.
    """
    target = _month_at(_index(period.last) + months_after)
    return target.last if due_day >= target.last.day else target.first.replace(day=due_day)


def part_of(period: Period, first: date, last: date, method: PartMethod) -> Part:
    """The share of a period of whole months that falls between two days, both included.

    A month counts whole when all its days are used. A part month counts by actual days of the month,
    by thirtieths (never more than the month), or whole.
    """
    start, end = max(first, period.first), min(last, period.last)
    if start > end:
        return Part(0, method=method)
    return part_of_months((_month_at(i) for i in range(_index(start), _index(end) + 1)), start, end, method)


def part_of_months(months: Iterable[Period], start: date, end: date, method: PartMethod) -> Part:
    """The share of consecutive months, of the calendar or of a cycle, that falls between two days, both included."""
    shares = [_share_of_month(each, start, end, method) for each in months if each.first <= end and each.last >= start]
    whole = sum(1 for days, of_days in shares if days == of_days)
    parts = [share for share in shares if share[0] != share[1]]
    first_part, second_part = [*parts, (0, 1), (0, 1)][:2]
    return Part(whole, *first_part, *second_part, method=method)


def _share_of_month(whole: Period, start: date, end: date, method: PartMethod) -> tuple[int, int]:
    """Days used and days counted of one month."""
    length = (whole.last - whole.first).days + 1
    used = (min(end, whole.last) - max(start, whole.first)).days + 1
    if used == length or method is PartMethod.WHOLE:
        return length, length
    return (used, 30) if method is PartMethod.THIRTY else (used, length)


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_at(index: int) -> Period:
    year, month0 = divmod(index, 12)
    return Period(date(year, month0 + 1, 1), date(year, month0 + 1, monthrange(year, month0 + 1)[1]))


def _checked(text: str, year: int, number: int, months: int) -> Period:
    if not (1 <= number <= 12 and 1 <= year <= 9998):
        raise NotAMonth(text)
    start = year * 12 + number - 1
    return Period(_month_at(start).first, _month_at(start + months - 1).last)


def _days(label: str) -> Period:
    try:
        first, last = (date.fromisoformat(day) for day in label.split("/"))
    except ValueError:
        raise NotAMonth(label) from None
    if first > last:
        raise NotAMonth(label)
    return Period(first, last)
