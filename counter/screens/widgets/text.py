"""Plain text on the window: Tk's own label, which costs a thirtieth of a drawn one."""

import tkinter as tk
from collections.abc import Callable
from typing import Literal

from counter.screens.look import BODY, Look

Anchor = Literal["w", "e", "center"]
ELLIPSIS = "…"


def label(
    parent: tk.Misc,
    look: Look,
    text: str = "",
    *,
    size: int = BODY,
    bold: bool = False,
    ink: str = "",
    ground: str = "",
    anchor: Anchor = "w",
) -> tk.Label:
    """Return a label in a colour and on a ground of the palette (ink on surface unless told)."""
    return tk.Label(
        parent,
        text=text,
        font=look.font(size, bold=bold),
        fg=ink or look.palette.ink,
        bg=ground or look.palette.surface,
        anchor=anchor,
        justify="right" if anchor == "e" else "left",
        bd=0,
        padx=0,
        pady=0,
        highlightthickness=0,
    )


def paragraph(
    parent: tk.Misc, look: Look, text: str = "", *, size: int = BODY, ink: str = "", ground: str = ""
) -> tk.Label:
    """Return a label that breaks its text at its own width."""
    made = label(parent, look, text, size=size, ink=ink, ground=ground)
    made.bind("<Configure>", lambda event: made.configure(wraplength=max(1, event.width)), add="+")
    return made


def fit(text: str, width: int, em: int, measure: Callable[[str], int]) -> str:
    """Return the text, or as much of its beginning as fits a width in pixels, with an ellipsis.

    No character is wider than one em, so most texts are known to fit without measuring.
    """
    if len(text) * em <= width or measure(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + ELLIPSIS) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def hairline(parent: tk.Misc, look: Look, ground: str = "") -> tk.Frame:
    """Return a thin horizontal line."""
    return tk.Frame(parent, bg=ground or look.palette.line, height=max(1, look.px(1)), bd=0)
