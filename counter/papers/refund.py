"""The refund note (退款单) and the reversal note (冲正单): what was taken back of a receipt, and where it went."""

from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.words import Words, dates, formats
from counter.words.terms import TENDERS, term
from printing.blocks import Block, Code, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title


class NoteLine(NamedTuple):
    """A line taken back: item, period, amount in minor units, and how it was worked out or what it means."""

    item: str
    period: str
    amount: int
    detail: str


class WayBack(NamedTuple):
    """One way the money goes back, with what its slip says; amount in minor units, positive."""

    tender: str
    amount: int
    detail: str


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """Everything both notes say; amounts in minor units and positive, at in UTC.

    placed: for a reversal, where the sum stands now, line by line; ways: for a refund, how it is given back.
    deducted and seen: for a deposit, what was kept of it and why, and the papers that were shown;
    rest: what is still held of it.
    """

    number: str
    of: str
    of_day: str
    at: str
    estate: str
    collector: str
    seal_line: str
    unit_code: str
    payee: str
    lines: tuple[NoteLine, ...]
    total: int
    reason: str
    clerk: str
    approver: str
    till: int
    code: str
    ways: tuple[WayBack, ...] = ()
    placed: tuple[NoteLine, ...] = ()
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"
    deducted: tuple[NoteLine, ...] = ()
    seen: tuple[str, ...] = ()
    rest: int = 0


def refund_note(facts: NoteFacts, w: Words) -> Paper:
    """Return the refund note: a positive sum with its signatures, never a minus receipt."""
    ways = [
        Sum(
            w("{tender} ({detail})", tender=term(way.tender, TENDERS, w), detail=way.detail)
            if way.detail
            else term(way.tender, TENDERS, w),
            formats.money(way.amount),
        )
        for way in facts.ways
    ]
    by_transfer = any(way.tender == "transfer" for way in facts.ways)
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Refund note"), facts.estate),
        *_head(facts, w),
        Rule(),
        _table(w("Deposit") if facts.seen else w("Taken back"), facts.lines, w),
        *((_table(w("Deducted"), facts.deducted, w),) if facts.deducted else ()),
        Rule(),
        Sum(w("Refund in all"), facts.symbol + formats.money(facts.total), large=True, name="total"),
        *((Sum(w("In capitals"), to_capital(facts.total), name="capital"),) if facts.renminbi else ()),
        *ways,
        *((Sum(w("Still held"), formats.money(facts.rest), name="rest"),) if facts.rest else ()),
        *(_account_lines(w) if by_transfer else ()),
        *_foot(facts, w, Pair(w("Paid back by"), facts.collector)),
        Sign((w("Payee (sum received)"), w("Handled by"), w("Approved by"))),
        *_told_below(facts, w),
    )
    return Paper("refund", w("Refund note {number}", number=facts.number), w.language, blocks, _parts(w))


def reversal_note(facts: NoteFacts, w: Words) -> Paper:
    """Return the reversal note: which line was taken back, and where its sum stands now; no money moved."""
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Reversal note"), facts.estate),
        *_head(facts, w),
        Rule(),
        _table(w("Taken back"), facts.lines, w),
        _table(w("Booked instead"), facts.placed, w),
        Rule(),
        Sum(w("Booked otherwise"), facts.symbol + formats.money(facts.total), large=True, name="total"),
        *((Sum(w("In capitals"), to_capital(facts.total), name="capital"),) if facts.renminbi else ()),
        *_foot(facts, w),
        Sign((w("Payer"), w("Handled by"), w("Approved by"))),
        Text(w("No money was handed over. The receipt stands, read together with this note."), "center", small=True),
    )
    return Paper("reversal", w("Reversal note {number}", number=facts.number), w.language, blocks, _parts(w))


def _told_below(facts: NoteFacts, w: Words) -> list[Block]:
    if facts.seen:
        return [Text(each, "center", small=True) for each in facts.seen]
    return [Text(w("Charges that were settled by what is given back are owed again."), "center", small=True)]


def _parts(w: Words) -> tuple[str, ...]:
    return w("① Stub"), w("② Payer"), w("③ Bookkeeping")


def _head(facts: NoteFacts, w: Words) -> list[Block]:
    return [
        Pair(w("Number"), facts.number, "number"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Pair(w("For receipt"), w("{number} of {day}", number=facts.of, day=facts.of_day)),
        Pair(w("Unit"), facts.unit_code, "unit"),
        Pair(w("Payee"), facts.payee, "payer"),
    ]


def _table(title: str, lines: tuple[NoteLine, ...], w: Words) -> Table:
    columns = (Column(title, "left", 4), Column(w("Period"), "left", 4), Column(w("Amount"), "right", 3))
    rows = tuple(Row((each.item, each.period, formats.money(each.amount)), each.detail) for each in lines)
    return Table(columns, rows)


def _account_lines(w: Words) -> tuple[Block, ...]:
    blank = "____________________"
    return (
        Text(w("The payee writes down the account; it is kept on paper only."), small=True),
        Pair(w("Bank"), blank),
        Pair(w("Account no."), blank),
    )


def _foot(facts: NoteFacts, w: Words, *more: Block) -> list[Block]:
    return [
        Pair(w("Reason"), facts.reason),
        Pair(w("Handled by"), w("{name}, till {till}", name=facts.clerk, till=facts.till)),
        Pair(w("Approved by"), facts.approver),
        *more,
        Code(facts.code, facts.code),
    ]
