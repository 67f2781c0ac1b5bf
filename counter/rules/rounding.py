"""Rounding at the window (抹零): always down, always for cash paid in full, always a line of its own."""

from enum import StrEnum
from typing import NamedTuple


class Rounding(StrEnum):
    """What happens to the odd amount of a cash payment; a setting, as no national rule exists."""

    NONE = "none"
    JIAO = "jiao"
    YUAN = "yuan"
    KEEP = "keep"


class Rounded(NamedTuple):
    """What is asked for, in fen; to_pay is always due + rounding + to_balance.

    rounding: zero or negative, the odd amount given up by the office.
    to_balance: zero or positive, the odd amount the payer pays above the due and keeps as balance.
    """

    to_pay: int
    rounding: int
    to_balance: int = 0


def round_at_window(due: int, mode: Rounding, *, cash: bool = True, in_full: bool = True) -> Rounded:
    """Rounds the sum due (fen) of a cash payment of everything selected; any other payment stays exact.

    JIAO and YUAN go down to whole 角 or 元. KEEP gives nothing up: it asks for whole 角, rounded up,
    and what is paid above the due becomes the payer's balance.
    """
    if not (cash and in_full) or due <= 0 or mode is Rounding.NONE:
        return Rounded(due, 0)
    if mode is Rounding.KEEP:
        extra = -due % 10
        return Rounded(due + extra, 0, extra)
    odd = due % (10 if mode is Rounding.JIAO else 100)
    return Rounded(due - odd, -odd)
