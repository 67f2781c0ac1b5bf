"""A box for text of several lines: Return begins a line, Tab leaves the box, stretches can be marked."""

import tkinter as tk
from collections.abc import Callable, Iterable, Mapping

from counter.screens.look import BODY, Look
from counter.screens.toolkit import ctk
from counter.screens.widgets.unscaled import PixelMargins

Span = tuple[int, int]
WRONG, THREAT, ADDED, REMOVED = "wrong", "threat", "added", "removed"


class _Box(PixelMargins, ctk.CTkFrame):  # type: ignore[misc]
    """The rounded outline, thicker and in the accent while the text has the focus."""


class TextBox(tk.Frame):
    """One text; on_change hears of it as it stands after each change, whether typed, pasted or undone.

    reading: only to be read, and left out of the Tab order. han: lines break between any two characters. keys: what
    Tk's own text would take for itself and the screen wants.
    """

    def __init__(
        self, parent: tk.Misc, look: Look, *, lines: int, on_change: Callable[[str], object] | None = None,
        reading: bool = False, size: int = BODY, keys: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:  # fmt: skip
        p = look.palette
        super().__init__(parent, bg=p.surface, bd=0)
        self.look, self._on_change, self._reading = look, on_change, reading
        self._box = _Box(
            self, corner_radius=8, border_width=1, border_color=p.outline, fg_color=p.surface, bg_color=p.surface
        )
        self._box.pack(fill="both", expand=True)
        self.text = tk.Text(
            self._box, font=look.font(size), fg=p.soft if reading else p.ink, bg=p.surface, insertbackground=p.ink,
            insertwidth=max(2, look.px(2)), selectbackground=p.accent, selectforeground=p.on_accent, bd=0,
            highlightthickness=0, padx=0, pady=0, height=lines, width=8, undo=not reading, spacing3=look.px(3),
            takefocus=not reading, state="disabled" if reading else "normal",
        )  # fmt: skip
        self.text.pack(fill="both", expand=True, padx=look.px(10), pady=look.px(6))
        self._wire(keys or {})

    def _wire(self, keys: Mapping[str, Callable[[], object]]) -> None:
        p, text = self.look.palette, self.text
        text.tag_configure(ADDED, background=p.saved_tint)
        text.tag_configure(REMOVED, overstrike=True, background=p.quiet)
        text.tag_configure(THREAT, background=p.warning_tint, foreground=p.warning_ink)
        text.tag_configure(WRONG, background=p.risk_tint, foreground=p.risk, underline=True)
        text.tag_raise("sel")
        if self._reading:
            return
        text.bind("<<Modified>>", lambda _: self._modified(), add="+")
        text.bind("<FocusIn>", lambda _: self._outline(True), add="+")
        text.bind("<FocusOut>", lambda _: self._outline(False), add="+")
        text.bind("<Tab>", lambda _: self._step(text.tk_focusNext()))
        text.bind("<<PrevWindow>>", lambda _: self._step(text.tk_focusPrev()))
        # As everywhere else; Tk's own way on X11 is another one.
        text.bind("<Control-a>", lambda _: _done(self._select_all))
        text.bind("<<Paste>>", lambda _: self._drop_selected())
        for key, command in keys.items():
            text.bind(f"<{key}>", lambda _, command=command: _done(command))  # type: ignore[misc]

    @property
    def value(self) -> str:
        """The text, without the line end that Tk keeps after it."""
        return self.text.get("1.0", "end-1c")

    def set(self, value: str, *, anew: bool, han: bool) -> None:
        """Put a text in; anew: nothing of what stood there before can be brought back."""
        self.text.configure(wrap="char" if han else "word")
        if value != self.value:
            self.text.configure(state="normal", autoseparators=False)
            self.text.edit_separator()
            self.text.replace("1.0", "end-1c", value)
            self.text.edit_separator()
            self.text.configure(state="disabled" if self._reading else "normal", autoseparators=True)
            self.text.mark_set("insert", "end-1c" if not anew else "1.0")
            self.text.see("insert")
        if anew:
            self.text.edit_reset()

    def put_in(self, text: str) -> None:
        """Put something in at the cursor, in place of what is selected."""
        self._drop_selected()
        self.text.insert("insert", text)
        self.text.see("insert")

    def mark(self, kind: str, spans: Iterable[Span]) -> None:
        """Mark stretches of the text, and no others, as WRONG, THREAT, ADDED or REMOVED."""
        self.text.tag_remove(kind, "1.0", "end")
        for start, end in spans:
            self.text.tag_add(kind, f"1.0+{start}c", f"1.0+{end}c")

    def bring(self, span: Span) -> None:
        """Scroll until a stretch is in sight, its beginning where the box is too low for all of it."""
        for place in reversed(span):
            self.text.see(f"1.0+{place}c")

    def _modified(self) -> None:
        if not self.text.edit_modified():
            return
        self.text.edit_modified(False)
        if self._on_change is not None:
            self._on_change(self.value)

    def _drop_selected(self) -> None:
        if self.text.tag_ranges("sel"):
            self.text.delete("sel.first", "sel.last")

    def _select_all(self) -> None:
        self.text.tag_add("sel", "1.0", "end-1c")

    def _outline(self, focused: bool) -> None:
        p = self.look.palette
        self._box.configure(border_width=2 if focused else 1, border_color=p.accent if focused else p.outline)

    def _step(self, to: tk.Misc | None) -> str:
        if to is not None:
            to.focus_set()
        return "break"


def _done(command: Callable[[], object]) -> str:
    command()
    return "break"
