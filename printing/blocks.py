"""What a paper is made of: worded, device-neutral blocks that every printer lays out in its own way.

`counter/papers` makes them, the queue keeps them as JSON exactly as they were printed, `printing` lays them out.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Title:
    """The head of the paper, with an optional smaller line under it (the estate's name)."""

    text: str
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A boxed mark that nobody can overlook: training, COPY no. 2, void, entered later."""

    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value on one line; layouts may set two short pairs side by side.

    name: what the value is, for layouts that give it a place of its own: number (top right), form_number (the
    stock's printed number, beside ours), or any name a pre-printed form's description asks for.
    """

    label: str
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its alignment and its share of the width."""

    title: str
    align: Align = "left"
    share: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table with as many cells as columns, and an explanation set small beneath it."""

    cells: tuple[str, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headed columns; a column whose cells are amounts is aligned right and never wrapped."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A labelled amount; `large` is the one the eye must meet first; name "capital" is the amount in words, set off."""

    label: str
    amount: str
    large: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the paper."""


@dataclass(frozen=True, slots=True)
class Text:
    """Running text, wrapped to the paper."""

    text: str
    align: Align = "left"
    small: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code that our own window reads back, with its text as caption."""

    content: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A strip of places to sign or seal, one for each label."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """Makes the paper a letter: the sheet is folded for a window envelope, and these lines stand in the window.

    head and under are the letterhead. The pairs that follow stand beside the window.
    """

    lines: tuple[str, ...]
    head: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A line to cut along, with a word on it; what follows is the counterfoil that stays with the office."""

    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a picture: its label, how long it is, how long its darker part, and the figure said at its end."""

    label: str
    length: int
    dark: int
    figure: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of horizontal bars on one scale, under a heading; legend says what the darker part is."""

    title: str
    bars: tuple[Bar, ...]
    legend: str = ""


Block = Title | Mark | Pair | Table | Sum | Rule | Text | Code | Sign | Address | Cut | Bars

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Title, Mark, Pair, Table, Sum, Rule, Text, Code, Sign, Address, Cut, Bars)
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One worded paper.

    kind: what it is (receipt, z_report, x_report, remittance, statement, test_page …); title: what a person calls it
    in the queue ("收据 2026-000123"); language: zh_CN or en; parts: the names of its parts on multi-part forms
    (存根, 交款人, 记账), empty where there is but one.
    """

    kind: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    parts: tuple[str, ...] = ()

    def with_mark(self, text: str) -> "Paper":
        """Return the same paper with one more mark above everything else."""
        return Paper(self.kind, self.title, self.language, (Mark(text), *self.blocks), self.parts)


# How a part is kept: its values by their place, so a new field belongs behind the others and needs a default.
def _places(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    names = tuple(field.name for field in fields(kind))
    return attrgetter(*names) if len(names) > 1 else lambda part: tuple(getattr(part, name) for name in names)


_VALUES = {kind: _places(kind) for kind in (*_KINDS.values(), Column, Row, Bar)}
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


def dump(paper: Paper) -> str:
    """Return the paper as the JSON text the queue keeps: a list, each block in it a list of its kind and values."""
    return _encode((paper.kind, paper.title, paper.language, [_kept(block) for block in paper.blocks], paper.parts))


def _kept(block: Block) -> tuple[Any, ...]:
    if type(block) is Table:
        columns, rows = _VALUES[Column], _VALUES[Row]
        return "Table", [columns(each) for each in block.columns], [rows(each) for each in block.rows]
    if type(block) is Bars:
        return "Bars", block.title, [_VALUES[Bar](each) for each in block.bars], block.legend
    return type(block).__name__, *_VALUES[type(block)](block)


def load(text: str) -> Paper:
    """Return the paper kept as JSON text; raises KeyError, ValueError or TypeError where it is not one of ours."""
    kept = json.loads(text)
    if isinstance(kept, dict):
        return _named(kept)
    kind, title, language, blocks, parts = kept
    return Paper(kind, title, language, tuple([_block(*block) for block in blocks]), tuple(parts))


def _block(kind: str, *values: Any) -> Block:
    if kind == "Table":
        columns, rows = values
        return Table(
            tuple([Column(*column) for column in columns]), tuple([Row(tuple(cells), *rest) for cells, *rest in rows])
        )
    if kind == "Sign":
        return Sign(*(tuple(labels) for labels in values))
    if kind == "Bars":
        title, bars, *more = values
        return Bars(title, tuple([Bar(*each) for each in bars]), *more)
    if kind == "Address":
        lines, *rest = values
        return Address(tuple(lines), *rest)
    block: Block = _KINDS[kind](*values)
    return block


def _named(kept: dict[str, Any]) -> Paper:
    """Read a paper that was kept with the name of each field, as the first books did."""
    blocks = tuple(_named_block(dict(block)) for block in kept["blocks"])
    return Paper(kept["kind"], kept["title"], kept["language"], blocks, tuple(kept["parts"]))


def _named_block(values: dict[str, Any]) -> Block:
    kind = values.pop("block")
    if kind == "Table":
        columns = [tuple(column.values()) for column in values["columns"]]
        return _block(kind, columns, [(row["cells"], row["detail"]) for row in values["rows"]])
    if kind == "Sign":
        return _block(kind, values["labels"])
    block: Block = _KINDS[kind](**values)
    return block
