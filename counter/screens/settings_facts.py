"""The cards of figures above a page's table, side by side."""

import tkinter as tk

from counter.screens.look import HEAD, SMALL, TITLE, Look
from counter.screens.widgets.card import Card
from counter.screens.widgets.text import label

FACT = TITLE + 2


class FactCards(tk.Frame):
    """In row 0 of its parent's grid, gone where there are no figures."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, bg=look.palette.ground, bd=0)
        self._look, self._shown = look, 0

    def show(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show a card for each label and figure."""
        look, px = self._look, self._look.px
        for child in self.winfo_children():
            child.destroy()
        if not facts:
            self.grid_remove()
            return
        self.grid(row=0, column=0, sticky="ew", pady=(0, px(12)))
        for place, (name, figure) in enumerate(facts):
            self.grid_columnconfigure(place, weight=1, uniform=f"facts{len(facts)}")
            card = Card(self, look, pad_x=14, pad_y=8)
            card.grid(row=0, column=place, sticky="nsew", padx=(0 if not place else px(12), 0))
            label(card.inside, look, name, size=SMALL, ink=look.palette.soft).pack(anchor="w")
            size = FACT if look.measure(figure, FACT, bold=True) < px(126) else HEAD - 2
            label(card.inside, look, figure, size=size, bold=True).pack(anchor="w", pady=(px(2), 0))
        for place in range(len(facts), self._shown):
            self.grid_columnconfigure(place, weight=0, uniform="")
        self._shown = len(facts)
