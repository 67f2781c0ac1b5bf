"""The plain sheets every window needs: something to read, something to choose, and the table of keys."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import NamedTuple

from counter.screens.keys import KeyHelp
from counter.screens.look import BODY, HEAD, SMALL, Look
from counter.screens.widgets.key_button import KeyButton, Kind
from counter.screens.widgets.overlay import Overlay, Sheet
from counter.screens.widgets.text import label

TEXT_WIDTH = 480
MOST_COLUMNS = 3
MOST_ROWS = 14
WIDE, NARROW = 260, 210  # of what a key does, where two columns stand side by side and where three do


class Choice(NamedTuple):
    """A button of a box: its word, what it does after the box has closed, the key that presses it."""

    word: str
    command: Callable[[], object]
    key: str = ""
    kind: Kind = "quiet"


def nothing() -> None:
    """Do nothing; for a choice that only closes the box."""


def say_box(overlay: Overlay, look: Look, title: str, text: str, choices: Sequence[Choice]) -> Sheet:
    """Open a box with a title, a text and buttons, the first of them focused, and return its sheet."""
    frame = tk.Frame(overlay.holder, bg=look.palette.surface, bd=0)
    label(frame, look, title, size=HEAD, bold=True).pack(anchor="w")
    body = label(frame, look, text, size=BODY)
    body.configure(wraplength=look.px(TEXT_WIDTH))
    body.pack(anchor="w", pady=(look.px(12), look.px(24)))
    row = tk.Frame(frame, bg=look.palette.surface, bd=0)
    row.pack(anchor="e")
    buttons = [_button(row, overlay, look, choice, frame) for choice in choices]
    for button in buttons:
        button.pack(side="left", padx=(look.px(8), 0))
    keys = {choice.key: _then(overlay, choice, frame) for choice in choices if choice.key not in ("", "Esc", "Enter")}
    sheet = Sheet(frame, lambda: buttons[0].focus_target, keys, on_back=frame.destroy)
    overlay.open(sheet)
    return sheet


def _button(row: tk.Frame, overlay: Overlay, look: Look, choice: Choice, frame: tk.Frame) -> KeyButton:
    command = _then(overlay, choice, frame)
    return KeyButton(row, look, choice.word, command, key=choice.key, kind=choice.kind, width=112)


def _then(overlay: Overlay, choice: Choice, frame: tk.Frame) -> Callable[[], None]:
    def chosen() -> None:
        overlay.close()
        # The button is still on Tk's stack while its key press is handled.
        frame.after_idle(frame.destroy)
        choice.command()

    return chosen


def keys_box(overlay: Overlay, look: Look, title: str, close: str, keys: Sequence[KeyHelp]) -> Sheet:
    """Open the table of keys and return its sheet; short places share a column."""
    frame = tk.Frame(overlay.holder, bg=look.palette.surface, bd=0)
    label(frame, look, title, size=HEAD, bold=True).pack(anchor="w")
    columns = tk.Frame(frame, bg=look.palette.surface, bd=0)
    columns.pack(anchor="w", pady=(look.px(12), look.px(20)))
    parted = in_columns(halved(keys))
    width = WIDE if len(parted) < MOST_COLUMNS else NARROW
    for place, parts in enumerate(parted):
        column = tk.Frame(columns, bg=look.palette.surface, bd=0)
        column.grid(row=0, column=place, sticky="n", padx=(0 if not place else look.px(40), 0))
        for part in parts:
            _key_column(column, look, part, width).pack(anchor="w", pady=(0, look.px(12)))
    button = KeyButton(frame, look, close, overlay.back, key="Esc", kind="primary", width=112)
    button.pack(anchor="e")
    sheet = Sheet(
        frame, lambda: button.focus_target, {"F1": overlay.back}, on_back=lambda: frame.after_idle(frame.destroy)
    )
    overlay.open(sheet)
    return sheet


def halved(keys: Sequence[KeyHelp]) -> list[KeyHelp]:
    """Return the places with those that no column could hold in two, the second half without a heading."""
    parts: list[KeyHelp] = []
    for part in keys:
        half = (len(part.rows) + 1) // 2 if len(part.rows) > MOST_ROWS else len(part.rows)
        parts += [KeyHelp(part.heading if not at else "", part.rows[at : at + half])
                  for at in range(0, len(part.rows), half)]  # fmt: skip
    return parts


def in_columns(keys: Sequence[KeyHelp]) -> list[list[KeyHelp]]:
    """Return the places in their order as at most three columns that are as short as can be."""
    height = max((_height(part) for part in keys), default=0)
    while len(columns := _filled(keys, height)) > MOST_COLUMNS:
        height += 1
    return columns


def _filled(keys: Sequence[KeyHelp], height: int) -> list[list[KeyHelp]]:
    """The places one below the other, a new column wherever the height would be passed."""
    columns: list[list[KeyHelp]] = []
    for part in keys:
        if columns and sum(map(_height, columns[-1])) + _height(part) <= height:
            columns[-1].append(part)
        else:
            columns.append([part])
    return columns


def _height(part: KeyHelp) -> int:
    """The rows of a place with its heading and the gap below."""
    return len(part.rows) + 2


def _key_column(parent: tk.Frame, look: Look, part: KeyHelp, width: int) -> tk.Frame:
    column = tk.Frame(parent, bg=look.palette.surface, bd=0)
    heading = label(column, look, part.heading, size=SMALL, ink=look.palette.soft)
    heading.grid(row=0, column=0, columnspan=2, sticky="w", pady=(0, look.px(8)))
    for row, (key, does) in enumerate(part.rows, start=1):
        label(column, look, key, bold=True).grid(row=row, column=0, sticky="nw", padx=(0, look.px(16)), pady=look.px(2))
        text = label(column, look, does)
        text.configure(wraplength=look.px(width))
        text.grid(row=row, column=1, sticky="w", pady=look.px(2))
    return column
