"""What dunning costs: paper, postage and the hours of the people who deliver and call; in minor units and minutes."""

from collections.abc import Mapping
from typing import NamedTuple

from counter.rules.money import divide_half_up


class Costs(NamedTuple):
    """The office's figures: a sheet printed, a registered letter, an hour of work, and how long each thing takes."""

    sheet: int = 20
    postage: int = 420
    hour: int = 2_500
    minutes_hand: int = 12
    minutes_box: int = 4
    minutes_registered: int = 6
    minutes_call: int = 5


SUMS = frozenset({"sheet", "postage", "hour"})
LINES_FIRST, LINES_MORE = 15, 60  # of a letter's table, on the first sheet and on each that follows
_MINUTES: Mapping[str, str] = {
    "by_hand": "minutes_hand", "box": "minutes_box", "registered": "minutes_registered",
}  # fmt: skip


def sheets(lines: int) -> int:
    """Return about how many sheets a letter with so many charges takes."""
    return 1 + -(-max(0, lines - LINES_FIRST) // LINES_MORE)


def paper(count: int, costs: Costs) -> int:
    """Return what so many sheets cost."""
    return count * costs.sheet


def delivery(method: str, costs: Costs) -> int:
    """Return what it costs to deliver a letter once: the way, and the postage of registered mail; a file is free."""
    if method not in _MINUTES:
        return 0
    postage = costs.postage if method == "registered" else 0
    return postage + hours(getattr(costs, _MINUTES[method]), costs)


def hours(minutes: int, costs: Costs) -> int:
    """Return what so many minutes of work cost, rounded half up once."""
    return divide_half_up(minutes * costs.hour, 60)
