"""Step 2 of the close: the terminal's slips against the books, and the payments not seen yet."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from counter.presenters.till_view import SlipFacts, SlipRow, SlipVerdict
from counter.screens.look import BODY, HEAD, SMALL, Look
from counter.screens.till_lists import columns_of
from counter.screens.till_parts import KeySpec, NoteCard, TwoColumns, key_row
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.field import Field
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import hairline, label
from counter.words import Words

FieldName = Literal["count", "sum"]
Typed = Callable[[str, FieldName, str], object]


def _line_columns(w: Words) -> list[Column]:
    return [
        Column("receipt", w("Receipt"), 116), Column("what", w("What"), 200, 3),
        Column("amount", w("Amount"), 100, 0, "right"),
    ]  # fmt: skip


class SlipsPane(TwoColumns):
    """A line of two fields for each tender of the terminal."""

    def __init__(
        self, parent: tk.Misc, look: Look, w: Words, *, on_typed: Typed, on_confirm: Command, on_back: Command,
        on_ask: Command,
    ) -> None:  # fmt: skip
        super().__init__(parent, look)
        self._look, self._words, self._on_typed = look, w, on_typed
        self._fields: dict[tuple[str, FieldName], Field] = {}
        self._verdicts: dict[str, tk.Label] = {}
        self._here: dict[str, tk.Label] = {}
        card = Card(self, look, pad_x=1, pad_y=10)
        self.put_left(card)
        label(card.inside, look, w("Card and code slips"), size=HEAD).pack(anchor="w", padx=look.px(16))
        self._grid = tk.Frame(card.inside, bg=look.palette.surface, bd=0)
        self._grid.pack(fill="x", padx=look.px(16), pady=(look.px(4), look.px(12)))
        self._codes_title = label(card.inside, look, w("Not seen on the account yet"), bold=True)
        kept = ("receipt", "how", "amount")
        self._lines_title = label(card.inside, look, "", bold=True)
        self._lines = Table(card.inside, look, _line_columns(w), height=6)
        self._columns = [each for each in columns_of("codes", w) if each.key in kept]
        self._places = [place for place, each in enumerate(columns_of("codes", w)) if each.key in kept]
        self._codes = Table(card.inside, look, self._columns)
        self._note = NoteCard(self.right, look)
        self._codes_note = NoteCard(self.right, look)
        row, self._buttons = key_row(
            self.right, look, [KeySpec(w("Back"), on_back, "Esc"), KeySpec(w("Go on"), on_confirm, "F9", "primary")]
        )
        row.pack(side="bottom", fill="x")
        self._ask, _ = key_row(self.right, look, [KeySpec(w("Sums from the terminal"), on_ask, "F10")])
        self.commands = {"F9": on_confirm, "F10": on_ask, "Escape": on_back}

    def show(self, facts: SlipFacts) -> None:
        """Show what is typed so far; the books' sums come with the verdicts."""
        if [row.id for row in facts.rows] != list(self._verdicts):
            self._make(facts.rows)
        for row in facts.rows:
            self._fields[(row.id, "count")].set(row.count_text)
            self._fields[(row.id, "sum")].set(row.sum_text)
        self._note.show(facts.text)
        if facts.can_ask:
            self._ask.pack(side="bottom", fill="x", pady=(0, self._look.px(8)))
        else:
            self._ask.pack_forget()
        self._show_lines(facts)
        self._show_codes(facts)

    def _show_lines(self, facts: SlipFacts) -> None:
        for below in (self._codes_title, self._codes):
            below.pack_forget()  # packed again under the lines
        self._lines.set_rows([Row(each.id, each.cells) for each in facts.lines])
        self._lines_title.configure(text=facts.lines_title)
        if facts.lines:
            self._lines_title.pack(anchor="w", padx=self._look.px(16), pady=(self._look.px(8), 0))
            self._lines.pack(fill="x")
        else:
            self._lines_title.pack_forget()
            self._lines.pack_forget()

    def _show_codes(self, facts: SlipFacts) -> None:
        self._codes.set_rows([Row(each.id, tuple(each.cells[n] for n in self._places)) for each in facts.codes])
        if facts.codes:
            self._codes_title.pack(anchor="w", padx=self._look.px(16), pady=(self._look.px(8), 0))
            self._codes.pack(fill="both", expand=True)
            self._codes_note.show(
                self._words("These are looked up on the list “Payments to check”; they do not hold up the close.")
            )
        else:
            self._codes_title.pack_forget()
            self._codes.pack_forget()
            self._codes_note.show("")

    def verdict(self, row_id: str, verdict: SlipVerdict) -> None:
        """Show how a slip compares, and what the books hold."""
        p = self._look.palette
        self._here[row_id].configure(text=verdict.here)
        self._verdicts[row_id].configure(text=verdict.text, fg=p.risk if verdict.state == "different" else p.saved)

    def error(self, row_id: str, name: FieldName, sentence: str) -> None:
        """Say what is wrong with a figure and go there."""
        field = self._fields[(row_id, name)]
        field.focus_field()
        field.error(sentence)
        self._verdicts[row_id].configure(text=sentence, fg=self._look.palette.risk)

    @property
    def first(self) -> tk.Misc:
        """What has the focus first."""
        return next(iter(self._fields.values())).entry if self._fields else self._buttons[-1].focus_target

    def _make(self, rows: Sequence[SlipRow]) -> None:
        for child in self._grid.winfo_children():
            child.destroy()
        self._fields, self._verdicts, self._here = {}, {}, {}
        look, px, w = self._look, self._look.px, self._words
        self._grid.grid_columnconfigure(0, weight=1)
        for column, width in ((1, 96), (2, 140)):
            self._grid.grid_columnconfigure(column, minsize=px(width))
        for column, text in ((1, w("Count on the slip")), (2, w("Sum on the slip"))):
            if rows:
                label(self._grid, look, text, size=SMALL, ink=look.palette.soft).grid(
                    row=0, column=column, sticky="e", padx=(px(8), px(4)), pady=(px(6), px(4))
                )
        for place, row in enumerate(rows):
            self._row(3 * place + 1, row)

    def _row(self, line: int, row: SlipRow) -> None:
        look, px, grid = self._look, self._look.px, self._grid
        hairline(grid, look).grid(row=line, column=0, columnspan=3, sticky="ew", pady=(px(4), px(4)))
        words = tk.Frame(grid, bg=look.palette.surface, bd=0)
        label(words, look, row.tender, size=BODY + 1).pack(anchor="w")
        self._here[row.id] = label(words, look, "", size=SMALL, ink=look.palette.soft)
        self._here[row.id].pack(anchor="w")
        words.grid(row=line + 1, column=0, sticky="w")
        self._field(line + 1, 1, row.id, "count")
        self._field(line + 1, 2, row.id, "sum")
        verdict = label(grid, look, "", size=SMALL, anchor="e")
        verdict.grid(row=line + 2, column=0, columnspan=3, sticky="e")
        self._verdicts[row.id] = verdict

    def _field(self, line: int, column: int, row_id: str, name: FieldName) -> None:
        field = Field(
            self._grid, self._look, "", kind="number", size=BODY + 1, room_for_error=False,
            on_change=partial(self._on_typed, row_id, name), on_enter=partial(self._next, (row_id, name)),
        )  # fmt: skip
        field.grid(row=line, column=column, sticky="ew", padx=(self._look.px(8), 0))
        self._fields[(row_id, name)] = field

    def _next(self, here: tuple[str, FieldName]) -> None:
        order = list(self._fields)
        self._fields[order[min(len(order) - 1, order.index(here) + 1)]].focus_field()
