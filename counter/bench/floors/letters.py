"""The floor of a batch of letters: fpdf2's own calls drawing what is laid out, and one part for what repeats."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from printing.ops import POINT, BoxOp, CodeOp, LineOp, Op, Page, TextOp
from printing.profile import FontFiles

if TYPE_CHECKING:
    from fpdf import FPDF

Modules = Callable[[str], Sequence[Sequence[bool]]]


def draw_letters(pages: Sequence[Page], size: tuple[float, float], fonts: FontFiles, created: datetime,
                 modules: Modules) -> bytes:  # fmt: skip
    """Return one document with pages of a size in mm; modules makes the squares of a code.

    What stands on every page in the same place is drawn once and put on each page as it is.
    """
    from fpdf import FPDF

    document = FPDF(unit="mm", format=size)
    document.set_auto_page_break(False)
    document.set_creation_date(created)
    for family, path in (("body", fonts.regular), ("strong", fonts.bold)):
        document.add_font(family, "", path)
    repeated = set(pages[0]).intersection(*pages[1:]) if len(pages) > 1 else set[Op]()
    same = b""
    for page in pages:
        document.add_page()
        if same:
            document._out(same)
        else:
            for op in page:
                if op in repeated:
                    _draw(document, op, modules)
            same = bytes(document.pages[document.page].contents)  # type: ignore[arg-type]
        for op in page:
            if op not in repeated:
                _draw(document, op, modules)
    return bytes(document.output())


def _draw(document: "FPDF", op: Op, modules: Modules) -> None:
    if isinstance(op, TextOp):
        document.set_text_color(op.grey)
        document.set_font("strong" if op.bold else "body", size=op.size)
        document.text(op.x, op.y, op.text)
    elif isinstance(op, LineOp):
        document.set_draw_color(op.grey)
        document.set_line_width(op.width)
        document.set_dash_pattern(op.dash, op.dash * 0.75)
        document.line(op.x1, op.y1, op.x2, op.y2)
    elif isinstance(op, BoxOp):
        document.set_draw_color(op.grey)
        document.set_fill_color(op.grey)
        document.set_line_width(op.line or 0.1)
        document.rect(op.x, op.y, op.width, op.height, style="D" if op.line else "F")
    else:
        document._out(_code(op, modules(op.content), document.h))


def _code(op: CodeOp, matrix: Sequence[Sequence[bool]], high: float) -> str:
    """A code as one path: as many rectangles by the library would cost ten times as much."""
    side = op.side / len(matrix) / POINT
    squares = [
        f"{op.x / POINT + x * side:.2f} {(high - op.y) / POINT - (y + 1) * side:.2f} {side:.2f} {side:.2f} re"
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
        if dark
    ]
    return f"q 0 g {' '.join(squares)} f Q"
