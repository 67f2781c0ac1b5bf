"""A canvas that draws a rounded box and text, for the small parts that would be too dear as widgets."""

import tkinter as tk

from counter.screens.look import BODY, Look
from counter.screens.toolkit import ctk
from counter.screens.widgets.rounded import draw_box


class Painted(ctk.CTkCanvas):  # type: ignore[misc]
    """A canvas of a look on a ground colour; sizes are pixels of the window."""

    def __init__(self, parent: tk.Misc, look: Look, ground: str = "", *, width: int = 1, height: int = 1) -> None:
        super().__init__(
            parent, width=width, height=height, bg=ground or look.palette.surface, highlightthickness=0, bd=0
        )
        self.look = look

    def size_to(self, width: int, height: int) -> None:
        """Ask for a size."""
        self.configure(width=width, height=height)

    def rounded(
        self, width: int, height: int, corner: int, fill: str, *, outline: str = "", thickness: int = 0
    ) -> None:
        """Draw the box that fills width × height, under everything else."""
        draw_box(self, width, height, corner, fill, outline=outline, thickness=thickness)

    def write(
        self,
        x: int,
        y: int,
        text: str,
        *,
        size: int = BODY,
        bold: bool = False,
        ink: str = "",
        anchor: str = "w",
        tag: str = "words",
    ) -> None:
        """Put a line of text at a point; `tag` is what it can be removed by."""
        self.create_text(
            x,
            y,
            text=text,
            font=self.look.font(size, bold=bold),
            fill=ink or self.look.palette.ink,
            anchor=anchor,
            tags=(tag,),
        )
