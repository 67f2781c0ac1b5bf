"""A list of the maintenance fund on paper: by unit, by building or its receipts, with the day it stands for."""

from collections.abc import Sequence
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.words import Words, dates
from printing.blocks import Block, Column, Pair, Paper, Row, Sign, Table, Title


class ReportColumn(NamedTuple):
    """A column: its title, its share of the width, whether it holds sums."""

    title: str
    share: int
    is_sum: bool = False


class FundReport(NamedTuple):
    """What is printed: a title, a moment (UTC), columns and rows as the screen shows them, the sums of all rows."""

    title: str
    estate: str
    at: str
    clerk: str
    columns: tuple[ReportColumn, ...]
    rows: Sequence[Sequence[str]]
    totals: tuple[str, ...]
    books_kind: str = "real"


def fund_report_paper(facts: FundReport, w: Words) -> Paper:
    """Return the worded report, made for A4."""
    columns = tuple(Column(each.title, "right" if each.is_sum else "left", each.share) for each in facts.columns)
    rows = tuple(Row(tuple(cells)) for cells in (*facts.rows, *((facts.totals,) if facts.totals else ())))
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Maintenance fund"), facts.estate),
        Pair(w("Report"), facts.title),
        Pair(w("As of"), dates.moment(facts.at)),
        Table(columns, rows),
        Pair(w("Printed by"), facts.clerk),
        Sign((w("Made by"), w("Reviewed by"))),
    )
    return Paper("fund_report", w("Maintenance fund: {title}", title=facts.title), w.language, blocks)
