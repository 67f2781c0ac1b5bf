"""Sums: a label and an amount on one line, and the panel that shows the change."""

import tkinter as tk
from typing import Literal

from counter.screens.look import BODY, SUM, SUM_HUGE, SUM_LARGE, Look
from counter.screens.widgets.painted import Painted
from counter.screens.widgets.text import label

STEPS_DOWN = (SUM_HUGE, SUM_LARGE, SUM, 24, 20, BODY)
PanelKind = Literal["change", "risk", "plain"]


def fitting_size(look: Look, amount: str, size: int, width: int) -> int:
    """Return the wanted size or the largest smaller one at which an amount fits a width in pixels."""
    smaller = [step for step in STEPS_DOWN if step <= size]
    return next((step for step in smaller if look.measure(amount, step, bold=True) <= width), smaller[-1])


class SumLine(tk.Frame):
    """A label at the left and an amount at the right; large amounts are bold."""

    def __init__(self, parent: tk.Misc, look: Look, caption: str, amount: str = "", *, size: int = BODY) -> None:
        super().__init__(parent, bg=look.palette.surface, bd=0)
        self.look, self._size, self._bold = look, size, size > BODY + 1
        ink = look.palette.ink if self._bold else look.palette.soft
        self._caption = label(self, look, caption, ink=ink, size=BODY if not self._bold else BODY + 1)
        self._caption.pack(side="left", anchor="s", pady=(0, look.px(6 if self._bold else 0)))
        self._amount = label(self, look, amount, size=size, bold=self._bold, anchor="e")
        self._amount.pack(side="right", anchor="s")
        if self._bold:
            self.bind("<Configure>", lambda _: self._refit(), add="+")

    def set(self, amount: str, caption: str | None = None, *, ink: str = "") -> None:
        """Change the amount, and the label where one is given."""
        if caption is not None:
            self._caption.configure(text=caption)
        self._amount.configure(text=amount, fg=ink or self.look.palette.ink)
        if self._bold:
            self._refit()

    def _refit(self) -> None:
        room = self.winfo_width() - self._caption.winfo_reqwidth() - self.look.px(12)
        if room > 1:
            size = fitting_size(self.look, str(self._amount.cget("text")), self._size, room)
            self._amount.configure(font=self.look.font(size, bold=True))


class Change(Painted):
    """The panel under the sums: the change to hand back in green, what stays open in red, or nothing yet."""

    def __init__(self, parent: tk.Misc, look: Look, *, height: int = 92) -> None:
        super().__init__(parent, look, height=look.px(height))
        self._kind: PanelKind = "plain"
        self._caption = self._amount = ""
        self.bind("<Configure>", lambda _: self._paint(), add="+")

    def set(self, kind: PanelKind, caption: str, amount: str) -> None:
        """Show an amount under a caption; `risk` is money that stays open."""
        self._kind, self._caption, self._amount = kind, caption, amount
        self._paint()

    def _paint(self) -> None:
        width, height, px, p = self.winfo_width(), self.winfo_height(), self.look.px, self.look.palette
        if width <= 1:
            return
        fill, ink = {"change": (p.saved_tint, p.saved), "risk": (p.risk_tint, p.risk)}.get(
            self._kind, (p.ground, p.soft)
        )
        self.rounded(width, height, px(8), fill)
        self.delete("words")
        pad = px(14)
        self.write(pad, height // 2, self._caption, size=BODY + 1, ink=ink)
        room = width - 3 * pad - self.look.measure(self._caption, BODY + 1)
        size = fitting_size(self.look, self._amount, SUM_HUGE, room)
        self.write(width - pad, height // 2, self._amount, size=size, bold=True, ink=ink, anchor="e")
