"""Which stick goes to the safe tonight and which one takes the next copy."""

from collections.abc import Sequence
from typing import NamedTuple


class Turn(NamedTuple):
    """The stick just written goes to the safe; following: the one for the next copy, '' where there is none."""

    to_the_safe: str
    following: str


def next_turn(used: Sequence[str]) -> Turn | None:
    """Return whose turn it is; used: the stick of each close, the newest first. None where no copy was made yet.

    The next one is the stick that was used the longest ago.
    """
    if not used:
        return None
    others = list(dict.fromkeys(name for name in used if name != used[0]))
    return Turn(used[0], others[-1] if others else "")
