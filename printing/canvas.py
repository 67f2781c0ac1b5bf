"""Characters drawn into the cells of a receipt: one cell for ASCII, two for the rest, squeezed where too wide."""

from functools import cache

from PIL import Image, ImageDraw, ImageFont

from printing.codes import Matrix, runs
from printing.profile import CELL, FontFiles

ROW = 2 * CELL
_SIZE = 21  # font size within a row of 24 dots
_BASELINE = 19
_NOWHERE = "\U0010ffff"  # never in a font: shows what a font draws for what it lacks


class Painter:
    """Draws cells with the given faces; glyphs are kept, so that a receipt costs a few milliseconds."""

    def __init__(self, fonts: FontFiles) -> None:
        self._fonts = fonts
        self._glyph = cache(self._draw_glyph)
        self._font = cache(ImageFont.truetype)
        self._nothing = cache(lambda face, size: _mask(self._font(face, size), _NOWHERE))

    def text(self, image: Image.Image, x: int, y: int, text: str, *, bold: bool = False, scale: int = 1) -> int:
        """Draw normalised text with its upper left corner at (x, y) in dots; returns where the next cell begins."""
        for char in text:
            if char != " ":
                glyph = self._glyph(char, bold, scale)
                image.paste(0, (x, y), glyph)
            x += (1 if char < "\x7f" else 2) * CELL * scale
        return x

    def _draw_glyph(self, char: str, bold: bool, scale: int) -> Image.Image:
        wide = (1 if char < "\x7f" else 2) * CELL * scale
        faces = (self._fonts.bold, self._fonts.regular) if bold else (self._fonts.regular,)
        for face in (*faces, *self._fonts.rare):
            font = self._font(str(face), _SIZE * scale)
            if char <= "~" or _mask(font, char) != self._nothing(str(face), _SIZE * scale):
                return _fitted(font, char, wide, scale)
        return _hex_box(char, wide, ROW * scale, self._font(str(self._fonts.regular), 9 * scale))


def _mask(font: ImageFont.FreeTypeFont, char: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(char)
    return mask.size, bytes(mask)


def _fitted(font: ImageFont.FreeTypeFont, char: str, wide: int, scale: int) -> Image.Image:
    """The glyph centred in its cells by its advance, so that figures stand under figures."""
    advance = max(round(font.getlength(char)), 1)
    drawn = Image.new("L", (max(advance, wide), ROW * scale))
    ImageDraw.Draw(drawn).text((max(wide - advance, 0) // 2, _BASELINE * scale), char, 255, font, anchor="ls")
    return drawn if drawn.width == wide else drawn.resize((wide, drawn.height), Image.Resampling.BILINEAR)


def _hex_box(char: str, wide: int, high: int, font: ImageFont.FreeTypeFont) -> Image.Image:
    """A box with the code point: a character no face has is at least told, never left out."""
    code = f"{ord(char):04X}"
    box = Image.new("L", (wide, high))
    draw = ImageDraw.Draw(box)
    draw.rectangle((1, 1, wide - 2, high - 3), outline=255)
    draw.text((wide // 2, high // 3), code[: len(code) // 2], 255, font, anchor="mm")
    draw.text((wide // 2, high * 2 // 3), code[len(code) // 2 :], 255, font, anchor="mm")
    return box


def sheet(width: int, height: int) -> Image.Image:
    """Return white paper of a size in dots."""
    return Image.new("L", (width, max(height, 1)), 255)


def draw_code(image: Image.Image, matrix: Matrix, x: int, y: int, module: int) -> None:
    """Draw a QR code with its upper left dark module at (x, y), `module` dots a square."""
    draw = ImageDraw.Draw(image)
    for row, start, length in runs(matrix):
        left, top = x + start * module, y + row * module
        draw.rectangle((left, top, left + length * module - 1, top + module - 1), fill=0)
