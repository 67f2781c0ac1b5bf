"""The remittance slip as finance received it (交款单·财务签收): what was handed in and counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from counter.papers.marks import books_mark
from counter.papers.remittance import note_pairs, receipts_table
from counter.rules.money import to_capital
from counter.rules.till import SeriesRange
from counter.words import Words, dates, formats
from counter.words.terms import TENDERS, term
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Title


class CountedLine(NamedTuple):
    """A tender beside the cash: what the slip says and what finance counted, payments and minor units."""

    tender: str
    slip_count: int
    slip_amount: int
    counted: int
    counted_amount: int

    @property
    def differs(self) -> bool:
        """Whether finance counted something else than the slip says."""
        return (self.slip_count, self.slip_amount) != (self.counted, self.counted_amount)


@dataclass(frozen=True, slots=True)
class ReceivedFacts:
    """What the slip says; amounts in minor units, at in UTC, drawer as the Z's body has it."""

    estate: str
    z_number: int
    till: int
    day: str
    at: str
    drawer: Mapping[str, Any]
    slip: int
    counted: int
    reason: str
    cashier: str
    clerk: str
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"
    others: tuple[CountedLine, ...] = ()


def remittance_received(facts: ReceivedFacts, w: Words) -> Paper:
    """Return the slip finance signs for: numbers from–to, voids, sums by tender, cash by slip and by count."""
    difference = facts.counted - facts.slip
    series = {name: SeriesRange(**each) for name, each in facts.drawer.get("receipts", {}).items()}
    voids = facts.drawer.get("voids", {"count": 0, "amount": 0})
    refunds = facts.drawer.get("refunds", {"count": 0, "amount": 0})
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Remittance slip, received by finance"), facts.estate),
        Pair(w("Z no."), f"{facts.z_number:06d}", "number"),
        Pair(w("Business day"), facts.day),
        Pair(w("Till"), str(facts.till)),
        Pair(w("Received at"), dates.moment(facts.at), "date"),
        Rule(),
        receipts_table(series, w),
        *note_pairs(series, w),
        Pair(w("Void receipts"), _counted(voids, w)),
        Pair(w("Refunds"), _counted(refunds, w)),
        Rule(),
        _tenders(facts, w),
        *_slips(facts, w),
        Sum(w("Cash by the slip"), formats.money(facts.slip)),
        Sum(_counted_caption(facts, w), facts.symbol + formats.money(facts.counted), large=True, name="total"),
        *((Sum(w("In capitals"), to_capital(facts.counted), name="capital"),) if facts.renminbi else ()),
        Sum(w("Difference to the slip"), formats.signed_money(difference)),
        *((Pair(w("Reason"), facts.reason),) if facts.reason else ()),
        Pair(w("Handed in by"), facts.cashier),
        Pair(w.c("cash handed to finance", "Received by"), facts.clerk),
        Sign((w("Handed over by"), w("Received by (finance)"), w("Reviewed by"))),
    )
    title = w("Remittance slip {number}, received", number=f"{facts.z_number:06d}")
    return Paper("remittance", title, w.language, blocks)


def _counted(each: Mapping[str, int], w: Words) -> str:
    return w("{amount} ({count})", count=formats.count(each["count"]), amount=formats.money(each["amount"]))


def _counted_caption(facts: ReceivedFacts, w: Words) -> str:
    """A till that took more out of the safe than it brought back hands nothing in; that sum is what is confirmed."""
    return w("Handed in less taken from the safe") if facts.slip < 0 else w("Cash counted by finance")


def _slips(facts: ReceivedFacts, w: Words) -> list[Block]:
    if not facts.others:
        return []
    columns = (
        Column(w("Counted by finance"), "left", 4), Column(w("By the slip"), "right", 5),
        Column(w("Counted"), "right", 5),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                term(each.tender, TENDERS, w),
                _counted({"count": each.slip_count, "amount": each.slip_amount}, w),
                _counted({"count": each.counted, "amount": each.counted_amount}, w),
            )
        )
        for each in facts.others
    )
    return [Rule(), Table(columns, rows), Rule()]


def _tenders(facts: ReceivedFacts, w: Words) -> Table:
    columns = (
        Column(w("Tender"), "left", 4), Column(w("Received"), "right", 4), Column(w("Returned"), "right", 4),
        Column(w("Net"), "right", 4),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                term(name, TENDERS, w), formats.money(each["received"]), formats.money(each["returned"]),
                formats.money(each["received"] - each["returned"]),
            )
        )
        for name, each in facts.drawer.get("tenders", {}).items()
    )  # fmt: skip
    return Table(columns, rows)
