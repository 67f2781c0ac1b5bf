"""The field of a page on which figures are typed row after row: whom they are for, the field, what is said of them."""

import tkinter as tk
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from counter.screens.look import BODY, HEAD, SMALL, TITLE, Look
from counter.screens.widgets.card import Card
from counter.screens.widgets.field import Field
from counter.screens.widgets.text import label, paragraph

_FIELD_SHARE = 0.42


class EntryKeys(NamedTuple):
    """Who hears what is typed: each change of the figures, and Enter."""

    typed: Callable[[str], object]
    entered: Callable[[], object]


class EntryBar(Card):
    """Below the table; letters are the page's commands also while figures are typed, ↑ ↓ go to other rows."""

    def __init__(
        self, parent: tk.Misc, look: Look, caption: str, letters: Mapping[str, Callable[[], object]], keys: EntryKeys,
        step: Callable[[int], object],
    ) -> None:  # fmt: skip
        super().__init__(parent, look, pad_x=16, pad_y=8)
        self._look, self.letters = look, letters.keys()
        inside = self.inside
        # Placed by share: a long word of a row must not widen its side.
        self._told = tk.Frame(inside, bg=look.palette.surface, bd=0)
        self._told.place(relx=0, rely=0, relwidth=1 - _FIELD_SHARE, relheight=1)
        self._title = label(self._told, look, "", size=HEAD, bold=True)
        self._title.pack(anchor="w")
        self._text = paragraph(self._told, look, "", size=BODY, ink=look.palette.soft)
        self._text.pack(fill="x")
        right = tk.Frame(inside, bg=look.palette.surface, bd=0)
        right.pack(side="right", fill="y")
        right.pack_propagate(False)
        inside.bind("<Configure>", lambda event: right.configure(width=round(event.width * _FIELD_SHARE)), add="+")
        self.field = Field(
            right, look, caption, kind="number", size=TITLE, bold=True, room_for_error=False, commands=letters,
            on_change=keys.typed, on_enter=keys.entered,
        )  # fmt: skip
        self.field.pack(fill="x")
        self._verdict = paragraph(right, look, "", size=SMALL + 1)
        self._verdict.pack(fill="x", padx=look.px(4), pady=(look.px(2), 0))
        right.configure(height=look.px(104))
        for key, by in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -10), ("<Next>", 10)):
            self.field.entry.bind(key, partial(_stepped, step, by), add="+")

    def show(self, title: str, text: str, value: str) -> None:
        """Say which row is typed for; the value stands in the field, to be typed over."""
        self._title.configure(text=title)
        self._text.configure(text=text)
        self.judge("")
        self.field.set(value)
        self.field.entry.selection_range(0, "end")

    def judge(self, text: str, *, wrong: bool = False) -> None:
        """Say what is to be said of the figures."""
        p = self._look.palette
        self._verdict.configure(text=text, fg=p.risk if wrong else p.ink)


def _stepped(step: Callable[[int], object], by: int, _event: "tk.Event[tk.Entry]") -> str:
    step(by)
    return "break"
