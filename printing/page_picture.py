"""A laid-out page as a picture on the screen: what the PDF is drawn from, so the same lines at the same places."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from printing.codes import qr_matrix, runs
from printing.ops import POINT, BoxOp, CodeOp, LineOp, Op, TextOp

if TYPE_CHECKING:
    from printing.form import PdfForm
    from printing.pdf import Faces

_FINER = 2  # dots painted for each one shown: small type stays legible


class PagePainter:
    """Paints pages with the faces of a document; glyphs are kept, so that a page costs some tens of milliseconds."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._font = cache(self._load)
        self._glyph = cache(self._draw_glyph)

    def paint(self, page: Iterable[Op], form: PdfForm, width: int) -> Image.Image:
        """Return a page as a grey picture so many pixels wide, its height in proportion."""
        dots = width * _FINER / form.width
        size = (width * _FINER, round(form.height * dots))
        image = Image.new("L", size, 255)
        pen = ImageDraw.Draw(image)
        for op in page:
            if isinstance(op, TextOp):
                self._text(image, op, dots)
            elif isinstance(op, CodeOp):
                _code(pen, op, dots)
            else:
                _shape(pen, op, dots)
        return image.resize((width, size[1] // _FINER), Image.Resampling.BOX)

    def _text(self, image: Image.Image, op: TextOp, dots: float) -> None:
        """Each character at the place that the document's own widths give it."""
        x, y, em = op.x * dots, op.y * dots, op.size * POINT * dots
        for char in op.text:
            glyph, left, above = self._glyph(char, op.bold, round(em, 1))
            if glyph is not None:
                turned = glyph.transpose(Image.Transpose.ROTATE_90) if op.turned else glyph
                across, down = (-above, -left - glyph.width) if op.turned else (left, -above)
                image.paste(op.grey, (round(x + across), round(y + down)), turned)
            wide = self._faces.advance(char, op.bold) * em / 1000
            x, y = (x, y - wide) if op.turned else (x + wide, y)

    def _draw_glyph(self, char: str, bold: bool, em: float) -> tuple[Image.Image | None, int, int]:
        """A character's mask, and where the mask lies from the pen: so far right, so far above."""
        font = self._font(self._faces.face(char, bold), em)
        left, top, right, bottom = font.getbbox(char, anchor="ls")
        if right <= left or bottom <= top:
            return None, 0, 0
        mask = Image.new("L", (round(right - left), round(bottom - top)))
        ImageDraw.Draw(mask).text((-left, -top), char, 255, font, anchor="ls")
        return mask, round(left), round(-top)

    def _load(self, family: str, em: float) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(self._faces.files[family]), em, layout_engine=ImageFont.Layout.BASIC)


def _code(pen: ImageDraw.ImageDraw, op: CodeOp, dots: float) -> None:
    matrix = qr_matrix(op.content)
    module = op.side * dots / len(matrix)
    left, top = op.x * dots, op.y * dots
    for row, start, length in runs(matrix):
        x, y = left + start * module, top + row * module
        pen.rectangle((round(x), round(y), round(x + length * module) - 1, round(y + module) - 1), fill=0)


def _shape(pen: ImageDraw.ImageDraw, op: LineOp | BoxOp, dots: float) -> None:
    if isinstance(op, BoxOp):
        box = (op.x * dots, op.y * dots, (op.x + op.width) * dots, (op.y + op.height) * dots)
        if op.line:
            pen.rectangle(box, outline=op.grey, width=max(1, round(op.line * dots)))
        else:
            pen.rectangle(box, fill=op.grey)
        return
    wide = max(1, round(op.width * dots))
    if not op.dash:
        pen.line((op.x1 * dots, op.y1 * dots, op.x2 * dots, op.y2 * dots), fill=op.grey, width=wide)
        return
    x = op.x1
    while x < op.x2:  # what is dashed is a line to cut along, from left to right
        pen.line((x * dots, op.y1 * dots, min(x + op.dash, op.x2) * dots, op.y2 * dots), fill=op.grey, width=wide)
        x += op.dash * 1.75
