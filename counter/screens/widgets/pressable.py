"""What makes a drawn part a button: reached by Tab, pressed by Space, Return, KP_Enter or the mouse."""

import tkinter as tk
from collections.abc import Callable

PRESS_KEYS = ("<space>", "<Return>", "<KP_Enter>")


def press_by_keys(widget: tk.Misc, press: Callable[[], object]) -> None:
    """Let the keys press it; the key goes no further."""

    def pressed(_: "tk.Event[tk.Misc]") -> str:
        press()
        return "break"

    for key in PRESS_KEYS:
        tk.Misc.bind(widget, key, pressed, add="+")


def press_by_mouse(widget: tk.Misc, press: Callable[[], object]) -> None:
    """Let a click press it: released inside it, so that one may still change one's mind."""

    def released(event: "tk.Event[tk.Misc]") -> None:
        if 0 <= event.x < widget.winfo_width() and 0 <= event.y < widget.winfo_height():
            press()

    tk.Misc.bind(widget, "<ButtonRelease-1>", released, add="+")


def follow_focus(widget: tk.Misc, show: Callable[[bool], object]) -> None:
    """Tell when the focus comes and goes, for the ring around it."""
    tk.Misc.bind(widget, "<FocusIn>", lambda _: show(True), add="+")
    tk.Misc.bind(widget, "<FocusOut>", lambda _: show(False), add="+")
