"""Which copies of a stick stay: the last ones, and the last of each of so many days, weeks, months and years."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from backup.manifest import Manifest


class Generations(NamedTuple):
    """How many copies stay of each kind; a copy may count for several. Days are those of UTC."""

    last: int = 2
    daily: int = 0
    weekly: int = 0
    monthly: int = 0
    yearly: int = 0


def staying(copies: Sequence[Manifest], wanted: Generations) -> set[int]:
    """Return the numbers of the copies that stay; copies: the newest first. The newest always stays."""
    places = staying_places([copy.created[:10] for copy in copies], wanted)
    return {copies[place].number for place in places}


def staying_places(days: Sequence[str], wanted: Generations) -> set[int]:
    """Return which of several copies stay, as places in their list; days: of each (ISO date), the newest first."""
    kept = set(range(min(len(days), max(wanted.last, 1))))
    periods: tuple[tuple[int, Callable[[str], str]], ...] = (
        (wanted.daily, str), (wanted.weekly, _week),
        (wanted.monthly, lambda day: day[:7]), (wanted.yearly, lambda day: day[:4]),
    )  # fmt: skip
    for count, period_of in periods:
        newest: dict[str, int] = {}
        for place, day in enumerate(days):
            newest.setdefault(period_of(day), place)
        kept |= set(list(newest.values())[:count])
    return kept


def _week(day: str) -> str:
    try:
        year, week, _day = date.fromisoformat(day).isocalendar()
    except ValueError:
        return ""
    return f"{year}-{week:02d}"
