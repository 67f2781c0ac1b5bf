"""Laid-out pages as PDF operators, each page in one piece: what repeats from page to page is put into words once.

Every operator sets what it uses (face, grey, width), so that none depends on what was drawn before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from printing.codes import qr_matrix, runs
from printing.ops import POINT, BoxOp, CodeOp, LineOp, Op, TextOp

if TYPE_CHECKING:
    from fpdf import FPDF

    from printing.pdf import Faces

_KEPT = 4096  # operators: those of a letter's form many times over, however many letters there are


class _Drawn(NamedTuple):
    """The operators of one thing, and the faces they name."""

    operators: str
    faces: frozenset[str]


class Ink:
    """Draws pages of one document; memory does not grow with the pages drawn."""

    def __init__(self, document: FPDF, faces: Faces) -> None:
        self._document, self._faces, self._high = document, faces, document.h
        self._drawn = lru_cache(maxsize=_KEPT)(self._draw)

    def page(self, ops: Iterable[Op]) -> None:
        """Draw a new page."""
        document = self._document
        document.add_page()
        drawn = [self._draw(op) if isinstance(op, CodeOp) else self._drawn(op) for op in ops]
        for family in sorted(frozenset[str]().union(*{each.faces for each in drawn})):
            document._set_font_for_page(document.fonts[family], 1)
        document._out("\n".join([each.operators for each in drawn]))

    def _draw(self, op: Op) -> _Drawn:
        if isinstance(op, TextOp):
            return self._text(op)
        if isinstance(op, LineOp):
            dash = f"[{op.dash / POINT:.2f} {op.dash * 0.75 / POINT:.2f}] 0 d " if op.dash else ""
            ends = f"{self._at(op.x1, op.y1)} m {self._at(op.x2, op.y2)} l S"
            solid = " [] 0 d" if op.dash else ""
            return _Drawn(f"{dash}{op.width / POINT:.2f} w {_grey(op.grey)} G {ends}{solid}", frozenset())
        if isinstance(op, BoxOp):
            box = f"{self._at(op.x, op.y)} {op.width / POINT:.2f} {-op.height / POINT:.2f} re"
            if op.line:
                return _Drawn(f"{op.line / POINT:.2f} w {_grey(op.grey)} G {box} S", frozenset())
            return _Drawn(f"{_grey(op.grey)} g {box} f", frozenset())
        return _Drawn(" ".join(self._code(op)), frozenset())

    def _text(self, op: TextOp) -> _Drawn:
        x, y, parts, used = op.x, op.y, list[str](), set[str]()
        for family, part in self._faces.runs(op.text, op.bold):
            font = self._document.fonts[family]
            place = f"0 1 -1 0 {self._at(x, y)} Tm" if op.turned else f"{self._at(x, y)} Td"
            parts.append(f"BT /F{font.i} {op.size:.2f} Tf {_grey(op.grey)} g {place} {font.encode_text(part)} ET")
            used.add(family)
            wide = self._faces.width(part, op.size, op.bold)
            x, y = (x, y - wide) if op.turned else (x + wide, y)
        return _Drawn("\n".join(parts), frozenset(used))

    def _code(self, op: CodeOp) -> Iterator[str]:
        """The code as one filled path: a tenth of the cost of as many rectangles."""
        matrix = qr_matrix(op.content)
        module = op.side / len(matrix) / POINT
        left, top, high = op.x / POINT, (self._high - op.y) / POINT, f"{module:.3f}"
        yield "0 g"
        for row, start, length in runs(matrix):
            bottom = top - (row + 1) * module
            yield f"{left + start * module:.3f} {bottom:.3f} {length * module:.3f} {high} re"
        yield "f"

    def _at(self, x: float, y: float) -> str:
        """A place in mm from the upper left corner, in points from the lower left one."""
        return f"{x / POINT:.2f} {(self._high - y) / POINT:.2f}"


def _grey(level: int) -> str:
    return f"{level / 255:.3f}".rstrip("0").rstrip(".") if level else "0"
