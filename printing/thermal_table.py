"""Tables on a receipt printer: columns while they fit, then amounts under their text, then one amount a line.

Amounts keep their own width and the right edge; what is long is the text, and the text is what wraps.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from printing.blocks import Column, Table
from printing.width import columns as cells
from printing.width import is_amount, normalise, pad, pieces, wrap

GAP = 1
LEAST_TEXT = 8  # cells of a text column below which a table is stacked instead


class _Slot(NamedTuple):
    """One column as it will be printed."""

    title: str
    align: str
    fixed: bool
    least: int
    share: int
    cells: tuple[str, ...]


def table_lines(table: Table, width: int) -> Iterator[tuple[str, bool]]:
    """Yield (line, bold) for the headings and rows of a table."""
    slots = [_slot(table, index) for index in range(len(table.columns))]
    details = [normalise(row.detail) for row in table.rows]
    merged = _merged(slots)
    if (widths := _widths(slots, width)) is not None:
        yield from _grid(slots, widths, details, width)
    elif (widths := _widths(merged, width)) is not None:
        yield from _grid(merged, widths, details, width)
    else:
        yield from _stacked(merged, details, width)


def _slot(table: Table, index: int) -> _Slot:
    column: Column = table.columns[index]
    values = tuple(normalise(row.cells[index]) for row in table.rows)
    title = normalise(column.title)
    fixed = any(values) and all(is_amount(value) or not value for value in values)
    longest = max((cells(value) for value in values), default=0)
    if fixed:
        return _Slot(title, "right", True, max(longest, cells(title)), 0, values)
    least = max((cells(piece) for value in (title, *values) for piece in pieces(value)), default=1)
    return _Slot(title, column.align, False, max(min(least, 16), min(longest, LEAST_TEXT)), column.share, values)


def _merged(slots: Sequence[_Slot]) -> list[_Slot]:
    """All text columns in one, at the left; the amounts stay."""
    text = [slot for slot in slots if not slot.fixed]
    amounts = [slot for slot in slots if slot.fixed]
    if not text:
        return amounts
    values = tuple("  ".join(filter(None, row)) for row in zip(*(slot.cells for slot in text), strict=True))
    least = max(LEAST_TEXT + 4, *(slot.least for slot in text))
    return [_Slot(" ".join(slot.title for slot in text), "left", False, least, 1, values), *amounts]


def _widths(slots: Sequence[_Slot], width: int) -> list[int] | None:
    """Return the width of each slot, or None where they do not stand side by side."""
    free = width - sum(slot.least for slot in slots) - GAP * (len(slots) - 1)
    if free < 0:
        return None
    widths = [slot.least for slot in slots]
    flexible = [index for index, slot in enumerate(slots) if not slot.fixed]
    wanted = {index: max(map(cells, (slots[index].title, *slots[index].cells))) for index in flexible}
    while free and (hungry := [index for index in flexible if widths[index] < wanted[index]]):
        poorest = min(hungry, key=lambda index: (widths[index] / max(slots[index].share, 1), index))
        widths[poorest] += 1
        free -= 1
    if flexible:
        widths[flexible[0]] += free
    elif widths:
        widths[0] += free
    return widths


def _grid(
    slots: Sequence[_Slot], widths: Sequence[int], details: Sequence[str], width: int
) -> Iterator[tuple[str, bool]]:
    yield from ((line, True) for line in _side_by_side([slot.title for slot in slots], slots, widths))
    for number, detail in enumerate(details):
        texts = [slot.cells[number] for slot in slots]
        yield from ((line, False) for line in _side_by_side(texts, slots, widths))
        yield from _detail(detail, width)


def _side_by_side(texts: Sequence[str], slots: Sequence[_Slot], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [wrap(text, room) for text, room in zip(texts, widths, strict=True)]
    for level in range(max(map(len, wrapped), default=0)):
        parts = [
            pad(lines[level] if level < len(lines) else "", room, slot.align)
            for lines, slot, room in zip(wrapped, slots, widths, strict=True)
        ]
        if any(part.strip() for part in parts):
            yield (" " * GAP).join(parts).rstrip(" ")


def _stacked(slots: Sequence[_Slot], details: Sequence[str], width: int) -> Iterator[tuple[str, bool]]:
    """The text of a row over its amounts; amounts too many for one line stand one a line beside their heading."""
    amounts = [slot for slot in slots if slot.fixed]
    text = [slot for slot in slots if not slot.fixed]
    room = sum(slot.least + GAP for slot in amounts) - GAP
    together = room <= width
    yield from ((line, True) for slot in text for line in wrap(slot.title, width) if line)
    if together and amounts:
        yield _right([(slot.title, slot.least) for slot in amounts], width), True
    for number, detail in enumerate(details):
        yield from ((line, False) for slot in text for line in wrap(slot.cells[number], width) if line)
        if together and amounts:
            yield _right([(slot.cells[number], slot.least) for slot in amounts], width), False
        elif amounts:
            yield from ((line, False) for slot in amounts for line in _listed(slot.title, slot.cells[number], width))
        yield from _detail(detail, width)


def _right(values: Sequence[tuple[str, int]], width: int) -> str:
    return pad((" " * GAP).join(pad(text, room, "right") for text, room in values), width, "right").rstrip(" ")


def _listed(title: str, amount: str, width: int) -> Iterator[str]:
    if not amount:
        return
    if cells(title) + 1 + cells(amount) <= width:
        yield title + pad(amount, width - cells(title), "right")
        return
    yield from wrap(title, width)
    yield from (pad(part, width, "right") for part in wrap(amount, width))


def _detail(detail: str, width: int) -> Iterator[tuple[str, bool]]:
    if detail:
        yield from (("  " + line, False) for line in wrap(detail, width - 2))
