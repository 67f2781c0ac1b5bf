"""Days that lie between what is billed of an item and are billed by nothing (断档)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from counter.rules.periods import DAY


class Gap(NamedTuple):
    """The first and the last day that is not billed."""

    first: date
    last: date


def gaps(billed: Iterable[tuple[date, date]]) -> list[Gap]:
    """Return what lies between the billed days (first and last of each), in order; outside of all is no gap."""
    found: list[Gap] = []
    reached: date | None = None
    for first, last in sorted(billed):
        if reached is not None and first > reached + DAY:
            found.append(Gap(reached + DAY, first - DAY))
        reached = last if reached is None else max(reached, last)
    return found
