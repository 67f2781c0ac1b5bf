"""Laid-out lines as ESC/POS bytes, each line in the encoding the printer reads or as a picture.

Two-byte text stands between `FS &` and `FS .`, line by line, so that a printer switched on in the middle of a receipt
is right again with the next line. Big Han needs `FS !` besides `GS !`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from printing.codes import QUIET, qr_matrix
from printing.profile import Encoding, ThermalProfile
from printing.thermal import Line, Span
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


def line_bytes(line: Line, profile: ThermalProfile, painter: Painter) -> bytes:
    """Return one line with its line feed, or its picture where a character is beyond the printer."""
    if not line.text.strip():
        return b"\n"
    parts = []
    for span in line.spans:
        text = encoded(span.text, profile.encoding)
        if text is None:
            return raster_bytes(line_picture(line, profile, painter))
        parts.append(_styled(text, span, profile.encoding))
    return b"".join(parts) + b"\n"


def _styled(text: bytes, span: Span, encoding: Encoding) -> bytes:
    if encoding != "utf-8" and not text.isascii():
        big = span.scale == 2
        size = FS + b"!\x0c" if big else b""
        text = FS + b"&" + size + text + (FS + b"!\x00" if big else b"") + FS + b"."
    if span.scale == 2:
        text = GS + b"!\x11" + text + GS + b"!\x00"
    return ESC + b"E\x01" + text + ESC + b"E\x00" if span.bold else text


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
    from printing.canvas import code_module, draw_code, sheet

    matrix = qr_matrix(content)
    module = code_module(matrix, profile.qr_dots, profile.dots)
    if not profile.native_qr:
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
