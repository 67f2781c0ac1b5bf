"""The order in which a building is walked: figures count as numbers, so that floor 9 comes before floor 10."""

import re

_RUN = re.compile(r"(\d+)")

RouteKey = tuple[tuple[int, int, str], ...]


def route_key(*parts: str) -> RouteKey:
    """Return the key that sorts places as they are walked: building, entrance, room; figures before words."""
    found: list[tuple[int, int, str]] = []
    for part in parts:
        found += [(0, int(run), "") if run.isdecimal() else (1, 0, run) for run in _RUN.split(part) if run]
        found.append((-1, 0, ""))  # a part that ends sorts before one that goes on
    return tuple(found)
