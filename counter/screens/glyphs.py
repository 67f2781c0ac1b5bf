"""Small signs drawn smooth at any scale: tick boxes and the shapes of the lights, as images with an alpha channel.

Each sign is a stack of shapes; a shape is a signed distance in units of the sign's box (0 to 1, negative inside),
which gives one soft pixel at every edge without any drawing library.
"""

import base64
import math
import struct
import tkinter as tk
import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise

Distance = Callable[[float, float], float]
Layer = tuple[Distance, str]


def disc(radius: float) -> Distance:
    """Return a filled circle in the middle of the box."""
    return lambda x, y: math.hypot(x - 0.5, y - 0.5) - radius


def ring(radius: float, thickness: float) -> Distance:
    """Return a circle line; the radius is that of its middle."""
    return lambda x, y: abs(math.hypot(x - 0.5, y - 0.5) - radius) - thickness / 2


def box(half: float, corner: float) -> Distance:
    """Return a filled square with round corners."""

    def distance(x: float, y: float) -> float:
        across, down = abs(x - 0.5) - half + corner, abs(y - 0.5) - half + corner
        return math.hypot(max(across, 0), max(down, 0)) + min(max(across, down), 0) - corner

    return distance


def diamond(half: float) -> Distance:
    """Return a filled square standing on its corner."""
    return lambda x, y: (abs(x - 0.5) + abs(y - 0.5) - half) * math.sqrt(0.5)


def stroke(points: Sequence[tuple[float, float]], thickness: float) -> Distance:
    """Return a line through points with round ends."""
    pairs = list(pairwise(points))
    return lambda x, y: min(_to_segment(x, y, *a, *b) for a, b in pairs) - thickness / 2


def _to_segment(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
    return math.hypot(x - ax - along * dx, y - ay - along * dy)


def render(layers: Sequence[Layer], size: int) -> bytes:
    """Return a PNG of size × size pixels; later layers lie on top."""
    shades = [(distance, _rgb(colour)) for distance, colour in layers]
    rows = bytearray()
    for j in range(size):
        rows.append(0)  # PNG filter: none
        for i in range(size):
            rows += bytes(_pixel(shades, (i + 0.5) / size, (j + 0.5) / size, size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(bytes(rows))), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _pixel(
    shades: Sequence[tuple[Distance, tuple[int, int, int]]], x: float, y: float, size: int
) -> tuple[int, int, int, int]:
    red = green = blue = alpha = 0.0
    for distance, colour in shades:
        cover = 0.5 - distance(x, y) * size
        if cover <= 0:
            continue
        if cover >= 1:
            red, green, blue = colour
            alpha = 1.0
            continue
        under = alpha * (1 - cover)
        alpha = cover + under
        red, green, blue = [
            (new * cover + old * under) / alpha for new, old in zip(colour, (red, green, blue), strict=True)
        ]
    return round(red), round(green), round(blue), round(alpha * 255)


def _rgb(colour: str) -> tuple[int, int, int]:
    value = int(colour[1:], 16)
    return value >> 16, value >> 8 & 255, value & 255


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def image(root: tk.Misc, name: str, layers: Sequence[Layer], size: int) -> str:
    """Return the name of a Tk image, made at first use; the colours are part of what tells images apart."""
    full = f"glyph-{name}-{size}-{'-'.join(colour[1:] for _, colour in layers)}"
    if full not in root.tk.splitlist(root.tk.call("image", "names")):
        data = base64.b64encode(render(layers, size)).decode("ascii")
        root.tk.call("image", "create", "photo", full, "-data", data)
    return full


def corners(root: tk.Misc, corner: int, thickness: int, fill: str, outline: str) -> tuple[str, str, str, str]:
    """Return the names of the images of a box's round corners in pixels, clockwise from the upper left."""

    def round_by(inset: int) -> Distance:
        return lambda x, y: math.hypot(x - 1, y - 1) - 1 + inset / corner

    layers = ((round_by(0), outline), (round_by(thickness), fill)) if thickness else ((round_by(0), fill),)
    first = image(root, f"corner-{thickness}", layers, corner)
    return first, _mirrored(root, first, -1, 1), _mirrored(root, first, -1, -1), _mirrored(root, first, 1, -1)


def _mirrored(root: tk.Misc, name: str, across: int, down: int) -> str:
    full = f"{name}-{across}-{down}"
    if full not in root.tk.splitlist(root.tk.call("image", "names")):
        root.tk.call("image", "create", "photo", full)
        root.tk.call(full, "copy", name, "-subsample", across, down)
    return full


_TICK = ((0.28, 0.53), (0.44, 0.68), (0.73, 0.34))


def ticked(fill: str, sign: str) -> Sequence[Layer]:
    """Return a filled box with a tick."""
    return ((box(0.5, 0.2), fill), (stroke(_TICK, 0.1), sign))


def unticked(line: str, fill: str) -> Sequence[Layer]:
    """Return an empty box with an outline."""
    return ((box(0.5, 0.2), line), (box(0.435, 0.15), fill))


def light_ready(colour: str) -> Sequence[Layer]:
    """Return a full disc."""
    return ((disc(0.42), colour),)


def light_absent(colour: str) -> Sequence[Layer]:
    """Return an open ring."""
    return ((ring(0.38, 0.11), colour),)


def light_attention(colour: str, sign: str) -> Sequence[Layer]:
    """Return a disc with a bar across."""
    return ((disc(0.46), colour), (stroke(((0.5, 0.26), (0.5, 0.54)), 0.13), sign), (_dot(0.5, 0.74, 0.075), sign))


def light_fault(colour: str, sign: str) -> Sequence[Layer]:
    """Return a diamond with a cross."""
    return (
        (diamond(0.5), colour),
        (stroke(((0.38, 0.38), (0.62, 0.62)), 0.11), sign),
        (stroke(((0.62, 0.38), (0.38, 0.62)), 0.11), sign),
    )


def light_unknown(colour: str) -> Sequence[Layer]:
    """Return a ring with a dot in it."""
    return ((ring(0.38, 0.1), colour), (disc(0.13), colour))


def _dot(x: float, y: float, radius: float) -> Distance:
    return lambda px, py: math.hypot(px - x, py - y) - radius
