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
    whole: int  # cells that nothing of it needs to wrap in
    share: int
    cells: tuple[str, ...]
    least: int = 0  # cells it cannot do without; only asked where not everything stands whole


def table_lines(table: Table, width: int) -> Iterator[tuple[str, bool]]:
    """Yield (line, bold) for the headings and rows of a table."""
    slots = [_slot(table, index) for index in range(len(table.columns))]
    details = [normalise(row.detail) for row in table.rows]
    if (widths := _whole(slots, width)) is not None:
        yield from _unwrapped(slots, widths, details, width)
        return
    slots = [slot._replace(least=_least(slot)) for slot in slots]
    merged = _merged(slots)
    if (widths := _widths(slots, width)) is not None:
        yield from _grid(slots, widths, details, width)
    elif (widths := _widths(merged, width)) is not None:
        yield from _grid(merged, widths, details, width)
    else:
        yield from _stacked(merged, details, width)


def _slot(table: Table, index: int) -> _Slot:
    column: Column = table.columns[index]
    values = tuple([normalise(row.cells[index]) for row in table.rows])
    title = normalise(column.title)
    whole = max(map(cells, (title, *values)))
    if any(values) and all(not value or is_amount(value) for value in values):
        return _Slot(title, "right", True, whole, 0, values)
    return _Slot(title, column.align, False, max(whole, 1), column.share, values)


def _least(slot: _Slot) -> int:
    """Amounts stay whole; text wraps, but not into slivers."""
    if slot.fixed:
        return slot.whole
    longest = max(map(cells, slot.cells), default=0)
    least = max((cells(piece) for value in (slot.title, *slot.cells) for piece in pieces(value)), default=1)
    return max(min(least, 16), min(longest, LEAST_TEXT))


def _merged(slots: Sequence[_Slot]) -> list[_Slot]:
    """All text columns in one, at the left; the amounts stay."""
    text = [slot for slot in slots if not slot.fixed]
    amounts = [slot for slot in slots if slot.fixed]
    if not text:
        return amounts
    values = tuple("  ".join(filter(None, row)) for row in zip(*(slot.cells for slot in text), strict=True))
    title, least = " ".join(slot.title for slot in text), max(LEAST_TEXT + 4, *(slot.least for slot in text))
    return [_Slot(title, "left", False, max(map(cells, (title, *values))), 1, values, least), *amounts]


def _whole(slots: Sequence[_Slot], width: int) -> list[int] | None:
    """Return the width of each slot where all of them stand whole side by side, what is left over in the first text."""
    widths = [slot.whole for slot in slots]
    free = width - sum(widths) - GAP * (len(slots) - 1)
    if free < 0 or not slots or any(["\n" in "".join((slot.title, *slot.cells)) for slot in slots]):
        return None
    widths[next((index for index, slot in enumerate(slots) if not slot.fixed), 0)] += free
    return widths


def _widths(slots: Sequence[_Slot], width: int) -> list[int] | None:
    """Return the width of each slot, or None where they do not stand side by side."""
    free = width - sum(slot.least for slot in slots) - GAP * (len(slots) - 1)
    if free < 0:
        return None
    widths = [slot.least for slot in slots]
    flexible = [index for index, slot in enumerate(slots) if not slot.fixed]
    while free and (hungry := [index for index in flexible if widths[index] < slots[index].whole]):
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


def _unwrapped(
    slots: Sequence[_Slot], widths: Sequence[int], details: Sequence[str], width: int
) -> Iterator[tuple[str, bool]]:
    """The same grid where every cell stands on one line."""
    columns = [
        [pad(text, room, slot.align) for text in (slot.title, *slot.cells)]
        for slot, room in zip(slots, widths, strict=True)
    ]
    heading, *lines = [(" " * GAP).join(parts).rstrip(" ") for parts in zip(*columns, strict=True)]
    if heading.strip():
        yield heading, True
    for line, detail in zip(lines, details, strict=True):
        if line.strip():
            yield line, False
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
