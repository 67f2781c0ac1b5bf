"""The year's disputes, complaints, suggestions and repair requests on paper, as the owners' assembly gets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.rules.case_figures import Figure
from counter.words import Words, dates, formats
from printing.blocks import Bar, Bars, Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title

LONGEST = 10  # bars in a picture


class Named(NamedTuple):
    """A figure with what it stands for, worded."""

    name: str
    figure: Figure


class Part(NamedTuple):
    """A table of the report: what the cases are counted by, its figures, whether a picture goes with it."""

    title: str
    rows: tuple[Named, ...]
    pictured: bool = False


class CauseLine(NamedTuple):
    """What several cases came from, worded, and the numbers of these cases."""

    what: str
    name: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearFacts:
    """Everything the report says; at in UTC, per_hundred in tenths, kind worded or '' for every kind."""

    estate: str
    at: str
    year: int
    kind: str
    total: Figure
    households: int
    per_hundred: int
    parts: tuple[Part, ...]
    causes: tuple[CauseLine, ...]
    clerk: str
    seal_line: str = ""
    books_kind: str = "real"


def year_paper(facts: YearFacts, w: Words) -> Paper:
    """Return the worded report, made for A4. It names no owner and no unit but those of a meter."""
    title = w("Cases of {year}", year=facts.year)
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(title, facts.estate),
        Pair(w("Printed"), dates.moment(facts.at)),
        *((Pair(w("Kind of case"), facts.kind),) if facts.kind else ()),
        *_head(facts, w),
        *(block for part in facts.parts if part.rows for block in _part(part, w)),
        *_causes(facts.causes, w),
        Rule(),
        Sum(w("Taken off in all"), formats.money(facts.total.let_off)),
        Text(w("Counted are the cases raised in the year, as they stood when this was printed. Days are those from the "
               "day a case was raised to the day it ended. A case about several fee items counts for each."),
             small=True),
        Sign((w("Made by {name}", name=facts.clerk), facts.seal_line or w("Service centre (seal)"))),
    )  # fmt: skip
    return Paper("case_year", title, w.language, blocks)


def _head(facts: YearFacts, w: Words) -> list[Block]:
    total = facts.total
    head: list[Block] = [
        Pair(w("Raised"), w.n("{n} case", "{n} cases", total.cases)),
        Pair(w("Still open"), w("{n}, of them {late} past their deadline", n=total.open, late=total.late)),
        Pair(w("Days to the answer"), days_words(total, w)),
    ]
    if facts.households:
        figure = formats.scaled(facts.per_hundred, 1)
        head.append(Pair(w("Per 100 households"), w("{figure} ({n} flats)", figure=figure,
                                                            n=formats.count(facts.households))))  # fmt: skip
    if total.content is not None:
        head.append(Pair(w("Content with the answer"), w("{n} % of those asked", n=total.content)))
    return head


def _part(part: Part, w: Words) -> list[Block]:
    columns = (
        Column(part.title, "left", 9), Column(w("Raised"), "right", 4), Column(w("Still open"), "right", 6),
        Column(w("Resolved"), "right", 6), Column(w("Not upheld"), "right", 6), Column(w("Withdrawn"), "right", 6),
        Column(w("Days"), "right", 3), Column(w("Taken off"), "right", 6),
    )  # fmt: skip
    rows = tuple(Row((each.name, *figure_cells(each.figure, w)[:6], _money(each.figure))) for each in part.rows)
    table = Table(columns, rows)
    return [bars_of(part.title, part.rows, w), table] if part.pictured else [table]


def bars_of(title: str, rows: Sequence[Named], w: Words) -> Bars:
    """Return the picture of figures: the first of them, the part that is still open darker."""
    bars = tuple(
        Bar(each.name, each.figure.cases, each.figure.open, formats.count(each.figure.cases)) for each in rows[:LONGEST]
    )
    return Bars(title, bars, w("dark: still open"))


def figure_cells(figure: Figure, w: Words) -> tuple[str, ...]:
    """Return a figure for a table: raised, open, resolved, rejected, withdrawn, days, taken off, content."""
    counts = (figure.cases, figure.open, figure.resolved, figure.rejected, figure.withdrawn)
    content = w("{n} %", n=figure.content) if figure.content is not None else ""
    days = formats.count(figure.days) if figure.days is not None else ""
    return *(formats.count(each) if each else "" for each in counts), days, _money(figure), content


def days_words(figure: Figure, w: Words) -> str:
    """Return the days to an answer on average, a dash where nothing was answered."""
    return w.n("{n} day", "{n} days", figure.days) if figure.days is not None else w("–")


def _money(figure: Figure) -> str:
    return formats.money(figure.let_off) if figure.let_off else ""


def _causes(causes: Sequence[CauseLine], w: Words) -> list[Block]:
    if not causes:
        return []
    columns = (
        Column(w("Came back"), "left", 2), Column(w("Which one"), "left", 5), Column(w("Number of cases"), "right", 3),
        Column(w("Numbers"), "left", 6),
    )  # fmt: skip
    rows = tuple(
        Row((each.what, each.name, formats.count(len(each.numbers)), w(", ").join(each.numbers))) for each in causes
    )
    return [Table(columns, rows)]
