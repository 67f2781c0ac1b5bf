"""The floors of the window: an empty customtkinter window with our face, and a bare ttk.Treeview filled with rows."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import NamedTuple

from counter.platform.fonts import load_bundled_fonts

READY_MS = 50  # what the program's own window waits before it says that it can be used


def empty_window(on_ready: Callable[[], object]) -> None:
    """Open an empty window with one label in our face, call on_ready when it stands, and close it."""
    from counter.screens.toolkit import ctk

    family = load_bundled_fonts()
    root: tk.Tk = ctk.CTk()
    root.geometry("1280x800")
    ctk.CTkLabel(root, text="收款 Pay", font=(family, 15)).pack()

    def ready() -> None:
        root.update_idletasks()
        on_ready()
        root.destroy()

    root.after(READY_MS, ready)
    root.mainloop()


class Area(NamedTuple):
    """Where rows are painted, in pixels from the corner of the window."""

    x: int
    y: int
    width: int
    height: int


class BareTree:
    """A Treeview of two columns over everything else, in a given style and area, filled anew each time."""

    def __init__(self, root: tk.Misc, style: str, area: Area) -> None:
        self._root = root
        self._tree = ttk.Treeview(root, style=style, columns=("code", "who"), show="", selectmode="browse")
        self._tree.place(x=area.x, y=area.y, width=area.width, height=area.height)
        root.update()

    def fill(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show so many rows, painted, the first one selected."""
        self._tree.delete(*self._tree.get_children())
        for row in rows:
            self._tree.insert("", "end", values=row)
        self._tree.selection_set(self._tree.get_children()[:1])
        self._root.update()

    def close(self) -> None:
        """Take it away again."""
        self._tree.destroy()
