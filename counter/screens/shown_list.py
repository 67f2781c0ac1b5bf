"""The list that stands on the screen, found among its parts, with every row and every column it has."""

import tkinter as tk
from collections.abc import Iterator

from counter.presenters.lists_out import ShownList
from counter.screens.widgets.table import Table


def shown_list(frame: tk.Misc, focused: tk.Misc | None, title: str) -> ShownList | None:
    """Return the list with the focus, else the tallest one in sight; None where there is none.

    What is typed into a field above it is told as its filter.
    """
    tables = [part for part in _parts(frame) if isinstance(part, Table) and part.winfo_viewable()]
    if not tables:
        return None
    with_focus = [table for table in tables if focused is not None and str(focused).startswith(str(table))]
    table = (with_focus or sorted(tables, key=lambda each: -each.winfo_height()))[0]
    columns = table.columns
    figures = frozenset(place for place, column in enumerate(columns) if column.align == "right")
    rows = [row.cells for row in table.all_rows()]
    fields = [part for part in _parts(frame) if isinstance(part, tk.Entry) and part.winfo_viewable()]
    filters = [field.get() for field in fields if not field.cget("show")]
    said = " ".join(text for text in filters if text and not text.isspace())
    return ShownList(title, said, tuple(column.title for column in columns), figures, rows)


def _parts(part: tk.Misc) -> Iterator[tk.Misc]:
    for child in part.winfo_children():
        yield child
        yield from _parts(child)
