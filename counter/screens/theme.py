"""Set colours, scale and fonts for everything that is built afterwards."""

import tkinter as tk
from tkinter import font as tkfont

from counter.screens.look import BODY, DARK, LIGHT, Look, Palette, char_widths
from counter.screens.toolkit import ctk
from counter.screens.ttk_style import use_style

SMALLEST_SCALE, LARGEST_SCALE = 1.0, 2.0


def palette_named(name: str) -> Palette:
    """Return the palette of a settings value; anything but dark is light."""
    return DARK if name == "dark" else LIGHT


def clamp_scale(scale: float) -> float:
    """Return a scale within what the screens are tried at, 1.0 to 2.0."""
    return min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)


def apply(root: tk.Tk, palette: Palette, scale: float, family: str) -> Look:
    """Set colours, scale and fonts for all widgets built from now on, and return the look to hand to them.

    A change of scale or palette needs the screens to be built again. The scale of the look includes the dots per
    inch that Windows reports, as customtkinter's own widgets do.
    """
    scale = clamp_scale(scale)
    ctk.set_appearance_mode(palette.name)
    if scale != ctk.ScalingTracker.widget_scaling:
        _rescale(root, scale)
    look = Look(palette, scale * float(ctk.ScalingTracker.get_window_dpi_scaling(root)), family)
    root.configure(bg=palette.ground)
    char_widths.cache_clear()
    for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont", "TkCaptionFont"):
        tkfont.nametofont(name, root).configure(family=family, size=-look.px(BODY))
    use_style(root, look)
    return look


def _rescale(root: tk.Tk, scale: float) -> None:
    """Change the scale of an open window, whose size customtkinter would fix to its own idea for a second."""
    call, path = root.tk.call, str(root)
    kept = {what: call("wm", what, path) for what in ("minsize", "maxsize", "geometry")}
    ctk.set_widget_scaling(scale)
    for what, value in kept.items():
        call("wm", what, path, *(root.tk.splitlist(value) if what != "geometry" else (value,)))
