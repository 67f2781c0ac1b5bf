"""Takings go to the bank whole and are not spent (坐支): what may leave the till, and how long cash may lie."""

from collections.abc import Sequence
from datetime import date


class SpendsTakings(ValueError):
    """More is to be paid out of a till than the change money in it; takings are banked, never spent."""

    code = "spends_takings"

    def __init__(self, allowed_minor: int, wanted_minor: int) -> None:
        super().__init__(allowed_minor, wanted_minor)
        self.allowed_minor = allowed_minor
        self.wanted_minor = wanted_minor


def refuse_spending(opening_float: int, brought_in: int, paid_out: int, wanted: int) -> None:
    """Raise SpendsTakings where a pay-out is more than what was put into the till as change; sums in minor units.

    brought_in: what came from the bank and petty cash. Money from the safe is not counted: takings lie there, and
    dropped ones would come back as change.
    Provisional regulations on cash management (现金管理暂行条例) §11: takings are not spent directly.
    """
    allowed = max(0, opening_float + brought_in - paid_out)
    if wanted > allowed:
        raise SpendsTakings(allowed, wanted)


def spread(amount: int, there: Sequence[int]) -> list[int]:
    """Return how much of an amount each sum gives, the earlier first; what lies below nothing is made good first."""
    shares = [min(0, each) for each in there]
    left = amount - sum(shares)
    for place, each in enumerate(there):
        used = min(left, max(0, each))
        shares[place] += used
        left -= used
    return shares


def days_lain(day: date, today: date) -> int:
    """Return for how many days cash of a day has lain; never below nothing."""
    return max(0, (today - day).days)
