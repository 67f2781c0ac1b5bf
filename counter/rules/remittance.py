"""The takings that a till's day brings into the safe, and so what its remittance slip hands to finance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class SafeMove(Protocol):
    """Takings that came into the safe from a till, below nothing where they went the other way; in minor units."""

    @property
    def event_kind(self) -> str:
        """Return the kind of the event that moved it."""

    @property
    def fund(self) -> str:
        """Return the fund whose cash it is."""

    @property
    def amount(self) -> int:
        """Return how much."""


@dataclass(frozen=True, slots=True)
class Remittance:
    """The cash a Z hands in, its takings without the float, in minor units.

    by_fund: the whole of it; dropped: what went into the safe before the close; taken: change that came out of the safe
    while the day was open.
    """

    by_fund: Mapping[str, int]
    dropped: int = 0
    taken: int = 0

    @property
    def cash(self) -> int:
        """All funds together, in minor units; below nothing where more went back than came in."""
        return sum(self.by_fund.values())


NOTHING = Remittance({"operating": 0})


def cash_to_safe(moves: Iterable[SafeMove]) -> Remittance:
    """Add up what a day's takings are made of from its opening to its Z: the one sum of Z, slip, screen and safe."""
    by_fund, dropped, taken = {"operating": 0}, 0, 0
    for move in moves:
        by_fund[move.fund] = by_fund.get(move.fund, 0) + move.amount
        if move.event_kind == "cash_dropped":
            dropped += move.amount
        elif move.event_kind == "paid_in":
            taken -= move.amount
    return Remittance(by_fund, dropped, taken)
