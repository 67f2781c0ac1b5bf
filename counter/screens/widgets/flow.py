"""Parts in a row that breaks where the width ends, so that nothing is cut on a narrow window."""

import tkinter as tk
from typing import TypeVar

from counter.screens.look import Look

Part = TypeVar("Part", bound=tk.Widget)


class Flow(tk.Frame):
    """A row of parts with even gaps; its height follows the number of rows. Gaps are design pixels."""

    def __init__(self, parent: tk.Misc, look: Look, *, gap: int = 14, row_gap: int = 13, ground: str = "") -> None:
        self.ground = ground or look.palette.surface
        super().__init__(parent, bg=self.ground, bd=0)
        self.look = look
        self._gap, self._row_gap = look.px(gap), look.px(row_gap)
        self._parts: list[tk.Widget] = []
        self.bind("<Configure>", lambda event: self._flow(event.width), add="+")

    def add(self, part: Part) -> Part:
        """Append a part, which must be a child of this frame, and return it."""
        self._parts.append(part)
        # A text that changes its length moves what comes after it.
        tk.Misc.bind(part, "<Configure>", lambda _: self._flow(self.winfo_width()), add="+")
        self.configure(height=max(self.winfo_reqheight(), part.winfo_reqheight()))
        return part

    def refresh(self) -> None:
        """Place the parts again after a text has changed."""
        self.update_idletasks()
        self._flow(self.winfo_width())

    def _flow(self, width: int) -> None:
        if width <= 1:
            return
        rows: list[list[tk.Widget]] = [[]]
        x = 0
        for part in self._parts:
            if x and x + part.winfo_reqwidth() > width:
                rows.append([])
                x = 0
            rows[-1].append(part)
            x += part.winfo_reqwidth() + self._gap
        self._place_rows(rows)

    def _place_rows(self, rows: list[list[tk.Widget]]) -> None:
        y = 0
        for row in rows:
            height = max((part.winfo_reqheight() for part in row), default=1)
            x = 0
            for part in row:
                part.place(x=x, y=y + (height - part.winfo_reqheight()) // 2)
                x += part.winfo_reqwidth() + self._gap
            y += height + self._row_gap
        height = max(1, y - self._row_gap)
        if height != self.winfo_reqheight():
            self.configure(height=height)
