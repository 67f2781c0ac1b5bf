"""The finance part of the Till screen: segments, one table at a time, the keys of the segment at its foot."""

import tkinter as tk
from functools import partial

from counter.presenters.finance_view import FinanceFacts, SegmentName
from counter.presenters.till import TillPresenter
from counter.screens.look import HEAD, Look
from counter.screens.till_parts import KeySpec, Pane, key_row
from counter.screens.units_segments import SegmentEntry, Segments
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.empty import Empty
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import label, paragraph
from counter.words import Words


class FinancePane(Pane):
    """Digits change the segment; each has a table and a row of keys of its own, built when it is first shown."""

    def __init__(self, parent: tk.Misc, look: Look, w: Words, presenter: TillPresenter) -> None:
        super().__init__(parent, bg=look.palette.ground, bd=0)
        self._look, self._words, self._presenter = look, w, presenter
        self._segments: Segments | None = None
        self._at: SegmentName = "slips"
        self._tables: dict[SegmentName, tuple[Table, Empty]] = {}
        self._rows: dict[SegmentName, tk.Frame] = {}
        self.commands: dict[str, Command] = {"Escape": presenter.back}
        self._foot = tk.Frame(self, bg=look.palette.ground, bd=0)
        self._foot.pack(side="bottom", fill="x", pady=(look.px(12), 0))
        card = Card(self, look, pad_x=1, pad_y=10)
        card.pack(fill="both", expand=True)
        self._inside = card.inside
        self._head = tk.Frame(card.inside, bg=look.palette.surface, bd=0)
        self._head.pack(fill="x", padx=look.px(16))
        self._title = label(card.inside, look, "", size=HEAD, bold=True)
        self._title.pack(anchor="w", padx=look.px(16), pady=(look.px(8), 0))
        self._text = paragraph(card.inside, look, "", ink=look.palette.soft)
        self._text.pack(fill="x", padx=look.px(16), pady=(look.px(4), look.px(6)))
        self._warning = paragraph(card.inside, look, "", ink=look.palette.risk)
        self._body = tk.Frame(card.inside, bg=look.palette.surface, bd=0)
        self._body.pack(fill="both", expand=True)

    def show(self, facts: FinanceFacts) -> None:
        """Show a segment; the line selected before is selected still."""
        self._tabs(facts)
        changed, self._at = facts.segment != self._at, facts.segment
        table, empty = self._tables.get(facts.segment) or self._make(facts)
        self._title.configure(text=facts.title)
        self._text.configure(text=facts.text)
        self._warning.configure(text=facts.warning)
        if facts.warning:
            self._warning.pack(fill="x", padx=self._look.px(16), pady=(0, self._look.px(6)), before=self._body)
        else:
            self._warning.pack_forget()
        table.set_rows([Row(each.id, each.cells) for each in facts.rows])
        shown = table if facts.rows else empty
        for name, pair in self._tables.items():
            for part in pair:
                if part is not shown or name != facts.segment:
                    part.pack_forget()
        shown.pack(fill="both", expand=True)
        for name, row in self._rows.items():
            if name != facts.segment:
                row.pack_forget()
        self._rows[facts.segment].pack(fill="x")
        if changed and self.winfo_viewable():
            self.first.focus_set()

    def _tabs(self, facts: FinanceFacts) -> None:
        if self._segments is None:
            choose = self._presenter.finance.choose
            entries = [SegmentEntry(name, word, key) for name, word, key in facts.segments]
            names = {name: name for name, _word, _key in facts.segments}
            self._segments = Segments(self._head, self._look, entries, lambda name: choose(names[name]))  # type: ignore[index]
            self._segments.pack(fill="x")
            for name, _word, key in facts.segments:
                self.commands[key] = partial(choose, name)
            for key in ("F9", "F10", "F11", "P", "X"):
                self.commands[key] = partial(self._pressed, key)
        self._segments.activate(facts.segment)

    def _make(self, facts: FinanceFacts) -> tuple[Table, Empty]:
        columns = [
            Column(str(place), each.title, each.least, each.share, each.align)
            for place, each in enumerate(facts.columns)
        ]
        made = Table(self._body, self._look, columns), Empty(self._body, self._look, facts.empty, "")
        self._tables[facts.segment] = made
        specs = [KeySpec(self._words("Back"), self._presenter.back, "Esc")]
        for place, each in enumerate(facts.keys, 1):
            kind = "primary" if place == len(facts.keys) else "quiet"
            specs.append(KeySpec(each.word, partial(self._pressed, each.key), each.key, kind))  # type: ignore[arg-type]
        self._rows[facts.segment], _buttons = key_row(self._foot, self._look, specs)
        return made

    def _pressed(self, key: str) -> None:
        table = self._tables[self._at][0]
        self._presenter.finance.press(key, table.selected or "" if table.rows else "")

    @property
    def first(self) -> tk.Misc:
        """What has the focus first; the keys work from anywhere."""
        table = self._tables[self._at][0] if self._at in self._tables else None
        return table.tree if table is not None and table.rows else self
