"""The till's numbered slips: cash paid in or out, a safe drop, a hand-over; each to be signed and kept with the Z."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counter.papers.marks import books_mark
from counter.papers.report_counts import CountLine, count_pairs, series_pair
from counter.rules.money import to_capital
from counter.rules.till import Drawer
from counter.words import N_, Words, dates, formats
from counter.words.terms import TENDERS, term
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Title

PLACES: Mapping[str, str] = {
    "safe": N_("the safe"),
    "bank": N_("the bank"),
    "petty_cash": N_("petty cash"),
    "expense": N_("an expense"),
}


@dataclass(frozen=True, slots=True)
class SlipHead:
    """What every slip begins with; at: UTC, number: of the till's own series of slips."""

    estate: str
    books_kind: str
    number: int
    till: int
    day: str
    at: str
    cashier: str
    symbol: str = "¥"
    renminbi: bool = True


@dataclass(frozen=True, slots=True)
class PaySlipFacts:
    """Cash paid in (from a place) or out (for one); amount in minor units."""

    head: SlipHead
    comes_in: bool
    place: str
    amount: int
    reason: str


@dataclass(frozen=True, slots=True)
class DropFacts:
    """Notes that went into the safe: pieces by denomination, total in minor units, witness '' where nobody was."""

    head: SlipHead
    counts: Mapping[int, int]
    total: int
    witness: str


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """A hand-over that was decided; sums in minor units.

    stretch: what the till did under the giver; made: every count of the taker; owed: nobody was there to agree.
    """

    head: SlipHead
    giver: str
    taker: str
    stretch: Drawer
    counts: Mapping[int, int]
    counted: int
    expected: int
    reason: str
    approver: str
    accepted: bool
    made: Sequence[CountLine] = ()
    owed: bool = False


def pay_slip(facts: PaySlipFacts, w: Words) -> Paper:
    """Return the slip of a pay-in or pay-out, the sum also in capitals."""
    title = w("Pay-in slip") if facts.comes_in else w("Pay-out slip")
    place = w("Comes from") if facts.comes_in else w("Used for")
    signs = (w("Cashier"), w("Handed in by") if facts.comes_in else w("Received by"))
    blocks: tuple[Block, ...] = (
        *_head(facts.head, title, w),
        Pair(place, term(facts.place, PLACES, w)),
        Pair(w("Reason"), facts.reason),
        Rule(),
        *_amount(facts.head, w("Amount"), facts.amount, w),
        Sign(signs),
    )
    return Paper("pay_slip", f"{title} {facts.head.number:06d}", w.language, blocks)


def drop_slip(facts: DropFacts, w: Words) -> Paper:
    """Return the slip of a safe drop: pieces of each denomination, sum, who put it in and who saw it."""
    title = w("Safe drop slip")
    witness = facts.witness or w("nobody was there; countersign below")
    blocks: tuple[Block, ...] = (
        *_head(facts.head, title, w),
        Pair(w("Witness"), witness),
        Rule(),
        _pieces(facts.counts, w),
        *_amount(facts.head, w("Into the safe"), facts.total, w),
        Sign((w("Cashier"), w("Witness"))),
    )
    return Paper("drop_slip", f"{title} {facts.head.number:06d}", w.language, blocks)


def handover_slip(facts: HandoverFacts, w: Words) -> Paper:
    """Return the slip of a hand-over: the giver's receipts and tenders, the taker's count, the difference."""
    title, difference = w("Hand-over slip"), facts.counted - facts.expected
    outcome = w("accepted") if facts.accepted else w("rejected; the till stays with {name}", name=facts.giver)
    blocks: list[Block] = [
        *_head(facts.head, title, w, names_cashier=False),
        Pair(w("Given by"), facts.giver),
        Pair(w("Taken over by"), facts.taker),
        Pair(w("Outcome"), outcome),
        Rule(),
        *_stretch(facts.stretch, w),
        Rule(),
        _pieces(facts.counts, w),
        Sum(w("Cash expected"), formats.money(facts.expected)),
        Sum(w("Cash counted"), formats.money(facts.counted)),
        Sum(w("Over/short"), formats.signed_money(difference), large=True),
        *count_pairs(facts.made, w),
    ]
    if facts.reason:
        blocks.append(Pair(w("Reason"), facts.reason))
    if facts.approver:
        blocks.append(Pair(w("Approved by"), facts.approver))
    if facts.owed:
        blocks.append(Pair(w("Approved by"), w("approval owed; decided later")))
    blocks.append(Sign((w("Given by"), w("Taken over by"))))
    return Paper("handover_slip", f"{title} {facts.head.number:06d}", w.language, tuple(blocks))


def _head(head: SlipHead, title: str, w: Words, *, names_cashier: bool = True) -> list[Block]:
    blocks: list[Block] = [
        *books_mark(head.books_kind, w),
        Title(title, head.estate),
        Pair(w("Slip no."), f"{head.till}-{head.number:06d}", "number"),
        Pair(w("Till"), str(head.till)),
        Pair(w("Business day"), head.day),
        Pair(w("Printed"), dates.moment(head.at)),
    ]
    if names_cashier:
        blocks.append(Pair(w("Cashier"), head.cashier))
    return blocks


def _amount(head: SlipHead, label: str, amount: int, w: Words) -> list[Block]:
    blocks: list[Block] = [Sum(label, head.symbol + formats.money(amount), large=True)]
    if head.renminbi:
        blocks.append(Sum(w("In capitals"), to_capital(amount), name="capital"))
    return blocks


def _pieces(counts: Mapping[int, int], w: Words) -> Table:
    columns = (
        Column(w("Face value"), "left", 4), Column(w("Pieces"), "right", 3), Column(w("Amount"), "right", 4),
    )  # fmt: skip
    rows = (
        Row((formats.money(face), formats.count(number), formats.money(face * number)))
        for face, number in sorted(counts.items(), reverse=True)
        if number
    )
    return Table(columns, tuple(rows))


def _stretch(drawer: Drawer, w: Words) -> list[Block]:
    blocks: list[Block] = [series_pair(series, each, w) for series, each in drawer.receipts.items()]
    columns = (Column(w("Tender"), "left", 4), Column(w("Count"), "right", 2), Column(w("Amount"), "right", 4))
    rows = (
        Row((term(name, TENDERS, w), formats.count(each.count), formats.money(each.net)))
        for name, each in drawer.tenders.items()
    )
    blocks += [Sum(w("Cash at the beginning"), formats.money(drawer.opening_float)), Table(columns, tuple(rows))]
    moves = ((w("Paid in"), drawer.pay_in), (w("Paid out"), drawer.pay_out), (w("Safe drop"), drawer.drops))
    blocks += [
        Pair(name, w("{amount} ({count})", count=formats.count(each.count), amount=formats.money(each.amount)))
        for name, each in moves
        if each.count
    ]
    return blocks
