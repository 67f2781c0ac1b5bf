"""What is measured: samples of seconds or megabytes, two sides of one work, and their ratio."""

import math
import statistics
import time
from collections.abc import Callable
from typing import Literal, NamedTuple

clock = time.perf_counter


class Sample(NamedTuple):
    """What one side needed, once for each repetition."""

    values: tuple[float, ...]
    unit: Literal["s", "MB"] = "s"

    @property
    def median(self) -> float:
        """Return the median."""
        return statistics.median(self.values)

    @property
    def p99(self) -> float:
        """Return the value that 99 of 100 do not exceed; the largest where there are fewer than a hundred."""
        return sorted(self.values)[math.ceil(0.99 * len(self.values)) - 1]


class Figure(NamedTuple):
    """One work beside its floor; goal is the ratio of the medians that it should not exceed, None for none."""

    work: str
    what: str
    size: str
    ours: Sample
    floor: Sample | None = None
    goal: float | None = None

    @property
    def ratio(self) -> float | None:
        """Return ours by floor, by their medians."""
        return self.ours.median / self.floor.median if self.floor else None

    @property
    def met(self) -> bool | None:
        """Return whether the goal is met, None where there is none."""
        ratio = self.ratio
        return None if ratio is None or self.goal is None else ratio <= self.goal


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begun = clock()
    work()
    return clock() - begun


def side_by_side(ours: Callable[[], object], floor: Callable[[], object], times: int) -> tuple[Sample, Sample]:
    """Call both in turn, so that whatever else the machine does falls on both; the first call of each warms up."""
    ours(), floor()
    pairs = [(seconds(ours), seconds(floor)) for _ in range(times)]
    return Sample(tuple(pair[0] for pair in pairs)), Sample(tuple(pair[1] for pair in pairs))
