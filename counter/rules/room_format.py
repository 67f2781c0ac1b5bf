"""The estate's own way to write rooms: "{building}-{entrance}-{room}", "商铺{shop}", "{lane}弄{house}号{room}"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from counter.rules.fold import to_ascii
from counter.rules.room import fold

_FIELD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class RoomFormat:
    """The patterns of an estate, the usual one first; each names other parts, so that parts choose their pattern."""

    patterns: tuple[str, ...]


class NoRoomFormat(LookupError):
    """No pattern of the estate is made of just these parts."""

    code = "no_room_format"

    def __init__(self, parts: str) -> None:
        super().__init__(parts)
        self.parts = parts


def display(parts: Mapping[str, str], room_format: RoomFormat) -> str:
    """A room in the estate's own format, by the pattern that has just its parts; raises NoRoomFormat."""
    given = {name: value for name, value in parts.items() if value}
    for pattern in room_format.patterns:
        if set(_FIELD.findall(pattern)) == given.keys():
            return pattern.format_map(given)
    raise NoRoomFormat(", ".join(given))


def read_parts(text: str, room_format: RoomFormat) -> dict[str, str] | None:
    """The parts of a room as typed: by the pattern written just so, else by the first that it folds to.

    None when it fits none. "128弄3号1201" so goes to the lane's pattern although it folds to "128-3-1201".
    """
    written, folded = to_ascii(text).upper().strip(), fold(text)
    for pattern in room_format.patterns:
        match = _as_written(pattern).fullmatch(written)
        if match is not None:
            return match.groupdict()
    for pattern in room_format.patterns:
        match = _as_folded(pattern).fullmatch(folded)
        if match is not None:
            return match.groupdict()
    return None


def _as_written(pattern: str) -> re.Pattern[str]:
    """A pattern letter by letter, its fields standing for parts."""
    part = _part_of(len(_FIELD.findall(pattern)))
    pieces = _FIELD.split(to_ascii(pattern))
    return re.compile(
        "".join(f"(?P<{piece}>{part})" if place % 2 else re.escape(piece.upper()) for place, piece in enumerate(pieces))
    )


def _part_of(fields: int) -> str:
    """A lone field may hold several parts, as the "S-12" of a shop does."""
    return "[0-9A-Z]+" if fields > 1 else "[0-9A-Z]+(?:-[0-9A-Z]+)*"


def _as_folded(pattern: str) -> re.Pattern[str]:
    """A pattern folded like a typed number, its fields standing for parts."""
    names = _FIELD.findall(pattern)
    # Figures stand in for the fields while folding, as 栋 or 弄 counts only after a figure or letter.
    stand_ins = {name: f"90000{place:02d}" for place, name in enumerate(names)}
    expression = re.escape(fold(pattern.format_map(stand_ins)))
    part = _part_of(len(names))
    for name, stand_in in stand_ins.items():
        expression = expression.replace(stand_in, f"(?P<{name}>{part})")
    return re.compile(expression)
