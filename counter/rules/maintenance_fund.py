"""The maintenance fund (住宅专项维修资金): what a unit still owes of its first deposit, or of a renewal (续筹).

The first deposit comes first. Once it is paid, a renewal is owed as soon as what is left on the unit's own account has
fallen below a share of the first deposit (30 % by the ministries' rule of 2007, § 17), and brings it up to another.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from counter.rules.money import divide_half_up

PERCENT = 100


class Due(StrEnum):
    """What of the fund is owed."""

    FIRST = "first_deposit"
    RENEWAL = "renewal"
    NOTHING = "nothing"


class EntryKind(StrEnum):
    """What moves on a unit's account with the fund's own bank: paid in (交存), interest, and what repairs took."""

    PAID_IN = "paid_in"
    INTEREST = "interest"
    DRAWN = "drawn"


class RefundReason(StrEnum):
    """Why money of the fund may go back to a payer; the sale of a flat is none, the account goes with the flat."""

    MISTAKE = "mistake"
    TWICE = "twice"
    CONTRACT_UNDONE = "contract_undone"
    BUILDING_GONE = "building_gone"


class Account(NamedTuple):
    """A unit's account in minor units: its first deposit (None: nothing says how much), and what moved on it."""

    first: int | None
    paid_in: int = 0
    interest: int = 0
    drawn: int = 0

    @property
    def balance(self) -> int:
        """Return what is left on it; below nothing where more was drawn than was there."""
        return self.paid_in + self.interest - self.drawn


class Owed(NamedTuple):
    """What a unit owes the fund, in minor units."""

    due: Due
    amount: int


def owed(account: Account, share: int, to: int) -> Owed:
    """Return what is owed: share, in per cent of the first deposit, is where a renewal begins, to is where it ends."""
    if account.first is None:
        return Owed(Due.NOTHING, 0)
    if account.paid_in < account.first:
        return Owed(Due.FIRST, account.first - account.paid_in)
    if account.balance * PERCENT < account.first * share:
        return Owed(Due.RENEWAL, max(0, _renewed_to(account.first, to) - account.balance))
    return Owed(Due.NOTHING, 0)


def from_ingredients(of: Mapping[str, Any]) -> int:
    """Return the sum in minor units that the ingredients of such a charge come to: its first deposit or renewal."""
    if of["due"] == Due.FIRST:
        return int(of["first"]) - int(of["paid_in"])
    return _renewed_to(int(of["first"]), int(of["to"])) - int(of["balance"])


def _renewed_to(first: int, to: int) -> int:
    return divide_half_up(first * to, PERCENT)
