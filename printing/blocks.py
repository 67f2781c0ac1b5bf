"""What a paper is made of: worded, device-neutral blocks that every printer lays out in its own way.

`counter/papers` makes them, the queue keeps them as JSON exactly as they were printed, `printing` lays them out.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from json.encoder import encode_basestring as _quoted  # leaves Han as they are
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


Block = Title | Mark | Pair | Table | Sum | Rule | Text | Code | Sign

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (Title, Mark, Pair, Table, Sum, Rule, Text, Code, Sign)}


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


def _shape(kind: type[Any]) -> tuple[str, Callable[[Any], tuple[Any, ...]]]:
    """The JSON text of a kind of part with a place for each field, and how to read the fields."""
    names = tuple(field.name for field in fields(kind))
    head = [f'"block":"{kind.__name__}"'] if kind.__name__ in _KINDS else []
    read = attrgetter(*names) if len(names) > 1 else lambda part: tuple(getattr(part, name) for name in names)
    return "{" + ",".join([*head, *(f'"{name}":%s' for name in names)]) + "}", read


_SHAPES = {kind: _shape(kind) for kind in (*_KINDS.values(), Column, Row, Paper)}


def _json(part: Any) -> str:
    """The JSON text of a part; the json module does the same, but slower than a payment can wait for."""
    kind = type(part)
    if kind is str:
        return _quoted(part)
    if kind is tuple:
        return f"[{','.join([_json(each) for each in part])}]"
    if kind is bool or kind is int:
        return str(part).lower()
    text, read = _SHAPES[kind]
    return text % tuple([_quoted(value) if type(value) is str else _json(value) for value in read(part)])


def dump(paper: Paper) -> str:
    """Return the paper as the JSON text the queue keeps."""
    return _json(paper)


def load(text: str) -> Paper:
    """Return the paper kept as JSON text; raises KeyError or ValueError where it is not one of ours."""
    kept = json.loads(text)
    return Paper(
        kept["kind"],
        kept["title"],
        kept["language"],
        tuple(_block(fields) for fields in kept["blocks"]),
        tuple(kept["parts"]),
    )


def _block(fields: dict[str, Any]) -> Block:
    kind = fields.pop("block")
    if kind == "Table":
        return Table(
            tuple(Column(**column) for column in fields["columns"]),
            tuple(Row(tuple(row["cells"]), row["detail"]) for row in fields["rows"]),
        )
    if kind == "Sign":
        return Sign(tuple(fields["labels"]))
    block: Block = _KINDS[kind](**fields)
    return block
