"""W9: a receipt from its kept paper to the printer's bytes, and to the picture on the screen."""

from collections.abc import Iterator

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
    """Lay a receipt out as bytes; the floor is python-escpos writing the same lines, which it is given laid out."""
    escpos.use_cache(shelf.folder / "escpos")
    from printing.canvas import Painter

    kept, profile, fonts = dump(sample_receipt()), ThermalProfile(), FontFiles(FONT_REGULAR, FONT_BOLD)
    painter = Painter(fonts)
    lines = lay_out(load(kept), profile.columns)

    def ours() -> bytes:
        return escpos.receipt_bytes(load(kept), profile, fonts, painter)

    def floor() -> bytes:
        return write_lines(lines, profile.qr_dots)

    texts = [span.text.encode("gb18030") for line in lines if isinstance(line, Line) for span in line.spans]
    if not all(text in side for text in texts for side in (ours(), floor())):
        raise AssertionError("both sides must write the same texts")
    sides = side_by_side(ours, floor, shelf.scale.receipts)
    yield Figure("W9", "a kept receipt to printer bytes", f"{len(lines)} lines", *sides, GOAL)
    pictures = PaperPictures(profile.columns)
    pictures.png(load(kept), _WIDTH)
    drawn = Sample(tuple(seconds(lambda: pictures.png(load(kept), _WIDTH)) for _ in range(shelf.scale.receipts)))
    yield Figure("W9", "a kept receipt to its preview", f"{_WIDTH} dots wide", drawn)
