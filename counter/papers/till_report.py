"""X and Z reports (当班小计, 收费日结单): one paper from one drawer, so that they cannot drift apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from counter.papers.fund_table import fund_table
from counter.papers.marks import books_mark
from counter.papers.report_counts import CountLine, SlipLine, count_pairs, series_label, series_pair, slip_pair
from counter.papers.report_people import AloneLine, OwedLine, StaffLine, owed_blocks, people_blocks
from counter.rules.remittance import NOTHING, Remittance
from counter.rules.till import Drawer, TenderTotal
from counter.words import Words, dates, formats
from counter.words.terms import FUNDS, TENDERS, term
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title


class Voided(Protocol):
    """A void receipt as the report lists it."""

    @property
    def series(self) -> str:
        """Return its series."""

    @property
    def number(self) -> int:
        """Return its number."""

    @property
    def total(self) -> int:
        """Return its sum in minor units."""


class HandoverLine(NamedTuple):
    """A hand-over that was accepted: when (UTC), who gave, who took, what was counted and its over/short."""

    at: str
    giver: str
    taker: str
    counted: int
    difference: int


class TakeUpLine(NamedTuple):
    """The till run by somebody for its cashier: since when (UTC), by whom, for whom."""

    at: str
    who: str
    cashier: str


class StretchLine(NamedTuple):
    """What the till did under one cashier of the day: receipts, and sums received by cash and by everything else."""

    cashier: str
    receipts: int
    cash: int
    others: int


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a till report says; amounts in minor units. z_number 0 and counted None make it an X report.

    left: the float that stays in the drawer; handed: the takings that go to finance; late: the day is closed after
    its date.
    """

    estate: str
    books_kind: str
    till: int
    z_number: int
    day: str
    at: str
    cashier: str
    approver: str
    reason: str
    drawer: Drawer
    counted: int | None
    perpetual: int
    chain_head: str
    chain_event: int
    voided: Sequence[Voided]
    item_names: Mapping[int, tuple[str, str]]
    symbol: str = "¥"
    renminbi: bool = True
    left: int = 0
    handed: Remittance = NOTHING
    late: bool = False
    handovers: Sequence[HandoverLine] = ()
    take_ups: Sequence[TakeUpLine] = ()
    stretches: Sequence[StretchLine] = ()
    slips: Sequence[SlipLine] = ()
    counts: Sequence[CountLine] = ()
    staff_changes: Sequence[StaffLine] = ()
    alone: Sequence[AloneLine] = ()
    owed: Sequence[OwedLine] = ()


def x_report(facts: ReportFacts, w: Words) -> Paper:
    """Return the X report: what the till did so far, without expected cash (the count stays blind)."""
    blocks = (
        *books_mark(facts.books_kind, w),
        Title(w("X report"), facts.estate),
        *_head(facts, w),
        Rule(),
        *activity(facts, w, blind=True),
        *owed_blocks(facts.owed, w),
    )
    return Paper("x_report", w("X report, till {till}", till=facts.till), w.language, blocks)


def z_report(facts: ReportFacts, w: Words) -> Paper:
    """Return the Z report: the closed day with count, over/short, perpetual total and chain head."""
    blocks = (
        *books_mark(facts.books_kind, w),
        Title(w("Z report"), facts.estate),
        Pair(w("Z no."), f"{facts.z_number:06d}"),
        *_head(facts, w),
        Rule(),
        *activity(facts, w),
        Rule(),
        *_count(facts, w),
        Rule(),
        Sum(w("Perpetual total"), facts.symbol + formats.money(facts.perpetual)),
        Pair(w("Chain head"), w("event {event}", event=facts.chain_event)),
        Text(facts.chain_head, small=True),
        Sign((w("Cashier"), w("Supervisor"))),
    )
    return Paper("z_report", w("Z report {number}", number=f"{facts.z_number:06d}"), w.language, blocks)


def activity(facts: ReportFacts, w: Words, *, blind: bool = False) -> list[Block]:
    """Return receipts, tenders, items and the counted acts of a till.

    blind: without the sums from which the cash in the drawer could be added up before it is counted.
    """
    drawer = facts.drawer
    blocks: list[Block] = [series_pair(series, each, w) for series, each in drawer.receipts.items()]
    blocks += [
        Pair(w("Void"), w("{number}: {amount}", number=series_label(v.series, v.number), amount=formats.money(v.total)))
        for v in facts.voided
    ]
    if drawer.refunds.count:
        count, amount = formats.count(drawer.refunds.count), formats.money(drawer.refunds.amount)
        blocks.append(Pair(w("Refunds"), count if blind else w("{amount} ({count})", count=count, amount=amount)))
    blocks.append(_tenders(facts, w, blind=blind))
    if not blind:
        blocks += _sums(facts, w)
    blocks += [
        Pair(w("Copies"), formats.count(drawer.copies)),
        Pair(w("Drawer opened without payment"), formats.count(drawer.drawer_openings)),
        *_cash_moves(drawer, w),
        *(_handover(each, w, blind=blind) for each in facts.handovers),
        *(_take_up(each, w) for each in facts.take_ups),
    ]
    if len(facts.stretches) > 1:
        blocks.append(_stretches(facts, w, blind=blind))
    return blocks


def _stretches(facts: ReportFacts, w: Words, *, blind: bool) -> Table:
    """One line for each cashier of the day; their lines add up to the day's own."""
    columns = (
        Column(w("Cashier"), "left", 4), Column(w("Receipts"), "right", 2), Column(w("Cash"), "right", 3),
        Column(w("Others"), "right", 3),
    )  # fmt: skip
    rows = (
        Row(
            (
                each.cashier, formats.count(each.receipts), "–" if blind else formats.money(each.cash),
                formats.money(each.others),
            )
        )
        for each in facts.stretches
    )  # fmt: skip
    return Table(columns, tuple(rows))


def _cash_moves(drawer: Drawer, w: Words) -> list[Block]:
    moves = ((w("Paid in"), drawer.pay_in), (w("Paid out"), drawer.pay_out), (w("Safe drop"), drawer.drops))
    blocks: list[Block] = [
        Pair(name, w("{amount} ({count})", count=formats.count(each.count), amount=formats.money(each.amount)))
        for name, each in moves
        if each.count
    ]
    if drawer.notes_refused:
        blocks.append(Pair(w("Cash not taken"), formats.count(drawer.notes_refused)))
    return blocks


def _handover(each: HandoverLine, w: Words, *, blind: bool) -> Pair:
    """A hand-over's count is a cash sum of the day, so that the blind report leaves it out."""
    text = w("{time} {giver} to {taker}", time=dates.clock_time(each.at), giver=each.giver, taker=each.taker)
    if not blind:
        found = formats.signed_money(each.difference)
        text = w("{who}: {counted} ({difference})", who=text, counted=formats.money(each.counted), difference=found)
    return Pair(w("Hand-over"), text)


def _take_up(each: TakeUpLine, w: Words) -> Pair:
    fields = {"time": dates.clock_time(each.at), "who": each.who, "cashier": each.cashier}
    return Pair(w("Taken up"), w("{time} {who} for {cashier}", **fields))


def _tenders(facts: ReportFacts, w: Words, *, blind: bool) -> Table:
    columns = (Column(w("Tender"), "left", 4), Column(w("Count"), "right", 2), Column(w("Amount"), "right", 4))
    rows = (
        Row(
            (
                term(name, TENDERS, w),
                formats.count(each.count),
                "–" if blind and name == "cash" else formats.money(each.net),
            ),
            "" if blind and name == "cash" else _gross(each, w),
        )
        for name, each in facts.drawer.tenders.items()
    )
    return Table(columns, tuple(rows))


def _gross(total: TenderTotal, w: Words) -> str:
    """The count is of what was received; where some went back, the sum beside it is not theirs."""
    if not total.returned:
        return ""
    received, returned = formats.money(total.received), formats.money(total.returned)
    return w("received {received}, returned {returned}", received=received, returned=returned)


def _sums(facts: ReportFacts, w: Words) -> list[Block]:
    drawer = facts.drawer
    items = (Row((_item(name, facts, w), formats.money(amount))) for name, amount in drawer.by_item.items())
    return [
        Sum(w("Received"), facts.symbol + formats.money(drawer.received), large=True),
        Table((Column(w("Fee item"), "left", 6), Column(w("Amount"), "right", 4)), tuple(items)),
        *(Pair(term(fund, FUNDS, w), formats.money(amount)) for fund, amount in drawer.by_fund.items()),
        *fund_table(drawer, w),
        Pair(w("Opening float"), formats.money(drawer.opening_float)),
    ]


def _head(facts: ReportFacts, w: Words) -> list[Block]:
    return [
        Pair(w("Till"), str(facts.till)),
        Pair(w("Business day"), facts.day),
        Pair(w("Printed"), dates.moment(facts.at)),
        Pair(w("Cashier"), facts.cashier),
    ]


def _count(facts: ReportFacts, w: Words) -> list[Block]:
    counted = facts.counted or 0
    difference = counted - facts.drawer.cash_expected
    blocks: list[Block] = [
        Sum(w("Cash expected"), formats.money(facts.drawer.cash_expected)),
        Sum(w("Cash counted"), formats.money(counted)),
        Sum(w("Over/short"), formats.signed_money(difference), large=True),
        Sum(w("Float left in the drawer"), formats.money(facts.left)),
        Sum(w("Into the safe"), formats.money(counted - facts.left)),
        Sum(w("Cash handed to finance"), formats.money(facts.handed.cash)),
    ]
    blocks += count_pairs(facts.counts, w)
    blocks += [slip_pair(each, w) for each in facts.slips]
    if facts.late:
        blocks.append(Pair(w("Closed late"), dates.moment(facts.at)))
    if facts.reason:
        blocks.append(Pair(w("Reason"), facts.reason))
    if facts.approver:
        blocks.append(Pair(w("Approved by"), facts.approver))
    return blocks + owed_blocks(facts.owed, w) + people_blocks(facts.staff_changes, facts.alone, w)


def _item(name: str, facts: ReportFacts, w: Words) -> str:
    special = {
        "balance": w("Kept as balance"),
        "rounding": w("Rounding"),
        "receivable": w("Charges"),
        "paid_ahead": w("Paid ahead"),
    }
    if name.isdigit() and int(name) in facts.item_names:
        return facts.item_names[int(name)][0 if w.language == "zh_CN" else 1]
    return special.get(name, name)
