"""A light of the top bar: a sign whose shape says the same as its colour, and words."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from counter.screens import glyphs
from counter.screens.look import BODY, Look, Palette
from counter.screens.widgets.painted import Painted
from counter.screens.widgets.pressable import follow_focus, press_by_keys, press_by_mouse

LightState = Literal["ready", "absent", "attention", "fault", "unknown"]


class LightFacts(NamedTuple):
    """One device: its words, how it is, and the sentence of what to do, '' when there is nothing to do."""

    id: str
    text: str
    state: LightState
    help: str = ""


def sign(state: LightState, p: Palette) -> Sequence[glyphs.Layer]:
    """Return the sign of a state in the colours of the bar."""
    if state == "ready":
        return glyphs.light_ready(p.ready)
    if state == "attention":
        return glyphs.light_attention(p.warning, p.bar)
    if state == "fault":
        return glyphs.light_fault(p.bar_risk, p.bar)
    return glyphs.light_unknown(p.on_bar) if state == "unknown" else glyphs.light_absent(p.on_bar)


class Light(Painted):
    """One light; it can be focused, and Enter or a click asks what to do."""

    def __init__(self, parent: tk.Misc, look: Look, on_open: Callable[[LightFacts], object]) -> None:
        super().__init__(parent, look, look.palette.bar)
        self.facts = LightFacts("", "", "unknown")
        self._size, self._shown, self._focused = BODY, "", False
        self.configure(takefocus=1)
        press_by_keys(self, lambda: on_open(self.facts))
        press_by_mouse(self, lambda: on_open(self.facts))
        follow_focus(self, self._ring)

    def needed(self, facts: LightFacts, size: int) -> int:
        """Return the width in pixels that a state needs in a size of type."""
        return self._text_at() + self.look.measure(facts.text, size) + self.look.px(4)

    def set(self, facts: LightFacts, size: int, shown: str) -> None:
        """Show a state; `shown` is its text, shortened where the bar has no room."""
        self.facts, self._size, self._shown = facts, size, shown
        # A light that needs nothing is not a stop on the way of the Tab key.
        self.configure(takefocus=0 if facts.state == "ready" and not facts.help else 1)
        self._paint()

    def _text_at(self) -> int:
        return self.look.px(4 + 12 + 6)

    def _ring(self, focused: bool) -> None:
        self._focused = focused
        self._paint()

    def _paint(self) -> None:
        px, p = self.look.px, self.look.palette
        width, height = self._text_at() + self.look.measure(self._shown, self._size) + px(4), px(26)
        self.size_to(width, height)
        self.delete("all")
        if self._focused:
            self.rounded(width, height, px(6), p.bar, outline=p.on_bar, thickness=max(1, px(1)))
        image = glyphs.image(self, self.facts.state, sign(self.facts.state, p), px(12))
        self.create_image(px(4), height // 2, image=image, anchor="w", tags="sign")
        self.write(self._text_at(), height // 2, self._shown, size=self._size, ink=p.on_bar)
