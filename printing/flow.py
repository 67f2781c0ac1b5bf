"""The cursor of a layout: where the next line goes on which page, and the small moves every block is made of."""

from collections.abc import Callable, Sequence
from typing import Literal

from printing.form import PdfForm
from printing.ops import BLACK, LineOp, Metrics, Op, TextOp
from printing.width import wrap

Align = Literal["left", "center", "right"]
Lines = Callable[[str, float, float, bool], Sequence[str]]
"""Breaks a text into lines of at most so many mm, at a size, bold or not; metrics that have it remember how."""


_LAST_LINE, _NARROWER = 0.15, (0.97, 0.94, 0.91, 0.88)  # of the width


class Flow:
    """Pages being filled from top to bottom; y is the next free mm, `on_new_page` draws what continues there.

    A trial only finds out how much room all of it takes: its pages stay empty.
    """

    def __init__(
        self, form: PdfForm, metrics: Metrics, on_new_page: "Callable[[Flow], None]", *, trial: bool = False
    ) -> None:
        self.form = form
        self.metrics = metrics
        self.left = form.margin_x
        self.right = form.width - form.margin_x
        self.bottom = form.height - form.margin_bottom
        self.pages: list[list[Op]] = [[]]
        self.y = form.margin_top
        self._on_new_page = on_new_page
        self._trial = trial
        self.began = self.y  # where what is set by the rhythm begins, on the first page
        self.spare = 0.0  # mm that stayed free above the foot
        self.rows = 0  # of tables
        self._lines: Lines | None = getattr(metrics, "lines", None)

    @property
    def width(self) -> float:
        """The width between the margins in mm."""
        return self.right - self.left

    @property
    def page_height(self) -> float:
        """The height between the margins in mm."""
        return self.bottom - self.form.margin_top

    @property
    def u(self) -> float:
        """One beat of the rhythm in mm."""
        return self.form.rhythm

    def add(self, *ops: Op) -> None:
        """Put something on the current page."""
        if not self._trial:
            self.pages[-1].extend(ops)

    def fits(self, height: float) -> bool:
        """Return whether so many mm are left on this page."""
        return self.y + height <= self.bottom + 0.01

    def need(self, height: float) -> bool:
        """Go to a new page where so many mm are not left; returns whether it did."""
        if self.fits(height):
            return False
        self.new_page()
        return True

    def new_page(self) -> None:
        """Begin the next page."""
        self.pages.append([])
        self.y = self.form.margin_top
        self._on_new_page(self)

    def measured(self, text: str, size: float, bold: bool = False) -> float:
        """Return the width of text in mm."""
        return self.metrics.width(text, size, bold)

    def wrapped(self, text: str, width: float, size: float, bold: bool = False) -> Sequence[str]:
        """Return the text broken into lines of at most so many mm."""
        if self._lines is not None:
            return self._lines(text, width, size, bold)
        return wrap(text, width, lambda part: self.metrics.width(part, size, bold))

    def balanced(self, text: str, width: float, size: float) -> Sequence[str]:
        """Break a text so that its last line is more than a word, where a slightly narrower measure does it."""
        lines = self.wrapped(text, width, size)
        for share in _NARROWER:
            if len(lines) < 2 or self.measured(lines[-1], size) >= width * _LAST_LINE:
                break
            narrower = self.wrapped(text, width * share, size)
            if len(narrower) > len(lines):
                break
            lines = narrower
        return lines

    def text(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, grey: int = BLACK,
        align: Align = "left",
    ) -> None:  # fmt: skip
        """Set text with its baseline at y, beginning, centred or ending at x."""
        if self._trial or not text:
            return
        if align == "left":
            self.pages[-1].append(TextOp(x, y, text, size, bold, grey))
            return
        wide = self.metrics.width(text, size, bold)
        self.pages[-1].append(TextOp(x - (wide if align == "right" else wide / 2), y, text, size, bold, grey))

    def rule(self, width: float = 0.2, grey: int = BLACK) -> None:
        """Draw a line across at y."""
        self.add(LineOp(self.left, self.y, self.right, self.y, width, grey))
