"""A label and an entry in one outlined box, with the sentence of what is wrong beneath it."""

import tkinter as tk
from collections.abc import Callable, Mapping
from typing import Literal

from counter.screens import ime
from counter.screens.folding import fold, fold_words, letter
from counter.screens.look import BODY, SMALL, SUM, Look
from counter.screens.widgets.rounded import RoundFrame
from counter.screens.widgets.text import label

FieldKind = Literal["text", "number", "secret", "path"]
_HELD = 0x4 | 0x8  # Control or Alt: a shortcut, not a letter


class Field(tk.Frame):
    """One thing to type.

    Full-width forms are folded as they arrive, except in a path (files may be named with them) and, as far as they are
    the punctuation of Chinese words, in a text. A number field is
    right-aligned, keeps the input method off, and gives letters that are commands to `commands` (by capital letter)
    instead of taking them in. `size` is that of the typed text; `label_width` (design pixels) aligns the boxes of a
    form.
    """

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        caption: str,
        *,
        kind: FieldKind = "text",
        size: int = BODY,
        bold: bool = False,
        hint: str = "",
        label_width: int = 0,
        ground: str = "",
        room_for_error: bool = True,
        commands: Mapping[str, Callable[[], object]] | None = None,
        on_change: Callable[[str], object] | None = None,
        on_enter: Callable[[], object] | None = None,
    ) -> None:
        ground = ground or look.palette.surface
        super().__init__(parent, bg=ground, bd=0)
        self.look, self._on_change = look, on_change
        self._commands = dict(commands or {})
        self._fold = str if kind == "path" else fold_words if kind == "text" else fold
        self._quiet = False
        self._wrong = False
        self._typed = tk.StringVar(self)
        # The rounded outline, thicker and in the accent while the entry has the focus.
        self._box = RoundFrame(
            self,
            corner_radius=8,
            border_width=1,
            border_color=look.palette.outline,
            fg_color=look.palette.surface,
            bg_color=ground,
        )
        self._box.pack(fill="x")
        self._caption = label(self._box, look, caption, ink=look.palette.soft)
        self.entry = self._make_entry(kind, size, bold)
        self._hint = label(self._box, look, hint, size=SMALL, ink=look.palette.soft)
        self._place(caption, hint, label_width, 40 if size <= BODY + 1 else 48 if size < SUM else 60)
        self._error = label(self, look, size=SMALL, ink=look.palette.risk, ground=ground)
        if room_for_error:
            self._error.pack(fill="x", padx=look.px(4))
        self._wire(kind, on_enter)

    def _make_entry(self, kind: FieldKind, size: int, bold: bool) -> tk.Entry:
        p = self.look.palette
        return tk.Entry(
            self._box,
            textvariable=self._typed,
            font=self.look.font(size, bold=bold),
            fg=p.ink,
            bg=p.surface,
            insertbackground=p.ink,
            insertwidth=max(2, self.look.px(2)),
            selectbackground=p.accent,
            selectforeground=p.on_accent,
            disabledbackground=p.surface,
            disabledforeground=p.muted,
            justify="right" if kind == "number" else "left",
            show="●" if kind == "secret" else "",
            width=4,
            bd=0,
            highlightthickness=0,
        )

    def _place(self, caption: str, hint: str, label_width: int, height: int) -> None:
        px = self.look.px
        self._box.grid_columnconfigure(1, weight=1)
        self._box.grid_rowconfigure(0, weight=1, minsize=px(height))
        self._box.grid_columnconfigure(0, minsize=px(label_width))
        if caption:
            self._caption.grid(row=0, column=0, sticky="w", padx=(px(14), px(8)), pady=px(3))
        self.entry.grid(row=0, column=1, sticky="ew", padx=(px(0 if caption else 14), px(14)), pady=px(5))
        if hint:
            self._hint.grid(row=0, column=2, sticky="e", padx=(0, px(14)), pady=px(3))

    def _wire(self, kind: FieldKind, on_enter: Callable[[], object] | None) -> None:
        self._typed.trace_add("write", lambda *_: self._changed())
        self.entry.bind("<FocusIn>", lambda _: self._outline(True), add="+")
        self.entry.bind("<FocusOut>", lambda _: self._outline(False), add="+")
        for part in (self._box, self._caption, self._hint):
            part.bind("<Button-1>", lambda _: self.entry.focus_set(), add="+")
        if kind in ("number", "secret"):
            ime.keep_off(self.entry)
        if self._commands:
            self.entry.bind("<Key>", self._command_key, add="+")
        if on_enter is not None:
            for key in ("<Return>", "<KP_Enter>"):
                self.entry.bind(key, lambda _: _done(on_enter), add="+")

    def _command_key(self, event: "tk.Event[tk.Entry]") -> str | None:
        held = int(event.state) & _HELD
        command = None if held else self._commands.get(letter(event.char))
        return None if command is None else _done(command)

    def _changed(self) -> None:
        if self._quiet:
            return
        typed = self._typed.get()
        folded = self._fold(typed)
        if folded != typed:
            # One for one, so the insertion mark stays.
            self._put(folded)
        if self._wrong:
            self.error("")
        if self._on_change is not None:
            self._on_change(folded)

    def _put(self, text: str) -> None:
        self._quiet = True
        self._typed.set(text)
        self._quiet = False

    def _outline(self, focused: bool) -> None:
        p = self.look.palette
        colour = p.risk if self._wrong else p.accent if focused else p.outline
        self._box.configure(border_width=2 if focused or self._wrong else 1, border_color=colour)

    def get(self) -> str:
        """Return what stands in the field, without spaces at the ends."""
        return self._fold(self._typed.get()).strip()

    def set(self, text: str, *, tell: bool = False) -> None:
        """Put a text into the field; `on_change` hears of it only when asked to."""
        self._put(text)
        self.entry.icursor("end")
        if self._wrong:
            self.error("")
        if tell and self._on_change is not None:
            self._on_change(text)

    def error(self, sentence: str) -> None:
        """Show what is wrong, or with '' nothing; typing takes it away."""
        self._wrong = bool(sentence)
        self._error.configure(text=sentence)
        self._outline(self.entry.focus_displayof() is self.entry)

    def caption(self, text: str) -> None:
        """Change the label."""
        self._caption.configure(text=text)

    def focus_field(self, *, select: bool = True) -> None:
        """Put the focus into the field, all of its text selected unless told otherwise."""
        self.entry.focus_set()
        if select:
            self.entry.selection_range(0, "end")
        self.entry.icursor("end")

    def set_enabled(self, enabled: bool) -> None:
        """Let it be typed into or not."""
        self.entry.configure(state="normal" if enabled else "disabled")


def step_into(part: tk.Misc) -> None:
    """Give a part the focus as Tab does: what stands in an entry is selected, so that it is simply typed over."""
    part.focus_set()
    if isinstance(part, tk.Entry):
        # Not by the event of Tab: a part that is not on the screen yet hears none.
        part.selection_range(0, "end")
        part.icursor("end")
    else:
        part.event_generate("<<TraverseIn>>")


def _done(command: Callable[[], object]) -> str:
    command()
    return "break"
