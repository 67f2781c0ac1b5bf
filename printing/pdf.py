"""Laid-out pages as one PDF document, with the faces embedded as subsets and identical bytes for identical input."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from printing.blocks import Paper
from printing.form import PdfForm
from printing.ops import MIDDLE, POINT, Page, TextOp
from printing.pdf_ink import Ink
from printing.pdf_layout import Tightness, lay_out_pages
from printing.profile import FontFiles
from printing.width import wrap

if TYPE_CHECKING:
    from fpdf import FPDF

REGULAR, BOLD = "body", "strong"
_TEXTS = 8192  # measured texts that are kept, many times those of a letter


def pdf_bytes(
    papers: Sequence[Paper], form: PdfForm, fonts: FontFiles, created: datetime,
    label: Callable[[int, int], str] | None = None,
) -> bytes:  # fmt: skip
    """Return one document with all papers on a form; created (with its time zone) is the only time in it.

    label: what stands at the lower right of each page of the document, by its number and their count. Loading the faces
    costs more than a page does, so a batch belongs into one call. Raises OSError where a font file is missing.
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
    ink, tightness = Ink(document, faces), Tightness()
    pages = (page for paper in papers for page in lay_out_pages(paper, form, faces, tightness))
    for page in pages if label is None else _labelled(list(pages), form, faces, label):
        ink.page(page)
    return bytes(document.output())


def _labelled(
    pages: Sequence[Page], form: PdfForm, faces: Faces, label: Callable[[int, int], str]
) -> Iterator[Page]:  # fmt: skip
    size, right, y = form.size * 0.8, form.width - form.margin_x, form.height - form.margin_bottom * 0.3
    for number, page in enumerate(pages, 1):
        text = label(number, len(pages))
        yield (*page, TextOp(right - faces.width(text, size), y, text, size, False, MIDDLE))


def laid_out(papers: Sequence[Paper], form: PdfForm, fonts: FontFiles) -> list[list[Page]]:
    """Return the pages of each paper as they would be drawn. Raises OSError where a font file is missing."""
    faces, tightness = open_faces(form, fonts), Tightness()
    return [lay_out_pages(paper, form, faces, tightness) for paper in papers]


def open_faces(form: PdfForm, fonts: FontFiles) -> Faces:
    """Return the faces that pages of a form are laid out with. Raises OSError where a font file is missing."""
    from fpdf import FPDF

    return Faces(FPDF(unit="mm", format=(form.width, form.height)), fonts)


class _Advances(dict[str, float]):
    """How wide each character is, in thousandths of the size; worked out when it is first asked for."""

    def __init__(self, faces: Faces, *, bold: bool) -> None:
        super().__init__()
        self._faces, self._bold = faces, bold

    def __missing__(self, char: str) -> float:
        self[char] = self._faces.advance(char, self._bold)
        return self[char]


class Faces:
    """The faces of one document; each character is drawn with the first one that has it."""

    def __init__(self, document: FPDF, fonts: FontFiles) -> None:
        self.files = {REGULAR: fonts.regular, BOLD: fonts.bold}
        self.files |= {f"rare{at}": path for at, path in enumerate(fonts.rare)}
        self._fonts: dict[str, Any] = {}
        for family, path in self.files.items():
            if not path.exists():
                raise FileNotFoundError(path)
            document.add_font(family, "", path)
            self._fonts[family] = document.fonts[family]
        self._rare = [family for family in self.files if family not in (REGULAR, BOLD)]
        self.face = cache(self._face)
        self._advances = (_Advances(self, bold=False), _Advances(self, bold=True))
        self._thousandths = lru_cache(maxsize=_TEXTS)(self._sum)
        self.lines = lru_cache(maxsize=_TEXTS)(self._lines)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Return the width of text in mm at a size in points."""
        return self._thousandths(text, bold) * size * POINT / 1000

    def _lines(self, text: str, width: float, size: float, bold: bool) -> tuple[str, ...]:
        """Break a text into lines of at most so many mm; what stands on every letter is broken once."""
        return tuple(wrap(text, width, lambda part: self.width(part, size, bold)))

    def advance(self, char: str, bold: bool) -> float:
        """Return the width of a character in thousandths of its size."""
        return float(self._fonts[self.face(char, bold)].cw[ord(char)])

    def _sum(self, text: str, bold: bool) -> float:
        return sum(map(self._advances[bold].__getitem__, text))

    def _face(self, char: str, bold: bool) -> str:
        wanted = [BOLD, REGULAR] if bold else [REGULAR]
        return next((family for family in (*wanted, *self._rare) if ord(char) in self._fonts[family].cmap), REGULAR)

    def has(self, char: str) -> bool:
        """Return whether any face has a character; what none has is printed as an empty box."""
        return any(ord(char) in font.cmap for font in self._fonts.values())

    def runs(self, text: str, bold: bool) -> Iterator[tuple[str, str]]:
        """Yield (family, part) for the stretches of text that one face has."""
        families = {self.face(char, bold) for char in text}
        if len(families) == 1:
            yield families.pop(), text
            return
        for family, part in groupby(text, lambda char: self.face(char, bold)):
            yield family, "".join(part)
