"""The first start's window: the steps above, one question on a card, the way back and the way on below."""

import time
import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import filedialog
from typing import Any, Protocol

from counter.presenters.first_start_pages import FirstPage
from counter.presenters.settings_page import Work
from counter.screens.keys import key_name
from counter.screens.look import BODY, SMALL, TITLE, Look
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.field import Field
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.overlay import Command
from counter.screens.widgets.progress import Progress
from counter.screens.widgets.steps import Steps
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import label, paragraph
from counter.screens.worker import Job, Ticket, Worker
from counter.words import Words

WIDTH, LABEL_WIDTH = 640, 200
PRODUCT = "Counterfoil"
_WORKBOOKS = (("Excel, CSV", "*.xlsx *.xlsm *.csv"),)


class Assistant(Protocol):
    """What asks the questions: the first start, or the way back from a copy."""

    @property
    def words(self) -> Words:
        """Return the words of the language at hand."""

    def start(self) -> None:
        """Show the first page."""

    def back(self) -> None:
        """Go back a step."""

    def choose(self, key: str) -> None:
        """Take a choice by its key."""

    def answer(self, values: dict[str, str]) -> None:
        """Take what was typed."""

    def typed(self, values: dict[str, str]) -> None:
        """Note what is being typed."""


class FirstStartScreen:
    """Paints the page at hand anew for every step; pages are few and small."""

    def __init__(
        self,
        root: tk.Tk,
        look: Look,
        worker: Worker,
        make: "Callable[[FirstStartScreen], Assistant]",
    ) -> None:
        """make: builds the presenter over this view."""
        self._root, self._look, self._worker = root, look, worker
        self._ticket: Ticket | None = None
        self._commands: dict[str, Command] = {}
        self._fields: dict[str, Field] = {}
        self.frame = tk.Frame(root, bg=look.palette.ground, bd=0)
        self.frame.pack(fill="both", expand=True)
        self._page: tk.Frame | None = None
        self._said: tk.Label | None = None
        self._progress: Progress | None = None
        self.presenter = make(self)
        root.bind("<Key>", self._key, add="+")
        self.presenter.start()

    # The view

    def show(self, page: FirstPage) -> None:
        """Paint a page and give its first field or choice the focus."""
        look, px, p = self._look, self._look.px, self._look.palette
        if self._page is not None:
            self._page.destroy()
        self._fields, self._commands = {}, {"Escape": self._back}
        self._page = tk.Frame(self.frame, bg=p.ground, bd=0)
        self._page.pack(fill="both", expand=True, padx=px(32), pady=px(24))
        label(self._page, look, PRODUCT, size=BODY, bold=True, ground=p.ground, ink=p.soft).pack(anchor="w")
        steps = Steps(self._page, look, page.steps)
        steps.pack(fill="x", pady=(px(8), px(16)))
        steps.set(page.at)
        card = Card(self._page, look, pad_x=32, pad_y=24)
        if page.lines:
            card.pack(fill="both", expand=True)
        else:
            card.pack(anchor="center", pady=(px(24), 0))
        inside = card.inside
        tk.Frame(inside, bg=p.surface, width=px(WIDTH), height=1).pack()
        label(inside, look, page.title, size=TITLE, bold=True).pack(anchor="w")
        # As wide as the card, which a long text would widen otherwise.
        text = paragraph(inside, look, page.text, ink=p.soft, width=WIDTH)
        text.pack(fill="x", pady=(px(8), px(20)))
        if page.lines:
            self._show_lines(inside, page)
        self._show_facts(inside, page)
        first = self._show_choices(inside, page) + self._show_fields(inside, page)
        self._said = paragraph(inside, look, "", size=SMALL + 1, ink=p.risk, width=WIDTH)
        self._said.pack(fill="x", pady=(px(4), 0))
        first += self._show_buttons(inside, page)
        if self._fields:
            # What stands there is typed over, or kept by Enter.
            next(iter(self._fields.values())).focus_field()
        elif first:
            first[0].focus_set()

    def find_file(self, title: str) -> str:
        """Open the system's own window for choosing a file."""
        return str(filedialog.askopenfilename(parent=self._root, title=title, filetypes=_WORKBOOKS) or "")

    def wrong(self, sentence: str) -> None:
        """Say in red what is wrong."""
        if self._said is not None and self._said.winfo_exists():
            self._said.configure(text=sentence, fg=self._look.palette.risk)

    def told(self, sentence: str) -> None:
        """Say in green what was done."""
        if self._said is not None and self._said.winfo_exists():
            self._said.configure(text=sentence, fg=self._look.palette.saved)

    def work(self, what: str, work: Work, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        """Run long work with a bar beneath the page; its keys rest meanwhile, Esc stops the work."""
        if self._ticket is not None or self._page is None:
            return
        self.wrong("")
        ground = self._look.palette.ground
        bar = Progress(
            self._page, self._look, self.presenter.words, time.monotonic, on_cancel=self._cancel, ground=ground
        )
        bar.pack(side="bottom", fill="x")
        bar.start(what)

        def ended(tell: Callable[[Any], object], result: Any) -> None:
            self._ticket = None
            bar.destroy()
            tell(result)

        self._ticket = self._worker.submit(
            Job(
                lambda ticket: work(ticket.report, lambda: ticket.cancelled),
                partial(ended, done), partial(ended, failed), bar.set,
            )
        )  # fmt: skip

    # Painting

    def _show_lines(self, inside: tk.Frame, page: FirstPage) -> None:
        table = Table(inside, self._look, [Column("line", "", 400, 1)], height=4, headings=False)
        table.set_rows([Row(str(n), (line,)) for n, line in enumerate(page.lines)])
        table.pack(fill="both", expand=True, pady=(0, self._look.px(16)))

    def _show_facts(self, inside: tk.Frame, page: FirstPage) -> None:
        look, px = self._look, self._look.px
        for name, value in page.facts:
            row = tk.Frame(inside, bg=look.palette.surface, bd=0)
            row.pack(fill="x", pady=(0, px(8)))
            row.grid_columnconfigure(0, minsize=px(LABEL_WIDTH))
            row.grid_columnconfigure(1, weight=1)
            label(row, look, name, ink=look.palette.soft).grid(row=0, column=0, sticky="nw")
            told = paragraph(row, look, value, width=WIDTH - LABEL_WIDTH)
            told.grid(row=0, column=1, sticky="ew")

    def _show_choices(self, inside: tk.Frame, page: FirstPage) -> list[tk.Misc]:
        made: list[tk.Misc] = []
        for key, word in page.choices:
            press = partial(self._choose, key)
            button = KeyButton(inside, self._look, word, press, key=key, width=WIDTH)
            button.pack(fill="x", pady=(0, self._look.px(8)))
            made.append(button.focus_target)
            self._commands[key] = press
        return made

    def _show_fields(self, inside: tk.Frame, page: FirstPage) -> list[tk.Misc]:
        made: list[tk.Misc] = []
        for place, field in enumerate(page.fields):
            box = Field(
                inside, self._look, field.caption, kind=field.kind, label_width=LABEL_WIDTH, room_for_error=False,
                on_enter=partial(self._entered, place), on_change=lambda _: self.presenter.typed(self._values()),
            )  # fmt: skip
            box.set(field.value)
            box.pack(fill="x", pady=(0, self._look.px(8)))
            self._fields[field.name] = box
            made.append(box.entry)
        return made

    def _show_buttons(self, inside: tk.Frame, page: FirstPage) -> list[tk.Misc]:
        look, made = self._look, list[tk.Misc]()
        row = tk.Frame(inside, bg=look.palette.surface, bd=0)
        row.pack(anchor="e", pady=(look.px(12), 0))
        gap = (look.px(8), 0)
        if page.back:
            KeyButton(row, look, page.back, self._back, key="Esc", width=112).pack(side="left")
        for key, word in page.also:
            press = partial(self._choose, key)
            KeyButton(row, look, word, press, key=key, width=112).pack(side="left", padx=gap)
            self._commands[key] = press
        if page.confirm:
            button = KeyButton(row, look, page.confirm, self._confirm, key="F9", kind="primary", width=160)
            button.pack(side="left", padx=gap)
            self._commands["F9"] = self._confirm
            made.append(button.focus_target)
        return made

    # Keys

    def _key(self, event: "tk.Event[tk.Misc]") -> str | None:
        name = key_name(event.keysym, int(event.state))
        typing = isinstance(event.widget, tk.Entry)
        command = self._commands.get(name)
        if command is None or (len(name) == 1 and typing):
            return "break" if name == "F10" else None
        if self._ticket is None or name == "Escape":
            command()
        return "break"

    def _values(self) -> dict[str, str]:
        return {name: field.get() for name, field in self._fields.items()}

    def _entered(self, place: int) -> None:
        following = list(self._fields.values())[place + 1 :]
        if following:
            following[0].focus_field()
        else:
            self._confirm()

    def _confirm(self) -> None:
        if self._ticket is None:
            values = self._values()
            # The page is painted anew, and the button that was pressed with it.
            self._root.after_idle(self.presenter.answer, values)

    def _choose(self, key: str) -> None:
        if self._ticket is None:
            self._root.after_idle(self.presenter.choose, key)

    def _back(self) -> None:
        if self._ticket is not None:
            self._cancel()
        else:
            self._root.after_idle(self.presenter.back)

    def _cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
