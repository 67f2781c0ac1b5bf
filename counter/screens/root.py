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
# What a title bar and a task bar take of a screen's height at most.
BARS = 110


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
        fill_screen(root, scale)
    return root


def fill_screen(root: tk.Tk, scale: float) -> None:
    """Let the window fill the screen; on a small one without its title bar, or the bottom line would lie below it."""
    if root.winfo_screenheight() < LEAST_HEIGHT * scale + BARS:
        root.attributes("-fullscreen", True)
    elif sys.platform.startswith("linux"):
        root.attributes("-zoomed", True)
    else:
        root.state("zoomed")


def closed_by(root: tk.Tk, close: Callable[[], object]) -> None:
    """Close by the button of the title bar and by Alt+F4, which works where a small screen has no room for that bar."""
    root.protocol("WM_DELETE_WINDOW", close)
    root.bind("<Alt-F4>", lambda _: close())


def largest_scale(root: tk.Tk) -> int:
    """Return the largest scale (per cent, 100 at least) at which every screen of the program fits this one."""
    fits = min(root.winfo_screenwidth() / LEAST_WIDTH, root.winfo_screenheight() / LEAST_HEIGHT)
    return max(100, int(fits * 100))


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
