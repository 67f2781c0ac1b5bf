"""The ttk theme of the tables and scroll bars: row lines and the selected row are drawn by image elements.

A theme stays for the life of the interpreter, so each pair of palette and scale gets its own name and is made once.
"""

import tkinter as tk
from tkinter import ttk
from typing import Any

from counter.screens.look import BODY, SMALL, Look

TABLE_STYLE = "Counterfoil.Treeview"
SCROLL_STYLE = "Counterfoil.Vertical.TScrollbar"
ROW_HEIGHT, HEAD_HEIGHT, CELL_PAD = 43, 38, 10
_TEXT_INSET = 4  # what the treeview itself leaves beside the text of a cell, at any scale
_TILE = 64  # wide enough that a row is painted by a few blits


def use_style(root: tk.Misc, look: Look) -> None:
    """Make the ttk theme of this look the current one."""
    style = ttk.Style(root)
    theme = f"counterfoil-{look.palette.name}-{look.px(1000)}"
    if theme not in style.theme_names():
        style.theme_create(theme, parent="default")
        style.theme_use(theme)
        _make_elements(root, style, theme, look)
    style.theme_use(theme)
    _configure(style, look)


def _make_elements(root: tk.Misc, style: ttk.Style, theme: str, look: Look) -> None:
    colours, px = look.palette, look.px
    height, line = px(ROW_HEIGHT), max(1, px(1))
    plain = _lined(root, f"{theme}-row", height, colours.surface, colours.line, line)
    chosen = _lined(root, f"{theme}-chosen", height, colours.tint, colours.line, line)
    head = _lined(root, f"{theme}-head", px(HEAD_HEIGHT), colours.surface, colours.line, line)
    focused = _lined(root, f"{theme}-focused", height, colours.tint, colours.line, line)
    root.tk.call(focused, "put", colours.accent, "-to", 0, 0, px(3), height - line)
    style.element_create(
        "Counterfoil.row",
        "image",
        plain,
        ("selected", "focus", focused),
        ("selected", chosen),
        border=(px(4), 0, 0, line + 1),
        sticky="nswe",
    )
    style.element_create("Counterfoil.head", "image", head, border=(0, 0, 0, line + 1), sticky="nswe")
    # A row is its image, a cell its text alone: the field's own border and the dotted focus box are left out.
    style.layout(TABLE_STYLE, [("Treeview.treearea", {"sticky": "nswe"})])
    style.layout(f"{TABLE_STYLE}.Row", [("Counterfoil.row", {"sticky": "nswe"})])
    style.layout(f"{TABLE_STYLE}.Cell", [("Treedata.padding", {"sticky": "nswe", "children": [("Treeitem.text", {})]})])
    style.layout(
        f"{TABLE_STYLE}.Item",
        [("Treeitem.padding", {"sticky": "nswe", "children": [("Treeitem.image", {"side": "left", "sticky": ""})]})],
    )
    style.layout(f"{TABLE_STYLE}.Heading", [("Counterfoil.head", {"sticky": "nswe", "children": _HEAD_TEXT})])
    style.layout(SCROLL_STYLE, [("Vertical.Scrollbar.trough", {"sticky": "ns", "children": _THUMB})])


_HEAD_TEXT: Any = [("Treeheading.padding", {"sticky": "nswe", "children": [("Treeheading.text", {"sticky": "nswe"})]})]
_THUMB: Any = [("Vertical.Scrollbar.thumb", {"expand": "1", "sticky": "nswe"})]


def _configure(style: ttk.Style, look: Look) -> None:
    colours, px = look.palette, look.px
    flat: dict[str, Any] = {
        "background": colours.surface,
        "fieldbackground": colours.surface,
        "borderwidth": 0,
        "relief": "flat",
    }
    body, small = look.font(BODY), look.font(SMALL)
    style.configure(TABLE_STYLE, None, foreground=colours.ink, font=body, rowheight=px(ROW_HEIGHT), indent=0, **flat)
    style.configure(f"{TABLE_STYLE}.Cell", padding=(px(CELL_PAD) - _TEXT_INSET, 0))
    style.configure(f"{TABLE_STYLE}.Item", padding=(px(CELL_PAD), 0, 0, 0))
    head_pad = (px(HEAD_HEIGHT) - px(SMALL) * 3 // 2) // 2
    style.configure(
        f"{TABLE_STYLE}.Heading", None, foreground=colours.soft, font=small, padding=(px(CELL_PAD), head_pad), **flat
    )
    style.configure(
        SCROLL_STYLE,
        background=colours.outline,
        troughcolor=colours.surface,
        borderwidth=0,
        relief="flat",
        width=px(6),
        arrowsize=px(6),
    )
    style.map(SCROLL_STYLE, background=[("active", colours.soft)])


def _lined(root: tk.Misc, name: str, height: int, fill: str, line: str, thickness: int) -> str:
    """Make a tile with a line at its foot; named, so that it outlives the Python objects."""
    root.tk.call("image", "create", "photo", name, "-width", _TILE, "-height", height)
    root.tk.call(name, "put", fill, "-to", 0, 0, _TILE, height)
    root.tk.call(name, "put", line, "-to", 0, height - thickness, _TILE, height)
    return name
