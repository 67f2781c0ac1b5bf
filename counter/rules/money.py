"""Money as whole minor units (fen): text to int and back, one rounding, shares that add up."""

import re
from collections.abc import Sequence

from counter.rules.capital import to_capital
from counter.rules.fold import to_ascii

__all__ = [
    "ABSURD_MINOR",
    "AbsurdAmount",
    "BadWeights",
    "NegativeAmount",
    "NotAnAmount",
    "TooManyDecimals",
    "divide_half_up",
    "format_amount",
    "parse_amount",
    "split_by_weight",
    "to_capital",
]

ABSURD_MINOR = 1_000_000_000
"""Ten million yuan: nothing larger is typed at a window on purpose, but a scanned code easily is."""

MINUS = "\N{MINUS SIGN}"

_AMOUNT = re.compile(r"(?P<whole>[0-9]*|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]*))?")


class NotAnAmount(ValueError):
    """The text is not a sum of money."""

    code = "not_an_amount"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class TooManyDecimals(ValueError):
    """The sum has more decimals than the currency has minor-unit digits."""

    code = "too_many_decimals"

    def __init__(self, text: str, digits: int) -> None:
        super().__init__(text, digits)
        self.text = text
        self.digits = digits


class NegativeAmount(ValueError):
    """The sum carries a minus sign; money that goes out has its own acts."""

    code = "negative_amount"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class AbsurdAmount(ValueError):
    """The sum is larger than anything a window takes."""

    code = "absurd_amount"

    def __init__(self, text: str, limit_minor: int) -> None:
        super().__init__(text, limit_minor)
        self.text = text
        self.limit_minor = limit_minor


class BadWeights(ValueError):
    """Nothing can be shared by these weights: one is negative, or all are zero."""

    code = "bad_weights"

    def __init__(self, weights: Sequence[int]) -> None:
        super().__init__(tuple(weights))
        self.weights = tuple(weights)


def parse_amount(text: str, digits: int = 2, limit: int = ABSURD_MINOR) -> int:
    """Reads a sum as typed, in full-width or plain signs, into minor units.

    A comma only separates thousands, so that "1,5" is refused rather than read as fifteen.
    Raises NotAnAmount, TooManyDecimals, NegativeAmount, AbsurdAmount.
    """
    folded = to_ascii(text).strip()
    unsigned = folded.removeprefix("-").strip().removeprefix("¥").strip()
    match = _AMOUNT.fullmatch(unsigned)
    if match is None or unsigned in ("", "."):
        raise NotAnAmount(text)
    if folded.startswith("-"):
        raise NegativeAmount(text)
    whole, part = match["whole"].replace(",", ""), match["part"] or ""
    if len(part) > digits:
        raise TooManyDecimals(text, digits)
    # Compared by length first: int() of thousands of digits is slow and, past a limit, an error of its own.
    figures = (whole + part.ljust(digits, "0")).lstrip("0") or "0"
    if len(figures) > len(str(limit)) or int(figures) > limit:
        raise AbsurdAmount(text, limit)
    return int(figures)


def format_amount(minor: int, digits: int = 2) -> str:
    """Writes minor units as "1,409.50", with a true minus sign (U+2212) before negatives."""
    whole, part = divmod(abs(minor), 10**digits)
    sign = MINUS if minor < 0 else ""
    return f"{sign}{whole:,}.{part:0{digits}d}" if digits else f"{sign}{whole:,}"


def divide_half_up(n: int, d: int) -> int:
    """Divides with halves going away from zero; raises ZeroDivisionError when d is zero."""
    if n >= 0 and d > 0:
        return (2 * n + d) // (2 * d)
    halves = (2 * abs(n) + abs(d)) // (2 * abs(d))
    return halves if (n < 0) == (d < 0) else -halves


def split_by_weight(total: int, weights: Sequence[int]) -> list[int]:
    """Shares a total by weight to the last unit, by largest remainder; ties go to the earlier place.

    The shares always add up to the total; a negative total is shared as its mirror image.
    Raises BadWeights when a weight is negative, or when all are zero and there is something to share.
    """
    whole = sum(weights)
    if min(weights, default=0) < 0 or (whole == 0 and total != 0):
        raise BadWeights(weights)
    if whole == 0:
        return [0] * len(weights)
    if total < 0:
        return [-share for share in split_by_weight(-total, weights)]
    shares = [total * weight // whole for weight in weights]
    missing = total - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in by_remainder[:missing]:
        shares[i] += 1
    return shares
