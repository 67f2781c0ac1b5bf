"""The column at the left: the screens there are, each with its key beneath its word."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import NamedTuple

from counter.screens.look import BODY, Look
from counter.screens.widgets.painted import Painted
from counter.screens.widgets.pressable import follow_focus, press_by_keys, press_by_mouse

WIDTH, ENTRY_HEIGHT, KEY_SIZE = 104, 52, 12


class NavEntry(NamedTuple):
    """One screen of the navigation: the name it was added under, its word, its key ('' has none)."""

    name: str
    word: str
    key: str = ""


class _Entry(Painted):
    """One entry; the one at hand is tinted, with a bar at its left and its word in bold."""

    def __init__(self, parent: tk.Misc, look: Look, entry: NavEntry, width: int, choose: Callable[[], object]) -> None:
        super().__init__(parent, look, width=width, height=look.px(ENTRY_HEIGHT))
        self._entry, self._active, self._inside, self._focused = entry, False, False, False
        self._mark = ""
        self.configure(takefocus=1, cursor="hand2")
        press_by_keys(self, choose)
        press_by_mouse(self, choose)
        follow_focus(self, self._focus)
        self.bind("<Enter>", lambda _: self._hover(True), add="+")
        self.bind("<Leave>", lambda _: self._hover(False), add="+")
        self._paint()

    def activate(self, active: bool) -> None:
        """Show whether this is the screen at hand."""
        if active != self._active:
            self._active = active
            self._paint()

    def mark(self, text: str) -> None:
        """Show a short word at the right of the key; '' shows nothing."""
        if text != self._mark:
            self._mark = text
            self._paint()

    def _focus(self, focused: bool) -> None:
        self._focused = focused
        self._paint()

    def _hover(self, inside: bool) -> None:
        self._inside = inside
        self._paint()

    def _paint(self) -> None:
        px, p = self.look.px, self.look.palette
        ground = p.tint_strong if self._active else p.ground if self._inside else p.surface
        self.configure(bg=ground)
        self.delete("all")
        width, height = int(self.cget("width")), px(ENTRY_HEIGHT)
        if self._active:
            self.create_rectangle(0, 0, px(4), height, fill=p.accent, width=0)
        if self._focused:
            self.create_rectangle(px(5), px(2), width - px(3), height - px(3), outline=p.accent, width=px(2))
        ink = p.accent_ink if self._active else p.ink
        key_ink = p.accent_ink if self._active else p.soft
        middle = height // 2
        word_y = middle - px(9) if self._entry.key else middle
        self.write(px(16), word_y, self._entry.word, size=BODY + 1, bold=self._active, ink=ink)
        if self._entry.key:
            self.write(px(16), middle + px(11), self._entry.key, size=KEY_SIZE, ink=key_ink)
        if self._mark:
            self._paint_mark(width - px(10), middle + px(11))

    def _paint_mark(self, right: int, middle: int) -> None:
        """Draw the word in a pill that ends at a point."""
        px, p = self.look.px, self.look.palette
        left, radius = right - self.look.measure(self._mark, KEY_SIZE, bold=True) - px(14), px(9)
        for x in (left + radius, right - radius):
            self.create_oval(x - radius, middle - radius, x + radius, middle + radius, fill=p.warning_tint, width=0)
        self.create_rectangle(
            left + radius, middle - radius, right - radius, middle + radius, fill=p.warning_tint, width=0
        )
        self.write(
            (left + right) // 2, middle, self._mark, size=KEY_SIZE, bold=True, ink=p.warning_ink, anchor="center"
        )


class Navigation(tk.Frame):
    """The entries from top to bottom; those without a key stand apart below the others."""

    def __init__(
        self, parent: tk.Misc, look: Look, entries: Sequence[NavEntry], choose: Callable[[str], object]
    ) -> None:
        words = [look.measure(entry.word, BODY + 1, bold=True) for entry in entries]
        width = max([look.px(WIDTH), *(word + look.px(16 + 12) for word in words)])
        super().__init__(parent, bg=look.palette.surface, bd=0, width=width)
        self.pack_propagate(False)
        tk.Frame(self, bg=look.palette.line, width=max(1, look.px(1)), bd=0).pack(side="right", fill="y")
        self._entries: dict[str, _Entry] = {}
        before = ""
        for entry in entries:
            part = _Entry(self, look, entry, width, lambda name=entry.name: choose(name))  # type: ignore[misc]
            top = look.px(8) if not self._entries else look.px(12) if before and not entry.key else 0
            part.pack(fill="x", pady=(top, 0))
            self._entries[entry.name] = part
            before = entry.key

    def mark(self, name: str, text: str) -> None:
        """Show a short word at a screen's entry; '' takes it away."""
        if name in self._entries:
            self._entries[name].mark(text)

    def activate(self, name: str) -> None:
        """Show which screen is at hand."""
        for key, entry in self._entries.items():
            entry.activate(key == name)
