"""The late fee (违约金): simple, by the day, on what was open that day; exact to the day asked, rounded once.

It rests on the contract (Civil Code §585), so rate, grace and cap are the office's. A day is late when the sum was open
at its beginning: whoever pays on the tenth day after the due date is ten days late.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from counter.rules.money import divide_half_up
from counter.rules.periods import DAY

RATE_SCALE = 1_000_000
PERCENT = 100


class Terms(NamedTuple):
    """What the contract says.

    rate: millionths of the open sum for each day (500 is 0.05 %). grace: days after the due date that cost nothing;
    from_due: once they have passed, the fee runs from the day after the due date all the same.
    cap: the most the fee of a charge may come to, as a percentage of the charge.
    """

    rate: int
    grace: int = 0
    from_due: bool = False
    cap: int = PERCENT


class Paid(NamedTuple):
    """What settled part of a charge on a day, in fen; what was taken back again is left out."""

    day: date
    amount: int


class Pause(NamedTuple):
    """Days on which no fee runs: from the day a dispute was raised to the day before it ended (None: not yet).

    amount: what of the charge is free of it, in fen; None is all of it.
    """

    first: date
    last: date | None = None
    amount: int | None = None


class Stretch(NamedTuple):
    """Late days in a row with the same sum open, first and last included."""

    first: date
    last: date
    open: int

    @property
    def days(self) -> int:
        """How many days it counts."""
        return (self.last - self.first).days + 1


class LateFee(NamedTuple):
    """A fee in fen as it stands on a day, and the stretches that explain it; capped: whether the cap cut it."""

    amount: int
    stretches: tuple[Stretch, ...]
    capped: bool


def late_fee(
    charge: int, due: date, paid: Iterable[Paid], as_of: date, terms: Terms, pauses: Sequence[Pause] = ()
) -> LateFee:
    """The fee of a charge of so many fen up to and including a day, cap included and rounded half up once."""
    stretches = tuple(_stretches(charge, due, paid, as_of, terms, pauses))
    plain = [(each.first.isoformat(), each.last.isoformat(), each.open) for each in stretches]
    numerator, scale = exact_fee(charge, plain, terms.rate, terms.cap)
    owed = sum(each.open * each.days for each in stretches) * terms.rate * PERCENT
    return LateFee(divide_half_up(numerator, scale), stretches, owed > charge * terms.cap * RATE_SCALE)


def exact_fee(charge: int, stretches: Sequence[Sequence[Any]], rate: int, cap: int) -> tuple[int, int]:
    """Return the exact fee in fen, cap included, as numerator and divisor.

    stretches: [first, last, open] each, the days as ISO text.
    """
    owed = sum(
        int(still_open) * ((date.fromisoformat(last) - date.fromisoformat(first)).days + 1)
        for first, last, still_open in stretches
    )
    return min(owed * rate * PERCENT, charge * cap * RATE_SCALE), RATE_SCALE * PERCENT


def to_post(fee: LateFee, already_posted: int) -> int:
    """What is still to be posted of a fee, in fen; negative where too much stands, because a payment came to light.

    already_posted: the fee's postings that were not reversed, so that a void takes the mark back with it.
    """
    return fee.amount - already_posted


def runs_from(due: date, terms: Terms) -> date:
    """The first day on which a fee can stand."""
    return due + DAY * (terms.grace + 1)


def yearly_percent(terms: Terms) -> int:
    """What the daily rate comes to in a year, in whole percent rounded up: what a court would look at."""
    return -(-terms.rate * 365 * PERCENT // RATE_SCALE)


def _stretches(
    charge: int, due: date, paid: Iterable[Paid], as_of: date, terms: Terms, pauses: Sequence[Pause]
) -> Iterable[Stretch]:
    forgiven = due + DAY * terms.grace
    first = due + DAY if terms.from_due else forgiven + DAY
    if as_of <= forgiven or as_of < first:
        return
    payments = [(each.day + DAY, each.amount) for each in paid]
    days = {first, as_of + DAY, *(day for day, _ in payments), *_ends(pauses)}
    for start, after in pairwise(sorted(day for day in days if first <= day <= as_of + DAY)):
        still_open = charge - sum(amount for day, amount in payments if day <= start)
        # What was paid settled what nobody disputes first: the payer's good faith is not held against them.
        bears = still_open - sum(_free(pause, charge) for pause in pauses if _covers(pause, start))
        if bears > 0:
            yield Stretch(start, after - DAY, bears)


def _ends(pauses: Sequence[Pause]) -> Iterable[date]:
    for pause in pauses:
        yield pause.first
        if pause.last is not None:
            yield pause.last + DAY


def _free(pause: Pause, charge: int) -> int:
    return charge if pause.amount is None else pause.amount


def _covers(pause: Pause, day: date) -> bool:
    return pause.first <= day and (pause.last is None or day <= pause.last)
