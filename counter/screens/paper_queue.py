"""The sheet of papers on their way, opened from the printer's light."""

import tkinter as tk
from collections.abc import Callable, Sequence

from counter.presenters.approval import AskApproval
from counter.presenters.paper_queue import PaperQueuePresenter, QueueChoice, QueueRow
from counter.presenters.pay_view import Question, SayKind
from counter.presenters.session import Session
from counter.screens.look import BODY, HEAD, Look
from counter.screens.question_sheet import open_question
from counter.screens.shell import Shell
from counter.screens.widgets.columns import Column
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.overlay import Command, Sheet
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import label, paragraph
from counter.words.errors import together

WIDTH, ROWS = 840, 6


class PaperQueueSheet:
    """One sheet, built once; refresh may be called whenever a paper has come further."""

    def __init__(self, shell: Shell, session: Session, approve: AskApproval, *, wake: Callable[[], None]) -> None:
        self._shell, self._look, self._w = shell, shell.look, session.words
        self.presenter = PaperQueuePresenter(session, self, approve, wake=wake)
        self._frame = tk.Frame(shell.overlay.holder, bg=shell.look.palette.surface, bd=0)
        self._build(shell.look)

    def open(self) -> None:
        """Show the queue."""
        self.presenter.open()

    def refresh(self) -> None:
        """Show how far the papers have come, if the sheet is open."""
        if self._frame.winfo_ismapped():
            self.presenter.refresh()

    def _build(self, look: Look) -> None:
        w, px, p = self._w, look.px, look.palette
        tk.Frame(self._frame, bg=p.surface, width=px(WIDTH), height=1).pack()
        label(self._frame, look, w("Print queue"), size=HEAD, bold=True).pack(anchor="w")
        columns = [
            Column("since", w.c("a paper in the queue", "Since"), 150),
            Column("paper", w("Paper"), 180, 3),
            Column("device", w("Printer"), 110, 1),
            Column("state", w("State"), 180, 3),
        ]
        self._holder = tk.Frame(self._frame, bg=p.surface, bd=0, height=px(38 + ROWS * 43))
        self._holder.pack(fill="x", pady=(px(10), 0))
        self._holder.pack_propagate(False)
        self._table = Table(
            self._holder, look, columns, on_select=self.presenter.selected, on_open=self.presenter.retry, height=ROWS
        )
        self._nothing = label(self._holder, look, "", ink=p.soft, anchor="center")
        self._advice = paragraph(self._frame, look, "", ink=p.ink)
        self._advice.pack(fill="x", pady=(px(10), 0))
        self._forms = paragraph(self._frame, look, "", ink=p.soft)
        self._forms.pack(fill="x", pady=(px(4), 0))
        self._said = paragraph(self._frame, look, "", size=BODY)
        self._said.pack(fill="x", pady=(px(4), 0))
        self._keys: dict[str, Command] = {
            "R": lambda: self._act(self.presenter.retry),
            "O": lambda: self._act(self.presenter.confirm),
            "X": lambda: self._act(self.presenter.give_up),
            "N": self.presenter.next_form,
        }
        self._buttons(look).pack(anchor="e", pady=(px(14), 0))

    def _buttons(self, look: Look) -> tk.Frame:
        row = tk.Frame(self._frame, bg=look.palette.surface, bd=0)
        self._retry = KeyButton(row, look, self._w("Print again"), self._keys["R"], key="R")
        self._confirm = KeyButton(row, look, self._w("It is on paper"), self._keys["O"], key="O")
        self._give_up = KeyButton(row, look, self._w("Give up"), self._keys["X"], key="X")
        self._form = KeyButton(row, look, self._w("Form number"), self._keys["N"], key="N")
        self._close = KeyButton(row, look, self._w("Close"), self._shell.overlay.back, key="Esc", kind="primary")
        for place, button in enumerate((self._retry, self._confirm, self._give_up, self._close)):
            button.pack(side="left", padx=(look.px(8) if place else 0, 0))
        return row

    def _act(self, command: Callable[[str], object]) -> None:
        if self._table.selected is not None and self._table.winfo_manager():
            command(self._table.selected)

    # The view

    def open_sheet(self) -> None:
        """Lay the sheet above the window."""
        self._shell.overlay.open(Sheet(self._frame, self._first, self._keys))

    def _first(self) -> tk.Misc:
        return self._table.tree if self._table.winfo_manager() else self._close.focus_target

    def show_papers(self, rows: Sequence[QueueRow], empty: str) -> None:
        """List the papers."""
        self._table.pack_forget()
        self._nothing.pack_forget()
        if rows:
            self._table.pack(fill="both", expand=True)
        else:
            self._nothing.configure(text=empty)
            self._nothing.pack(fill="both", expand=True)
        cells = [Row(r.id, (r.since, r.title, r.device, r.state), muted=r.muted) for r in rows]
        self._table.set_rows(cells)
        if self._table.selected is not None:
            self.presenter.selected(self._table.selected)

    def show_choice(self, choice: QueueChoice) -> None:
        """Show what can be done with the selected paper."""
        self._advice.configure(text=choice.advice)
        self._retry.set_enabled(choice.can_retry)
        self._confirm.set_enabled(choice.can_confirm)
        self._give_up.set_enabled(choice.can_give_up)

    def show_forms(self, text: str) -> None:
        """Say which numbered form lies next; empty takes line and key away."""
        self._forms.configure(text=text)
        if text:
            self._form.pack(side="left", padx=(self._look.px(8), 0), before=self._close)
        else:
            self._form.pack_forget()

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak on the sheet."""
        p = self._look.palette
        self._said.configure(text=together(text, rest), fg={"saved": p.saved, "risk": p.risk}.get(kind, p.ink))

    def ask(self, what: Question) -> None:
        """Open a small form above the sheet."""
        open_question(self._shell.overlay, self._look, self._w, what)
