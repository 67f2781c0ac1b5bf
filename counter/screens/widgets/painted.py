"""A canvas that draws a rounded box and text, for the small parts that would be too dear as widgets."""

import tkinter as tk

from counter.screens import glyphs
from counter.screens.look import BODY, Look
from counter.screens.toolkit import ctk


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
        """Draw the box that fills width × height, under everything else.

        Its corners are four small images, shared by all boxes alike: customtkinter draws each as characters of a font,
        some hundred calls a box.
        """
        corner = min(corner, width // 2, height // 2)
        self.delete("box")
        if thickness:
            self._cross(width, height, corner, 0, outline)
        self._cross(width, height, corner, thickness, fill)
        if corner:
            places = ((0, 0, "nw"), (width, 0, "ne"), (width, height, "se"), (0, height, "sw"))
            images = glyphs.corners(self, corner, thickness, fill, outline or fill)
            for (x, y, anchor), image in zip(places, images, strict=True):
                self.create_image(x, y, image=image, anchor=anchor, tags="box")
        self.tag_lower("box")

    def _cross(self, width: int, height: int, corner: int, inset: int, fill: str) -> None:
        """Fill the box but for its corners."""
        self.create_rectangle(corner, inset, width - corner, height - inset, width=0, fill=fill, tags="box")
        self.create_rectangle(inset, corner, width - inset, height - corner, width=0, fill=fill, tags="box")

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
