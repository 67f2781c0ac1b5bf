"""The grid of denominations: a number of pieces in each row, the sums beside and beneath it."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from counter.presenters.till_view import GridRow
from counter.screens.look import BODY, HEAD, SMALL, SUM_LARGE, TITLE, Look
from counter.screens.widgets.card import Card
from counter.screens.widgets.field import Field
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.sums import SumLine
from counter.screens.widgets.text import hairline, label, paragraph
from counter.words import Words

_FIELD_WIDTH = 108


class CountGrid(Card):
    """Enter and the arrows move from row to row; `on_change(row id, text)` hears what is typed.

    hint: beside the title, that pieces are typed where left out; dense: for a grid beside other cards; commands: by the
    letter that gives them from any row.
    """

    def __init__(
        self, parent: tk.Misc, look: Look, w: Words, *, title: str, total: str, on_change: Callable[[str, str], object],
        hint: str | None = None, dense: bool = False, commands: Mapping[str, Command] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, look, pad_x=1, pad_y=8)
        self._gap = 1 if dense else 3
        self._look, self._words, self._on_change = look, w, on_change
        self._commands = commands
        self._fields: dict[str, Field] = {}
        self._amounts: dict[str, tk.Label] = {}
        px = look.px
        head = tk.Frame(self.inside, bg=look.palette.surface, bd=0)
        head.pack(fill="x", padx=px(16), pady=(px(2), 0))
        label(head, look, title, size=HEAD).pack(side="left")
        told = label(head, look, w("pieces, Enter for the next row") if hint is None else hint, ink=look.palette.soft)
        told.pack(side="left", padx=(px(16), 0), pady=(px(4), 0))
        self._grid = tk.Frame(self.inside, bg=look.palette.surface, bd=0)
        self._grid.pack(fill="x", pady=(px(4), 0))
        self._grid.grid_columnconfigure(0, weight=3, minsize=px(90))
        self._grid.grid_columnconfigure(1, weight=1, minsize=px(24))
        self._grid.grid_columnconfigure(2, minsize=px(_FIELD_WIDTH))
        self._grid.grid_columnconfigure(3, weight=6, minsize=px(110))
        self._total = SumLine(self.inside, look, total, "", size=TITLE if dense else SUM_LARGE)
        self._total.pack(fill="x", padx=px(16), pady=(px(4 if dense else 8), 0))
        self._error = paragraph(self.inside, look, "", ink=look.palette.risk)
        self._error.pack(fill="x", padx=px(16))

    def add_line(self, text: str) -> SumLine:
        """Append a sum beneath the total and return it."""
        line = SumLine(self.inside, self._look, text, "", size=TITLE)
        line.pack(fill="x", padx=self._look.px(16), before=self._error)
        return line

    def show(self, rows: Sequence[GridRow], total: str) -> None:
        """Show what is typed in each row; what stands there already is left alone."""
        if [row.id for row in rows] != list(self._fields):
            self._make(rows)
        for row in rows:
            if self._fields[row.id].get() != row.text.strip():
                self._fields[row.id].set(row.text)
            self._amounts[row.id].configure(text=row.amount)
        self._total.set(total)
        self.error("", "")

    def amount(self, row_id: str, amount: str, total: str) -> None:
        """Show the sum of one row and of all."""
        self._amounts[row_id].configure(text=amount)
        self._total.set(total)

    def error(self, row_id: str, sentence: str) -> None:
        """Say what is wrong with a row and go there; without a sentence take it away."""
        self._error.configure(text=sentence)
        if sentence:
            self._fields[row_id].focus_field()
            self._fields[row_id].error(sentence)

    @property
    def first(self) -> tk.Misc:
        """The first field, or the grid itself before there are any."""
        return next(iter(self._fields.values())).entry if self._fields else self._grid

    def _make(self, rows: Sequence[GridRow]) -> None:
        for child in self._grid.winfo_children():
            child.destroy()
        self._fields, self._amounts = {}, {}
        look, px, w = self._look, self._look.px, self._words
        heads = ((0, w("Face value"), "w"), (2, w("Pieces"), "w"), (3, w("Amount"), "e"))
        for column, text, side in heads:
            part = label(self._grid, look, text, size=SMALL, ink=look.palette.soft)
            part.grid(row=0, column=column, sticky=side, padx=px(16 if column != 2 else 2), pady=(px(2), px(4)))
        for place, row in enumerate(rows):
            self._row(2 * place + 1, row)

    def _row(self, line: int, row: GridRow) -> None:
        look, px, grid = self._look, self._look.px, self._grid
        hairline(grid, look).grid(row=line, column=0, columnspan=4, sticky="ew")
        label(grid, look, row.face, size=BODY + 1).grid(row=line + 1, column=0, sticky="w", padx=px(16))
        label(grid, look, "×", size=BODY + 1, ink=look.palette.soft).grid(row=line + 1, column=1, sticky="w")
        field = Field(
            grid, look, "", kind="number", size=BODY + 1, room_for_error=False,
            on_change=partial(self._typed, row.id), on_enter=partial(self._move, row.id, 1),
            commands=self._commands,
        )  # fmt: skip
        field.grid(row=line + 1, column=2, sticky="ew", pady=px(self._gap))
        field.entry.bind("<Down>", lambda _: self._move(row.id, 1))
        field.entry.bind("<Up>", lambda _: self._move(row.id, -1))
        amount = label(grid, look, "", size=BODY + 1, anchor="e")
        amount.grid(row=line + 1, column=3, sticky="e", padx=px(16))
        self._fields[row.id], self._amounts[row.id] = field, amount

    def _typed(self, row_id: str, text: str) -> None:
        self._error.configure(text="")
        self._on_change(row_id, text)

    def _move(self, row_id: str, step: int) -> str:
        ids = list(self._fields)
        self._fields[ids[max(0, min(len(ids) - 1, ids.index(row_id) + step))]].focus_field()
        return "break"
