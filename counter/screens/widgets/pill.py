"""A few words on a rounded tint: a fact that belongs to what stands beside it."""

import tkinter as tk
from typing import Literal

from counter.screens.look import SMALL, Look, Palette
from counter.screens.widgets.painted import Painted

PillKind = Literal["accent", "plain", "saved", "warning", "risk"]


def pill_colours(kind: PillKind, p: Palette) -> tuple[str, str]:
    """Return fill and ink of a kind."""
    return {
        "accent": (p.tint_strong, p.accent_ink),
        "plain": (p.quiet, p.ink),
        "saved": (p.saved_tint, p.saved),
        "warning": (p.warning_tint, p.warning_ink),
        "risk": (p.risk_tint, p.risk),
    }[kind]


class Pill(Painted):
    """A pill as wide as its words; with no words it takes no room."""

    def __init__(
        self, parent: tk.Misc, look: Look, text: str = "", kind: PillKind = "accent", *, ground: str = ""
    ) -> None:
        super().__init__(parent, look, ground)
        self.set(text, kind)

    def set(self, text: str, kind: PillKind = "accent") -> None:
        """Change words and kind."""
        self.delete("words")
        if not text:
            self.delete("all")
            self.size_to(1, 1)
            return
        px = self.look.px
        fill, ink = pill_colours(kind, self.look.palette)
        width, height = self.look.measure(text, SMALL) + 2 * px(10), px(24)
        self.size_to(width, height)
        self.rounded(width, height, height // 2, fill)
        self.write(width // 2, height // 2, text, size=SMALL, ink=ink, anchor="center")
