"""The slip for whoever brings cash in for many units (代收现金交款清单)."""

from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.words import Words, dates, formats
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title


class BatchLine(NamedTuple):
    """One receipt of the batch: unit, number, the handwritten form ('' where none), amount in minor units."""

    unit_code: str
    number: str
    form: str
    amount: int


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What the slip says; amounts in minor units, at in UTC, counts as (denomination, pieces)."""

    estate: str
    at: str
    bringer: str
    lines: tuple[BatchLine, ...]
    total: int
    counts: tuple[tuple[int, int], ...]
    cashier: str
    till: int
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"


def batch_slip(facts: BatchFacts, w: Words) -> Paper:
    """Return the slip: every unit with its receipt, the count by denomination, the sum, both signatures."""
    columns = (Column(w("Unit"), "left", 4), Column(w("Receipt no."), "left", 4), Column(w("Amount"), "right", 3))
    rows = tuple(
        Row(
            (each.unit_code, each.number, formats.money(each.amount)),
            w("handwritten receipt {form}", form=each.form) if each.form else "",
        )
        for each in facts.lines
    )
    pieces = w(", ").join(w("{face} × {n}", face=formats.money(face), n=n) for face, n in facts.counts)
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Cash brought in"), facts.estate),
        Pair(w("Brought in by"), facts.bringer, "payer"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Rule(),
        Table(columns, rows),
        Rule(),
        Sum(w("Total counted"), facts.symbol + formats.money(facts.total), large=True, name="total"),
        *((Sum(w("In capitals"), to_capital(facts.total), name="capital"),) if facts.renminbi else ()),
        Text(w("Counted: {pieces}", pieces=pieces), small=True),
        Pair(w("Cashier"), w("{name}, till {till}", name=facts.cashier, till=facts.till), "cashier"),
        Sign((w("Brought in by"), w("Cashier"))),
    )
    return Paper("batch", w("Cash brought in by {name}", name=facts.bringer), w.language, blocks)
