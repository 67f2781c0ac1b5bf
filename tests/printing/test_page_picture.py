"""A page painted for the screen: beside the PDF of the same letter nothing stands elsewhere, and its code is read."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from counter.papers.letter import letter_paper
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from counter.words import Words
from printing.form import LETTER
from printing.ops import TextOp
from printing.page_picture import PagePainter
from printing.pdf import open_faces, pdf_bytes
from printing.pdf_layout import lay_out_pages
from printing.profile import FontFiles
from tests.printing.test_printing_letter import FACTS

FONTS = FontFiles(FONT_REGULAR, FONT_BOLD)
DPI = 100
WIDTH = round(LETTER.width / 25.4 * DPI)


def test_a_painted_letter_lies_on_its_print(tmp_path: Path) -> None:
    paper = letter_paper(FACTS, Words.load("zh_CN"))
    faces = open_faces(LETTER, FONTS)
    (page,) = lay_out_pages(paper, LETTER, faces)
    painted = PagePainter(faces).paint(page, LETTER, WIDTH)
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf_bytes([paper], LETTER, FONTS, datetime(2026, 11, 26, tzinfo=UTC)))
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", "-gray", "-singlefile", file, tmp_path / "page"], check=True)
    with Image.open(tmp_path / "page.png") as opened:
        printed = opened.convert("L").resize(painted.size)
    assert far_apart(painted, printed) < 0.002
    assert far_apart(painted, ImageChops.offset(printed, 0, 6)) > 0.01, "a letter six dots lower is told apart"
    assert [code.text for code in zxingcpp.read_barcodes(painted)] == [FACTS.code]


def far_apart(one: Image.Image, other: Image.Image) -> float:
    """The share of the page on which two pictures differ by more than the edges of their letters."""
    blurred = (each.filter(ImageFilter.GaussianBlur(2)) for each in (one, other))
    apart = ImageChops.difference(*blurred).point(lambda level: 255 if level > 64 else 0)
    return apart.histogram()[255] / (one.width * one.height)


def test_text_that_is_turned_runs_upwards() -> None:
    painter = PagePainter(open_faces(LETTER, FONTS))
    page = (TextOp(100, 100, "存根联", 12.0, turned=True),)
    box = ImageChops.invert(painter.paint(page, LETTER, WIDTH)).getbbox()
    assert box is not None
    left, top, right, bottom = (edge / WIDTH * LETTER.width for edge in box)
    assert 95 < left < right < 101
    assert 86 < top < bottom < 101
