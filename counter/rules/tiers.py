"""Tiered prices (阶梯价) by marginal bands: only what lies within a band costs its price, so no sum ever jumps.

Band limits are in thousandths of the meter's unit, prices in ten-thousandths of the currency's main unit per unit.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from counter.rules.metering import READING_SCALE, USAGE_SCALE

_FINE = USAGE_SCALE // READING_SCALE


class Band(NamedTuple):
    """One band: from where it begins up to the next one, and what a unit costs there."""

    begins: int
    price: int


class BadBands(ValueError):
    """Bands that leave a gap or run backwards: the first begins at zero, each later one higher than the one before."""

    code = "bad_bands"

    def __init__(self, begins: Sequence[int]) -> None:
        super().__init__(tuple(begins))
        self.begins = tuple(begins)


class InBand(NamedTuple):
    """What of a usage fell into one band, in parts of USAGE_SCALE."""

    band: Band
    usage: int


def checked(bands: Sequence[Band]) -> tuple[Band, ...]:
    """Return the bands. Raises BadBands."""
    begins = [band.begins for band in bands]
    if not begins or begins[0] != 0 or any(later <= earlier for earlier, later in pairwise(begins)):
        raise BadBands(begins)
    return tuple(bands)


def in_bands(usage: int, bands: Sequence[Band], used_before: int = 0) -> list[InBand]:
    """Spread a usage over the bands, after what the same year (or period) had used before; all in USAGE_SCALE.

    A negative usage, which corrects an estimate, gives back from the bands it was billed in. Raises BadBands.
    """
    low, high = sorted((used_before, used_before + usage))
    sign = 1 if usage >= 0 else -1
    ends = [*(band.begins * _FINE for band in checked(bands)[1:]), None]
    found = []
    for band, end in zip(bands, ends, strict=True):
        # Below zero there is no band: what an estimate took too much is given back at the first price.
        start = band.begins * _FINE if band.begins else min(low, 0)
        inside = (high if end is None else min(high, end)) - max(low, start)
        if inside > 0:
            found.append(InBand(band, sign * inside))
    return found


def banded(usage: int, bands: Sequence[Band], used_before: int = 0) -> int:
    """Usage times price, band by band, as a numerator over USAGE_SCALE × PRICE_SCALE. Raises BadBands."""
    return sum(each.usage * each.band.price for each in in_bands(usage, bands, used_before))
