"""The receipt (收据): what was received from whom for what, in the idiom of a Chinese receipt book."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.words import Words, dates, formats
from counter.words.terms import TENDERS, term
from printing.blocks import Block, Code, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title


class ReceiptLine(NamedTuple):
    """What the receipt settles: item and period, its composition, the unit where there are several, amounts in fen."""

    item: str
    period: str
    unit_code: str
    composition: str
    amount: int
    whole: int


class KeptLine(NamedTuple):
    """What becomes the balance of a unit, in minor units; item: what it is earmarked for, '' where for nothing."""

    unit_code: str
    amount: int
    item: str = ""


class TenderLine(NamedTuple):
    """One way of paying and what the slip says of it."""

    kind: str
    amount: int
    detail: str


class PaidTo(NamedTuple):
    """How far an item of a unit is paid up once this receipt counts."""

    item: str
    unit_code: str
    day: str


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """Everything a receipt says; amounts in minor units, at in UTC, days as ISO dates; title: one of its own."""

    number: str
    at: str
    estate: str
    collector: str
    seal_line: str
    unit_codes: tuple[str, ...]
    payer: str
    lines: tuple[ReceiptLine, ...]
    kept: tuple[KeptLine, ...]
    rounding: int
    total: int
    tenders: tuple[TenderLine, ...]
    received: int
    change: int
    paid_to: tuple[PaidTo, ...]
    cashier: str
    till: int
    code: str
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"
    note: str = ""
    title: str = ""


class Frame(NamedTuple):
    """What stands on every receipt of a language."""

    columns: tuple[Column, ...]
    not_an_invoice: Text
    parts: tuple[str, ...]


@lru_cache(maxsize=4)
def _frame(w: Words) -> Frame:
    return Frame(
        (Column(w("Fee item"), "left", 4), Column(w("Period"), "left", 4), Column(w("Amount"), "right", 3)),
        Text(
            w("This receipt is not a tax invoice; if you need one, it is exchanged against this receipt."),
            "center",
            small=True,
        ),
        (w("① Stub"), w("② Payer"), w("③ Bookkeeping")),
    )


def receipt_paper(facts: ReceiptFacts, w: Words) -> Paper:
    """Return the worded receipt with its three parts (存根, 交款人, 记账)."""
    return Paper(
        "receipt",
        w("Receipt {number}", number=facts.number),
        w.language,
        (
            *books_mark(facts.books_kind, w),
            Title(facts.title or w("Receipt"), facts.estate),
            *_head(facts, w),
            Rule(),
            _lines(facts, w),
            Rule(),
            *_sums(facts, w),
            *_paid_to(facts, w),
            *_foot(facts, w),
        ),
        _frame(w).parts,
    )


def _head(facts: ReceiptFacts, w: Words) -> list[Block]:
    return [
        Pair(w("Receipt no."), facts.number, "number"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Pair(w("Unit"), w(", ").join(facts.unit_codes), "unit"),
        Pair(w("Payer"), facts.payer, "payer"),
        Text(w("Received from {payer} the following:", payer=facts.payer)),
    ]


def _lines(facts: ReceiptFacts, w: Words) -> Table:
    rows = [Row((line.item, line.period, formats.money(line.amount)), _detail(line, facts, w)) for line in facts.lines]
    several = len(facts.unit_codes) > 1
    rows += [
        Row((kept_words(each.item, w), "", formats.money(each.amount)), each.unit_code if several else "")
        for each in facts.kept
    ]
    if facts.rounding:
        rows.append(Row((w("Rounding"), "", formats.money(facts.rounding))))
    return Table(_frame(w).columns, tuple(rows))


def kept_words(item: str, w: Words) -> str:
    """Return how papers name money that is kept: for a fee item, or ('') for whatever is owed."""
    return w("Kept as balance for {item}", item=item) if item else w("Kept as balance")


def _detail(line: ReceiptLine, facts: ReceiptFacts, w: Words) -> str:
    composition = line.composition
    if line.amount != line.whole:
        composition = w("{composition}, part of {whole}", composition=composition, whole=formats.money(line.whole))
    if len(facts.unit_codes) > 1:
        return w("{unit}: {composition}", unit=line.unit_code, composition=composition)
    return composition


def _sums(facts: ReceiptFacts, w: Words) -> list[Block]:
    blocks: list[Block] = [
        Sum(w("Total received"), facts.symbol + formats.money(facts.total), large=True, name="total")
    ]
    if facts.renminbi:
        blocks.append(Sum(w("In capitals"), to_capital(facts.total), name="capital"))
    for tender in facts.tenders:
        name = term(tender.kind, TENDERS, w)
        label = w("{tender} ({detail})", tender=name, detail=tender.detail) if tender.detail else name
        blocks.append(Sum(label, formats.money(tender.amount)))
    if facts.change:
        blocks += [
            Sum(w("Cash handed over"), formats.money(facts.received)),
            Sum(w("Change"), formats.money(facts.change)),
        ]
    return blocks


def _paid_to(facts: ReceiptFacts, w: Words) -> list[Block]:
    several, label = len(facts.unit_codes) > 1, w("Paid up to")
    return [
        Pair(label, w("{unit} {item} {day}", unit=each.unit_code, item=each.item, day=each.day))
        if several
        else Pair(label, w("{item} {day}", item=each.item, day=each.day))
        for each in facts.paid_to
    ]


def _foot(facts: ReceiptFacts, w: Words) -> list[Block]:
    blocks: list[Block] = [Text(w("Note: {note}", note=facts.note), small=True)] if facts.note else []
    blocks += [
        Pair(w("Cashier"), w("{name}, till {till}", name=facts.cashier, till=facts.till), "cashier"),
        Code(facts.code, facts.code),
        Sign((facts.seal_line or w("Collected by (seal)"), w("Payer"))),
        _frame(w).not_an_invoice,
    ]
    return blocks
