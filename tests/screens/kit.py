"""A window for tests, worked as a person works it: keys at whatever has the focus, and a ruler for everything shown."""

import time
import tkinter as tk
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tkinter import font as tkfont
from tkinter import ttk

from counter.screens import theme
from counter.screens.look import LIGHT, Look, Palette

KEYSYMS = {
    "_": "underscore",
    " ": "space",
    "-": "minus",
    ".": "period",
    ",": "comma",
    "/": "slash",
    "#": "numbersign",
    "+": "plus",
    "*": "asterisk",
    "{": "braceleft",
    "}": "braceright",
    "!": "exclam",
    "\n": "Return",
    "\t": "Tab",
}
SIZES = {1.0: (1024, 768), 1.25: (1280, 960), 1.5: (1536, 1152), 2.0: (2048, 1536)}


@dataclass(frozen=True, slots=True)
class Stage:
    """The one window of the test session, and what a person does at it."""

    root: tk.Tk
    family: str

    def dress(self, palette: Palette = LIGHT, scale: float = 1.0, size: tuple[int, int] | None = None) -> Look:
        """Empty the window and set its look and size (that of the scale unless told); return the look."""
        for child in self.root.winfo_children():
            child.destroy()
        look = theme.apply(self.root, palette, scale, self.family)
        width, height = size or SIZES[scale]
        self.root.tk.call("wm", "minsize", str(self.root), 1, 1)
        self.root.tk.call("wm", "geometry", str(self.root), f"{width}x{height}+0+0")
        self.pump(lambda: (self.root.winfo_width(), self.root.winfo_height()) == (width, height))
        self.root.focus_force()
        return look

    def pump(self, until: Callable[[], object] = lambda: True, seconds: float = 5.0) -> None:
        """Let the window work until a condition holds; AssertionError when it never does."""
        # Threads may post events to a window that is in update() instead of its main loop only after this.
        self.root.tk.willdispatch()
        deadline = time.monotonic() + seconds
        self.root.update()
        while not until():
            assert time.monotonic() < deadline, "the window never came to what was waited for"
            time.sleep(0.002)
            self.root.update()

    def focused(self) -> tk.Misc:
        """Return what has the focus, the window itself where nothing has."""
        return self.root.focus_get() or self.root

    def press(self, *names: str) -> None:
        """Press keys by their keysyms ('F9', 'Return', 'Shift-Tab'), each at whatever has the focus then."""
        for name in names:
            self.pump()
            *held, keysym = name.split("-") if len(name) > 1 else [name]
            self.focused().event_generate("<" + "-".join([*held, "Key", keysym]) + ">")
            self.pump()

    def type_text(self, text: str) -> None:
        """Type a text; what is on no keyboard goes in at the insertion mark, as an input method puts it."""
        for char in text:
            if char.isascii():
                self.press(KEYSYMS.get(char, char))
            else:
                entry = self.focused()
                assert isinstance(entry, tk.Entry | tk.Text), "an input method needs a field"
                entry.insert("insert", char)
                self.pump()

    def click(self, widget: tk.Misc, x: int | None = None, y: int | None = None, times: int = 1) -> None:
        """Click a widget, in its middle unless told where."""
        self.pump()
        x = widget.winfo_width() // 2 if x is None else x
        y = widget.winfo_height() // 2 if y is None else y
        for event in ("<Enter>", "<Motion>", *("<ButtonPress-1>", "<ButtonRelease-1>") * times):
            widget.event_generate(event, x=x, y=y)
        self.pump()

    def screenshot(self, path: Path) -> None:
        """Write a picture of the window; nothing else may lie above it."""
        from PIL import ImageGrab

        self.pump()
        left, top = self.root.winfo_rootx(), self.root.winfo_rooty()
        box = (left, top, left + self.root.winfo_width(), top + self.root.winfo_height())
        ImageGrab.grab(bbox=box, xdisplay="").save(path)


def below(widget: tk.Misc) -> Iterator[tk.Misc]:
    """Yield every widget on the screen from here down."""
    for path in widget.tk.splitlist(widget.tk.call("winfo", "children", str(widget))):
        child = widget.nametowidget(path)
        if child.winfo_viewable():
            yield child
            yield from below(child)


def texts(widget: tk.Misc) -> list[str]:
    """Return every text that can be read from here down, in the order of the widgets."""
    return [text for part in below(widget) for text in _texts_of(part) if text]


def _texts_of(part: tk.Misc) -> list[str]:
    if isinstance(part, tk.Label):
        return [str(part.cget("text"))]
    if isinstance(part, tk.Canvas):
        return words_on(part)
    if isinstance(part, tk.Entry):
        return [part.get()]
    if isinstance(part, ttk.Treeview):
        return [str(cell) for row in part.get_children() for cell in part.item(row, "values")]
    return []


def assert_nothing_clipped(widget: tk.Misc) -> None:
    """Assert that every text fits where it stands, and every part lies within all that hold it."""
    cut = [fault for part in below(widget) for fault in (*_outside(part), *_too_narrow(part))]
    assert not cut, "\n".join(cut)


def _outside(part: tk.Misc) -> Iterator[str]:
    left, top = part.winfo_rootx(), part.winfo_rooty()
    right, bottom = left + part.winfo_width(), top + part.winfo_height()
    holder = part.master
    while holder is not None:
        x, y = holder.winfo_rootx(), holder.winfo_rooty()
        if left < x or top < y or right > x + holder.winfo_width() or bottom > y + holder.winfo_height():
            yield f"{_name(part)} lies outside {holder}"
            return
        if holder is holder.winfo_toplevel():
            return
        holder = holder.master


def _too_narrow(part: tk.Misc) -> Iterator[str]:
    if isinstance(part, tk.Label) and part.cget("text"):
        if part.winfo_reqwidth() > part.winfo_width() + 1 or part.winfo_reqheight() > part.winfo_height() + 1:
            yield f"{_name(part)} needs {part.winfo_reqwidth()} of {part.winfo_width()} pixels"
    elif isinstance(part, tk.Canvas):
        yield from _cut_on_canvas(part)
    elif isinstance(part, ttk.Treeview):
        yield from _cut_in_table(part)


def _cut_on_canvas(canvas: tk.Canvas) -> Iterator[str]:
    for item in canvas.find_withtag("words"):
        if not _text_of(canvas, item):
            continue
        x1, y1, x2, y2 = canvas.bbox(item)
        if x1 < -1 or y1 < -1 or x2 > canvas.winfo_width() + 1 or y2 > canvas.winfo_height() + 1:
            yield f"{_text_of(canvas, item)!r} is cut by its canvas"


def words_on(canvas: tk.Canvas) -> list[str]:
    """Return the texts a person reads; customtkinter draws round corners with letters of a font of its own."""
    return [_text_of(canvas, item) for item in canvas.find_withtag("words")]


def _text_of(canvas: tk.Canvas, item: int) -> str:
    return str(canvas.tk.call(str(canvas), "itemcget", item, "-text"))


def _cut_in_table(tree: ttk.Treeview) -> Iterator[str]:
    columns = [str(column) for column in tree.cget("displaycolumns")]
    if columns == ["#all"]:
        columns = [str(column) for column in tree.cget("columns")]
    shown = [*columns, "#0"] if "tree" in str(tree.cget("show")) else columns
    total = sum(int(tree.column(column, "width")) for column in shown)
    if total > tree.winfo_width():
        yield f"the columns of {tree} need {total} of {tree.winfo_width()} pixels"
    style = ttk.Style(tree)
    font = tkfont.Font(tree, font=style.lookup(f"{tree.cget('style')}.Heading", "font"))
    for column in columns:
        title = str(tree.heading(column, "text"))
        if font.measure(title) > int(tree.column(column, "width")):
            yield f"the heading {title!r} is cut"


def _name(part: tk.Misc) -> str:
    return repr(part.cget("text")) if isinstance(part, tk.Label) else str(part)
