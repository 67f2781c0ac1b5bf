"""The lock: it covers the whole window, takes every key, and leaves what lies beneath as it was."""

import contextlib
import tkinter as tk
from collections.abc import Callable

from counter.presenters.log_in import LogInFacts, LogInPresenter
from counter.presenters.session import Session
from counter.screens.look import HEAD, TITLE, Look
from counter.screens.scanning import Scanning
from counter.screens.ttk_style import ROW_HEIGHT
from counter.screens.widgets.card import Card
from counter.screens.widgets.columns import Column
from counter.screens.widgets.field import Field
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.key_hint import KeyHint
from counter.screens.widgets.table import Row, Table
from counter.screens.widgets.text import label, paragraph

WIDTH = 420
_PEOPLE_SHOWN, _SHOWN_AT_LEAST = 9, 2
_BESIDE_THE_LIST = 430  # what the card needs in height without the lines of the list, in design pixels


class LogInCover:
    """Built once above the shell; `presenter.lock()` shows it, a proved PIN takes it away."""

    def __init__(self, root: tk.Tk, look: Look, session: Session, on_in: Callable[[], object]) -> None:
        self._root, self._look, self._w = root, look, session.words
        self.presenter = LogInPresenter(session, self, lambda _person: on_in())
        self._digits: dict[str, str] = {}
        self._focus: tk.Misc | None = None
        self._grab = ""
        self.frame = tk.Frame(root, bg=look.palette.ground, bd=0)
        self._build()
        self._keep_keys(self.frame)

    def _build(self) -> None:
        look, w, px = self._look, self._w, self._look.px
        card = Card(self.frame, look, pad_x=28, pad_y=24)
        card.place(relx=0.5, rely=0.45, anchor="center")
        inside = card.inside
        tk.Frame(inside, bg=look.palette.surface, width=px(WIDTH), height=1).pack()
        label(inside, look, "Counterfoil", size=TITLE, bold=True).pack(anchor="w")
        self._title = label(inside, look, "", size=HEAD)
        self._title.pack(anchor="w")
        self._text = paragraph(inside, look, "", ink=look.palette.soft)
        self._text.pack(fill="x", pady=(px(8), px(12)))
        columns = [Column("digit", "", 34), Column("name", w("Name"), 160, 3), Column("role", w("Role"), 110, 2)]
        self._people = Table(
            inside, look, columns, on_select=self.presenter.choose, on_open=lambda _: self._pin.focus_field(),
            height=_PEOPLE_SHOWN,
        )  # fmt: skip
        self._people.pack(fill="x", pady=(0, px(14)))
        self._pin = Field(inside, look, w("PIN"), kind="secret", room_for_error=False, on_enter=self._enter)
        self._pin.pack(fill="x")
        self._error = paragraph(inside, look, "", ink=look.palette.risk)
        self._error.pack(fill="x", pady=(px(8), px(8)))
        self._button = KeyButton(inside, look, w("Log in"), self._enter, key="Enter", kind="primary", width=WIDTH)
        self._button.pack(fill="x")
        leave = KeyHint(self.frame, look, "Alt+F4", w("Close the program"), self._leave, ground=look.palette.ground)
        leave.place(relx=1.0, rely=1.0, x=-px(24), y=-px(20), anchor="se")
        self._wire()

    def _wire(self) -> None:
        self.frame.bind("<Configure>", lambda event: self._fit(event.height), add="+")
        self._pin.entry.bind("<Down>", lambda _: self._move(1))
        self._pin.entry.bind("<Up>", lambda _: self._move(-1))
        self._people.tree.bind("<Key>", self._list_key, add="+")
        # The figures of a code are no PIN: they would count as a wrong one.
        scanning = Scanning(lambda _code: self.error(self._w("Log in first, then scan the code again.")))
        for part in (self._pin.entry, self._people.tree):
            scanning.watch(part)

    def _keep_keys(self, part: tk.Misc) -> None:
        """Take the window and Tk's own Tab order off every part, so that no key reaches what lies beneath."""
        part.bindtags(tuple(tag for tag in part.bindtags() if tag not in (str(self._root), "all")))
        tk.Misc.bind(part, "<Tab>", lambda _: self._walk(), add="+")
        tk.Misc.bind(part, "<Alt-F4>", lambda _: self._leave(), add="+")
        tk.Misc.bind(part, "<Shift-Tab>", lambda _: self._walk(), add="+")
        if part.winfo_toplevel() is self._root and self._root.tk.call("tk", "windowingsystem") == "x11":
            tk.Misc.bind(part, "<ISO_Left_Tab>", lambda _: self._walk(), add="+")
        for child in part.winfo_children():
            self._keep_keys(child)

    def _leave(self) -> None:
        """Close the program, as the window itself would."""
        self._root.event_generate("<Alt-F4>")

    # The view

    def open(self, facts: LogInFacts) -> None:
        """Cover the window."""
        self._focus = self._focused()
        self._grab = str(self._root.tk.call("grab", "current", str(self._root)))
        self._title.configure(text=facts.title)
        self._text.configure(text=facts.text)
        self._digits = {each.digit: each.id for each in facts.people if each.digit}
        self._people.set_rows([Row(each.id, (each.digit, each.name, each.role)) for each in facts.people], keep=False)
        self._fit(self._root.winfo_height())
        self._pin.set("")
        self.frame.place(x=0, y=0, relwidth=1, relheight=1)
        tk.Misc.tkraise(self.frame)
        self._root.update_idletasks()
        # No click reaches what lies beneath; a window that is not on screen yet has none.
        with contextlib.suppress(tk.TclError):
            self.frame.grab_set()
        if facts.chosen:
            self._people.select(facts.chosen)
            self._pin.focus_field()
        else:
            self._people.focus_table()
        self.error("")

    def _fit(self, height: int) -> None:
        """Show as many lines as the window has room for; when it first opens it has not its size yet."""
        spare = height - self._look.px(_BESIDE_THE_LIST)
        room = min(_PEOPLE_SHOWN, len(self._people.rows), spare // self._look.px(ROW_HEIGHT))
        self._people.set_height(max(_SHOWN_AT_LEAST, room))

    def close(self) -> None:
        """Uncover the window, with focus and overlay as they were."""
        self._pin.set("")
        self.frame.grab_release()
        self.frame.place_forget()
        if self._grab:  # the overlay that was open, where it still is
            with contextlib.suppress(tk.TclError):
                self._root.tk.call("grab", "set", self._grab)
        # What is hidden by now takes no focus, and the keys would go on to the PIN behind the window.
        there = self._focus is not None and self._focus.winfo_exists() and self._focus.winfo_viewable()
        (self._focus if there and self._focus is not None else self._root).focus_set()

    def clear_pin(self) -> None:
        """Empty the PIN and put the focus there."""
        self._pin.set("")
        if self._focused() is not self._people.tree:
            self._pin.focus_field()

    def prompt(self, text: str) -> None:
        """Say above the list what is to be typed now, and empty the PIN."""
        self._text.configure(text=text)
        self.clear_pin()

    def error(self, sentence: str) -> None:
        """Say what is wrong."""
        self._error.configure(text=sentence)

    # Keys

    def _enter(self) -> None:
        chosen = self._people.selected
        if chosen is not None:
            self.presenter.choose(chosen)
        self.presenter.enter(self._pin.get())

    def _list_key(self, event: "tk.Event[tk.Misc]") -> None:
        chosen = self._digits.get(event.char)
        if chosen is not None:
            self._people.select(chosen)
            self._pin.focus_field()

    def _move(self, step: int) -> str:
        ids = [row.id for row in self._people.rows]
        if ids:
            place = ids.index(self._people.selected) if self._people.selected in ids else 0
            self._people.select(ids[max(0, min(len(ids) - 1, place + step))])
        return "break"

    def _walk(self) -> str:
        """Tab goes back and forth between the names and the PIN."""
        if self._focused() is self._people.tree:
            self._pin.focus_field()
        else:
            self._people.focus_table()
        return "break"

    def _focused(self) -> tk.Misc | None:
        try:
            return self._root.focus_get()
        except KeyError:  # a part of Tk's own that Python has no object for
            return None
