"""Boxes with round corners: two or four rectangles and four small images that all boxes alike share.

customtkinter draws each corner as characters of a font, some hundred calls a box, and again with every repaint.
"""

import tkinter as tk

from counter.screens import glyphs
from counter.screens.toolkit import ctk
from counter.screens.widgets.unscaled import PixelMargins

TAG = "box"


def draw_box(
    canvas: tk.Canvas, width: int, height: int, corner: int, fill: str, *, outline: str = "", thickness: int = 0
) -> None:  # fmt: skip
    """Draw the box that fills width × height of a canvas anew, under everything else; sizes are pixels."""
    corner = min(corner, width // 2, height // 2)
    canvas.delete(TAG)
    if thickness:
        _cross(canvas, width, height, corner, 0, outline)
    _cross(canvas, width, height, corner, thickness, fill)
    if corner:
        places = ((0, 0, "nw"), (width, 0, "ne"), (width, height, "se"), (0, height, "sw"))
        images = glyphs.corners(canvas, corner, thickness, fill, outline or fill)
        for (x, y, anchor), image in zip(places, images, strict=True):
            canvas.create_image(x, y, image=image, anchor=anchor, tags=TAG)
    canvas.tag_lower(TAG)


def _cross(canvas: tk.Canvas, width: int, height: int, corner: int, inset: int, fill: str) -> None:
    """Fill the box but for its corners."""
    canvas.create_rectangle(corner, inset, width - corner, height - inset, width=0, fill=fill, tags=TAG)
    canvas.create_rectangle(inset, corner, width - inset, height - corner, width=0, fill=fill, tags=TAG)


class RoundFrame(PixelMargins, ctk.CTkFrame):  # type: ignore[misc]
    """A frame of customtkinter whose box is drawn like that; colours and sizes are configured as on any other."""

    def _draw(self, no_color_updates: bool = False) -> None:
        canvas, pixels, shade = self._canvas, self._apply_widget_scaling, self._apply_appearance_mode
        if not canvas.winfo_exists():
            return
        canvas.configure(bg=shade(self._bg_color))
        draw_box(
            canvas, round(pixels(self._current_width)), round(pixels(self._current_height)),
            round(pixels(self._corner_radius)), shade(self._fg_color),
            outline=shade(self._border_color), thickness=round(pixels(self._border_width)),
        )  # fmt: skip
