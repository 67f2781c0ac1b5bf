"""Laid-out pages as PDF operators, each page in one piece: what repeats from page to page is put into words once.

Every operator sets what it uses (face, grey, width), so that none depends on what was drawn before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

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


class _Glyphs(dict[str, str]):
    """Each character of a face as it stands in a string of the document; asked for once, it is in the face's subset."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, char: str) -> str:
        shown: str = self._font.encode_text(char)
        self[char] = shown[1:-4]  # without "(" and ") Tj"
        return self[char]


class Ink:
    """Draws pages of one document; memory does not grow with the pages drawn."""

    def __init__(self, document: FPDF, faces: Faces) -> None:
        self._document, self._faces, self._high = document, faces, document.h
        self._drawn = lru_cache(maxsize=_KEPT)(self._draw)
        self._glyphs = {family: _Glyphs(font) for family, font in document.fonts.items()}

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
        return _Drawn(self._code(op), frozenset())

    def _text(self, op: TextOp) -> _Drawn:
        x, y, parts, used = op.x, op.y, list[str](), set[str]()
        for family, part in self._faces.runs(op.text, op.bold):
            place = f"0 1 -1 0 {self._at(x, y)} Tm" if op.turned else f"{self._at(x, y)} Td"
            shown = "".join(map(self._glyphs[family].__getitem__, part))
            face = f"/F{self._document.fonts[family].i} {op.size:.2f} Tf {_grey(op.grey)} g"
            parts.append(f"BT {face} {place} ({shown}) Tj ET")
            used.add(family)
            wide = self._faces.width(part, op.size, op.bold) if part != op.text else 0.0
            x, y = (x, y - wide) if op.turned else (x + wide, y)
        return _Drawn("\n".join(parts), frozenset(used))

    def _code(self, op: CodeOp) -> str:
        """The code as one filled path of whole squares, scaled to its place: a tenth of the cost of rectangles."""
        matrix = qr_matrix(op.content)
        module = op.side / len(matrix) / POINT
        squares = " ".join([f"{start} {row} {length} 1 re" for row, start, length in runs(matrix)])
        place = f"{module:.4f} 0 0 {-module:.4f} {self._at(op.x, op.y)} cm"
        return f"q {place} 0 g {squares} f Q"

    def _at(self, x: float, y: float) -> str:
        """A place in mm from the upper left corner, in points from the lower left one."""
        return f"{x / POINT:.2f} {(self._high - y) / POINT:.2f}"


def _grey(level: int) -> str:
    return f"{level / 255:.3f}".rstrip("0").rstrip(".") if level else "0"
