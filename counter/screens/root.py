"""Open the one window of the program, at its size, with the faces known and errors caught."""

import sys
import tkinter as tk
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

from counter.platform.fonts import register_fonts
from counter.screens.toolkit import ctk

WIDTH, HEIGHT = 1280, 800
LEAST_WIDTH, LEAST_HEIGHT = 1024, 768


def shapes_font() -> Path | None:
    """Return the font file that customtkinter draws round corners with, None if it brings none."""
    spec = find_spec("customtkinter")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "assets" / "fonts" / "CustomTkinter_shapes_font.otf"
    return path if path.is_file() else None


def open_root(title: str, scale: float, *, zoomed: bool = True) -> tk.Tk:
    """Open the window and return it, still without content.

    The scale is set before the first widget; the least size is what all screens fit into at that scale.
    """
    shapes = shapes_font()
    if shapes is not None:
        register_fonts((shapes,))
    ctk.set_widget_scaling(scale)
    ctk.set_window_scaling(scale)
    root: tk.Tk = ctk.CTk(className="Counterfoil")
    root.title(title)
    root.minsize(LEAST_WIDTH, LEAST_HEIGHT)
    root.geometry(f"{WIDTH}x{HEIGHT}")
    if zoomed:
        zoom(root)
    return root


def zoom(root: tk.Tk) -> None:
    """Let the window fill the screen, in the way each window system wants it."""
    if sys.platform.startswith("linux"):
        root.attributes("-zoomed", True)
    else:
        root.state("zoomed")


def release_clicks(root: tk.Tk) -> None:
    """Undo customtkinter's habit of moving the focus to whatever is clicked; call it after building.

    Each of its windows binds `<Button-1>` for the whole program, which takes the focus from a half-typed field.
    Entries, tables and their like set the focus themselves by their class.
    """
    root.unbind_all("<Button-1>")


def catch_errors(root: tk.Tk, handle: Callable[[BaseException], object]) -> None:
    """Give every exception that leaves a callback to the handler; the program goes on."""

    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        handle(error.with_traceback(trace) if error is not None else kind())

    root.report_callback_exception = report


def shut(root: tk.Tk) -> None:
    """Destroy the window with everything that still waits for a time; Tk would complain of what comes too late."""
    for waiting in root.tk.splitlist(root.tk.call("after", "info")):
        root.after_cancel(waiting)
    root.destroy()
