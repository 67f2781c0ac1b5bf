"""The limitation of a debt (诉讼时效, Civil Code §188–203): when it ends at the earliest, and what restarted it.

Counted for each charge by itself and from its due day, which is the reading worst for the creditor. The last day is
given twice: as it stands, and moved off a rest day by the calendar that the office entered; a year without entries is
said, never guessed.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

YEARS = 3
_SATURDAY = 5
_DAY = timedelta(days=1)


class Restart(NamedTuple):
    """Something that begins the period anew: its day, what it was, and where the proof of it lies."""

    day: date
    kind: str
    evidence: str = ""


class RestYear(NamedTuple):
    """The rest days of a year as published: days off beside weekends, and weekend days that are worked."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()


Calendar = Mapping[int, RestYear]


class Expiry(NamedTuple):
    """The last day of the period.

    day: without regard to rest days, so never too late; moved: the same day or the next working day by the calendar,
    None where missing_year has no entries; by: what restarted it last; too_late: what came after it had ended.
    """

    day: date
    moved: date | None
    missing_year: int | None
    by: Restart | None
    too_late: tuple[Restart, ...]


def years_after(day: date, years: int) -> date:
    """Return the day with the same date so many years later, the last of the month where there is none (§202)."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def expiry(due: date, restarts: Iterable[Restart], calendar: Calendar) -> Expiry:
    """Return when the claim on a charge expires. A restart before the due day or after the end changes nothing."""
    end, by, late = years_after(due, YEARS), None, list[Restart]()
    for each in sorted(restarts):
        if each.day <= due:
            continue
        if each.day > end:
            late.append(each)
        else:
            end, by = max(end, years_after(each.day, YEARS)), each
    moved, missing = working_day_from(end, calendar)
    return Expiry(end, moved, missing, by, tuple(late))


def working_day_from(day: date, calendar: Calendar) -> tuple[date | None, int | None]:
    """Return the day itself or the next one that is worked, or the year of which nothing is entered."""
    while day.year in calendar:
        if not is_rest_day(day, calendar[day.year]):
            return day, None
        day += _DAY
    return None, day.year


def is_rest_day(day: date, year: RestYear) -> bool:
    """Whether a day is off: published as a holiday, or a weekend day that is not worked for one."""
    return day in year.off or (day.weekday() >= _SATURDAY and day not in year.worked)
