"""Readings typed and worded: figures to thousandths and back, and what is odd about one."""

from collections.abc import Mapping

from counter.desk.reading_list import Stop
from counter.rules.metering import MULTIPLIER_SCALE, READING_SCALE
from counter.rules.money import divide_half_up
from counter.rules.plausible import Doubt, Judged, judged
from counter.words import N_, Words, formats

_DECIMALS = 3
_MOST_FIGURES = 9

DOUBTS: Mapping[str, str] = {
    Doubt.BELOW: N_("below the last reading"),
    Doubt.BEYOND: N_("more than the counter can show"),
    Doubt.HIGH: N_("more than three times the usual use"),
    Doubt.STARTED_OVER: N_("the counter started over"),
    Doubt.CORRECTS: N_("gives back what the estimate took too much"),
    Doubt.NOTHING_USED: N_("nothing used"),
}


def doubt_words(doubt: Doubt | None, w: Words) -> str:
    """Return what is odd about a reading, '' for nothing."""
    return w(DOUBTS[doubt]) if doubt is not None else ""


def thousandths(text: str) -> int | None:
    """Return typed figures in thousandths, None where they are no reading or finer than a thousandth."""
    before, _point, after = text.strip().replace(",", "").partition(".")
    figures = before + after
    if not (figures.isascii() and figures.isdigit()) or len(before) > _MOST_FIGURES or len(after) > _DECIMALS:
        return None
    return int(before or "0") * READING_SCALE + int(after.ljust(_DECIMALS, "0"))


def reading(value: int) -> str:
    """Return a reading in thousandths as the counter shows it."""
    return formats.scaled(value, _DECIMALS, keep=0)


def quantity(stop: Stop, advance: int | None) -> str:
    """Return what a meter's advance stands for, times its multiplier; '' where it is not known."""
    if advance is None:
        return ""
    return formats.scaled(divide_half_up(advance * stop.meter.multiplier, MULTIPLIER_SCALE), _DECIMALS, keep=0)


def judged_stop(stop: Stop, value: int) -> Judged:
    """Judge a reading of a meter on the route."""
    before = stop.before
    return judged(
        before.value if before is not None else None, value, stop.usual, starts_over_at=stop.meter.starts_over_at,
        was_estimated=before is not None and before.kind == "estimated",
    )  # fmt: skip
