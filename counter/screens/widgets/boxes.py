"""The plain sheets every window needs: something to read, something to choose, and the table of keys."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import NamedTuple

from counter.screens.keys import KeyHelp
from counter.screens.look import HEAD, SMALL, Look
from counter.screens.widgets.key_button import KeyButton, Kind
from counter.screens.widgets.overlay import Overlay, Sheet
from counter.screens.widgets.text import label, paragraph

TEXT_WIDTH = 480
MOST_COLUMNS = 3
MOST_ROWS = 14  # of one place in one column


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
    body = paragraph(frame, look, text, width=TEXT_WIDTH)
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
    found = in_columns(keys)
    wide = 260 if len(found) < MOST_COLUMNS else 220
    for place, parts in enumerate(found):
        column = tk.Frame(columns, bg=look.palette.surface, bd=0)
        column.grid(row=0, column=place, sticky="n", padx=(0 if not place else look.px(40), 0))
        for part in parts:
            _key_column(column, look, part, wide).pack(anchor="w", pady=(0, look.px(12)))
    button = KeyButton(frame, look, close, overlay.back, key="Esc", kind="primary", width=112)
    button.pack(anchor="e")
    sheet = Sheet(
        frame, lambda: button.focus_target, {"F1": overlay.back}, on_back=lambda: frame.after_idle(frame.destroy)
    )
    overlay.open(sheet)
    return sheet


def in_columns(keys: Sequence[KeyHelp]) -> list[list[KeyHelp]]:
    """Return the places in their order as at most three columns that are as short as can be; long places in halves."""
    keys = [half for part in keys for half in _halves(part)]
    height = max((_height(part) for part in keys), default=0)
    while len(columns := _filled(keys, height)) > MOST_COLUMNS:
        height += 1
    return columns


def _halves(part: KeyHelp) -> list[KeyHelp]:
    """A place of many keys as two, the second without a heading of its own."""
    if len(part.rows) <= MOST_ROWS:
        return [part]
    middle = len(part.rows) // 2  # the first one stands below what came before
    return [part._replace(rows=part.rows[:middle]), KeyHelp("", part.rows[middle:])]


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


def _key_column(parent: tk.Frame, look: Look, part: KeyHelp, wide: int) -> tk.Frame:
    column = tk.Frame(parent, bg=look.palette.surface, bd=0)
    heading = label(column, look, part.heading, size=SMALL, ink=look.palette.soft)
    heading.grid(row=0, column=0, columnspan=2, sticky="w", pady=(0, look.px(8)))
    for row, (key, does) in enumerate(part.rows, start=1):
        label(column, look, key, bold=True).grid(row=row, column=0, sticky="nw", padx=(0, look.px(16)), pady=look.px(2))
        text = paragraph(column, look, does, width=wide)
        text.grid(row=row, column=1, sticky="w", pady=look.px(2))
    return column
