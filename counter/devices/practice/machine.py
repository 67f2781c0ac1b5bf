"""What a simulated terminal offers to whoever practises on it, whichever protocol it speaks. Amounts in minor units."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Protocol

from counter.devices.pseudo_line import Simulated

NOTHING = "none"
"""The lesson in which nothing goes wrong."""


TakenState = Literal["taken", "taken_back", "given_back"]


class Taken(NamedTuple):
    """A payment as the simulated terminal keeps it: the number on its slip, its amount, what became of it."""

    number: str
    amount: int
    state: TakenState


class PracticeMachine(Simulated, Protocol):
    """A simulated terminal that is told what goes wrong with the next payment; the one after it goes well again."""

    @property
    def lessons(self) -> tuple[str, ...]:
        """Return what can be chosen."""

    @property
    def power(self) -> bool:
        """Return whether it is on."""

    @property
    def lesson(self) -> str:
        """Return what happens with the next payment."""

    @property
    def takes_back(self) -> bool | None:
        """Return whether it takes back what it was not answered, None where its kind never does."""

    @property
    def moves(self) -> int:
        """Return a number that changes with whatever it took or gave back."""

    def choose(self, lesson: str) -> None:
        """Let something happen with the next payment. Raises ValueError for what is no lesson of its own."""

    def turn(self) -> None:
        """Change whether it takes back what it was not answered."""

    def switch_on(self, now: float) -> None:
        """Its power is back."""

    def taken(self) -> tuple[Taken, ...]:
        """Return what it has taken, newest first."""

    def remembered(self) -> Mapping[str, Any]:
        """Return what it is to know again at the next start, as plain values."""

    def remember(self, before: Mapping[str, Any]) -> None:
        """Know again what it did. Raises KeyError, TypeError or ValueError where that is nothing of its own."""
