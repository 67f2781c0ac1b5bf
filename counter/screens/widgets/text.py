"""Plain text on the window: Tk's own label, which costs a thirtieth of a drawn one."""

import tkinter as tk
from collections.abc import Callable
from typing import Any, Literal

from counter.screens.look import BODY, Look
from printing.width import wrap

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
    return tk.Label(parent, text=text, font=look.font(size, bold=bold), **_plain(look, ink, ground, anchor))


class Paragraph(tk.Label):
    """A label that breaks its text as papers do: no mark begins a line, a sum keeps its unit.

    Tk's own breaking takes Chinese between two spaces for one word. The text asked for by `cget` is the unbroken one.
    """

    def __init__(self, parent: tk.Misc, measure: Callable[[str], int], text: str) -> None:
        """Break at the label's own width, or at its wraplength where one was given."""
        self._measure, self._whole, self._room, self._fixed = measure, text, 0, False
        super().__init__(parent, text=text)
        self.bind("<Configure>", self._resized, add="+")

    def configure(self, cnf: Any = None, **options: Any) -> Any:
        """Take options as Tk's label does."""
        if "wraplength" in options:
            self._room, self._fixed = options.pop("wraplength"), True
            options.setdefault("text", self._whole)
        if "text" in options:
            self._whole = str(options["text"])
            options["text"] = self._broken()
        return super().configure(cnf, **options) if options or cnf else None

    config = configure

    def cget(self, key: str) -> Any:
        """Return an option; the text as it was given."""
        return self._whole if key == "text" else super().cget(key)

    def _resized(self, event: Any) -> None:
        if not self._fixed and event.width != self._room:
            self._room = max(1, event.width)
            super().configure(text=self._broken())

    def _broken(self) -> str:
        return "\n".join(wrap(self._whole, self._room, self._measure)) if self._room else self._whole


def paragraph(
    parent: tk.Misc, look: Look, text: str = "", *, size: int = BODY, ink: str = "", ground: str = "", width: int = 0
) -> Paragraph:
    """Return a label that breaks its text at a width as designed, before scaling; else at its own."""
    made = Paragraph(parent, lambda part: look.measure(part, size), text)
    made.configure(font=look.font(size), **_plain(look, ink, ground, "w"))
    if width:
        made.configure(wraplength=look.px(width))
    return made


def _plain(look: Look, ink: str, ground: str, anchor: Anchor) -> dict[str, Any]:
    """Return what makes a label of Tk's no more than its text."""
    return {
        "fg": ink or look.palette.ink,
        "bg": ground or look.palette.surface,
        "anchor": anchor,
        "justify": "right" if anchor == "e" else "left",
        **dict.fromkeys(("bd", "padx", "pady", "highlightthickness"), 0),
    }


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
