"""Hands and eyes on the real window, for the scripted day: key events at its focus, pictures, and what can be read."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_KEYSYMS = {
    "-": "minus", ".": "period", ",": "comma", " ": "space", "*": "asterisk", "/": "slash", "_": "underscore",
    ":": "colon", "#": "numbersign", "\\": "backslash", "~": "asciitilde",
}  # fmt: skip
_AFTER_KEY_S = 0.02
_CORNERS = "CustomTkinter_shapes_font"


class NotSeen(Exception):
    """A text did not appear in the window in time."""

    code = "not_seen"

    def __init__(self, text: str, seen: str) -> None:
        super().__init__(text, seen)
        self.text = text
        self.seen = seen


class Hands:
    """Presses the keys of one window; used on the window's thread, inside its loop."""

    def __init__(self, root: Any, pictures: Path) -> None:
        self._root = root
        self._pictures = pictures
        self._taken = 0
        pictures.mkdir(parents=True, exist_ok=True)
        self._turn(0.3)
        last = root.focus_lastfor()
        # Without a window manager the first focus has to be taken.
        last.focus_force()
        self._turn(0.2)

    def press(self, *keys: str) -> None:
        """Press keys by their Tk names."""
        for key in keys:
            (self._root.focus_get() or self._root).event_generate(f"<{key}>")
            self._turn(_AFTER_KEY_S)

    def type(self, text: str) -> None:
        """Type a text key by key; what no key has (Chinese) comes in at once, as from an input method."""
        if not text.isascii():
            self.paste(text)
            return
        for character in text:
            self.press(f"KeyPress-{_KEYSYMS.get(character, character)}")

    def paste(self, text: str) -> None:
        """Put a text in at once, as it was copied elsewhere; what is selected is replaced."""
        entry = self._root.focus_get()
        if entry is not None and entry.winfo_class() == "Entry" and entry.selection_present():
            entry.delete("sel.first", "sel.last")
        self._root.clipboard_clear()
        self._root.clipboard_append(text)
        self.press("<Paste>")

    def wait_for(self, text: str, seconds: float = 20.0) -> None:
        """Wait until a text stands somewhere in the window; raises NotSeen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._turn(0.05)
            if any(text in seen for seen in texts(self._root)):
                return
        self.look("not-seen")
        raise NotSeen(text, " | ".join(texts(self._root))[:2000])

    def rest(self, seconds: float) -> None:
        """Do nothing for a while; the window goes on."""
        self._turn(seconds)

    def look(self, name: str) -> None:
        """Keep a numbered picture of the window, and beside it the texts that can be read on it, a line each."""
        from PIL import ImageGrab

        self._turn(0.25)
        self._taken += 1
        root = self._root
        box = (root.winfo_rootx(), root.winfo_rooty(), root.winfo_width(), root.winfo_height())
        picture = ImageGrab.grab(bbox=(box[0], box[1], box[0] + box[2], box[1] + box[3]), xdisplay="")
        kept = self._pictures / f"{self._taken:02d}-{name}.png"
        picture.save(kept)
        lines = (" ".join(text.split()) for text in texts(root))
        kept.with_suffix(".txt").write_text("".join(f"{line}\n" for line in lines if line), encoding="utf-8")

    def _turn(self, seconds: float) -> None:
        """Let the window work for a while."""
        end = time.monotonic() + seconds
        self._root.update()
        while time.monotonic() < end:
            time.sleep(0.005)
            self._root.update()


def texts(widget: Any) -> Iterator[str]:
    """Yield every text that is shown in a window: labels, entries, drawn texts, the rows of tables."""
    if not widget.winfo_viewable():
        return
    kind = widget.winfo_class()
    if kind in ("Label", "Button", "TLabel"):
        yield str(widget.cget("text"))
    elif kind in ("Entry", "TEntry"):
        yield str(widget.get())
    elif kind == "Text":
        yield str(widget.get("1.0", "end-1c"))
    elif kind == "Canvas":
        yield from _drawn(widget)
    elif kind == "Treeview":
        for row in widget.get_children():
            yield " ".join(map(str, widget.item(row, "values")))
    for child in widget.winfo_children():
        yield from texts(child)


def _drawn(canvas: Any) -> Iterator[str]:
    for item in canvas.find_all():
        # customtkinter draws round corners with letters of a font of its own.
        if canvas.type(item) == "text" and _CORNERS not in str(canvas.itemcget(item, "font")):
            yield str(canvas.itemcget(item, "text"))
