"""The slip that goes to the bank with a bag of cash (现金送存单)."""

from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.words import Words, dates, formats
from counter.words.terms import FUNDS, term
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title


class BankingLine(NamedTuple):
    """Cash of one Z in the bag, in minor units."""

    day: str
    till: int
    z_number: int
    amount: int


@dataclass(frozen=True, slots=True)
class BankingFacts:
    """What the slip says; amounts in minor units, at in UTC."""

    bag: str
    fund: str
    at: str
    estate: str
    bank_account: str
    lines: tuple[BankingLine, ...]
    amount: int
    left: int
    reason: str
    clerk: str
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"


def banking_slip(facts: BankingFacts, w: Words) -> Paper:
    """Return the slip: which days' takings are in the bag, their sum, and who carries and receives it."""
    columns = (
        Column(w("Business day"), "left", 4), Column(w("Till"), "right", 2), Column(w("Z no."), "right", 3),
        Column(w("Amount"), "right", 4),
    )  # fmt: skip
    rows = tuple(
        Row((each.day, str(each.till), f"{each.z_number:06d}", formats.money(each.amount))) for each in facts.lines
    )
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Bank deposit slip"), facts.estate),
        Pair(w("Bag no."), facts.bag, "number"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Pair(w("Fund"), term(facts.fund, FUNDS, w)),
        *((Pair(w("Bank account"), facts.bank_account),) if facts.bank_account else ()),
        Rule(),
        Table(columns, rows),
        Rule(),
        Sum(w("Cash in the bag"), facts.symbol + formats.money(facts.amount), large=True, name="total"),
        *((Sum(w("In capitals"), to_capital(facts.amount), name="capital"),) if facts.renminbi else ()),
        *(
            (Sum(w("Left in the safe"), formats.money(facts.left)), Pair(w("Reason"), facts.reason))
            if facts.left
            else ()
        ),
        Pair(w("Packed by"), facts.clerk),
        Pair(w("Bank slip no."), "____________________"),
        Sign((w("Carried by"), w("Witness"), w("Received by the bank"))),
        Text(w("Takings are banked whole and not spent; the bank's slip is kept with this one."), "center", small=True),
    )
    return Paper("banking", w("Bank deposit slip {number}", number=facts.bag), w.language, blocks)
