"""The account at the left of the Pay screen: the unit, its lines, and why the selected one costs what it costs."""

import tkinter as tk
from collections.abc import Callable, Sequence

from counter.presenters.pay_view import AccountHead, AccountLine, WhyLines
from counter.screens.look import HEAD, SMALL, TITLE, Look
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.empty import Empty
from counter.screens.widgets.flow import Flow
from counter.screens.widgets.pill import Pill
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import fit, hairline, label, paragraph
from counter.words import Words

_PILLS = 6  # balance and what is kept for fee items take up to five
_WHY = SMALL + 1


class AccountPane(Card):
    """One unit (or several of one payer) with everything that is open."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        w: Words,
        *,
        on_select: Callable[[str], object],
        on_tick: Callable[[str], object],
    ) -> None:
        super().__init__(parent, look, pad_x=1, pad_y=6)
        self._on_tick = on_tick
        self._whole_name = ""
        self._full = tk.Frame(self.inside, bg=look.palette.surface, bd=0)
        self._empty = Empty(self.inside, look, "", "")
        self._head = self._build_head(look)
        foot = self._build_foot(look)
        columns = [
            Column("item", w("Fee item"), 130, 4),
            Column("period", w("Period"), 90),
            Column("composition", w("Composition"), 120, 3),
            Column("due", w("Due"), 112, yields=True),
            Column("owed", w("Owed"), 90, 0, "right"),
        ]
        self.table = Table(self._full, look, columns, ticks=True, on_select=on_select, on_tick=on_tick)
        self._head.pack(fill="x", padx=look.px(16), pady=(look.px(6), look.px(4)))
        foot.pack(side="bottom", fill="x", padx=look.px(16), pady=(look.px(12), look.px(6)))
        hairline(self._full, look).pack(side="bottom", fill="x")
        self.table.pack(fill="both", expand=True)

    def _build_head(self, look: Look) -> Flow:
        head = Flow(self._full, look, gap=16, row_gap=4)
        self._code = head.add(label(head, look, "", size=TITLE, bold=True))
        self._name = head.add(label(head, look, "", size=HEAD))
        self._facts = head.add(label(head, look, "", ink=look.palette.soft))
        self._pills = [Pill(head, look, "") for _ in range(_PILLS)]
        for pill in self._pills:
            head.add(pill)
        head.bind("<Configure>", lambda event: self._fit_name(event.width), add="+")
        return head

    def _fit_name(self, width: int) -> None:
        """Let a long name end in an ellipsis on a line of its own rather than at the edge."""
        look = self.table.look
        shown = fit(self._whole_name, width, look.px(HEAD) + 1, lambda part: look.measure(part, HEAD))
        if shown != self._name.cget("text"):
            self._name.configure(text=shown)

    def _build_foot(self, look: Look) -> tk.Frame:
        foot = tk.Frame(self._full, bg=look.palette.surface, bd=0)
        self._question = label(foot, look, "", bold=True, size=_WHY)
        self._question.pack(anchor="w")
        self._answer = paragraph(foot, look, "", size=_WHY)
        self._answer.pack(fill="x")
        self._remarks = paragraph(foot, look, "", size=_WHY, ink=look.palette.soft)
        self._remarks.pack(fill="x", pady=(look.px(2), 0))
        return foot

    def show_empty(self, title: str, text: str) -> None:
        """Show what to do first instead of a unit."""
        self._full.pack_forget()
        self._empty.set(title, text)
        self._empty.pack(fill="both", expand=True)

    def show(self, head: AccountHead, lines: Sequence[AccountLine]) -> None:
        """Show a unit with its lines, the first one selected."""
        self._empty.pack_forget()
        self._full.pack(fill="both", expand=True)
        self._code.configure(text=head.code)
        self._whole_name = head.name
        self._fit_name(max(1, self._head.winfo_width()))
        self._facts.configure(text="   ".join(each for each in (head.phone, head.area) if each))
        for place, pill in enumerate(self._pills):
            pill.set(head.pills[place] if place < len(head.pills) else "")
        self._head.refresh()
        self.table.set_rows([_row(line) for line in lines], keep=False)
        if lines:
            self.table.select(lines[0].id)

    def show_line(self, line: AccountLine) -> None:
        """Show one line anew."""
        self.table.update_row(_row(line))

    def show_why(self, why: WhyLines | None) -> None:
        """Explain the selected line, or nothing."""
        for part, text in zip(
            (self._question, self._answer, self._remarks), why or ("", "", ""), strict=True
        ):  # fmt: skip
            part.configure(text=text)

    def move(self, step: int) -> str:
        """Select the line above or below, wherever the focus is."""
        ids = [row.id for row in self.table.rows]
        if ids:
            place = ids.index(self.table.selected) if self.table.selected in ids else 0
            self.table.select(ids[max(0, min(len(ids) - 1, place + step))])
        return "break"

    def tick_selected(self) -> str:
        """Tick or untick the selected line, wherever the focus is."""
        if self.table.selected is not None:
            self._on_tick(self.table.selected)
        return "break"


def _row(line: AccountLine) -> Row:
    return Row(line.id, (line.item, line.period, line.composition, line.due, line.amount), line.tick, line.muted)
