"""Blocks laid out as the lines of a receipt printer: pure, true to width, the same for bytes and for the preview."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from printing.blocks import (
    Address,
    Align,
    Bars,
    Code,
    Cut,
    Mark,
    Pair,
    Paper,
    Rule,
    Sign,
    Sum,
    Table,
    Text,
    Title,
)
from printing.thermal_table import table_lines
from printing.width import columns as cells
from printing.width import normalise, pad, wrap


class Span(NamedTuple):
    """A stretch of text in one style; scale 2 is double width and double height."""

    text: str
    bold: bool = False
    scale: int = 1


class Line(NamedTuple):
    """One printed line; its spans already carry the spaces that align them."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The characters of the line without their style."""
        return "".join([span.text for span in self.spans])

    @property
    def width(self) -> int:
        """The cells the line takes."""
        return sum(cells(span.text) * span.scale for span in self.spans)

    @property
    def scale(self) -> int:
        """The height of the line in rows of text."""
        return max((span.scale for span in self.spans), default=1)


class QrLine(NamedTuple):
    """A QR code on its own, centred."""

    content: str


Laid = Line | QrLine
BLANK = Line(())


def lay_out(paper: Paper, width: int) -> tuple[Laid, ...]:
    """Return the lines of a paper, none wider than `width` cells, amounts unbroken at the right edge."""
    laid: list[Laid] = []
    for kind, group in groupby(paper.blocks, type):
        if kind is Pair:
            laid.extend(_pairs([block for block in group if isinstance(block, Pair)], width))
        else:
            lines = _LINES[kind]
            for block in group:
                laid.extend(lines(block, width))
    return tuple(laid)


def _title(block: Title, width: int) -> Iterator[Laid]:
    yield from _big(normalise(block.text), width)
    yield from _text(block.sub, width, "center")
    yield BLANK


def _mark(block: Mark, width: int) -> Iterator[Laid]:
    yield _of("=" * width)
    yield from _big(normalise(block.text), width)
    yield _of("=" * width)


def _code(block: Code, width: int) -> Iterator[Laid]:
    yield QrLine(block.content)
    yield from _text(block.caption, width, "center")


def _address(block: Address, width: int) -> Iterator[Laid]:
    for text in (block.head, block.under, *block.lines):
        yield from _text(text, width, "left")
    yield BLANK


def _cut(block: Cut, width: int) -> Iterator[Laid]:
    yield _of("- " * (width // 2))
    yield from _plain(wrap(normalise(block.text), width), width, "center")


def _sign(block: Sign, width: int) -> Iterator[Laid]:
    for label in block.labels:
        yield BLANK
        *above, last = wrap(normalise(label), width - 8)
        yield from _plain(above, width, "left")
        yield _of(last + " " + "_" * (width - cells(last) - 1))


def _bars(block: Bars, width: int) -> Iterator[Laid]:
    """Bars of characters: whole ones for the darker part, a lighter sign for the rest."""
    yield from _plain(wrap(normalise(block.title), width), width, "left", bold=True)
    longest = max((each.length for each in block.bars), default=0)
    for each in block.bars:
        yield from _sum(Sum(each.label, each.figure), width)
        dark, whole = (width * part // longest if longest else 0 for part in (each.dark, each.length))
        yield _of("#" * dark + "-" * (whole - dark))
    yield from _text(block.legend, width, "left")


def _of(text: str, bold: bool = False) -> Line:
    return Line((Span(text, bold),)) if text else BLANK


def _text(text: str, width: int, align: Align) -> Iterator[Line]:
    return _plain(wrap(normalise(text), width) if text else [], width, align)


def _plain(texts: Sequence[str], width: int, align: Align, bold: bool = False) -> Iterator[Line]:
    for text in texts:
        yield _of((text if align == "left" else pad(text, width, align)).rstrip(" "), bold)


def _big(text: str, width: int) -> Iterator[Line]:
    for part in wrap(text, width // 2):
        yield Line((Span(" " * ((width - 2 * cells(part)) // 2)), Span(part, bold=True, scale=2)))


def _pairs(pairs: Sequence[Pair], width: int) -> Iterator[Line]:
    """Labels in one column as wide as the widest of them, values beside it; too long a label gets its own line."""
    labels = [normalise(pair.label) for pair in pairs]
    rooms = [cells(label) for label in labels]
    indent = max([room for room in rooms if room <= width * 2 // 5], default=0) + 2
    for pair, label, room in zip(pairs, labels, rooms, strict=True):
        if room + 2 > indent:
            yield from _plain(wrap(label, width), width, "left")
            label = ""
        for text in wrap(normalise(pair.value), width - indent):
            if label or text:
                yield _of(pad(label, indent, "left") + text)
            label = ""


def _sum(block: Sum, width: int) -> Iterator[Line]:
    label, amount, bold = normalise(block.label), normalise(block.amount), block.large
    room = cells(amount)
    scale = 2 if bold and 2 * room <= width else 1
    room *= scale
    *above, last = wrap(label, width)
    if above:
        yield from _plain(above, width, "left", bold)
    free = width - cells(last) - room
    if free > 0:
        yield Line((Span(last + " " * free, bold), Span(amount, bold, scale)))
        return
    yield from _plain([last], width, "left", bold)
    if room <= width:
        yield Line((Span(" " * (width - room)), Span(amount, bold, scale)))
        return
    yield from (_of("  " + part, bold) for part in wrap(amount, width - 2))


_LINES: dict[type[Any], Callable[[Any, int], Iterable[Laid]]] = {
    Title: _title,
    Mark: _mark,
    Table: lambda block, width: [_of(text, bold) for text, bold in table_lines(block, width)],
    Sum: _sum,
    Rule: lambda _block, width: (_of("-" * width),),
    Text: lambda block, width: _plain(wrap(normalise(block.text), width), width, block.align),
    Code: _code,
    Sign: _sign,
    Address: _address,
    Bars: _bars,
    Cut: _cut,
}
