"""Paid up to (已缴至): the last day to which everything is settled without a gap."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from counter.rules.periods import DAY, Period


class ChargedPeriod(NamedTuple):
    """A charge of one item as far as it matters here: its days and what is still open, in fen."""

    first: date
    last: date
    open: int


def paid_up_to(charges: Iterable[ChargedPeriod], ahead: Iterable[Period] = ()) -> date | None:
    """The last day of one item up to which every day from the first is charged or paid ahead, and settled.

    Anything open stops it the day before that charge begins, part payments included: money is never turned
    into time. None when not even the first period is settled.
    """
    covered = [ChargedPeriod(period.first, period.last, 0) for period in ahead]
    lines = sorted([*charges, *covered], key=lambda line: line.first)
    reached: date | None = None
    for line in lines:
        if reached is not None and line.first > reached + DAY:
            break
        reached = line.last if reached is None else max(reached, line.last)
    first_open = min((line.first for line in lines if line.open > 0), default=None)
    if reached is None or first_open is None or first_open > reached:
        return reached
    return first_open - DAY if first_open > lines[0].first else None
