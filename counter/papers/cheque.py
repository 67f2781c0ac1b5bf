"""The notice that a cheque came back (退票通知): what it had paid is owed again."""

import json
from dataclasses import dataclass

from counter.papers.marks import books_mark
from counter.papers.refund import NoteLine
from counter.rules.money import to_capital
from counter.words import Words, dates, formats
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title


@dataclass(frozen=True, slots=True)
class ChequeFacts:
    """What the notice says; amounts in minor units, at in UTC, details the cheque's own labels as JSON."""

    of: str
    of_day: str
    at: str
    estate: str
    seal_line: str
    unit_code: str
    payer: str
    details: str
    lines: tuple[NoteLine, ...]
    amount: int
    reason: str
    clerk: str
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"


def cheque_notice(facts: ChequeFacts, w: Words) -> Paper:
    """Return the notice to the payer, with the cheque's own figures and what is owed again."""
    details: dict[str, str] = json.loads(facts.details or "{}")
    columns = (Column(w("Owed again"), "left", 4), Column(w("Period"), "left", 4), Column(w("Amount"), "right", 3))
    rows = tuple(Row((each.item, each.period, formats.money(each.amount)), each.detail) for each in facts.lines)
    labels = (("number", w("Cheque no.")), ("bank", w("Bank")), ("drawer", w("Drawer")), ("date", w("Date of issue")))
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Notice of a returned cheque"), facts.estate),
        Pair(w("Unit"), facts.unit_code, "unit"),
        Pair(w("Payer"), facts.payer, "payer"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Pair(w("For receipt"), w("{number} of {day}", number=facts.of, day=facts.of_day)),
        *(Pair(caption, details[name]) for name, caption in labels if details.get(name)),
        Pair(w("Reason"), facts.reason),
        Rule(),
        Table(columns, rows),
        Rule(),
        Sum(w("Amount of the cheque"), facts.symbol + formats.money(facts.amount), large=True, name="total"),
        *((Sum(w("In capitals"), to_capital(facts.amount), name="capital"),) if facts.renminbi else ()),
        Text(w("The bank did not pay this cheque. The receipt no longer proves a payment; please pay another way.")),
        Pair(w("Handled by"), facts.clerk),
        Sign((facts.seal_line or w("Service centre (seal)"), w("Notice received"))),
    )
    return Paper("cheque_notice", w("Notice of a returned cheque, {number}", number=facts.of), w.language, blocks)
