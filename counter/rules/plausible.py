"""Whether a reading can be right: seen while it is typed, before anything is saved.

Readings are in thousandths of the meter's unit.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

TIMES_THE_USUAL = 3
_LOOKED_BACK = 6


class Doubt(StrEnum):
    """What is odd about a reading; the first two cannot be saved."""

    BELOW = "below"
    BEYOND = "beyond"
    HIGH = "high"
    STARTED_OVER = "started_over"
    CORRECTS = "corrects"
    NOTHING_USED = "nothing_used"


REFUSED = frozenset({Doubt.BELOW, Doubt.BEYOND})


class Judged(NamedTuple):
    """How far the meter went (None where that cannot be), and what is odd about it (None: nothing)."""

    advance: int | None
    doubt: Doubt | None


def usual(advances: Sequence[int]) -> int | None:
    """Return the middle one of the newest advances, None where the meter was never read before."""
    newest = sorted(advances[-_LOOKED_BACK:])
    return newest[(len(newest) - 1) // 2] if newest else None


def judged(
    previous: int | None, current: int, often: int | None, *, starts_over_at: int = 0, was_estimated: bool = False
) -> Judged:
    """Judge a reading by the one before (None: there is none) and the usual advance (None: not known).

    starts_over_at: 0 where the counter never begins anew; was_estimated: the reading before was an estimate.
    """
    if starts_over_at and current >= starts_over_at:
        return Judged(None, Doubt.BEYOND)
    if previous is None:
        return Judged(0, None)
    if current < previous and was_estimated:
        return Judged(current - previous, Doubt.CORRECTS)
    if current < previous and not starts_over_at:
        return Judged(None, Doubt.BELOW)
    over = current < previous
    advance = current + (starts_over_at if over else 0) - previous
    if often is not None and often > 0 and advance > TIMES_THE_USUAL * often:
        return Judged(advance, Doubt.HIGH)
    if over:
        return Judged(advance, Doubt.STARTED_OVER)
    if not advance and often:
        return Judged(advance, Doubt.NOTHING_USED)
    return Judged(advance, None)
