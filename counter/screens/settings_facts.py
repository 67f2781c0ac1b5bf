"""The cards of figures above a page's table, side by side, their figures all of one size."""

import tkinter as tk

from counter.screens.look import SMALL, TITLE, Look
from counter.screens.widgets.card import Card
from counter.screens.widgets.sums import fitting_size
from counter.screens.widgets.text import label

INSET = 14
GAP = 12


class FactCards(tk.Frame):
    """In row 0 of its parent's grid, gone where there are no figures."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, bg=look.palette.ground, bd=0)
        self._look = look
        self._figures: list[tk.Label] = []
        self.bind("<Configure>", lambda event: self._refit(event.width), add="+")

    def show(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show a card for each label and figure."""
        look, px, shown = self._look, self._look.px, len(self._figures)
        for child in self.winfo_children():
            child.destroy()
        self._figures = []
        if not facts:
            self.grid_remove()
            return
        self.grid(row=0, column=0, sticky="ew", pady=(0, px(GAP)))
        for place, (name, figure) in enumerate(facts):
            self.grid_columnconfigure(place, weight=1, uniform=f"facts{len(facts)}")
            card = Card(self, look, pad_x=INSET, pad_y=8)
            card.grid(row=0, column=place, sticky="nsew", padx=(0 if not place else px(GAP), 0))
            label(card.inside, look, name, size=SMALL, ink=look.palette.soft).pack(anchor="w")
            self._figures.append(label(card.inside, look, figure, size=TITLE, bold=True))
            self._figures[-1].pack(anchor="w", pady=(px(2), 0))
        for place in range(len(facts), shown):
            self.grid_columnconfigure(place, weight=0, uniform="")
        self._refit(self.winfo_width() if shown else self.master.winfo_width())

    def _refit(self, width: int) -> None:
        """Give all figures the largest size at which the longest of them fits its card."""
        if width <= 1 or not self._figures:
            return
        room = width // len(self._figures) - self._look.px(GAP + 2 * INSET + 2)
        sizes = (fitting_size(self._look, str(each.cget("text")), TITLE, room) for each in self._figures)
        font = self._look.font(min(sizes), bold=True)
        for figure in self._figures:
            figure.configure(font=font)
