"""Counting cash: the denominations in use, their sum, and the difference to what should be there."""

from collections.abc import Mapping

DENOMINATIONS_CNY = (10000, 5000, 2000, 1000, 500, 100, 50, 10)
"""Renminbi notes and coins in use at a window, in fen, largest first."""


class BadCount(ValueError):
    """A denomination was counted less than zero times, or is none."""

    code = "bad_count"

    def __init__(self, denomination_minor: int, count: int) -> None:
        super().__init__(denomination_minor, count)
        self.denomination_minor = denomination_minor
        self.count = count


def count_total(counts: Mapping[int, int]) -> int:
    """The sum of a count, in fen, from pieces per denomination in fen; raises BadCount."""
    for denomination, count in counts.items():
        if denomination <= 0 or count < 0:
            raise BadCount(denomination, count)
    return sum(denomination * count for denomination, count in counts.items())


def over_short(expected: int, counted: int) -> int:
    """How much more (positive, 长款) or less (negative, 短款) is there than should be, in fen."""
    return counted - expected
