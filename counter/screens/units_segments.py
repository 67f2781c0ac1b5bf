"""The segments of a unit's card: a word each with its digit, the one at hand underlined."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import NamedTuple

from counter.screens.look import BODY, Look
from counter.screens.widgets.flow import Flow
from counter.screens.widgets.painted import Painted
from counter.screens.widgets.pressable import follow_focus, press_by_keys, press_by_mouse

KEY_SIZE = 12


class SegmentEntry(NamedTuple):
    """One segment: its name, its word, the digit that brings it up."""

    name: str
    word: str
    key: str


class _Tab(Painted):
    """One word; it can be focused, pressed by Space, Return or a click."""

    def __init__(self, parent: tk.Misc, look: Look, entry: SegmentEntry, choose: Callable[[], object]) -> None:
        super().__init__(parent, look)
        self._entry, self._active, self._focused = entry, False, False
        self.configure(takefocus=1, cursor="hand2")
        press_by_keys(self, choose)
        press_by_mouse(self, choose)
        follow_focus(self, self._focus)
        self._paint()

    def activate(self, active: bool) -> None:
        """Show whether this is the segment at hand."""
        if active != self._active:
            self._active = active
            self._paint()

    def _focus(self, focused: bool) -> None:
        self._focused = focused
        self._paint()

    def _paint(self) -> None:
        look, px, p = self.look, self.look.px, self.look.palette
        digit = look.measure(self._entry.key, KEY_SIZE)
        width, height = digit + px(6) + look.measure(self._entry.word, BODY, bold=True) + px(4), px(34)
        self.size_to(width, height)
        self.delete("all")
        if self._focused:
            self.create_rectangle(1, 1, width - 2, height - px(5), outline=p.accent, width=max(1, px(1)))
        ink = p.accent_ink if self._active else p.ink
        self.write(px(2), height // 2 - px(1), self._entry.key, size=KEY_SIZE, ink=p.soft)
        self.write(px(2) + digit + px(6), height // 2 - px(2), self._entry.word, size=BODY, bold=self._active, ink=ink)
        if self._active:
            self.create_rectangle(0, height - px(3), width, height, fill=p.accent, width=0)


class Segments(Flow):
    """The words in a row that breaks where the width ends."""

    def __init__(
        self, parent: tk.Misc, look: Look, entries: Sequence[SegmentEntry], choose: Callable[[str], object]
    ) -> None:
        super().__init__(parent, look, gap=20, row_gap=2)
        self._tabs: dict[str, _Tab] = {}
        for entry in entries:
            tab = _Tab(self, look, entry, lambda name=entry.name: choose(name))  # type: ignore[misc]
            self._tabs[entry.name] = self.add(tab)

    def activate(self, name: str) -> None:
        """Show which segment is at hand."""
        for key, tab in self._tabs.items():
            tab.activate(key == name)

    def focus_first(self) -> None:
        """Put the focus on the first word."""
        next(iter(self._tabs.values())).focus_set()
