"""The card of a unit at the right of the Units screen: who and what it is, and one segment of lines at a time."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import NamedTuple

from counter.presenters.pay_view import WhyLines
from counter.presenters.units_view import SEGMENTS, Segment, SegmentRow, UnitCard
from counter.screens.look import BODY, HEAD, SMALL, TITLE, Look
from counter.screens.units_segments import SegmentEntry, Segments
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.empty import Empty
from counter.screens.widgets.flow import Flow
from counter.screens.widgets.pill import Pill
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import hairline, label, paragraph
from counter.words import Words

_PILLS = 9  # owed, disputed, general balance and four for fee items, what bill runs use, paid ahead
_WHY = SMALL + 1


class CardCommands(NamedTuple):
    """What the card tells: a segment wanted, a line selected or opened, the next page wanted."""

    choose: Callable[[Segment], object]
    select: Callable[[str], object]
    open: Callable[[str], object]
    more: Callable[[], Sequence[SegmentRow]]


class _Lines(tk.Frame):
    """Any number of lines that break at the width; the labels are used again."""

    def __init__(self, parent: tk.Misc, look: Look, ink: str) -> None:
        super().__init__(parent, bg=look.palette.surface, bd=0)
        self._look, self._ink = look, ink
        self._labels: list[tk.Label] = []

    def set(self, lines: Sequence[str]) -> None:
        """Show these lines."""
        while len(self._labels) < len(lines):
            self._labels.append(paragraph(self, self._look, size=_WHY, ink=self._ink))
        for place, made in enumerate(self._labels):
            made.pack_forget()
            if place < len(lines):
                made.configure(text=lines[place])
                made.pack(fill="x", pady=(0, self._look.px(2)))
        # A frame keeps the height of the lines it had when all of them leave.
        self.configure(height=1)


class CardPane(Card):
    """One unit."""

    def __init__(self, parent: tk.Misc, look: Look, w: Words, commands: CardCommands) -> None:
        super().__init__(parent, look, pad_x=1, pad_y=6)
        self._look, self._words, self._commands = look, w, commands
        self._full = tk.Frame(self.inside, bg=look.palette.surface, bd=0)
        self._empty = Empty(self.inside, look, "", "")
        self._tables: dict[Segment, Table] = {}
        self._segment: Segment = "open"
        px = look.px
        self._head = self._build_head(look)
        self._head.pack(fill="x", padx=px(16), pady=(px(6), px(4)))
        self._people = _Lines(self._full, look, look.palette.ink)
        self._people.pack(fill="x", padx=px(16))
        self._items = _Lines(self._full, look, look.palette.soft)
        self._items.pack(fill="x", padx=px(16))
        hairline(self._full, look).pack(fill="x", pady=(px(8), px(2)))
        self._segments = Segments(self._full, look, _entries(w), self._chosen)
        self._segments.pack(fill="x", padx=px(16))
        self._foot = self._build_foot(look)
        self._nothing = label(self._full, look, "", size=BODY, ink=look.palette.soft, anchor="center")

    def _build_head(self, look: Look) -> Flow:
        head = Flow(self._full, look, gap=16, row_gap=4)
        self._code = head.add(label(head, look, "", size=TITLE, bold=True))
        self._name = head.add(label(head, look, "", size=HEAD))
        self._facts = head.add(label(head, look, "", ink=look.palette.soft))
        self._pills = [head.add(Pill(head, look, "")) for _ in range(_PILLS)]
        return head

    def _build_foot(self, look: Look) -> tk.Frame:
        foot = tk.Frame(self._full, bg=look.palette.surface, bd=0)
        hairline(foot, look).pack(fill="x", pady=(0, look.px(8)))
        self._why = [
            label(foot, look, "", bold=True, size=_WHY),
            paragraph(foot, look, "", size=_WHY),
            paragraph(foot, look, "", size=_WHY, ink=look.palette.soft),
        ]
        for part in self._why:
            part.pack(fill="x", padx=look.px(16))
        return foot

    def show_empty(self, title: str, text: str) -> None:
        """Show what to do first instead of a unit."""
        self._full.pack_forget()
        self._empty.set(title, text)
        self._empty.pack(fill="both", expand=True)

    def show(self, card: UnitCard) -> None:
        """Show the head of a unit."""
        self._empty.pack_forget()
        self._full.pack(fill="both", expand=True)
        self._code.configure(text=card.code)
        self._name.configure(text=card.name)
        self._facts.configure(text=card.facts)
        for place, pill in enumerate(self._pills):
            pill.set(card.pills[place] if place < len(card.pills) else "")
        self._head.refresh()
        self._people.set(card.people)
        self._items.set(card.items)

    def show_segment(self, segment: Segment, rows: Sequence[SegmentRow], empty: str) -> None:
        """Show one segment with its first page."""
        for part in (*self._tables.values(), self._nothing, self._foot):
            part.pack_forget()
        self._segment = segment
        self._segments.activate(segment)
        if not rows:
            self._nothing.configure(text=empty)
            self._nothing.pack(fill="both", expand=True)
            return
        if segment in ("open", "history"):
            self._foot.pack(side="bottom", fill="x", pady=(0, self._look.px(6)))
        table = self._table(segment)
        table.pack(fill="both", expand=True)
        table.set_rows([_row(each) for each in rows], keep=True)
        # Told anew each time: what is done next is done with the line that is marked in this segment.
        self._commands.select(table.selected or "")

    def show_why(self, why: WhyLines | None) -> None:
        """Explain the selected charge, or nothing."""
        for part, text in zip(self._why, why or ("", "", ""), strict=True):
            part.configure(text=text)

    def focus_lines(self) -> None:
        """Put the focus on the lines of the segment, or on the segments where there are none."""
        table = self._tables.get(self._segment)
        if table is not None and table.winfo_manager():
            table.focus_table()
        else:
            self._segments.focus_first()

    def _table(self, segment: Segment) -> Table:
        if segment not in self._tables:
            self._tables[segment] = Table(
                self._full, self._look, _columns(segment, self._words), on_select=self._commands.select,
                on_open=self._commands.open, more=lambda: [_row(each) for each in self._commands.more()],
            )  # fmt: skip
        return self._tables[segment]

    def _chosen(self, name: str) -> None:
        self._commands.choose(next(each for each in SEGMENTS if each == name))


def _row(line: SegmentRow) -> Row:
    return Row(line.id, line.cells, muted=line.muted)


def _entries(w: Words) -> list[SegmentEntry]:
    words = (w("Open charges"), w("History"), w("Receipts"), w("People"), w("Scans"), w("More"))
    return [SegmentEntry(name, word, str(n)) for n, (name, word) in enumerate(zip(SEGMENTS, words, strict=True), 1)]


def _columns(segment: Segment, w: Words) -> list[Column]:
    if segment == "open":
        return [
            Column("item", w("Fee item"), 100, 1),
            Column("period", w("Period"), 88),
            Column("composition", w("Composition"), 130, 5),
            Column("due", w("Due"), 66),
            Column("open", w("Open"), 90, 0, "right"),
        ]
    if segment == "history":
        return [
            Column("day", w("Date"), 104),
            Column("what", w("What happened"), 160, 4),
            Column("charged", w("Charged"), 90, 0, "right"),
            Column("paid", w("Paid"), 90, 0, "right"),
        ]
    if segment == "receipts":
        return [
            Column("number", w("Receipt no."), 122),
            Column("day", w("Date"), 104),
            Column("tenders", w("Tender"), 124, 3),
            Column("cashier", w("Cashier"), 76, 2, yields=True),
            Column("state", w("State"), 50, 1),
            Column("total", w("Amount"), 90, 0, "right"),
        ]
    if segment == "facts":
        return [
            Column("what", w("What"), 72, 1),
            Column("which", w("Which"), 110, 4),
            Column("since", w("From"), 104),
            Column("until", w("Until"), 104),
            Column("value", w("Value"), 80, 1, "right"),
        ]
    if segment == "scans":
        return [
            Column("what", w("What it is"), 110, 3),
            Column("kind", w("Kind"), 56),
            Column("size", w("Size"), 80, 0, "right"),
            Column("day", w("Kept on"), 104),
            Column("who", w("By"), 60, 2),
        ]
    return [
        Column("role", w.c("of a person of a unit", "Role"), 96, 1),
        Column("name", w("Name"), 66, 3),
        Column("phone", w("Phone"), 118),
        Column("since", w("Since"), 104),
        Column("until", w("Until"), 104, yields=True),
        Column("pays", w("Pays"), 60, 2),
    ]
