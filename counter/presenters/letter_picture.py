"""A letter as a picture of its pages, with the place of one of its texts; laid out as it is for print."""

import io
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from printing.blocks import Paper
from printing.form import LETTER
from printing.ops import POINT, Page, TextOp
from printing.profile import FontFiles

if TYPE_CHECKING:
    from printing.page_picture import PagePainter
    from printing.pdf import Faces

_DESCENT = 0.35  # of its size, below the baseline of a line


class Place(NamedTuple):
    """Where a text stands: on which page (from 0), from which pixel down to which."""

    page: int
    top: int
    bottom: int


class LetterPicture(NamedTuple):
    """The pages as PNG pictures; mark: where the text at hand stands, None where it is on none of them.

    too_wide: whether a line of that text is wider than its place; missing: its characters that no face has.
    """

    pages: tuple[bytes, ...]
    mark: Place | None
    too_wide: bool
    missing: str = ""


def draw_letter(paper: Paper, width: int, text: str) -> LetterPicture:
    """Return a letter so many pixels wide with the place of a text in it. Raises OSError without faces."""
    faces, painter = _tools()
    pages = _pages(paper)
    found = _lines_of(pages, text)
    right = LETTER.width - LETTER.margin_x + 0.5
    return LetterPicture(
        tuple(_png(painter, page, width) for page in pages),
        _place(*found, width / LETTER.width) if found is not None else None,
        found is not None and any(op.x + faces.width(op.text, op.size, op.bold) > right for op in found[1]),
        "".join(char for char in dict.fromkeys(text) if not char.isspace() and not faces.has(char)),
    )


def sheets(paper: Paper) -> int:
    """Return how many sheets a letter takes. Raises OSError without faces."""
    return len(_pages(paper))


def _pages(paper: Paper) -> list[Page]:
    from printing.pdf_layout import lay_out_pages

    return lay_out_pages(paper, LETTER, _tools()[0])


@cache
def _tools() -> "tuple[Faces, PagePainter]":
    """The faces take longer to load than a letter to draw, so they are kept; only the window's worker uses them."""
    from printing.page_picture import PagePainter
    from printing.pdf import open_faces

    faces = open_faces(LETTER, FontFiles(FONT_REGULAR, FONT_BOLD))
    return faces, PagePainter(faces)


def _png(painter: "PagePainter", page: Page, width: int) -> bytes:
    kept = io.BytesIO()
    painter.paint(page, LETTER, width).save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def _lines_of(pages: Sequence[Page], text: str) -> tuple[int, list[TextOp]] | None:
    """The page on which a text begins, and its lines there: those that, put together, say it."""
    whole = "".join(text.split())
    for number, page in enumerate(pages):
        lines = [op for op in page if isinstance(op, TextOp)]
        for first in range(len(lines)):
            rest, found = whole, list[TextOp]()
            for op in lines[first:]:
                said = "".join(op.text.split())
                if not said or not rest.startswith(said):
                    break
                rest, found = rest[len(said) :], [*found, op]
            if found and (not rest or len(found) > 1):
                return number, found
    return None


def _place(page: int, lines: Sequence[TextOp], dots: float) -> Place:
    top = min(op.y - op.size * POINT for op in lines)
    bottom = max(op.y + op.size * POINT * _DESCENT for op in lines)
    return Place(page, round(top * dots), round(bottom * dots))
