"""Laid-out pages as one PDF document, with the faces embedded as subsets and identical bytes for identical input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from printing.blocks import Paper
from printing.codes import qr_matrix, runs
from printing.form import PdfForm
from printing.ops import POINT, BoxOp, CodeOp, LineOp, Op, TextOp
from printing.pdf_layout import lay_out_pages
from printing.profile import FontFiles

if TYPE_CHECKING:
    from fpdf import FPDF

REGULAR, BOLD = "body", "strong"


def pdf_bytes(papers: Sequence[Paper], form: PdfForm, fonts: FontFiles, created: datetime) -> bytes:
    """Return one document with all papers on a form; created (with its time zone) is the only time in it.

    Loading the faces costs more than a page does, so a batch belongs into one call. Raises OSError where a font file
    is missing.
    """
    from fpdf import FPDF

    document = FPDF(unit="mm", format=(form.width, form.height))
    document.set_auto_page_break(False)
    document.set_margin(0)
    document.set_creation_date(created)
    document.set_title(papers[0].title if len(papers) == 1 else "")
    document.set_creator("Counterfoil")
    document.set_lang("zh-CN" if papers and papers[0].language == "zh_CN" else "en")
    faces = Faces(document, fonts)
    for paper in papers:
        for page in lay_out_pages(paper, form, faces):
            document.add_page()
            for op in page:
                _draw(document, faces, op)
    return bytes(document.output())


class Faces:
    """The faces of one document; each character is drawn with the first one that has it."""

    def __init__(self, document: FPDF, fonts: FontFiles) -> None:
        files = {REGULAR: fonts.regular, BOLD: fonts.bold}
        files |= {f"rare{at}": path for at, path in enumerate(fonts.rare)}
        self._fonts: dict[str, Any] = {}
        for family, path in files.items():
            if not path.exists():
                raise FileNotFoundError(path)
            document.add_font(family, "", path)
            self._fonts[family] = document.fonts[family]
        self._rare = [family for family in files if family not in (REGULAR, BOLD)]
        self.face = cache(self._face)
        self._thousandths = cache(self._sum)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Return the width of text in mm at a size in points."""
        return self._thousandths(text, bold) * size * POINT / 1000

    def _sum(self, text: str, bold: bool) -> float:
        return sum(float(self._fonts[self.face(char, bold)].cw[ord(char)]) for char in text)

    def _face(self, char: str, bold: bool) -> str:
        wanted = [BOLD, REGULAR] if bold else [REGULAR]
        return next((family for family in (*wanted, *self._rare) if ord(char) in self._fonts[family].cmap), REGULAR)

    def runs(self, text: str, bold: bool) -> Iterator[tuple[str, str]]:
        """Yield (family, part) for the stretches of text that one face has."""
        for family, part in groupby(text, lambda char: self.face(char, bold)):
            yield family, "".join(part)


def _draw(document: FPDF, faces: Faces, op: Op) -> None:
    match op:
        case TextOp(turned=True):
            with document.rotation(90, op.x, op.y):
                _text(document, faces, op)
        case TextOp():
            _text(document, faces, op)
        case LineOp():
            document.set_draw_color(op.grey)
            document.set_line_width(op.width)
            document.line(op.x1, op.y1, op.x2, op.y2)
        case BoxOp():
            document.set_draw_color(op.grey)
            document.set_fill_color(op.grey)
            document.set_line_width(op.line or 0.1)
            document.rect(op.x, op.y, op.width, op.height, style="D" if op.line else "F")
        case CodeOp():
            document._out(_code(op, document.h))


def _text(document: FPDF, faces: Faces, op: TextOp) -> None:
    document.set_text_color(op.grey)
    x = op.x
    for family, part in faces.runs(op.text, op.bold):
        document.set_font(family, size=op.size)
        document.text(x, op.y, part)
        x += faces.width(part, op.size, op.bold)


def _code(op: CodeOp, page_height: float) -> str:
    """The code as one filled path of PDF operators: a tenth of the cost of as many rectangles."""
    matrix = qr_matrix(op.content)
    module = op.side / len(matrix)
    squares = (
        f"{(op.x + start * module) / POINT:.3f} {(page_height - op.y - (row + 1) * module) / POINT:.3f}"
        f" {length * module / POINT:.3f} {module / POINT:.3f} re"
        for row, start, length in runs(matrix)
    )
    return f"q 0 g {' '.join(squares)} f Q"
