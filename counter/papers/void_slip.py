"""The void slip (作废单): what goes back of a void receipt and how, to be signed and kept with its parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.words import Words, dates, formats
from counter.words.formats import RENMINBI, Currency
from counter.words.money_back import WayBack, way_back
from printing.blocks import Block, Pair, Paper, Rule, Sign, Sum, Text, Title


@dataclass(frozen=True, slots=True)
class VoidFacts:
    """What the slip says; amounts in minor units and positive, at in UTC."""

    receipt_number: str
    receipt_day: str
    at: str
    estate: str
    unit_code: str
    total: int
    ways: Sequence[WayBack]
    reason: str
    cashier: str
    approver: str
    till: int
    books_kind: str = "real"
    renminbi: bool = True
    currency: Currency = RENMINBI
    parts_in_hand: bool = False


def void_slip(facts: VoidFacts, w: Words) -> Paper:
    """Return the slip: the receipt, its sum, what goes back by each tender, the parts to collect, signatures."""
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Void slip"), facts.estate),
        Pair(w("Receipt no."), facts.receipt_number, "number"),
        Pair(w("Receipt of"), facts.receipt_day),
        Pair(w("Unit"), facts.unit_code, "unit"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Rule(),
        Sum(w("Total void"), formats.money_with_symbol(facts.total, facts.currency), large=True, name="total"),
        *((Sum(w("In capitals"), to_capital(facts.total), name="capital"),) if facts.renminbi else ()),
        *(Text(way_back(each, w, facts.currency)) for each in facts.ways),
        Rule(),
        Pair(w("Reason"), facts.reason),
        Pair(w("Cashier"), w("{name}, till {till}", name=facts.cashier, till=facts.till), "cashier"),
        Pair(w("Approved by"), facts.approver),
        *(
            (Pair(w("Both parts of the receipt"), w("in hand, checked when it was voided")),)
            if facts.parts_in_hand
            else ()
        ),
        Text(w("The payer's part is taken back; every part is marked VOID and kept with this slip."), small=True),
        Sign((w("Payer"), w("Cashier"), w("Approved by"))),
    )
    return Paper("void_slip", w("Void slip {number}", number=facts.receipt_number), w.language, blocks)
