"""What the panes of the till have in common: two columns, a card of facts, a card of words, a row of keys."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from counter.presenters.till_view import FactRow
from counter.screens.look import BODY, Look
from counter.screens.widgets.card import Card
from counter.screens.widgets.key_button import KeyButton, Kind
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.text import label, paragraph

GAP = 16


class KeySpec(NamedTuple):
    """A key of a pane: the word on its button, what it does, its name, how it looks."""

    word: str
    command: Callable[[], object]
    key: str
    kind: Kind = "quiet"


class Pane(tk.Frame):
    """One pane of the screen: the keys it acts on by their names, and what has the focus first."""

    commands: Mapping[str, Command]

    @property
    def first(self) -> tk.Misc:
        """What has the focus first."""
        return self


class TwoColumns(Pane):
    """A wide part at the left, cards from the top and keys at the foot at the right."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, bg=look.palette.ground, bd=0)
        self.grid_columnconfigure(0, weight=10, uniform="till")
        self.grid_columnconfigure(1, weight=9, uniform="till")
        self.grid_rowconfigure(0, weight=1)
        # What stands in a column never asks for its width: a text that breaks anew would ask for another one for ever.
        self.right = tk.Frame(self, bg=look.palette.ground, bd=0, width=1, height=1)
        self.right.pack_propagate(False)
        self.right.grid(row=0, column=1, sticky="nsew", padx=(look.px(GAP), 0))

    def put_left(self, part: tk.Widget) -> None:
        """Put the wide part in its place."""
        part.pack_propagate(False)
        part.grid(row=0, column=0, sticky="nsew")


class FactsCard(Card):
    """Labels at the left and what there is to say at the right, broken where the width ends."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, look)
        self._look = look
        self.rows = Facts(self.inside, look)
        self.rows.pack(fill="x")

    def show(self, rows: Sequence[FactRow]) -> None:
        """Show the facts."""
        self.rows.show(rows)


class Facts(tk.Frame):
    """The rows of a card of facts."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, bg=look.palette.surface, bd=0)
        self._look = look
        self._shown: tuple[FactRow, ...] = ()
        self._values: list[tuple[tk.Label, tk.Label]] = []
        self.grid_columnconfigure(1, weight=1)
        self.bind("<Configure>", lambda event: self._wrap(event.width), add="+")

    def show(self, rows: Sequence[FactRow]) -> None:
        """Show the facts."""
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        for child in self.winfo_children():
            child.destroy()
        self._values = [self._row(place, row) for place, row in enumerate(rows)]
        self._wrap(self.winfo_width())

    def _row(self, place: int, row: FactRow) -> tuple[tk.Label, tk.Label]:
        look, px = self._look, self._look.px
        name = label(self, look, row.label, size=BODY, ink=look.palette.soft)
        name.grid(row=place, column=0, sticky="nw", pady=px(5))
        value = paragraph(self, look, row.value)
        value.configure(anchor="e", justify="right")
        value.grid(row=place, column=1, sticky="ne", padx=(px(16), 0), pady=px(5))
        return name, value

    def _wrap(self, width: int) -> None:
        if width > 1 and self._values:
            room = width - max(name.winfo_reqwidth() for name, _ in self._values) - self._look.px(16)
            for _, value in self._values:
                value.configure(wraplength=max(1, room))


class NoteCard(Card):
    """A few sentences on a card; without any it takes no room."""

    def __init__(self, parent: tk.Misc, look: Look, *, ink: str = "") -> None:
        super().__init__(parent, look)
        self._look = look
        self._text = paragraph(self.inside, look, "", ink=ink)
        self._text.pack(fill="x")

    def show(self, text: str) -> None:
        """Show the sentences below what was packed before, or leave."""
        self._text.configure(text=text)
        if text:
            self.pack(fill="x", pady=(0, self._look.px(GAP)))
        else:
            self.pack_forget()


def key_row(
    parent: tk.Misc, look: Look, specs: Sequence[KeySpec], ground: str = ""
) -> tuple[tk.Frame, list[KeyButton]]:
    """Return a row of buttons, the last one twice as wide as the others."""
    row = tk.Frame(parent, bg=look.palette.ground, bd=0)
    buttons = []
    for place, spec in enumerate(specs):
        row.grid_columnconfigure(place, weight=2 if place + 1 == len(specs) else 1)
        button = KeyButton(row, look, spec.word, spec.command, key=spec.key, kind=spec.kind)
        button.grid(row=0, column=place, sticky="ew", padx=(look.px(8) if place else 0, 0))
        buttons.append(button)
    return row, buttons
