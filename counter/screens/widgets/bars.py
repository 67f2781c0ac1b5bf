"""A picture of figures: horizontal bars on one scale, labels at their left, figures at their ends."""

import tkinter as tk
from collections.abc import Sequence

from counter.presenters.settings_page import PagePicture
from counter.screens.look import SMALL, Look
from counter.screens.widgets.painted import Painted
from counter.screens.widgets.text import fit

ROW, EDGE, GAP = 22, 16, 10
MOST, IN_A_LOW_WINDOW, LOW = 6, 4, 860  # bars, and the height in design pixels below which a window is low
_LABELS = 0.26  # of the width, at most


class BarPicture(Painted):
    """Paints a few bars anew whenever its width changes: the table above it needs its room too."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, look)
        self._bars: Sequence[tuple[str, int, int, str]] = ()
        self._legend = ""
        self.bind("<Configure>", lambda _: self._paint(), add="+")

    def show(self, picture: PagePicture) -> None:
        """Show the bars of a picture, the first ones where there are more than find room."""
        px = self.look.px
        most = IN_A_LOW_WINDOW if self.winfo_toplevel().winfo_height() < px(LOW) else MOST
        self._bars, self._legend = picture.bars[:most], picture.legend
        self.configure(height=px(ROW) * (len(self._bars) + 1) + px(12))
        self._paint()

    def _paint(self) -> None:
        width = self.winfo_width()
        self.delete("all")
        if width <= 1 or not self._bars:
            return
        px, p, measure = self.look.px, self.look.palette, self.look.measure
        labels = min(int(width * _LABELS), max(measure(each[0], SMALL) for each in self._bars))
        x = px(EDGE) + labels + px(GAP)
        room = width - x - px(GAP) - px(EDGE) - max(measure(each[3], SMALL, bold=True) for each in self._bars)
        longest = max(each[1] for each in self._bars) or 1
        for place, (name, length, dark, figure) in enumerate(self._bars):
            top = px(6) + place * px(ROW)
            middle = top + px(ROW) // 2
            text = fit(name, labels, px(SMALL) + 1, lambda part: measure(part, SMALL))
            self.write(px(EDGE), middle, text, size=SMALL)
            for part, fill in ((length, p.tint_strong), (dark, p.accent)):
                if part:
                    self.create_rectangle(
                        x,
                        top + px(4),
                        x + max(px(2), room * part // longest),
                        top + px(ROW) - px(4),
                        fill=fill,
                        width=0,
                    )
            self.write(x + room * length // longest + px(GAP), middle, figure, size=SMALL, bold=True)
        self.write(x, px(6) + len(self._bars) * px(ROW) + px(ROW) // 2, self._legend, size=SMALL, ink=p.soft)
