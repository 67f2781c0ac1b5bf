"""The rest days of a year as people write them: 10-01, 10月1日, 10-01~10-07, 10月1日至7日; a space between two."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

_DAY = r"(?P<{n}month>[0-9]{{1,2}})[-./月](?P<{n}day>[0-9]{{1,2}})日?"
_FIRST = _DAY.format(n="")
_RANGE = re.compile(rf"{_FIRST}(?:[~至到–—](?:{_DAY.format(n='to_')}|(?P<only>[0-9]{{1,2}})日?))?")
_BETWEEN = re.compile(r"[\s,，、;；。]+")
_ONE = timedelta(days=1)


class NoSuchDay(ValueError):
    """This is no day of the year, nor days from one to another."""

    code = "no_such_day"

    def __init__(self, text: str, year: int) -> None:
        super().__init__(text, year)
        self.text = text
        self.year = year


def days_of(text: str, year: int) -> list[date]:
    """Return the days of a year that a text names, in their order, each once. Raises NoSuchDay."""
    found = set[date]()
    for part in filter(None, _BETWEEN.split(text.replace("～", "~"))):
        match = _RANGE.fullmatch(part)
        try:
            if match is None:
                raise ValueError(part)
            first = date(year, int(match["month"]), int(match["day"]))
            month = int(match["to_month"] or first.month)
            last = date(year, month, int(match["to_day"] or match["only"] or first.day))
            if last < first:
                raise ValueError(part)
        except ValueError:
            raise NoSuchDay(part, year) from None
        found |= {first + n * _ONE for n in range((last - first).days + 1)}
    return sorted(found)


def text_of(days: Iterable[date]) -> str:
    """Return days as days_of reads them, those that follow each other as one stretch."""
    stretches: list[list[date]] = []
    for day in sorted(days):
        if stretches and stretches[-1][-1] + _ONE == day:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return " ".join(f"{each[0]:%m-%d}" if len(each) == 1 else f"{each[0]:%m-%d}~{each[-1]:%m-%d}" for each in stretches)
