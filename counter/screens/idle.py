"""Nobody at the window for some minutes: tell whoever wants to know, once, until somebody is there again."""

import tkinter as tk
from collections.abc import Callable

LOOK_MS = 1000
# Releases, because no part of the window keeps them to itself as it does presses.
SIGNS = ("<KeyRelease>", "<ButtonRelease>", "<Motion>", "<MouseWheel>")


class IdleWatch:
    """Calls `on_idle` after so many idle seconds; 0 never does. clock: seconds that only grow (time.monotonic)."""

    def __init__(
        self,
        root: tk.Tk,
        seconds: float,
        on_idle: Callable[[], object],
        clock: Callable[[], float],
        look_ms: int = LOOK_MS,
    ) -> None:
        self._root, self._seconds, self._on_idle, self._clock = root, seconds, on_idle, clock
        self._last, self._told, self._look_ms = clock(), False, look_ms
        self._after = ""
        self._bound = [(sign, root.bind(sign, lambda _: self.somebody(), add="+")) for sign in SIGNS]
        if seconds > 0:
            self._after = root.after(look_ms, self._look)

    def somebody(self) -> None:
        """Note that somebody is there."""
        self._last, self._told = self._clock(), False

    def close(self) -> None:
        """Stop looking."""
        if self._after:
            self._root.after_cancel(self._after)
            self._after = ""
        for sign, bound in self._bound:
            self._root.unbind(sign, bound)
        self._bound = []

    def _look(self) -> None:
        self._after = self._root.after(self._look_ms, self._look)
        if not self._told and self._clock() - self._last >= self._seconds:
            self._told = True
            self._on_idle()
