"""A kept paper as a picture of a given width, as it comes out of the window's printer."""

import io
from typing import TYPE_CHECKING

from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from printing.blocks import Paper
from printing.preview import preview
from printing.profile import FontFiles, ThermalProfile

if TYPE_CHECKING:
    from printing.canvas import Painter


class PaperPictures:
    """Draws papers; keeps the painter, whose faces take longer to load than a receipt to draw."""

    def __init__(self, columns: int) -> None:
        self._profile = ThermalProfile(columns=columns)
        self._fonts = FontFiles(FONT_REGULAR, FONT_BOLD)
        self._painter: Painter | None = None

    def png(self, paper: Paper, width: int) -> bytes:
        """Return the paper as a PNG so many pixels wide, its height in proportion. Raises OSError without faces."""
        from PIL import Image

        from printing.canvas import Painter

        self._painter = self._painter or Painter(self._fonts)
        drawn = preview(paper, self._profile, self._fonts, self._painter).convert("L")
        height = max(1, drawn.height * width // drawn.width)
        kept = io.BytesIO()
        drawn.resize((width, height), Image.Resampling.LANCZOS).save(kept, "PNG", compress_level=1)
        return kept.getvalue()
