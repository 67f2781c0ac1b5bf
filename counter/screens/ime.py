"""Keep a Chinese input method out of fields where only figures are typed."""

import sys
import tkinter as tk


def keep_off(entry: tk.Entry) -> None:
    """Switch the input method off while the entry has the focus.

    X11: Tk asks the input method for the whole display, so it is switched per focus. Windows: the entry loses its
    input context. macOS offers nothing here; full-width forms are folded anyway.
    """
    if sys.platform == "win32":
        entry.bind("<Map>", lambda _: _detach(entry), add="+")
    elif sys.platform != "darwin":
        entry.bind("<FocusIn>", lambda _: _use_input_method(entry, False), add="+")
        entry.bind("<FocusOut>", lambda _: _use_input_method(entry, True), add="+")


def _use_input_method(entry: tk.Entry, on: bool) -> None:
    entry.tk.call("tk", "useinputmethods", "-displayof", str(entry), on)


if sys.platform == "win32":
    import ctypes

    def _detach(entry: tk.Entry) -> None:
        """Remove the input context of one window (ImmAssociateContext, imm.h)."""
        ctypes.windll.imm32.ImmAssociateContext(entry.winfo_id(), 0)
