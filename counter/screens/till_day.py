"""The open till: what the day did so far without any cash sum, and the keys to everything that waits."""

import tkinter as tk
from functools import partial

from counter.presenters.till import TillPresenter
from counter.presenters.till_view import DayFacts
from counter.screens.look import HEAD, Look
from counter.screens.till_parts import Facts, KeySpec, NoteCard, TwoColumns, key_row
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import label, paragraph
from counter.words import Words


class DayPane(TwoColumns):
    """The day at the left, the commands at the right."""

    def __init__(self, parent: tk.Misc, look: Look, w: Words, presenter: TillPresenter) -> None:
        super().__init__(parent, look)
        self._look, self._words = look, w
        self._build_day()
        self._build_commands(presenter)
        self.commands = {spec.key: spec.command for spec in self._specs(presenter)} | {
            "F10": presenter.finish_owed, "F9": presenter.confirm, "Escape": presenter.back,
        }  # fmt: skip

    def _specs(self, presenter: TillPresenter) -> list[KeySpec]:
        """The keys of the open till in the order of their buttons; the first four say how many wait."""
        w, cash, handover, day = self._words, presenter.cash, presenter.handover, presenter.in_day
        return [
            KeySpec(w("Payments to check"), partial(presenter.open_list, "codes"), "1"),
            KeySpec(w("Bank transfers"), partial(presenter.open_list, "transfers"), "2"),
            KeySpec(w("Requests to decide"), partial(presenter.open_list, "requests"), "3"),
            KeySpec(w("Parked payments"), partial(presenter.open_list, "parked"), "P"),
            KeySpec(w("Open the drawer"), partial(day, presenter.drawer.ask), "4"),
            KeySpec(w("X report"), partial(day, presenter.drawer.x_report), "5"),
            KeySpec(w("Pay cash in"), partial(day, cash.ask_in), "6"),
            KeySpec(w("Pay cash out"), partial(day, cash.ask_out), "7"),
            KeySpec(w("Safe drop"), presenter.drop, "8"),
            KeySpec(w("Hand over"), partial(day, handover.ask_taker), "9"),
            KeySpec(w("Break"), partial(day, presenter.breaks.suspend), "0"),
            KeySpec(w("Finance"), presenter.open_finance, "F"),
        ]

    def _build_day(self) -> None:
        look, w, px = self._look, self._words, self._look.px
        card = Card(self, look, pad_x=1, pad_y=10)
        self.put_left(card)
        head = tk.Frame(card.inside, bg=look.palette.surface, bd=0)
        head.pack(fill="x", padx=px(16), pady=(px(4), px(4)))
        self._title = label(head, look, "", size=HEAD, bold=True)
        self._title.pack(side="left")
        self._since = label(head, look, "", ink=look.palette.soft)
        self._since.pack(side="left", padx=(px(16), 0), pady=(px(4), 0))
        self._warning = paragraph(card.inside, look, "", ink=look.palette.risk)
        self._facts = Facts(card.inside, look)
        self._facts.pack(fill="x", padx=px(16), pady=(px(4), px(12)))
        columns = [
            Column("tender", w("Tender"), 140, 3), Column("times", w("Count"), 80, 1, "right"),
            Column("amount", w("Amount"), 110, 2, "right"),
        ]  # fmt: skip
        self._tenders = Table(card.inside, look, columns)
        self._tenders.tree.configure(takefocus=0)
        self._blind = paragraph(
            card.inside, look, w("Cash is counted at the close; until then its sum is not shown."),
            ink=look.palette.soft,
        )  # fmt: skip
        self._blind.pack(side="bottom", fill="x", padx=px(16), pady=(px(6), px(4)))
        self._tenders.pack(fill="both", expand=True)

    def _build_commands(self, presenter: TillPresenter) -> None:
        look, w, px = self._look, self._words, self._look.px
        specs = self._specs(presenter)
        self._named = [spec.word for spec in specs]
        self._buttons: list[KeyButton] = []
        keys = tk.Frame(self.right, bg=look.palette.ground, bd=0)
        keys.pack(fill="x", pady=(0, px(8)))
        for place, spec in enumerate(specs):
            keys.grid_columnconfigure(place % 2, weight=1, uniform="act")
            button = KeyButton(keys, look, spec.word, spec.command, key=spec.key)
            button.grid(
                row=place // 2, column=place % 2, sticky="ew", padx=(px(8) if place % 2 else 0, 0), pady=(0, px(8))
            )
            self._buttons.append(button)
        self._owed = NoteCard(self.right, look, ink=look.palette.warning_ink)
        row, (self._confirm,) = key_row(self.right, look, [KeySpec(" ", presenter.confirm, "F9", "primary")])
        row.pack(side="bottom", fill="x")
        self._owed_row, _ = key_row(
            self.right, look, [KeySpec(w("Make the owed copies"), presenter.finish_owed, "F10")]
        )

    def show(self, facts: DayFacts) -> None:
        """Show the day as it is now."""
        px = self._look.px
        self._title.configure(text=facts.title)
        self._since.configure(text=facts.since)
        self._warning.configure(text=facts.warning)
        if facts.warning:
            self._warning.pack(fill="x", padx=px(16), pady=(0, px(6)), before=self._facts)
        else:
            self._warning.pack_forget()
        self._facts.show(facts.facts)
        self._tenders.set_rows([Row(each.tender, each) for each in facts.tenders])
        for button, word, number in zip(
            self._buttons, self._named, (facts.codes, facts.transfers, facts.requests, facts.parked), strict=False
        ):
            button.set_text(self._words("{what} ({n})", what=word, n=number) if number else word)
        self._confirm.set_text(facts.confirm)
        self._owed.show(facts.owed)
        if facts.owed:
            self._owed_row.pack(side="bottom", fill="x", pady=(0, px(8)))
        else:
            self._owed_row.pack_forget()

    @property
    def first(self) -> tk.Misc:
        """What has the focus first; the keys work from anywhere."""
        return self._tenders.tree
