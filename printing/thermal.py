"""Blocks laid out as the lines of a receipt printer: pure, true to width, the same for bytes and for the preview."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from printing.blocks import (
    Address,
    Align,
    Bars,
    Block,
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
            for block in group:
                laid.extend(_lines(block, width))
    return tuple(laid)


def _lines(block: Block, width: int) -> Iterator[Laid]:
    match block:
        case Title(text, sub):
            yield from _big(normalise(text), width)
            yield from _plain(wrap(normalise(sub), width) if sub else [], width, "center")
            yield BLANK
        case Mark(text):
            yield _of("=" * width)
            yield from _big(normalise(text), width)
            yield _of("=" * width)
        case Pair():
            yield from _pairs([block], width)
        case Table():
            yield from (_of(text, bold) for text, bold in table_lines(block, width))
        case Sum():
            yield from _sum(block, width)
        case Rule():
            yield _of("-" * width)
        case Text(text, align):
            yield from _plain(wrap(normalise(text), width), width, align)
        case Code(content, caption):
            yield QrLine(content)
            yield from _plain(wrap(normalise(caption), width) if caption else [], width, "center")
        case Sign(labels):
            yield from _sign([normalise(label) for label in labels], width)
        case Address(lines, head, under):
            for text in (head, under, *lines):
                yield from _plain(wrap(normalise(text), width) if text else [], width, "left")
            yield BLANK
        case Bars():
            yield from _bars(block, width)
        case Cut(text):
            yield _of("- " * (width // 2))
            yield from _plain(wrap(normalise(text), width), width, "center")


def _bars(block: Bars, width: int) -> Iterator[Laid]:
    """Bars of characters: whole ones for the darker part, a lighter sign for the rest."""
    yield from _plain(wrap(normalise(block.title), width), width, "left", bold=True)
    longest = max((each.length for each in block.bars), default=0)
    for each in block.bars:
        yield from _sum(Sum(each.label, each.figure), width)
        dark, whole = (width * part // longest if longest else 0 for part in (each.dark, each.length))
        yield _of("#" * dark + "-" * (whole - dark))
    yield from _plain(wrap(normalise(block.legend), width) if block.legend else [], width, "left")


def _of(text: str, bold: bool = False) -> Line:
    return Line((Span(text, bold),)) if text else BLANK


def _plain(texts: Sequence[str], width: int, align: Align, bold: bool = False) -> Iterator[Line]:
    for text in texts:
        yield _of((text if align == "left" else pad(text, width, align)).rstrip(" "), bold)


def _big(text: str, width: int) -> Iterator[Line]:
    for part in wrap(text, width // 2):
        yield Line((Span(" " * ((width - 2 * cells(part)) // 2)), Span(part, bold=True, scale=2)))


def _pairs(pairs: Sequence[Pair], width: int) -> Iterator[Line]:
    """Labels in one column as wide as the widest of them, values beside it; too long a label gets its own line."""
    labels = [normalise(pair.label) for pair in pairs]
    indent = max([room for room in map(cells, labels) if room <= width * 2 // 5], default=0) + 2
    for pair, label in zip(pairs, labels, strict=True):
        if cells(label) + 2 > indent:
            yield from _plain(wrap(label, width), width, "left")
            label = ""
        for text in wrap(normalise(pair.value), width - indent):
            if label or text:
                yield _of(pad(label, indent, "left") + text)
            label = ""


def _sum(block: Sum, width: int) -> Iterator[Line]:
    label, amount = normalise(block.label), normalise(block.amount)
    scale = 2 if block.large and 2 * cells(amount) <= width else 1
    room = scale * cells(amount)
    *above, last = wrap(label, width)
    yield from _plain(above, width, "left", block.large)
    if cells(last) + room < width:
        yield Line((Span(last + " " * (width - cells(last) - room), block.large), Span(amount, block.large, scale)))
        return
    yield from _plain([last], width, "left", block.large)
    if room <= width:
        yield Line((Span(" " * (width - room)), Span(amount, block.large, scale)))
        return
    yield from (_of("  " + part, block.large) for part in wrap(amount, width - 2))


def _sign(labels: Sequence[str], width: int) -> Iterator[Line]:
    for label in labels:
        yield BLANK
        *above, last = wrap(label, width - 8)
        yield from _plain(above, width, "left")
        yield _of(last + " " + "_" * (width - cells(last) - 1))
