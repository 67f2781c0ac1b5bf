"""What the letters brought in, on paper: a picture and a table for each thing they are grouped by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.rules.money import divide_half_up
from counter.words import Words, dates, formats
from printing.blocks import Bar, Bars, Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title

LONGEST = 10  # bars in a picture


class Line(NamedTuple):
    """A group of letters, worded; sums in minor units."""

    name: str
    letters: int
    arrived: int
    demanded: int
    received: int
    cost: int


class Part(NamedTuple):
    """The letters by one thing: its title and its groups."""

    title: str
    lines: tuple[Line, ...]


class SpanLine(NamedTuple):
    """What came in within some days after arrival, worded, and by then in all; sums in minor units."""

    name: str
    letters: int
    received: int
    by_then: int


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """Everything the report says; at in UTC; only: the day of sending (ISO) where it is about one batch.

    days: for how long after its arrival a payment counts for a letter; otherwise: what else came in on these charges,
    None where that is not told; sums in minor units.
    """

    estate: str
    at: str
    only: str
    total: Line
    days: int
    parts: tuple[Part, ...]
    spans: tuple[SpanLine, ...]
    otherwise: int | None
    clerk: str
    seal_line: str = ""
    books_kind: str = "real"


def results_paper(facts: ResultFacts, w: Words) -> Paper:
    """Return the worded report, made for A4; it names no owner and no unit."""
    title, total = w("What the letters brought in"), facts.total
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(title, facts.estate),
        Pair(w("Printed"), dates.moment(facts.at)),
        *((Pair(w("Sent on"), facts.only),) if facts.only else ()),
        Pair(w("Letters sent"), w("{n}, of them {arrived} arrived", n=formats.count(total.letters),
                                  arrived=formats.count(total.arrived))),
        Pair(w("Brought in, percent"), formats.percent(total.received, total.demanded)),
        Pair(w("For each 1 spent"), per_one(total.received, total.cost)),
        *(block for part in facts.parts if part.lines for block in _part(part, w)),
        *_spans(facts.spans, w),
        Rule(),
        Sum(w("Demanded"), formats.money(total.demanded)),
        Sum(w("Cost in all"), formats.money(total.cost)),
        *(() if facts.otherwise is None else (
            Sum(w("Received on these charges otherwise"), formats.money(facts.otherwise)),
        )),
        Sum(w("Brought in by letters"), formats.money(total.received), large=True),
        Text(rule_words(facts.days, w), small=True),
        Sign((w("Made by {name}", name=facts.clerk), facts.seal_line or w("Service centre (seal)"))),
    )  # fmt: skip
    return Paper("letter_results", title, w.language, blocks)


def rule_words(days: int, w: Words) -> str:
    """Return by which rule a payment counts for a letter."""
    return w(
        "A payment counts once: for whatever arrived last before it, if it demanded that very charge and arrived no "
        "more than {days} days before. What was paid before that does not count, nor what was voided. What several "
        "letters demand counts as demanded in each.",
        days=days,
    )


def per_one(received: int, cost: int) -> str:
    """Return how many times its cost something brought in, a dash where it cost nothing."""
    return formats.scaled(divide_half_up(received * 10, cost), 1) if cost > 0 else "–"


def demanded_bars(title: str, lines: Sequence[Line], legend: str) -> Bars:
    """Return the picture of what was demanded, the part that was brought in darker."""
    bars = tuple(Bar(each.name, each.demanded, each.received, formats.money(each.received)) for each in lines[:LONGEST])
    return Bars(title, bars, legend)


def cost_bars(title: str, lines: Sequence[Line], legend: str, w: Words) -> Bars:
    """Return the picture of what was brought in, as much of it darker as it cost."""
    bars = tuple(
        Bar(each.name, max(each.received, each.cost), each.cost,
            w("{received} for {cost}", received=formats.money(each.received), cost=formats.money(each.cost)))
        for each in lines[:LONGEST]
    )  # fmt: skip
    return Bars(title, bars, legend)


def span_bars(title: str, spans: Sequence[SpanLine], legend: str) -> Bars:
    """Return the picture of what had come in by some days after arrival, what those days added darker."""
    return Bars(title, tuple(Bar(s.name, s.by_then, s.received, formats.money(s.by_then)) for s in spans), legend)


def line_cells(line: Line) -> tuple[str, ...]:
    """Return a group for a table: letters, arrived, demanded, brought in, per cent, cost, brought in for each 1."""
    return (
        formats.count(line.letters), formats.count(line.arrived), formats.money(line.demanded),
        formats.money(line.received), formats.percent(line.received, line.demanded), formats.money(line.cost),
        per_one(line.received, line.cost),
    )  # fmt: skip


def _part(part: Part, w: Words) -> list[Block]:
    columns = (
        Column(part.title, "left", 8), Column(w("Letters"), "right", 4), Column(w("Arrived"), "right", 4),
        Column(w("Demanded"), "right", 7), Column(w("Brought in"), "right", 7), Column(w("percent"), "right", 5),
        Column(w("Cost"), "right", 5), Column(w("For each 1 spent"), "right", 5),
    )  # fmt: skip
    rows = tuple(Row((each.name, *line_cells(each))) for each in part.lines)
    return [demanded_bars(part.title, part.lines, w("dark: brought in")), Table(columns, rows)]


def _spans(spans: Sequence[SpanLine], w: Words) -> list[Block]:
    if not any(each.by_then for each in spans):
        return []
    title = w("Days after it arrived")
    columns = (
        Column(title, "left", 8), Column(w("Letters"), "right", 4), Column(w("Brought in"), "right", 6),
        Column(w("By then in all"), "right", 6),
    )  # fmt: skip
    rows = tuple(
        Row((each.name, formats.count(each.letters), formats.money(each.received), formats.money(each.by_then)))
        for each in spans
    )
    return [span_bars(title, spans, w("dark: within these days")), Table(columns, rows)]
