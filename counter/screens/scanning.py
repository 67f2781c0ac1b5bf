"""A scanner is a fast keyboard: a code of ours it types is caught before any of its letters acts as a command.

The figures of a stranger's code (of goods, or a payer's own payment code) are taken out of a sum again.
"""

import tkinter as tk
from collections.abc import Callable
from typing import NamedTuple

from counter.rules.codes import PREFIX
from counter.screens.folding import fold

# A scanner sends a key every few milliseconds; nobody types that fast for the length of a code.
GAP_MS = 150
# So many figures, so fast, with Return behind them, are no sum that a person typed.
FAST_MS, LONG = 40, 10
_START = f"{PREFIX}-"
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
_BETWEEN = ("Shift", "Caps", "ISO")
_ENDS = ("Return", "KP_Enter", "Tab")
_WINDOW = "ScanningWindow"
# What is typed there is text, unless the entry gives its letters away as commands.
_TEXT_PARTS = ("Entry", "Text", "TEntry")


class Held(NamedTuple):
    """A first letter that may be the beginning of a code or a command, until its timer says which."""

    timer: str
    keysym: str


class Scanning:
    """Watches fields and tables whose letters are commands; a whole code goes to `on_code` when its Return comes."""

    def __init__(self, on_code: Callable[[str], object]) -> None:
        self._on_code = on_code
        self._caught = ""
        self._last_ms = 0
        self._figures = ""
        self._figure_ms = 0
        self._held: Held | None = None

    def watch(self, part: tk.Misc) -> None:
        """See the keys of a part before the part itself does."""
        tag = f"Scanning{part}"
        part.bindtags((tag, *part.bindtags()))
        part.bind_class(tag, "<Key>", self._key)

    def watch_window(self, root: tk.Misc) -> None:
        """See the keys of every part of a window that takes the focus, but of text; parts watched already stay so."""
        root.bind_class(_WINDOW, "<Key>", self._key)
        root.bind_all("<FocusIn>", lambda event: self._comes(event.widget), add="+")

    def _comes(self, part: tk.Misc | str) -> None:
        """Put the watch before a part that has the focus now; a name is a part of Tk's own."""
        if isinstance(part, str) or (part.winfo_class() in _TEXT_PARTS and not self._is_no_text(part)):
            return
        tags = part.bindtags()
        if not tags[0].startswith("Scanning"):
            part.bindtags((_WINDOW, *tags))

    def _is_no_text(self, part: tk.Misc) -> bool:
        """Whether an entry gives letters away as commands, or takes a PIN: a code there would count as a wrong one."""
        return bool(part.bind("<Key>")) or (isinstance(part, tk.Entry) and bool(part.cget("show")))

    def _key(self, event: "tk.Event[tk.Misc]") -> str | None:
        if event.keysym.startswith(_BETWEEN):
            return "break" if self.caught(event.keysym, event.char, event.time) else None
        held, self._held = self._held, None
        stranger = self.strange(event.keysym, event.char, event.time)
        if stranger:
            self._take_out(event.widget, stranger)
            self._on_code(stranger)
            return "break"
        taken = self.caught(event.keysym, event.char, event.time)
        if held is not None:
            event.widget.after_cancel(held.timer)
            if len(self._caught) < 2:
                self._give_back(event.widget, held.keysym)
        if taken and len(self._caught) == 1:
            part, keysym = event.widget, event.keysym
            # The first letter of a code may be a command by itself: it acts once no second letter came.
            self._held = Held(part.after(GAP_MS, lambda: self._alone(part, keysym)), keysym)
        return "break" if taken else None

    def strange(self, keysym: str, char: str, time_ms: int) -> str:
        """Take one key in; returns the figures of a code that is none of ours, once its Return comes, else ''."""
        run, self._figures = self._figures, ""
        if run and not 0 <= time_ms - self._figure_ms <= FAST_MS:
            run = ""
        self._figure_ms = time_ms
        if keysym in _ENDS:
            return run if len(run) >= LONG else ""
        if char.isdecimal():
            self._figures = run + fold(char)
        return ""

    def _take_out(self, part: tk.Misc, figures: str) -> None:
        """Take out of a field what the scanner typed into it."""
        if isinstance(part, tk.Entry):
            end = part.index("insert")
            part.delete(max(0, end - len(figures)), end)

    def _alone(self, part: tk.Misc, keysym: str) -> None:
        self._held, self._caught = None, ""
        if part.winfo_exists():
            self._give_back(part, keysym)

    def _give_back(self, part: tk.Misc, keysym: str) -> None:
        tags = part.bindtags()
        part.bindtags(tags[1:])
        try:
            part.event_generate(f"<KeyPress-{keysym}>")
        finally:
            part.bindtags(tags)

    def caught(self, keysym: str, char: str, time_ms: int) -> bool:
        """Take one key in; returns whether it belongs to a code and must go nowhere else."""
        text, self._caught = self._caught, ""
        if text and not 0 <= time_ms - self._last_ms <= GAP_MS:
            text = ""
        self._last_ms = time_ms
        if not char.isprintable() or not char:
            return self._without_sign(keysym, text)
        longer = text + fold(char).upper()
        if _begins(longer):
            self._caught = longer
            return True
        return False

    def _without_sign(self, keysym: str, text: str) -> bool:
        if keysym in _ENDS and len(text) > len(_START):
            self._on_code(text)
            return True
        if keysym.startswith(_BETWEEN):
            self._caught = text
        return False


def _begins(text: str) -> bool:
    """Whether a text is the beginning of a code of ours."""
    head = _START[: len(text)]
    return text.startswith(head) and all(char in _ALPHABET for char in text)
