"""Purses (预存): money held for a unit, general or earmarked for one fee item (专款), and which of them pays what.

What is owed for an item is paid from that item's own purse first, then from general money, never from another item's.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Purse(NamedTuple):
    """Money of a unit that is held for one fee item; item_id None: for whatever it owes."""

    unit_id: int
    item_id: int | None = None


class Need(NamedTuple):
    """Something a unit pays: amount in minor units; item_id None where it is of no fee item, such as a rounding."""

    unit_id: int
    item_id: int | None
    amount: int


class Draw(NamedTuple):
    """What a purse gives for the need at a place in their order, in minor units, always positive."""

    need: int
    purse: Purse
    amount: int


def draw(purses: Mapping[Purse, int], needs: Sequence[Need], limit: int | None = None) -> list[Draw]:
    """Return which purses pay the needs in their order, as far as they reach and no more than a limit.

    Every need first has what is earmarked for it; general money then goes to what is left, the unit's own order of
    the purses deciding. No purse gives more than it holds.
    """
    held = {purse: max(0, amount) for purse, amount in purses.items()}
    open_of = [max(0, need.amount) for need in needs]
    left = sum(open_of) if limit is None else limit
    given: list[Draw] = []
    own = [Purse(need.unit_id, need.item_id) for need in needs if need.item_id is not None]
    for purse in (*dict.fromkeys(own), *(each for each in held if each.item_id is None)):
        for place, need in enumerate(needs):
            used = min(held.get(purse, 0), open_of[place], left) if _may_pay(purse, need) else 0
            if used > 0:
                given.append(Draw(place, purse, used))
                held[purse] -= used
                open_of[place] -= used
                left -= used
    return given


def reach(purses: Mapping[Purse, int], needs: Sequence[Need]) -> int:
    """Return how much of the needs the purses can pay, in minor units."""
    return sum(each.amount for each in draw(purses, needs))


def still_earmarked(steps: Iterable[tuple[int, int]]) -> int:
    """Return how much of what stands settled of a charge came out of its item's purse, in minor units.

    steps: what each event in turn settled of it (below zero: took back), and took out of the purse for it (below
    zero: put back). What was taken back of the charge some other way is not the purse's any more.
    """
    settled = drawn = 0
    for more, taken in steps:
        settled += more
        drawn = max(0, min(drawn + taken, settled))
    return drawn


def _may_pay(purse: Purse, need: Need) -> bool:
    return purse.item_id is None or purse == (need.unit_id, need.item_id)
