"""What a laid-out page consists of, in mm from its upper left corner and points of type: text, lines, boxes, codes."""

from typing import NamedTuple, Protocol

POINT = 25.4 / 72  # mm

BLACK, DARK, MIDDLE, HAIR, TINT = 0, 70, 105, 190, 238


class TextOp(NamedTuple):
    """Text whose baseline begins at (x, y); turned runs upwards, a quarter turn to the left."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    grey: int = BLACK
    turned: bool = False


class LineOp(NamedTuple):
    """A straight line; dash: mm of each stroke of a broken one, 0 where it is whole."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.2
    grey: int = BLACK
    dash: float = 0.0


class BoxOp(NamedTuple):
    """A rectangle, filled or outlined."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0.0
    grey: int = BLACK


class CodeOp(NamedTuple):
    """A QR code without its quiet zone in a square."""

    x: float
    y: float
    side: float
    content: str


Op = TextOp | LineOp | BoxOp | CodeOp
Page = tuple[Op, ...]


class Metrics(Protocol):
    """How wide text is in the faces it will be drawn with."""

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Return the width in mm at a size in points."""
