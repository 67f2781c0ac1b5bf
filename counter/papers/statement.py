"""The statement of account (对账单): what a unit owes and why, what is held for it, what it paid of late."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.words import Words, dates, formats
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title

# So that the paper stays one that is read: more sums of their own, and more periods of one, are told shorter.
_REASONS = 12
_PERIODS = 4


class OpenLine(NamedTuple):
    """A charge that is open: its period, due day (ISO), composition, what is open and what it was, in minor units.

    case: the number of the dispute that freezes it, and disputed how much of it; '' and 0 where none does.
    less: what of it was let off, or is owed by another since the flat was sold or somebody moved; lost: what of it is
    written off. Nobody paid either.
    """

    item: str
    period: str
    due: str
    composition: str
    open: int
    whole: int
    case: str = ""
    disputed: int = 0
    less: int = 0
    lost: int = 0


class Reason(NamedTuple):
    """Why charges of an item come to what they do: their periods, the sum worked out, what should be known of it."""

    item: str
    periods: tuple[str, ...]
    calculation: str
    remarks: tuple[str, ...]


class PaidLine(NamedTuple):
    """A payment of late: day (ISO), receipt number, total in minor units."""

    day: str
    number: str
    total: int


class BalanceLine(NamedTuple):
    """What a bill run took of the balance: day (ISO), minor units; below zero where it was given back."""

    day: str
    amount: int


class KeptFor(NamedTuple):
    """What is held for a unit for one fee item only, in minor units."""

    item: str
    amount: int


class ItemDay(NamedTuple):
    """How far an item is paid up (ISO day)."""

    item: str
    day: str


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """Everything a statement says; amounts in minor units, at in UTC, area in hundredths of a square metre.

    balance: general money; kept_for: what is kept for one fee item only. late_fee: what runs besides the open lines and
    is not posted. reasons: why the open lines are what they are. written_off: bad debt, open is how much of each.
    """

    estate: str
    unit_code: str
    owner: str
    area: int | None
    at: str
    clerk: str
    lines: tuple[OpenLine, ...]
    paid_to: tuple[ItemDay, ...]
    balance: int
    kept_for: tuple[KeptFor, ...]
    ahead: int
    payments: tuple[PaidLine, ...]
    seal_line: str = ""
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"
    late_fee: int = 0
    from_balance: tuple[BalanceLine, ...] = ()
    reasons: tuple[Reason, ...] = ()
    written_off: tuple[OpenLine, ...] = ()

    @property
    def total(self) -> int:
        """Return what is open in all."""
        return sum(line.open for line in self.lines)


def statement_paper(facts: StatementFacts, w: Words) -> Paper:
    """Return the worded statement."""
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Statement of account"), facts.estate),
        *_head(facts, w),
        Rule(),
        *_open(facts, w),
        *_reasons(facts, w),
        *_written_off(facts, w),
        *_held(facts, w),
        *_payments(facts, w),
        *_from_balance(facts, w),
        Rule(),
        Pair(w("Printed by"), facts.clerk),
        Sign((facts.seal_line or w("Service centre (seal)"),)),
        Text(w("A statement is no receipt. Please tell us if anything in it is not right."), "center", small=True),
    )
    return Paper("statement", w("Statement {unit}", unit=facts.unit_code), w.language, blocks)


def _head(facts: StatementFacts, w: Words) -> list[Block]:
    blocks: list[Block] = [Pair(w("Unit"), facts.unit_code), Pair(w("Owner"), facts.owner)]
    if facts.area:
        blocks.append(Pair(w("Built area"), formats.area(facts.area)))
    blocks.append(Pair(w("Printed"), dates.moment(facts.at)))
    return blocks


def _open(facts: StatementFacts, w: Words) -> list[Block]:
    total = Sum(w("Open in all"), facts.symbol + formats.money(facts.total), large=True)
    if not facts.lines:
        return [Text(w("Nothing is open: every charge billed so far is paid.")), total]
    columns = (
        Column(w("Fee item"), "left", 4),
        Column(w("Period"), "left", 4),
        Column(w("Open"), "right", 3),
    )
    rows = tuple(Row((line.item, line.period, formats.money(line.open)), _detail(line, w)) for line in facts.lines)
    capitals = (Sum(w("In capitals"), to_capital(facts.total), name="capital"),) if facts.renminbi else ()
    late = (Sum(w("besides, late fee to date"), formats.money(facts.late_fee)),) if facts.late_fee else ()
    return [Table(columns, rows), Rule(), total, *capitals, *late]


def _reasons(facts: StatementFacts, w: Words) -> list[Block]:
    """Say in words and numbers how each sum is made; what is made alike is said once."""
    if not facts.reasons:
        return []
    rows = [
        Row((w("{item} {period}", item=each.item, period=_periods(each.periods, w)),),
            w("; ").join((each.calculation, *each.remarks)))
        for each in facts.reasons[:_REASONS]
    ]  # fmt: skip
    left = len(facts.reasons) - len(rows)
    if left:
        rows.append(Row((w.n("{n} more sum is explained at the window.", "{n} more sums are explained at the window.",
                             left),)))  # fmt: skip
    return [Rule(), Table((Column(w("How the sums are made"), "left", 1),), tuple(rows))]


def _periods(periods: Sequence[str], w: Words) -> str:
    if len(periods) <= _PERIODS:
        return w(", ").join(periods)
    return w.n("{first} to {last}, {n} period", "{first} to {last}, {n} periods", len(periods), first=periods[0],
               last=periods[-1])  # fmt: skip


def _written_off(facts: StatementFacts, w: Words) -> list[Block]:
    """Bad debt stands apart: it is not asked for, and nobody forgave it."""
    if not facts.written_off:
        return []
    columns = (
        Column(w("Written off, owed all the same"), "left", 4), Column(w("Period"), "left", 4),
        Column(w("Amount"), "right", 3),
    )  # fmt: skip
    rows = tuple(
        Row((line.item, line.period, formats.money(line.open)), line.composition) for line in facts.written_off
    )  # fmt: skip
    total = sum(line.open for line in facts.written_off)
    return [Rule(), Table(columns, rows), Sum(w("Written off in all, not part of the sum above"), formats.money(total))]


def _detail(line: OpenLine, w: Words) -> str:
    if not line.case:
        return _made_of(line, w)
    return w("{composition}; {amount} is disputed and frozen, case {number}", composition=_made_of(line, w),
             amount=formats.money(line.disputed), number=line.case)  # fmt: skip


def _made_of(line: OpenLine, w: Words) -> str:
    whole, paid = formats.money(line.whole), line.whole - line.less - line.lost - line.open
    if line.less:
        made = w("{composition}; of {whole} {less} is let off or owed by another", composition=line.composition,
                 whole=whole, less=formats.money(line.less))  # fmt: skip
        whole = formats.money(line.whole - line.less)
    else:
        made = line.composition
    if line.lost:
        made = w("{composition}; of {whole} {lost} is written off", composition=made, whole=whole,
                 lost=formats.money(line.lost))  # fmt: skip
    if not paid:
        return w("{composition}, due {day}", composition=made, day=line.due)
    return w("{composition}, due {day}; {paid} of {whole} is paid", composition=made, day=line.due,
             paid=formats.money(paid), whole=whole)  # fmt: skip


def _held(facts: StatementFacts, w: Words) -> list[Block]:
    blocks: list[Block] = [
        Pair(w("Paid up to"), w("{item} {day}", item=each.item, day=each.day)) for each in facts.paid_to
    ]
    if facts.balance:
        blocks.append(Sum(w("Balance held for the unit"), formats.money(facts.balance)))
    blocks += [Sum(w("Balance held for {item}", item=each.item), formats.money(each.amount)) for each in facts.kept_for]
    if facts.ahead:
        blocks.append(Sum(w("Paid ahead, not billed yet"), formats.money(facts.ahead)))
    return blocks


def _payments(facts: StatementFacts, w: Words) -> list[Block]:
    if not facts.payments:
        return []
    columns = (
        Column(w("Last payments"), "left", 4),
        Column(w("Receipt"), "left", 4),
        Column(w("Amount"), "right", 3),
    )
    rows = tuple(Row((each.day, each.number, formats.money(each.total))) for each in facts.payments)
    return [Rule(), Table(columns, rows)]


def _from_balance(facts: StatementFacts, w: Words) -> list[Block]:
    if not facts.from_balance:
        return []
    columns = (Column(w("Settled from the balance by bill runs"), "left", 8), Column(w("Amount"), "right", 3))
    rows = tuple(Row((each.day, formats.money(each.amount))) for each in facts.from_balance)
    return [Rule(), Table(columns, rows)]
