"""Where a room lies in its building, by its number: 1201 is door 1 on floor 12, 302 door 2 on floor 3."""

from typing import NamedTuple

_DOOR_FIGURES = 2


class Spot(NamedTuple):
    """A floor and the door on it; floor None where the number does not say one."""

    floor: int | None
    door: str


def spot_of(room: str) -> Spot:
    """Return floor and door of a room number of three figures or more; any other is a door without a floor."""
    if room.isascii() and room.isdigit() and len(room) > _DOOR_FIGURES and int(room[:-_DOOR_FIGURES]):
        return Spot(int(room[:-_DOOR_FIGURES]), room[-_DOOR_FIGURES:])
    return Spot(None, room)
