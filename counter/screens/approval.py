"""The approval overlay: the act and its sum, who may approve, the reason where it is asked for, and the PIN."""

import tkinter as tk

from counter.presenters.approval import ApprovalFacts, ApprovalPresenter
from counter.presenters.session import Session
from counter.screens.look import HEAD
from counter.screens.shell import Shell
from counter.screens.widgets.columns import Column
from counter.screens.widgets.field import Field
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.overlay import Command, Sheet
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import label, paragraph

WIDTH = 500
_LABEL_WIDTH = 80
_PEOPLE_SHOWN = 4


class ApprovalOverlay:
    """Built once for a window and used again for every act; screens ask through `presenter.ask`."""

    def __init__(self, shell: Shell, session: Session) -> None:
        self._shell, self._look = shell, shell.look
        self.presenter = ApprovalPresenter(session, self)
        self._needs_reason = False
        self._asked = ""
        self._frame = tk.Frame(shell.overlay.holder, bg=shell.look.palette.surface, bd=0)
        self._build()

    def _build(self) -> None:
        look, w, frame, px = self._look, self._shell.w, self._frame, self._look.px
        tk.Frame(frame, bg=look.palette.surface, width=px(WIDTH), height=1).pack()
        self._title = label(frame, look, "", size=HEAD, bold=True)
        self._title.configure(wraplength=px(WIDTH))
        self._title.pack(anchor="w")
        self._text = paragraph(frame, look, ink=look.palette.soft, width=WIDTH)
        self._text.pack(anchor="w", pady=(px(6), px(10)))
        columns = [Column("name", w("Who approves"), 160, 3), Column("role", w("Role"), 120, 2)]
        self._people = Table(frame, look, columns, on_select=self.presenter.choose, height=_PEOPLE_SHOWN)
        self._people.tree.configure(takefocus=0)
        self._people.pack(fill="x", pady=(0, px(10)))
        self._reason = Field(
            frame, look, w("Reason"), label_width=_LABEL_WIDTH, room_for_error=False,
            on_enter=lambda: self._pin.focus_field(),
        )  # fmt: skip
        self._reason.pack(fill="x", pady=(0, px(8)))
        self._pin = Field(
            frame, look, w("PIN"), kind="secret", label_width=_LABEL_WIDTH, room_for_error=False, on_enter=self._grant
        )
        self._pin.pack(fill="x")
        for field in (self._reason, self._pin):
            field.entry.bind("<Down>", lambda _: self._move(1))
            field.entry.bind("<Up>", lambda _: self._move(-1))
        self._confirm = tk.Frame(frame, bg=look.palette.surface, bd=0)
        self._confirm_text = paragraph(self._confirm, look, width=WIDTH - 150)
        self._confirm_text.pack(side="left", anchor="w")
        KeyButton(self._confirm, look, w("It is so"), self.presenter.confirm, key="F8", width=120).pack(side="right")
        self._error = paragraph(frame, look, "", ink=look.palette.risk)
        self._error.pack(fill="x", pady=(px(8), 0))
        self._buttons()

    def _buttons(self) -> None:
        look, w, px = self._look, self._shell.w, self._look.px
        row = tk.Frame(self._frame, bg=look.palette.surface, bd=0)
        row.pack(fill="x", pady=(px(12), 0))
        self._agree = KeyButton(row, look, w("Approve"), self._grant, key="F9", kind="primary", width=140)
        self._agree.pack(side="right")
        self._later = KeyButton(row, look, w("Ask for it later"), self._leave, key="F10", width=140)
        KeyButton(row, look, w("Cancel"), self._shell.overlay.back, key="Esc", width=112).pack(side="left")

    # The view

    def open(self, facts: ApprovalFacts) -> None:
        """Show the overlay with empty fields."""
        self._title.configure(text=facts.title)
        self._text.configure(text=facts.text)
        self._agree.set_text(facts.word or self._shell.w("Approve"))
        self._people.set_rows([Row(each.id, (each.name, each.role)) for each in facts.people], keep=False)
        self._people.set_height(max(1, min(len(facts.people), _PEOPLE_SHOWN)))
        self._needs_reason = facts.needs_reason or facts.can_wait
        if self._needs_reason:
            self._reason.pack(fill="x", pady=(0, self._look.px(8)), before=self._pin)
        else:
            self._reason.pack_forget()
        self._reason.set("")
        self._pin.set("")
        self.error("")
        keys: dict[str, Command] = {"F9": self._grant, "F12": self._shell.lock}
        self._asked = facts.confirm
        self.show_confirmed(so=False)
        if facts.confirm:
            keys["F8"] = self.presenter.confirm
            self._confirm.pack(fill="x", pady=(self._look.px(10), 0), before=self._error)
        else:
            self._confirm.pack_forget()
        if facts.can_wait or facts.can_owe:
            keys["F10"] = self._leave
            w = self._shell.w
            self._later.set_text(w("Ask for it later") if facts.can_wait else w("Nobody is here"))
            self._later.pack(side="right", padx=(0, self._look.px(8)))
        else:
            self._later.pack_forget()
        first = self._reason.entry if self._needs_reason else self._pin.entry
        self._shell.overlay.open(Sheet(self._frame, lambda: first, keys, on_back=self.presenter.cancelled))

    def close(self) -> None:
        """Take the overlay away; nothing typed is kept."""
        self._pin.set("")
        self._shell.overlay.close()

    def clear_pin(self) -> None:
        """Empty the PIN; the focus goes there unless a reason is still being typed."""
        self._pin.set("")
        if self._shell.root.focus_get() is not self._reason.entry:
            self._pin.focus_field()

    def show_confirmed(self, *, so: bool) -> None:
        """Show whether what F8 asks about was said to be so: by the sign as well as by the colour."""
        palette = self._look.palette
        self._confirm_text.configure(
            text=f"{'✓' if so else '?'}  {self._asked}", fg=palette.ink if so else palette.soft
        )

    def error(self, sentence: str, *, in_reason: bool = False) -> None:
        """Say what is wrong."""
        self._error.configure(text=sentence)
        if sentence:
            (self._reason if in_reason else self._pin).focus_field()

    # Keys

    def _grant(self) -> None:
        self.presenter.grant(self._pin.get(), self._reason.get())

    def _leave(self) -> None:
        self.presenter.leave_for_later(self._reason.get())

    def _move(self, step: int) -> str:
        ids = [row.id for row in self._people.rows]
        if ids:
            place = ids.index(self._people.selected) if self._people.selected in ids else 0
            self._people.select(ids[max(0, min(len(ids) - 1, place + step))])
        return "break"
