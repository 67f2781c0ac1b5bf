"""W3: finding among many people, whatever is typed into the one box."""

from collections.abc import Iterator
from contextlib import closing
from random import Random
from typing import Any, NamedTuple

from counter.bench.figures import Figure, Sample, side_by_side
from counter.bench.floors import queries
from counter.bench.shelf import Shelf
from counter.presenters.finding import LIMIT, find_units
from db.queries import registers
from db.store import open_reader

GOAL = 2.0
_REPEATS = 5


class Search(NamedTuple):
    """A text as it is typed, and the keys (kind, prefix) it is looked up by, in order; the floor is given them."""

    text: str
    keys: tuple[tuple[str, str], ...]


def finds(shelf: Shelf) -> Iterator[Figure]:
    """Find rooms, parts of names, initials, phone tails and plates of people who are there."""
    scale = shelf.scale
    path = shelf.estate("people", max(scale.people // 2, 20), scale.people, billed=False)
    reader = open_reader(path)
    try:
        with closing(queries.reading(path)) as floor:
            for what, searches in _searches(reader.connection(), scale.finds).items():
                pairs = [_measured(reader, floor, search) for search in searches]
                ours, bare = (Sample(tuple(pair[side] for pair in pairs)) for side in (0, 1))
                yield Figure("W3", f"find by {what}", f"{scale.people:,} people", ours, bare, GOAL)
    finally:
        reader.close()


def _measured(reader: Any, floor: Any, search: Search) -> tuple[float, float]:
    ours, bare = side_by_side(
        lambda: find_units(reader, search.text), lambda: queries.find(floor, search.keys, LIMIT), _REPEATS
    )
    return ours.median, bare.median


def _searches(connection: Any, count: int) -> dict[str, list[Search]]:
    chance = Random("find")
    units, people = registers.units(connection), registers.persons(connection)
    vehicles = registers.vehicles(connection)
    found: dict[str, list[Search]] = {}
    for _ in range(count):
        code, person, car = chance.choice(units).code, chance.choice(people), chance.choice(vehicles)
        part, tail, sign = (person.name or "")[1:], (person.phone or "")[-4:], (car.plate or "")[:5]
        letters = person.initials or ""
        asked = {
            "room": Search(code, (("room", code),)),
            "part of a name": Search(part, (("name", part), ("room", part))),
            "initials": Search(letters, (("initials", letters), ("room", letters), ("name", letters))),
            "phone tail": Search(tail, (("room", tail), ("phone", tail[::-1]))),
            "plate": Search(sign, (("plate", sign),)),
        }
        for what, search in asked.items():
            found.setdefault(what, []).append(search)
    return found
