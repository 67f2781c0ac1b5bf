"""Long work: how many of how many, how much time is left, and a way out."""

import tkinter as tk
from collections.abc import Callable

from counter.screens.look import SMALL, Look
from counter.screens.toolkit import ctk
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.text import label
from counter.screens.widgets.unscaled import PixelMargins
from counter.words import Words
from counter.words.dates import time_left

MonotonicClock = Callable[[], float]  # seconds that only grow, such as time.monotonic


def seconds_left(done: int, total: int, elapsed: float) -> int | None:
    """Return the seconds that the rest takes at the pace so far, None while nothing is known."""
    if done <= 0 or total <= 0 or elapsed < 1:
        return None
    return round(elapsed * max(0, total - done) / done)


class _Bar(PixelMargins, ctk.CTkProgressBar):  # type: ignore[misc]
    """The bar itself."""


class Progress(tk.Frame):
    """A bar under one line of words, with Cancel beside it while there is something to cancel."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        w: Words,
        clock: MonotonicClock,
        *,
        on_cancel: Callable[[], object] | None = None,
        ground: str = "",
    ) -> None:
        ground = ground or look.palette.surface
        super().__init__(parent, bg=ground, bd=0)
        self.look, self._words, self._clock = look, w, clock
        self._started = clock()
        self._what = ""
        self.grid_columnconfigure(0, weight=1)
        self._line = label(self, look, size=SMALL, ink=look.palette.soft, ground=ground)
        self._line.grid(row=0, column=0, sticky="ew", pady=(0, look.px(4)))
        self._bar = _Bar(
            self,
            height=8,
            corner_radius=4,
            border_width=0,
            fg_color=look.palette.line,
            progress_color=look.palette.accent,
            bg_color=ground,
        )
        self._bar.grid(row=1, column=0, sticky="ew")
        self._bar.set(0)
        self._cancel: KeyButton | None = None
        if on_cancel is not None:
            self._cancel = KeyButton(self, look, w("Cancel"), on_cancel, key="Esc", width=88)
            self._cancel.grid(row=0, column=1, rowspan=2, padx=(look.px(16), 0))

    def start(self, what: str) -> None:
        """Begin anew with the name of the work."""
        self._what, self._started = what, self._clock()
        self.set(0, 0)

    def set(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._bar.set(done / total if total else 0)
        if not total:
            self._line.configure(text=self._what)
            return
        left = seconds_left(done, total, self._clock() - self._started)
        fields = {"what": self._what, "done": f"{done:,}", "total": f"{total:,}"}
        if left is None or done >= total:
            self._line.configure(text=self._words("{what}: {done} of {total}", **fields))
        else:
            text = self._words("{what}: {done} of {total}, {left}", left=time_left(left, self._words), **fields)
            self._line.configure(text=text)

    def finish(self, sentence: str) -> None:
        """Fill the bar and say how it ended; there is nothing to cancel any more."""
        self._bar.set(1)
        self._line.configure(text=sentence)
        if self._cancel is not None:
            self._cancel.set_enabled(False)
