"""A rounded panel on the ground of the window."""

import tkinter as tk

from counter.screens.look import Look
from counter.screens.widgets.rounded import RoundFrame

CARD_CORNER = 10


class Card(RoundFrame):
    """A panel with a thin outline; put parts into `inside`, which keeps clear of the round corners."""

    def __init__(self, parent: tk.Misc, look: Look, *, pad_x: int = 16, pad_y: int = 12) -> None:
        super().__init__(
            parent,
            corner_radius=CARD_CORNER,
            border_width=1,
            border_color=look.palette.line,
            fg_color=look.palette.surface,
            bg_color=look.palette.ground,
        )
        self.inside = tk.Frame(self, bg=look.palette.surface, bd=0)
        # A table may touch the outline left and right, but nothing may cover the corners.
        self.inside.pack(fill="both", expand=True, padx=max(look.px(pad_x), 1), pady=max(look.px(pad_y), look.px(5)))
