"""A boxed key name and the word of what it does; a click does it too."""

import tkinter as tk
from collections.abc import Callable

from counter.screens.look import SMALL, Look
from counter.screens.widgets.flow import Flow
from counter.screens.widgets.painted import Painted
from counter.screens.widgets.pressable import press_by_mouse

KEY_SIZE = 12


class KeyHint(Painted):
    """One hint; it is pressed by its key or a click and stays out of the Tab order."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        key: str,
        word: str,
        command: Callable[[], object] | None = None,
        *,
        ground: str = "",
    ) -> None:
        super().__init__(parent, look, ground)
        self._key, self._word, self._enabled = key, word, True
        self._paint()
        if command is not None:
            self.configure(cursor="hand2")
            press_by_mouse(self, lambda: command() if self._enabled else None)

    def set(self, word: str, *, enabled: bool = True) -> None:
        """Change the word, or grey it while the key does nothing."""
        self._word, self._enabled = word, enabled
        self._paint()

    def _paint(self) -> None:
        look, px, p = self.look, self.look.px, self.look.palette
        box, height = max(px(20), look.measure(self._key, KEY_SIZE) + px(12)), px(20)
        self.size_to(box + px(6) + look.measure(self._word, SMALL) + px(2), height)
        self.rounded(box, height, px(4), p.surface, outline=p.outline, thickness=max(1, px(1)))
        self.delete("words")
        ink = p.ink if self._enabled else p.muted
        self.write(box // 2, height // 2, self._key, size=KEY_SIZE, ink=ink, anchor="center")
        self.write(box + px(6), height // 2, self._word, size=SMALL, ink=ink)


class KeyHints(Flow):
    """Hints in a row that breaks into more rows where the width ends."""

    def add_hint(self, key: str, word: str, command: Callable[[], object] | None = None) -> KeyHint:
        """Append a hint and return it."""
        return self.add(KeyHint(self, self.look, key, word, command, ground=self.ground))
