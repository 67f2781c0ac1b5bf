"""The lists of the till: payments to look up, transfers to claim, acts to decide."""

import tkinter as tk
from collections.abc import Callable, Sequence

from counter.presenters.till import TillPresenter
from counter.presenters.till_view import ListFacts, ListKind
from counter.screens.look import HEAD, Look
from counter.screens.till_parts import KeySpec, Pane, key_row
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.empty import Empty
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import label, paragraph
from counter.words import Words


class ListPane(Pane):
    """One list over the whole screen, with the keys that act on the selected line at its foot."""

    def __init__(self, parent: tk.Misc, look: Look, w: Words, presenter: TillPresenter, kind: ListKind) -> None:
        super().__init__(parent, bg=look.palette.ground, bd=0)
        self._look, self._words = look, w
        specs = self._specs(presenter, kind)
        row, self._buttons = key_row(self, look, [KeySpec(w("Back"), presenter.back, "Esc"), *specs])
        row.pack(side="bottom", fill="x", pady=(look.px(12), 0))
        card = Card(self, look, pad_x=1, pad_y=10)
        card.pack(fill="both", expand=True)
        label(card.inside, look, title_of(kind, w), size=HEAD, bold=True).pack(anchor="w", padx=look.px(16))
        self._text = paragraph(card.inside, look, "", ink=look.palette.soft)
        self._text.pack(fill="x", padx=look.px(16), pady=(look.px(4), look.px(8)))
        self.table = Table(card.inside, look, columns_of(kind, w))
        self._empty = Empty(card.inside, look, w("Nothing is waiting"), "")
        self.commands = {"Escape": presenter.back} | {spec.key: spec.command for spec in specs}

    def _specs(self, presenter: TillPresenter, kind: ListKind) -> list[KeySpec]:
        w, lists = self._words, presenter.lists
        if kind == "codes":
            return [
                KeySpec(w("Has not arrived"), self._on_line(lists.missing), "F10"),
                KeySpec(w("Has arrived"), self._on_line(lists.arrived), "F9", "primary"),
            ]
        if kind == "transfers":
            return [
                KeySpec(w("Take it back"), self._on_line(lists.take_back), "F10"),
                KeySpec(w("Record a transfer"), lists.record, "F9", "primary"),
            ]
        if kind == "parked":
            return [
                KeySpec(w("Discard"), self._on_line(lists.drop), "F10"),
                KeySpec(w("Take it up"), self._on_line(lists.take_up), "F9", "primary"),
            ]
        return [
            KeySpec(w("Refuse"), self._on_line(lists.refuse), "F10"),
            KeySpec(w("Approve"), self._on_line(lists.grant), "F9", "primary"),
        ]

    def _on_line(self, act: Callable[[str], None]) -> Command:
        def on_selected() -> None:
            chosen = self.table.selected
            if chosen is not None:
                act(chosen)

        return on_selected

    def show(self, facts: ListFacts) -> None:
        """Show the lines, the one selected before still selected."""
        self._text.configure(text=facts.text)
        self.table.set_rows([Row(each.id, each.cells) for each in facts.rows])
        shown, hidden = (self.table, self._empty) if facts.rows else (self._empty, self.table)
        hidden.pack_forget()
        shown.pack(fill="both", expand=True)

    @property
    def first(self) -> tk.Misc:
        """What has the focus first."""
        return self.table.tree if self.table.rows else self._buttons[-1].focus_target


def title_of(kind: ListKind, w: Words) -> str:
    """Return the title of a list."""
    return {
        "codes": w("Payments to check"), "transfers": w("Bank transfers"), "requests": w("Requests to decide"),
        "parked": w("Parked payments"),
    }[kind]  # fmt: skip


def columns_of(kind: ListKind, w: Words) -> Sequence[Column]:
    """Return the columns of a list."""
    amount = Column("amount", w("Amount"), 100, 0, "right")
    if kind == "codes":
        return [
            Column("day", w("Day"), 96), Column("unit", w("Unit"), 90, 2), Column("receipt", w("Receipt"), 116),
            Column("how", w("Tender"), 100, 2), Column("tail", w("Last figures"), 90, 1), amount,
        ]  # fmt: skip
    if kind == "transfers":
        return [
            Column("day", w("Day"), 96), Column("payer", w("Payer"), 120, 2), Column("remark", w("Remark"), 140, 3),
            amount,
        ]  # fmt: skip
    if kind == "parked":
        return [
            Column("unit", w("Unit"), 140, 3), Column("at", w.c("a payment put aside", "Since"), 90, 1),
            Column("who", w("Cashier"), 90, 2), amount,
        ]  # fmt: skip
    return [
        Column("what", w("What"), 164, 1), Column("about", w("About"), 170, 3), amount,
        Column("who", w("Asked by"), 80, 1), Column("reason", w("Reason"), 130, 2),
    ]  # fmt: skip
