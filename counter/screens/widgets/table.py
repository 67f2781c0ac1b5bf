"""A table: one ttk.Treeview for any number of rows, never a widget per row."""

import tkinter as tk
from collections.abc import Callable, Iterable, Sequence
from tkinter import ttk
from typing import Literal, NamedTuple

from counter.screens import glyphs
from counter.screens.look import BODY, SMALL, Look
from counter.screens.ttk_style import CELL_PAD, SCROLL_STYLE, TABLE_STYLE
from counter.screens.widgets.columns import Column, kept, share_widths
from counter.screens.widgets.text import fit

TICK_SIZE, TICK_COLUMN = 18, 46
NEAR_THE_END = 0.9  # the share of the rows seen above which the next page is asked for


class Row(NamedTuple):
    """One row: a text per column; `tick` is None where there is nothing to tick; muted rows are greyed."""

    id: str
    cells: tuple[str, ...]
    tick: bool | None = None
    muted: bool = False


def _ignore(_: str) -> None:
    return None


class Table(tk.Frame):
    """Rows with one selected; ↑ ↓ Home End move, Space or a click on the box ticks, Enter or a double click opens.

    `more` returns the next page when the last rows come into sight and () at the end. Columns always fit: a text that
    is too long for its column ends in an ellipsis.
    """

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        columns: Sequence[Column],
        *,
        ticks: bool = False,
        on_select: Callable[[str], object] = _ignore,
        on_tick: Callable[[str], object] = _ignore,
        on_open: Callable[[str], object] = _ignore,
        more: Callable[[], Sequence[Row]] | None = None,
        height: int = 1,
        headings: bool = True,
    ) -> None:
        super().__init__(parent, bg=look.palette.surface, bd=0)
        self.look = look
        self._columns, self._ticks, self._more = tuple(columns), ticks, more
        self._on_select, self._on_tick, self._on_open = on_select, on_tick, on_open
        self._rows: dict[str, Row] = {}
        self._widths = [look.px(column.least) for column in self._columns]
        self._ended = self._asking = False
        self._headed, self._high = headings, 0
        self._told: str | None = None
        self.tree = ttk.Treeview(
            self,
            style=TABLE_STYLE,
            columns=[column.key for column in self._columns],
            show=["tree"] * ticks + ["headings"] * headings,
            selectmode="browse",
            height=height,
        )
        self._scroll = ttk.Scrollbar(self, style=SCROLL_STYLE, command=self.tree.yview)
        self.tree.pack(side="left", fill="both", expand=True)
        # The columns share whatever width there is, so they must not ask for it back.
        self.pack_propagate(False)
        self.configure(width=sum(self._widths))
        self.set_height(height)
        self._head()
        self._images = self._tick_images()
        self._wire()

    def _head(self) -> None:
        self.tree.column("#0", width=self.look.px(TICK_COLUMN), minwidth=0, stretch=False)
        for column in self._columns:
            anchor: Literal["e", "w"] = "e" if column.align == "right" else "w"
            self.tree.heading(column.key, text=column.title, anchor=anchor)
            self.tree.column(column.key, anchor=anchor, minwidth=0, stretch=False)
        self.tree.tag_configure("muted", foreground=self.look.palette.muted)

    def _tick_images(self) -> dict[bool | None, str]:
        p, size = self.look.palette, self.look.px(TICK_SIZE)
        on = glyphs.image(self, "ticked", glyphs.ticked(p.accent, p.on_accent), size)
        off = glyphs.image(self, "unticked", glyphs.unticked(p.outline, p.surface), size)
        return {True: on, False: off, None: ""}

    def _wire(self) -> None:
        tree = self.tree
        tree.configure(yscrollcommand=self._scrolled)
        tree.bind("<Configure>", lambda event: self._resized(event.width, event.height), add="+")
        tree.bind("<<TreeviewSelect>>", lambda _: self._selected(), add="+")
        tree.bind("<FocusIn>", lambda _: self._ensure_selection(), add="+")
        tree.bind("<Button-1>", self._clicked)
        tree.bind("<Double-1>", self._opened_by_mouse)
        tree.bind("<space>", lambda _: self._act(self._on_tick))
        for key in ("<Return>", "<KP_Enter>"):
            tree.bind(key, lambda _: self._act(self._on_open))
        tree.bind("<Home>", lambda _: self._jump(0))
        tree.bind("<End>", lambda _: self._jump(-1))

    def set_height(self, rows: int) -> None:
        """Ask for the room of so many rows; a table that expands takes what there is."""
        self.tree.configure(height=rows)
        self.configure(height=self.tree.winfo_reqheight())

    def set_rows(self, rows: Iterable[Row], *, keep: bool = True) -> None:
        """Replace all rows; the selected one stays selected where it is still there, otherwise the first is."""
        before = self.selected
        self.tree.delete(*self._rows)
        self._rows = {}
        self._ended = False
        self._insert(rows)
        chosen = before if keep and before in self._rows else next(iter(self._rows), None)
        if chosen is not None:
            self.select(chosen)
        else:
            self._told = None

    def append_rows(self, rows: Iterable[Row]) -> None:
        """Add a page of rows at the end."""
        self._insert(rows)

    def update_row(self, row: Row) -> None:
        """Change one row that is already there (KeyError for one that is not)."""
        if row.id not in self._rows:
            raise KeyError(row.id)
        self._rows[row.id] = row
        self.tree.item(row.id, values=self._fitted(row), image=self._images[row.tick], tags=_tags(row))

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in their order."""
        return tuple(self._rows.values())

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns with the headings they have now."""
        return tuple(each._replace(title=str(self.tree.heading(each.key, "text"))) for each in self._columns)

    def all_rows(self) -> tuple[Row, ...]:
        """Return every row, those of the pages that were not in sight yet included."""
        while self._more is not None and not self._ended and self._rows:
            self._next_page()
        return self.rows

    @property
    def selected(self) -> str | None:
        """The id of the selected row."""
        chosen = self.tree.selection()
        return chosen[0] if chosen else None

    def select(self, row_id: str) -> None:
        """Select a row and bring it into sight; `on_select` hears of it when it is another one than before."""
        self.tree.selection_set(row_id)
        self.tree.focus(row_id)
        self.tree.see(row_id)
        self._selected()

    def focus_table(self) -> None:
        """Put the focus on the table, with a row selected."""
        self.tree.focus_set()
        self._ensure_selection()

    def retitle(self, key: str, title: str) -> None:
        """Change the heading of a column."""
        self.tree.heading(key, text=title)

    def _insert(self, rows: Iterable[Row]) -> None:
        # Straight to Tcl: ttk's own insert formats every option again for each row.
        call, path = self.tree.tk.call, str(self.tree)
        for row in rows:
            self._rows[row.id] = row
            image, tags = self._images[row.tick], _tags(row)
            options = ("-values", self._fitted(row), "-image", image, "-tags", tags)
            call(path, "insert", "", "end", "-id", row.id, *options)

    def _fitted(self, row: Row) -> tuple[str, ...]:
        em, pad, measure = self.look.px(BODY) + 1, 2 * self.look.px(CELL_PAD), self.look.measure
        return tuple(fit(cell, width - pad, em, measure) for cell, width in zip(row.cells, self._widths, strict=True))

    def _resized(self, width: int, height: int) -> None:
        """Share the width anew; in a table that got lower the selected row stays in sight."""
        self._share(width)
        lower, self._high = height < self._high, height
        if lower:
            self.after_idle(self._keep_in_sight)  # the tree does not know its new height yet

    def _keep_in_sight(self) -> None:
        chosen = self.selected
        if chosen is not None:
            self.tree.see(chosen)

    def _share(self, total: int) -> None:
        room = total - (self.look.px(TICK_COLUMN) if self._ticks else 0)
        pad = 2 * self.look.px(CELL_PAD)
        least = [
            max(self.look.px(column.least), self.look.measure(column.title, SMALL) + pad) for column in self._columns
        ]
        shown = kept(room, least, [column.yields for column in self._columns])
        shares = share_widths(room, [least[place] for place in shown], [self._columns[place].share for place in shown])
        given = dict(zip(shown, shares, strict=True))
        widths = [given.get(place, 0) for place in range(len(self._columns))]
        if widths == self._widths:
            return
        before, self._widths = self._widths, widths
        self.tree.configure(displaycolumns=[self._columns[place].key for place in shown])
        for column, width in zip(self._columns, widths, strict=True):
            self.tree.column(column.key, width=width)
        # Only rows that are cut now, or were until now, are written again.
        self._refit([min(old, new) - pad for old, new in zip(before, widths, strict=True)])

    def _refit(self, rooms: Sequence[int]) -> None:
        em = self.look.px(BODY) + 1
        for row in self._rows.values():
            if any(len(cell) * em > room for cell, room in zip(row.cells, rooms, strict=True)):
                self.tree.item(row.id, values=self._fitted(row))

    def _scrolled(self, first: float | str, last: float | str) -> None:
        self._scroll.set(float(first), float(last))
        if float(first) <= 0 and float(last) >= 1:
            self._scroll.place_forget()
        else:
            px = self.look.px
            top = px(40) if self._headed else px(2)
            self._scroll.place(relx=1, x=-px(2), y=top, relheight=1, height=-top - px(4), anchor="ne")
        if self._more is not None and not self._ended and self._rows and float(last) > NEAR_THE_END:
            self._ask_for_more()

    def _ask_for_more(self) -> None:
        # Not from within the scroll event itself, and once at a time: adding rows scrolls again.
        if not self._asking:
            self._asking = True
            self.after_idle(self._next_page)

    def _next_page(self) -> None:
        self._asking = False
        page = self._more() if self._more is not None else ()
        self._ended = not page
        self.append_rows(page)

    def _selected(self) -> None:
        chosen = self.selected
        if chosen is not None and chosen != self._told:
            self._told = chosen
            self._on_select(chosen)

    def _ensure_selection(self) -> None:
        if self._rows and self.selected is None:
            self.select(next(iter(self._rows)))

    def _jump(self, place: int) -> str:
        children = self.tree.get_children()
        if children:
            self.select(children[place])
        return "break"

    def _act(self, what: Callable[[str], object]) -> str:
        chosen = self.selected
        if chosen is not None:
            what(chosen)
        return "break"

    def _clicked(self, event: "tk.Event[ttk.Treeview]") -> str | None:
        if self.tree.identify_region(event.x, event.y) == "separator":
            return "break"  # columns share the width; dragging one would push another out
        row = self.tree.identify_row(event.y)
        if self._ticks and row and self.tree.identify_column(event.x) == "#0":
            self.focus_table()
            self.select(row)
            self._on_tick(row)
            return "break"
        return None

    def _opened_by_mouse(self, event: "tk.Event[ttk.Treeview]") -> str:
        row = self.tree.identify_row(event.y)
        if row and not (self._ticks and self.tree.identify_column(event.x) == "#0"):
            self._on_open(row)
        return "break"


def _tags(row: Row) -> tuple[str, ...]:
    return ("muted",) if row.muted else ()
