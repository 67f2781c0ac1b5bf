"""W9: a receipt from its kept paper to the printer's bytes, and to the picture on the screen."""

from collections.abc import Iterator

from counter.bench.figures import Figure, Sample, seconds, side_by_side
from counter.bench.papers import sample_receipt
from counter.bench.shelf import Shelf
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from counter.presenters.paper_picture import PaperPictures
from printing import escpos
from printing.blocks import dump, load
from printing.profile import FontFiles, ThermalProfile

GOAL = 2.0
_WIDTH = 480


def receipt(shelf: Shelf) -> Iterator[Figure]:
    """Lay a receipt out as bytes; the floor is python-escpos's own Dummy taking the same bytes line by line."""
    escpos.use_cache(shelf.folder / "escpos")
    from escpos.printer import Dummy

    from printing.canvas import Painter

    kept, profile, fonts = dump(sample_receipt()), ThermalProfile(), FontFiles(FONT_REGULAR, FONT_BOLD)
    painter = Painter(fonts)
    lines = escpos.receipt_bytes(load(kept), profile, fonts, painter).splitlines(keepends=True)

    def floor() -> None:
        printer = Dummy()
        for line in lines:
            printer._raw(line)

    sides = side_by_side(lambda: escpos.receipt_bytes(load(kept), profile, fonts, painter), floor, shelf.scale.receipts)
    yield Figure("W9", "a kept receipt to printer bytes", f"{len(lines)} lines", *sides, GOAL)
    pictures = PaperPictures(profile.columns)
    pictures.png(load(kept), _WIDTH)
    drawn = Sample(tuple(seconds(lambda: pictures.png(load(kept), _WIDTH)) for _ in range(shelf.scale.receipts)))
    yield Figure("W9", "a kept receipt to its preview", f"{_WIDTH} dots wide", drawn)
