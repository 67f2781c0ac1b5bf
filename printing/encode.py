"""Laid-out lines as ESC/POS bytes, each line in the encoding the printer reads or as a picture.

Two-byte text stands between `FS &` and `FS .`, line by line, so that a printer switched on in the middle of a receipt
is right again with the next line. Big Han needs `FS !` besides `GS !`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from printing.codes import QUIET, code_module, qr_matrix
from printing.profile import Encoding, ThermalProfile
from printing.thermal import Line
from printing.width import columns

if TYPE_CHECKING:
    from PIL import Image

    from printing.canvas import Painter

ESC, FS, GS = b"\x1b", b"\x1c", b"\x1d"


def opening(encoding: Encoding) -> bytes:
    """Return the bytes a paper begins with: reset, and for UTF-8 the character system of `FS ( C`."""
    utf8 = FS + b"(C\x02\x00\x30\x02" if encoding == "utf-8" else b""
    return ESC + b"@" + utf8


def encoded(text: str, encoding: Encoding) -> bytes | None:
    """Return normalised text as the printer reads it, None where its own font lacks a character.

    Four-byte GB18030 characters are left out: receipt printers print them as junk digits. Fonts of UTF-8 printers
    are taken to hold what GBK holds.
    """
    if encoding == "bitmap":
        return None
    if text.isascii():
        return text.encode()
    try:
        found = text.encode("gb18030" if encoding == "gb18030" else "gbk")
    except UnicodeEncodeError:
        return None
    if len(found) != columns(text):
        return None
    return text.encode() if encoding == "utf-8" else found


def text_bytes(lines: Sequence[Line], profile: ThermalProfile, painter: Painter) -> bytes:
    """Return lines with their line feeds; one with a character beyond the printer is sent as its picture.

    All of them are encoded at once, as commands are ASCII; one by one only where that is not possible.
    """
    texts = [_with_commands(line, profile.encoding) for line in lines]
    found = encoded("".join(texts), profile.encoding)
    if found is not None:
        return found
    parts = []
    for line, text in zip(lines, texts, strict=True):
        one = text.encode() if text == "\n" else encoded(text, profile.encoding)
        parts.append(raster_bytes(line_picture(line, profile, painter)) if one is None else one)
    return b"".join(parts)


def _with_commands(line: Line, encoding: Encoding) -> str:
    """The line with what switches styles and two-byte text on and off in it."""
    printed = ""
    blank = True
    for text, bold, scale in line.spans:
        if blank and text and not text.isspace():
            blank = False
        if encoding != "utf-8" and not text.isascii():
            text = f"\x1c&\x1c!\x0c{text}\x1c!\x00\x1c." if scale == 2 else f"\x1c&{text}\x1c."
        if scale == 2:
            text = f"\x1d!\x11{text}\x1d!\x00"
        printed += f"\x1bE\x01{text}\x1bE\x00" if bold else text
    return "\n" if blank else printed + "\n"


def line_picture(line: Line, profile: ThermalProfile, painter: Painter) -> Image.Image:
    """Draw a line as wide as the paper, as high as its largest span."""
    from printing.canvas import ROW, sheet

    image = sheet(profile.dots, ROW * line.scale)
    x = 0
    for span in line.spans:
        x = painter.text(image, x, ROW * (line.scale - span.scale), span.text, bold=span.bold, scale=span.scale)
    return image


def raster_bytes(image: Image.Image) -> bytes:
    """Return a grey picture as `GS v 0`, dark dots set; its width in dots must be a multiple of eight.

    White at its right is not sent: on a slow line it costs as much as ink.
    """
    dark = image.point(lambda grey: 255 if grey < 128 else 0)
    box = dark.getbbox()
    across = (box[2] + 7) // 8 if box else 1
    bits = dark.crop((0, 0, across * 8, image.height)).convert("1").tobytes()
    return GS + b"v0\x00" + across.to_bytes(2, "little") + image.height.to_bytes(2, "little") + bits


def code_bytes(content: str, profile: ThermalProfile) -> Iterator[bytes]:
    """Yield a centred QR code: drawn by the printer (`GS ( k`) or sent as a picture."""
    module = code_module(content, profile.qr_dots, profile.dots)
    if not profile.native_qr:
        from printing.canvas import draw_code, sheet

        matrix = qr_matrix(content)
        image = sheet(profile.dots, (len(matrix) + 2 * QUIET) * module)
        draw_code(image, matrix, (profile.dots - len(matrix) * module) // 2, QUIET * module, module)
        yield raster_bytes(image)
        return
    yield ESC + b"a\x01"
    for function in (b"A2\x00", b"C" + bytes([min(module, 16)]), b"E1", b"P0" + content.encode(), b"Q0"):
        body = b"1" + function
        yield GS + b"(k" + len(body).to_bytes(2, "little") + body
    yield b"\n" + ESC + b"a\x00"


def closing(profile: ThermalProfile) -> bytes:
    """Feed the last line past the cutter and cut as the printer is able to."""
    cuts = {"full": GS + b"V\x00", "partial": GS + b"V\x01", "none": b""}
    return ESC + b"d\x05" + cuts[profile.cut]
