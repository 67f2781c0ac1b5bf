"""What a meter says was used: readings, a counter that starts over, a meter replaced, multiplier and loss.

Units: readings in thousandths of the meter's unit (1 is 0.001 m³ or kWh), multiplier in thousandths (40000 is 40×),
loss in ten-thousandths (300 is 3 %). Usage stays one exact fraction of USAGE_SCALE until the sum is divided.
"""

from collections.abc import Sequence
from typing import NamedTuple

READING_SCALE = 1_000
MULTIPLIER_SCALE = 1_000
LOSS_SCALE = 10_000
USAGE_SCALE = READING_SCALE * MULTIPLIER_SCALE * LOSS_SCALE


class Advance(NamedTuple):
    """How far one meter went: both readings, and where its counter starts over (0 where it cannot).

    corrects: the earlier reading was an estimate, so that a lower one now gives back what was billed too much.
    multiplier: this meter's own, where the meters of a period have different ones; 0 where all have the same.
    """

    previous: int
    current: int
    starts_over_at: int = 0
    corrects: bool = False
    multiplier: int = 0


class ReadingBelowLast(ValueError):
    """A meter went backwards, and neither a counter that starts over nor an estimate explains it."""

    code = "reading_below_last"

    def __init__(self, previous: int, current: int) -> None:
        super().__init__(previous, current)
        self.previous = previous
        self.current = current


class ReadingBeyondCounter(ValueError):
    """A reading is larger than the counter of the meter can show."""

    code = "reading_beyond_counter"

    def __init__(self, reading: int, starts_over_at: int) -> None:
        super().__init__(reading, starts_over_at)
        self.reading = reading
        self.starts_over_at = starts_over_at


def advanced(advance: Advance) -> int:
    """How far a meter went, in thousandths; negative only where it corrects an estimate.

    Raises ReadingBelowLast, ReadingBeyondCounter.
    """
    previous, current, over, corrects, _multiplier = advance
    if over and max(previous, current) >= over:
        raise ReadingBeyondCounter(max(previous, current), over)
    if current >= previous or corrects:
        return current - previous
    if over:
        return current + over - previous
    raise ReadingBelowLast(previous, current)


def usage(advances: Sequence[Advance], multiplier: int = MULTIPLIER_SCALE, loss: int = 0) -> int:
    """What was used, in parts of USAGE_SCALE: all meters of the period together, times multiplier, loss added.

    A meter replaced in mid-period gives two advances, which may have multipliers of their own. Raises
    ReadingBelowLast, ReadingBeyondCounter.
    """
    return sum(advanced(each) * (each.multiplier or multiplier) for each in advances) * (LOSS_SCALE + loss)
