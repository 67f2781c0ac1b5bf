"""W9: a receipt from its kept paper to the printer's bytes, and to the picture on the screen."""

from collections.abc import Iterator
from itertools import cycle

from counter.bench.figures import Figure, Sample, seconds, side_by_side
from counter.bench.floors.printer import write_lines
from counter.bench.papers import sample_receipt
from counter.bench.shelf import Shelf
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from counter.presenters.paper_picture import PaperPictures
from printing import escpos
from printing.blocks import dump, load
from printing.profile import FontFiles, ThermalProfile
from printing.thermal import Line, lay_out

GOAL = 2.0
_WIDTH = 480


def receipt(shelf: Shelf) -> Iterator[Figure]:
    """Lay receipts out as bytes, each another; the floor is python-escpos writing the same lines, given laid out."""
    escpos.use_cache(shelf.folder / "escpos")
    from printing.canvas import Painter

    profile, fonts = ThermalProfile(), FontFiles(FONT_REGULAR, FONT_BOLD)
    kept = [dump(sample_receipt(number)) for number in range(1, shelf.scale.receipts + 2)]
    laid = [lay_out(load(each), profile.columns) for each in kept]
    painter, papers, lines = Painter(fonts), cycle(kept), cycle(laid)

    def ours() -> bytes:
        return escpos.receipt_bytes(load(next(papers)), profile, fonts, painter)

    def floor() -> bytes:
        return write_lines(next(lines), profile.qr_dots)

    texts = [span.text.encode("gb18030") for line in laid[0] if isinstance(line, Line) for span in line.spans]
    both = ours(), floor()
    if not all(text in side for text in texts for side in both):
        raise AssertionError("both sides must write the same texts")
    sides = side_by_side(ours, floor, shelf.scale.receipts)
    yield Figure("W9", "a kept receipt to printer bytes", f"{len(laid[0])} lines", *sides, GOAL)
    pictures = PaperPictures(profile.columns)
    pictures.png(load(kept[0]), _WIDTH)
    drawn = Sample(tuple(seconds(lambda: pictures.png(load(kept[0]), _WIDTH)) for _ in range(shelf.scale.receipts)))
    yield Figure("W9", "a kept receipt to its preview", f"{_WIDTH} dots wide", drawn)
