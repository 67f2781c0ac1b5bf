"""How the households of the sample pay: most of them regularly, some a year in December, some no longer or never."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import NamedTuple, TypeVar

from counter.demo.estate import Household
from counter.rules.periods import DAY, Period, month_of
from counter.rules.tender import TenderKind

T = TypeVar("T")


class Habit(StrEnum):
    """When a household comes to the window."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEAR = "half_year"
    DECEMBER = "december"
    AHEAD = "ahead"
    LATE = "late"
    NEVER = "never"


class Visit(NamedTuple):
    """A household at the window: what it wants and how it pays; half: only about half of what is owed."""

    household: int
    habit: Habit
    tender: TenderKind
    half: bool
    ahead_months: int


# How many of a hundred households have each habit, and by what they pay.
_HABITS = (
    (Habit.MONTHLY, 14), (Habit.QUARTERLY, 38), (Habit.HALF_YEAR, 18), (Habit.DECEMBER, 12), (Habit.AHEAD, 6),
    (Habit.LATE, 8), (Habit.NEVER, 4),
)  # fmt: skip
_TENDERS = (
    (TenderKind.CASH, 32), (TenderKind.SCAN, 27), (TenderKind.CARD, 17), (TenderKind.QR_CODE, 19),
    (TenderKind.TRANSFER, 5),
)  # fmt: skip
_MONTHS_OF = {
    Habit.MONTHLY: frozenset(range(1, 13)),
    Habit.QUARTERLY: frozenset({3, 6, 9, 12}),
    Habit.HALF_YEAR: frozenset({6, 12}),
    Habit.DECEMBER: frozenset({12}),
    Habit.AHEAD: frozenset({1}),
    Habit.NEVER: frozenset({3, 6, 9, 12}),  # until the month in which they stop
}
_NEVER_PAID_ONE_IN = 5


def visits(households: Sequence[Household], first: date, last: date, seed: int) -> dict[date, list[Visit]]:
    """Return who comes on which office day between two days; nobody comes on a Sunday."""
    found: defaultdict[date, list[Visit]] = defaultdict(list)
    for number, household in enumerate(households):
        chance = Random(f"habit-{seed}-{number}")
        habit = Habit.HALF_YEAR if household.developer else _pick(chance, _HABITS)
        usual = _pick(chance, _TENDERS)
        month, stops = month_of(first), _stops(chance, first, last) if habit is Habit.NEVER else last
        while month.first <= stops:
            if _comes(chance, habit, month):
                day = _office_day(chance, habit, month)
                if first <= day <= last:
                    tender = usual if chance.randrange(5) else _pick(chance, _TENDERS)
                    found[day].append(Visit(number, habit, tender, habit is Habit.LATE, _months_ahead(chance, habit)))
            month = month.next()
    return {day: found[day] for day in sorted(found)}


def office_days(first: date, last: date) -> list[date]:
    """Return the days on which the service centre is open: every day but Sunday."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() != 6]


def _pick(chance: Random, table: Sequence[tuple[T, int]]) -> T:
    return chance.choices([each for each, _ in table], [weight for _, weight in table])[0]


def _comes(chance: Random, habit: Habit, month: Period) -> bool:
    if habit is Habit.LATE:
        return chance.randrange(5) == 0
    # Now and then a visit is missed, and the next one pays for both.
    return month.first.month in _MONTHS_OF[habit] and chance.randrange(100) < 94


def _stops(chance: Random, first: date, last: date) -> date:
    """The day after which a household pays no more: at once, or anywhere before the last quarter of the history."""
    days = (last - first).days * 3 // 4
    return first if chance.randrange(_NEVER_PAID_ONE_IN) == 0 else first + timedelta(days=chance.randrange(days + 1))


def _office_day(chance: Random, habit: Habit, month: Period) -> date:
    # The end of December is when years are settled.
    earliest = 8 if habit is Habit.DECEMBER else 2
    day = month.first + timedelta(days=chance.randint(earliest, 27))
    return day + DAY if day.weekday() == 6 else day


def _months_ahead(chance: Random, habit: Habit) -> int:
    if habit is Habit.AHEAD:
        return 11
    return 12 if habit is Habit.DECEMBER and chance.randrange(10) < 6 else 0
