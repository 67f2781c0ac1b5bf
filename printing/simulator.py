"""A receipt printer in software: reads ESC/POS bytes and gives back lines, a picture and what happened.

It serves the file printer, training and the tests, and shares nothing with the encoder: it knows only the command
set, as a strict and cheap printer does. Han is sized by `FS !` alone, ASCII by `GS !`; four-byte GB18030 and stray
bytes print as "?" and are told; text that runs over the edge goes on in the next line and is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from printing.profile import CELL, FontFiles

if TYPE_CHECKING:
    from PIL import Image

STEP = 30  # dots of a line feed


class Event(NamedTuple):
    """What the printer did besides text: cut, drawer, raster, qr, overflow, bad_byte; where and with which value."""

    kind: str
    value: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Printed:
    """The paper that came out: text lines (big characters once), the picture, the events in order."""

    lines: tuple[str, ...]
    picture: Image.Image
    events: tuple[Event, ...]


class _Char(NamedTuple):
    char: str
    bold: bool
    scale: int

    @property
    def cells(self) -> int:
        return self.scale * (1 if " " <= self.char <= "~" else 2)


@dataclass(slots=True)
class _Strip:
    """A stretch of finished paper: a row of characters or a block of dots, `left` dots from the edge."""

    height: int
    chars: tuple[_Char, ...] = ()
    dots: Image.Image | None = None
    left: int = 0


@dataclass(slots=True)
class _State:
    columns: int
    bold: bool = False
    ascii_scale: int = 1
    han_scale: int = 1
    two_byte: bool = False
    utf8: bool = False
    centred: bool = False
    code: bytes = b""
    code_module: int = 3
    row: list[_Char] = field(default_factory=list)
    strips: list[_Strip] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def run(data: bytes, columns: int, fonts: FontFiles) -> Printed:
    """Print the bytes on paper of so many columns; raises OSError where a font file is missing."""
    state = _State(columns)
    at = 0
    while at < len(data):
        at = _step(state, data, at)
    if state.row:
        _feed(state)
    return Printed(tuple("".join(c.char for c in strip.chars).rstrip() for strip in state.strips if strip.dots is None),
                   _picture(state, fonts), tuple(state.events))  # fmt: skip


def _step(state: _State, data: bytes, at: int) -> int:
    for length in (3, 2):
        command = _COMMANDS.get(data[at : at + length])
        if command is not None:
            return command(state, data, at + length)
    if data[at] == 0x0A:
        _feed(state)
        return at + 1
    return _text(state, data, at)


def _text(state: _State, data: bytes, at: int) -> int:
    """Take one character; returns where the next byte is."""
    first = data[at]
    if 0x20 <= first < 0x7F:
        _put(state, chr(first), state.ascii_scale)
        return at + 1
    length = 1
    if state.utf8 and first >= 0xC2:
        length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        char = data[at : at + length].decode("utf-8", "replace")
        if len(char) == 1 and char != "\ufffd":
            _put(state, char, state.ascii_scale)
            return at + length
    elif state.two_byte and 0x81 <= first <= 0xFE and at + 1 < len(data):
        length = 4 if 0x30 <= data[at + 1] <= 0x39 else 2
        char = data[at : at + 2].decode("gb18030", "replace") if length == 2 else "\ufffd"
        if len(char) == 1 and char != "\ufffd":
            _put(state, char, state.han_scale)
            return at + 2
    state.events.append(Event("bad_byte", data[at : at + length].hex(), at))
    _put(state, "?", state.ascii_scale)
    return at + length


def _put(state: _State, char: str, scale: int) -> None:
    new = _Char(char, state.bold, scale)
    if sum(each.cells for each in state.row) + new.cells > state.columns:
        state.events.append(Event("overflow", char))
        _feed(state)
    state.row.append(new)


def _feed(state: _State) -> None:
    height = STEP * max((each.scale for each in state.row), default=1)
    free = state.columns - sum(each.cells for each in state.row)
    left = free * CELL // 2 if state.centred else 0
    state.strips.append(_Strip(height, tuple(state.row), left=left))
    state.row.clear()


def _reset(state: _State, data: bytes, at: int) -> int:
    state.bold = state.two_byte = state.utf8 = state.centred = False
    state.ascii_scale = state.han_scale = 1
    return at


def _with_byte(change: Callable[[_State, int], None]) -> Callable[[_State, bytes, int], int]:
    """A command of one parameter byte; cut short at the end of the data it does nothing."""

    def command(state: _State, data: bytes, at: int) -> int:
        if at < len(data):
            change(state, data[at])
        return at + 1

    return command


def _set_bold(state: _State, value: int) -> None:
    state.bold = bool(value & 1)


def _set_centred(state: _State, value: int) -> None:
    state.centred = value in (1, 49)


def _set_ascii(state: _State, value: int) -> None:
    state.ascii_scale = 2 if value == 0x11 else 1


def _set_han(state: _State, value: int) -> None:
    state.han_scale = 2 if value & 0x0C == 0x0C else 1


def _feed_lines(state: _State, value: int) -> None:
    if state.row:
        _feed(state)
    state.strips.append(_Strip(STEP * value))


def _cut(state: _State, value: int) -> None:
    state.events.append(Event("cut", {0: "full", 48: "full", 1: "partial", 49: "partial"}.get(value, str(value))))


def _two_byte_on(state: _State, data: bytes, at: int) -> int:
    state.two_byte = True
    return at


def _two_byte_off(state: _State, data: bytes, at: int) -> int:
    state.two_byte = False
    return at


def _characters(state: _State, data: bytes, at: int) -> int:
    """`FS ( C`: the character system, 2 is UTF-8."""
    length = int.from_bytes(data[at : at + 2], "little")
    if data[at + 2 : at + 3] == b"\x30":
        state.utf8 = data[at + 3 : at + 4] in (b"\x02", b"2")
    return at + 2 + length


def _drawer(state: _State, data: bytes, at: int) -> int:
    state.events.append(Event("drawer", "5" if data[at : at + 1] in (b"\x01", b"1") else "2", at - 2))
    return at + 3


def _raster(state: _State, data: bytes, at: int) -> int:
    """`GS v 0 m xL xH yL yH`: a block of dots, at the left edge."""
    from PIL import Image

    across = int.from_bytes(data[at + 1 : at + 3], "little")
    down = int.from_bytes(data[at + 3 : at + 5], "little")
    bits = data[at + 5 : at + 5 + across * down]
    if len(bits) == across * down and bits:
        dots = Image.frombytes("1", (across * 8, down), bytes(255 - byte for byte in bits)).convert("L")
        state.strips.append(_Strip(down, dots=dots))
        state.events.append(Event("raster", f"{across * 8}x{down}", at - 3))
    return at + 5 + across * down


def _symbol(state: _State, data: bytes, at: int) -> int:
    """`GS ( k`: the QR code's module, data and printing; the model and the correction level are taken as they come."""
    length = int.from_bytes(data[at : at + 2], "little")
    body = data[at + 2 : at + 2 + length]
    if body[:2] == b"1C":
        state.code_module = body[2]
    elif body[:2] == b"1P":
        state.code = body[3:]
    elif body[:2] == b"1Q":
        _draw_symbol(state, at)
    return at + 2 + length


def _draw_symbol(state: _State, at: int) -> None:
    from PIL import Image
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(state.code)
    code.make(fit=True)
    modules = code.get_matrix()
    small = Image.new("L", (len(modules), len(modules)), 255)
    small.putdata([0 if dark else 255 for line in modules for dark in line])
    side = len(modules) * state.code_module
    left = (state.columns * CELL - side) // 2 if state.centred else 0
    state.strips.append(_Strip(side, dots=small.resize((side, side), Image.Resampling.NEAREST), left=left))
    state.events.append(Event("qr", state.code.decode("utf-8", "replace"), at - 3))


_COMMANDS: dict[bytes, Callable[[_State, bytes, int], int]] = {
    b"\x1b@": _reset,
    b"\x1bE": _with_byte(_set_bold),
    b"\x1ba": _with_byte(_set_centred),
    b"\x1bd": _with_byte(_feed_lines),
    b"\x1bp": _drawer,
    b"\x1c&": _two_byte_on,
    b"\x1c.": _two_byte_off,
    b"\x1c!": _with_byte(_set_han),
    b"\x1c(C": _characters,
    b"\x1d!": _with_byte(_set_ascii),
    b"\x1dV": _with_byte(_cut),
    b"\x1dv0": _raster,
    b"\x1d(k": _symbol,
}


def _picture(state: _State, fonts: FontFiles) -> Image.Image:
    from printing.canvas import ROW, Painter, sheet

    painter = Painter(fonts)
    image = sheet(state.columns * CELL, sum(strip.height for strip in state.strips))
    y = 0
    for strip in state.strips:
        if strip.dots is not None:
            image.paste(strip.dots, (max(strip.left, 0), y))
        x, tallest = strip.left, max((each.scale for each in strip.chars), default=1)
        for each in strip.chars:
            x = painter.text(image, x, y + ROW * (tallest - each.scale), each.char, bold=each.bold, scale=each.scale)
        y += strip.height
    return image
