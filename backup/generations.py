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
    kept = {copy.number for copy in copies[: max(wanted.last, 1)]}
    periods: tuple[tuple[int, Callable[[Manifest], str]], ...] = (
        (wanted.daily, lambda copy: copy.created[:10]), (wanted.weekly, _week),
        (wanted.monthly, lambda copy: copy.created[:7]), (wanted.yearly, lambda copy: copy.created[:4]),
    )  # fmt: skip
    for count, period_of in periods:
        newest: dict[str, int] = {}
        for copy in copies:
            newest.setdefault(period_of(copy), copy.number)
        kept |= set(list(newest.values())[:count])
    return kept


def _week(copy: Manifest) -> str:
    try:
        year, week, _day = date.fromisoformat(copy.created[:10]).isocalendar()
    except ValueError:
        return ""
    return f"{year}-{week:02d}"
