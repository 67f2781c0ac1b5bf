"""The case file (诉讼资料包): what a lawyer needs to sue for arrears, as a sheet before the letters themselves."""

from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.letter import BasisLine, based_on
from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.words import Words, formats
from printing.blocks import Block, Column, Pair, Paper, Row, Sign, Sum, Table, Text, Title


class CaseLine(NamedTuple):
    """A charge that is sued for; expires: the last day of its limitation (ISO), why: what restarted it, worded."""

    item: str
    period: str
    due: str
    composition: str
    whole: int
    open: int
    expires: str
    why: str


class DemandLine(NamedTuple):
    """A letter that was sent: number, day, step in words, sum, and each delivery in words."""

    number: str
    day: str
    step: str
    total: int
    deliveries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything the sheet says; sums in minor units, days as ISO dates. others: calls and promises, worded, by day.

    place: where letters reach a debtor who left the unit, '' of the owner of today.
    """

    unit_code: str
    owner: str
    area: int | None
    day: str
    estate: str
    collector: str
    lines: tuple[CaseLine, ...]
    disputed: int
    late_fee: int
    bases: tuple[BasisLine, ...]
    demands: tuple[DemandLine, ...]
    others: tuple[tuple[str, str], ...]
    scans: tuple[str, ...]
    clerk: str
    seal_line: str = ""
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"
    written_off: int = 0
    place: str = ""

    @property
    def total(self) -> int:
        """Return what is sued for, without late fee."""
        return sum(line.open for line in self.lines)


def case_paper(facts: CaseFacts, w: Words) -> Paper:
    """Return the sheet; the letters follow it as they were sent."""
    follows = w("The letters follow as they were sent. Add the contract, the register entry and the scans.")
    area = (Pair(w("Built area"), formats.area(facts.area)),) if facts.area else ()
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Case file about arrears"), facts.estate),
        Pair(w("Unit"), facts.unit_code),
        Pair(w("Debtor, has left") if facts.place else w("Owner"), facts.owner or "–"),
        *((Pair(w("Address"), facts.place),) if facts.place else ()), *area,
        Pair(w("Claimant"), facts.collector), Pair(w("Claims as of"), facts.day),
        *based_on(facts.bases, w),
        *_claims(facts, w),
        *_demands(facts, w),
        *(Pair(day, told) for day, told in facts.others),
        *(Text(w("Scan kept: {name}", name=each), small=True) for each in facts.scans),
        Text(follows, small=True),
        Sign((facts.seal_line or w("Service centre (seal)"), w("Compiled by {name}", name=facts.clerk))),
    )  # fmt: skip
    return Paper("case_file", w("Case file {unit}", unit=facts.unit_code), w.language, blocks)


def _claims(facts: CaseFacts, w: Words) -> list[Block]:
    columns = (
        Column(w("Fee item"), "left", 4), Column(w("Period"), "left", 4), Column(w("Due on"), "left", 4),
        Column(w("Expires"), "left", 4), Column(w("Amount charged"), "right", 3), Column(w("Paid so far"), "right", 3),
        Column(w("Open"), "right", 3),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                each.item, each.period, each.due, each.expires, formats.money(each.whole),
                formats.money(each.whole - each.open), formats.money(each.open),
            ),
            w("; ").join(part for part in (each.composition, each.why) if part),
        )
        for each in facts.lines
    )  # fmt: skip
    blocks: list[Block] = [Table(columns, rows), Sum(w("Claim"), facts.symbol + formats.money(facts.total), large=True)]
    if facts.renminbi:
        blocks.append(Sum(w("In capitals"), to_capital(facts.total), name="capital"))
    if facts.late_fee:
        blocks.append(Sum(w("Late fee up to {day}", day=facts.day), formats.money(facts.late_fee)))
    if facts.disputed:
        blocks.append(Sum(w("Disputed, not part of the claim"), formats.money(facts.disputed)))
    if facts.written_off:
        off = formats.money(facts.written_off)
        blocks.append(Sum(w("Written off in all, not part of the sum above"), off))
    return blocks


def _demands(facts: CaseFacts, w: Words) -> list[Block]:
    if not facts.demands:
        return [Text(w("No letter was sent about this debt."))]
    columns = (
        Column(w("Demands"), "left", 4), Column(w("Date"), "left", 3), Column(w("Letter"), "left", 4),
        Column(w("Total"), "right", 3),
    )  # fmt: skip
    rows = tuple(
        Row((each.number, each.day, each.step, formats.money(each.total)), w("; ").join(each.deliveries))
        for each in facts.demands
    )
    return [Table(columns, rows)]
