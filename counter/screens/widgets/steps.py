"""Numbered steps of a longer work: done, the one at hand, and those to come."""

import tkinter as tk
from collections.abc import Sequence

from counter.screens import glyphs
from counter.screens.look import BODY, Look
from counter.screens.widgets.painted import Painted
from counter.screens.widgets.text import fit

HEIGHT, CIRCLE = 40, 24


class Steps(Painted):
    """The stepper above a screen; where the width ends, the words of steps not at hand are shortened."""

    def __init__(self, parent: tk.Misc, look: Look, words: Sequence[str]) -> None:
        super().__init__(parent, look, look.palette.ground, height=look.px(HEIGHT))
        self._words, self._at = tuple(words), 0
        self.bind("<Configure>", lambda _: self._paint(), add="+")

    def set(self, at: int) -> None:
        """Name the step at hand, from 0; the number of steps says that all are done."""
        self._at = at
        self._paint()

    def _paint(self) -> None:
        width, px = self.winfo_width(), self.look.px
        if width <= 1:
            return
        self.delete("all")
        fixed = len(self._words) * px(CIRCLE + 6) + (len(self._words) - 1) * px(44)
        texts = self._fitted(width - fixed - px(4))
        x = 0
        for place, text in enumerate(texts):
            x = self._step(place, text, x)
            if place + 1 < len(texts):
                middle = px(HEIGHT) // 2
                self.create_line(
                    x + px(14), middle, x + px(30), middle, fill=self.look.palette.outline, width=max(1, px(1))
                )
                x += px(44)

    def _fitted(self, room: int) -> list[str]:
        wide = [self.look.measure(word, bold=place == self._at) for place, word in enumerate(self._words)]
        if sum(wide) <= room:
            return list(self._words)
        at_hand = wide[self._at] if self._at < len(wide) else 0
        each = max(0, (room - at_hand) // max(1, len(wide) - 1))
        em = self.look.px(BODY) + 1
        return [
            word if place == self._at else fit(word, each, em, self.look.measure)
            for place, word in enumerate(self._words)
        ]

    def _step(self, place: int, text: str, x: int) -> int:
        px, p, middle = self.look.px, self.look.palette, self.look.px(HEIGHT) // 2
        done, current = place < self._at, place == self._at
        fill = p.accent if current else p.saved_tint if done else p.line
        ink = p.on_accent if current else p.saved if done else p.ink
        circle = glyphs.image(self, "circle", ((glyphs.disc(0.5), fill),), px(CIRCLE))
        self.create_image(x, middle, image=circle, anchor="w")
        sign = "✓" if done else str(place + 1)
        self.write(x + px(CIRCLE) // 2, middle, sign, size=BODY - 1, bold=current, ink=ink, anchor="center")
        x += px(CIRCLE + 6)
        self.write(x, middle, text, bold=current, ink=p.accent_ink if current else p.soft)
        return x + self.look.measure(text, bold=current)
