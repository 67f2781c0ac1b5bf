"""A page painted: cards of figures, a table with a word on its selected row, buttons, the progress of long work."""

import time
import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import Any

from counter.presenters.pay_view import Question, SayKind
from counter.presenters.settings_page import Page, PageColumn, PagePresenter, PageRow, Work
from counter.screens.look import HEAD, SMALL
from counter.screens.question_sheet import open_question
from counter.screens.settings_entry import EntryBar, EntryKeys
from counter.screens.settings_facts import FactCards
from counter.screens.settings_secret import open_secret
from counter.screens.shell import Shell
from counter.screens.widgets.bars import BarPicture
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.empty import Empty
from counter.screens.widgets.flow import Flow
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.progress import Progress
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import hairline, label, paragraph
from counter.screens.worker import Job, Ticket, Worker


class PagePane(tk.Frame):
    """The view of a page; the presenter is given after it was made with this view."""

    def __init__(self, parent: tk.Misc, shell: Shell, worker: Worker) -> None:
        super().__init__(parent, bg=shell.look.palette.ground, bd=0)
        self._shell, self._look, self._worker = shell, shell.look, worker
        self._presenter: PagePresenter | None = None
        self._page: Page | None = None
        self._ticket: Ticket | None = None
        self._shown_columns: tuple[PageColumn, ...] | None = None
        self.grid_columnconfigure(0, weight=1)
        self.grid_rowconfigure(1, weight=1)
        self._facts = FactCards(self, self._look)
        self._card = Card(self, self._look, pad_x=1, pad_y=6)
        self._card.grid(row=1, column=0, sticky="nsew")
        self._head(self._card.inside)
        self._body = tk.Frame(self._card.inside, bg=self._look.palette.surface, bd=0)
        self._body.pack(fill="both", expand=True)
        self._table: Table | None = None
        self._entry_keys: EntryKeys | None = None
        self._entry: EntryBar | None = None
        self._empty = Empty(self._body, self._look, "", "")
        self._picture: BarPicture | None = None
        self._commands = Flow(self, self._look, gap=8, row_gap=8, ground=self._look.palette.ground)
        self._commands.grid(row=3, column=0, sticky="ew", pady=(self._look.px(12), 0))
        self._progress = Progress(
            self, self._look, shell.w, time.monotonic, on_cancel=self.cancel, ground=self._look.palette.ground
        )  # fmt: skip

    def _head(self, inside: tk.Frame) -> None:
        look, px = self._look, self._look.px
        head = tk.Frame(inside, bg=look.palette.surface, bd=0)
        head.pack(fill="x", padx=px(16), pady=(px(8), px(6)))
        self._title = label(head, look, "", size=HEAD)
        self._title.pack(anchor="w")
        self._text = paragraph(head, look, "", ink=look.palette.soft)
        self._text.pack(fill="x", pady=(px(2), 0))
        self._foot = foot = tk.Frame(inside, bg=look.palette.surface, bd=0)
        self._foot_title = label(foot, look, "", bold=True, size=SMALL + 1)
        self._foot_title.pack(anchor="w")
        self._foot_text = paragraph(foot, look, "", size=SMALL + 1, ink=look.palette.soft)
        self._foot_text.pack(fill="x")
        self._foot_line = hairline(inside, look)

    def attach(self, presenter: PagePresenter, entry: EntryKeys | None = None) -> None:
        """Name the presenter that hears of keys and rows; entry hears what is typed on pages with a field."""
        self._presenter, self._entry_keys = presenter, entry

    @property
    def commands(self) -> dict[str, Command]:
        """The keys of the commands at hand, and Esc while something runs."""
        page, presenter = self._page, self._presenter
        if self._ticket is not None:
            return {"Escape": self.cancel}
        if page is None or presenter is None:
            return {}
        own = {command.key: partial(presenter.pressed, command.key) for command in page.commands}
        return own | ({"Escape": self._leave_entry} if self._in_entry else {})

    @property
    def busy(self) -> bool:
        """Whether long work runs."""
        return self._ticket is not None

    @property
    def table(self) -> Table | None:
        """The table, None where there are no rows."""
        return self._table

    def focus_target(self) -> tk.Misc:
        """Return what takes the focus: the table, or the pane where there is none."""
        shown = self._page is not None and self._page.rows
        if shown and self._entry is not None and self._entry.winfo_manager():
            return self._entry.field.entry
        return self._table.tree if self._table is not None and shown else self

    # The view

    def show_page(self, page: Page) -> None:
        """Show a page; where the focus was in the old table it goes to the new one."""
        focused = self._has_focus()
        self._page = page
        self._title.configure(text=page.title)
        self._text.configure(text=page.text)
        self._facts.show(page.facts)
        self._show_entry_bar(page)
        self._show_picture(page)
        self._show_rows(page)
        self._show_commands(page)
        if focused:
            self.focus_target().focus_set()

    def explain(self, title: str, text: str) -> None:
        """Say below the table what the selected row is about."""
        self._foot_title.configure(text=title)
        self._foot_text.configure(text=text)

    def show_row(self, row: PageRow) -> None:
        """Show one row anew."""
        if self._table is not None:
            self._table.update_row(Row(row.id, row.cells, muted=row.muted))

    def select_row(self, row_id: str) -> None:
        """Select a row."""
        if self._table is not None and any(row.id == row_id for row in self._table.rows):
            self._table.select(row_id)

    def show_entry(self, title: str, text: str, value: str) -> None:
        """Say which row is typed for."""
        if self._entry is not None:
            self._entry.show(title, text, value)

    def judge_entry(self, text: str, *, wrong: bool = False) -> None:
        """Say what is to be said of the figures."""
        if self._entry is not None:
            self._entry.judge(text, wrong=wrong)

    def ask(self, what: Question) -> None:
        """Open the small form of a question."""
        open_question(self._shell.overlay, self._look, self._shell.w, what)
        focused = self.focus_get()
        if isinstance(focused, tk.Entry):
            # What stands there is replaced by typing, or kept by Enter.
            focused.selection_range(0, "end")
            focused.icursor("end")

    def ask_secret(self, what: Question) -> None:
        """Open a form whose figures stay hidden."""
        open_secret(self._shell.overlay, self._look, self._shell.w, what)

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""
        self._shell.say(kind, text, rest)

    def notice(self, title: str, text: str) -> None:
        """Open a box to read."""
        self._shell.notice(title, text)

    def work(self, what: str, work: Work, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        """Run long work with its progress in place of the buttons; one piece at a time."""
        if self._ticket is not None:
            return
        self._commands.grid_remove()
        self._progress.grid(row=3, column=0, sticky="ew", pady=(self._look.px(12), 0))
        self._progress.start(what)

        def ended(tell: Callable[[Any], object], result: Any) -> None:
            self._ticket = None
            if self.winfo_exists():
                self._progress.grid_remove()
                self._commands.grid()
                tell(result)

        self._ticket = self._worker.submit(
            Job(
                lambda ticket: work(ticket.report, lambda: ticket.cancelled),
                partial(ended, done), partial(ended, failed), self._progress.set,
            )
        )  # fmt: skip

    def cancel(self) -> None:
        """Ask what runs to stop."""
        if self._ticket is not None:
            self._ticket.cancel()

    # Painting

    def _has_focus(self) -> bool:
        try:
            focused = self.focus_get()
        except KeyError:  # a part of Tk's own that Python has no object for
            return False
        return focused is not None and (str(focused) == str(self) or str(focused).startswith(f"{self._card}."))

    def _show_rows(self, page: Page) -> None:
        self.explain("", "")
        if not page.rows:
            if self._table is not None:
                self._table.pack_forget()
            self._empty.set(*page.empty)
            self._empty.pack(fill="both", expand=True)
            return
        self._empty.pack_forget()
        table = self._table_for(page.columns)
        table.pack(fill="both", expand=True)
        table.set_rows([Row(row.id, row.cells, muted=row.muted) for row in page.rows])
        if table.selected is not None and self._presenter is not None:
            self._presenter.selected(table.selected)

    def _show_picture(self, page: Page) -> None:
        """Bars stand between the table and the word on the selected row."""
        if page.picture is None:
            if self._picture is not None:
                self._picture.pack_forget()
            return
        self._picture = self._picture or BarPicture(self._card.inside, self._look)
        self._picture.show(page.picture)
        self._picture.pack(side="bottom", fill="x")

    def _show_entry_bar(self, page: Page) -> None:
        """The field takes the place of the word on the selected row."""
        if self._entry is not None:
            self._entry.grid_remove()
        if not page.entry or not page.rows or self._entry_keys is None:
            self._foot.pack(side="bottom", fill="x", padx=self._look.px(16), pady=(self._look.px(10), self._look.px(6)))
            self._foot_line.pack(side="bottom", fill="x")
            return
        self._foot.pack_forget()
        self._foot_line.pack_forget()
        letters = {c.key: partial(self._press, c.key) for c in page.commands if len(c.key) == 1}
        if self._entry is None or self._entry.letters != letters.keys():
            if self._entry is not None:
                self._entry.destroy()
            self._entry = EntryBar(self, self._look, page.entry, letters, self._entry_keys, self._step)
        self._entry.grid(row=2, column=0, sticky="ew", pady=(self._look.px(12), 0))

    @property
    def _in_entry(self) -> bool:
        return self._entry is not None and self.focus_get() is self._entry.field.entry

    def _leave_entry(self) -> None:
        if self._table is not None:
            self._table.focus_table()

    def _step(self, step: int) -> None:
        if self._table is not None and self._table.selected is not None:
            ids = [row.id for row in self._table.rows]
            self._table.select(ids[max(0, min(len(ids) - 1, ids.index(self._table.selected) + step))])

    def _table_for(self, columns: tuple[PageColumn, ...]) -> Table:
        if self._table is not None and columns == self._shown_columns:
            return self._table
        if self._table is not None:
            self._table.destroy()
        made = [Column(*each) for each in columns]
        self._table = Table(self._body, self._look, made, on_select=self._selected, on_open=self._opened)
        self._shown_columns = columns
        return self._table

    def _show_commands(self, page: Page) -> None:
        self._commands.destroy()
        self._commands = Flow(self, self._look, gap=8, row_gap=8, ground=self._look.palette.ground)
        for command in page.commands:
            kind = "primary" if command.primary else "quiet"
            press = partial(self._press, command.key)
            self._commands.add(
                KeyButton(self._commands, self._look, command.word, press, key=command.key, kind=kind, width=132)  # type: ignore[arg-type]
            )
        if page.commands:
            self._commands.grid(row=3, column=0, sticky="ew", pady=(self._look.px(12), 0))
        if self._ticket is not None:
            self._commands.grid_remove()

    def _press(self, key: str) -> None:
        if self._presenter is not None:
            # Not from within the button's own event: the page may take the button away.
            self.after_idle(self._presenter.pressed, key)

    def _selected(self, row_id: str) -> None:
        if self._presenter is not None:
            self._presenter.selected(row_id)

    def _opened(self, row_id: str) -> None:
        if self._presenter is not None:
            self._presenter.opened(row_id)
