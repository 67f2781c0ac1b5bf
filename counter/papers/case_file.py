"""The case file (诉讼资料包): what a lawyer needs to sue for arrears, as a sheet before the letters themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.letter import BasisLine
from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.words import Words, formats
from counter.words.terms import BASES, term
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
    """Everything the sheet says; sums in minor units, days as ISO dates.

    others: calls and promises, worded, by day. pages: how many pages the sheet and each of the demands take, () while
    that is not known.
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
    pages: tuple[int, ...] = ()
    place: str = ""

    @property
    def total(self) -> int:
        """Return what is sued for, without late fee."""
        return sum(line.open for line in self.lines)


def case_paper(facts: CaseFacts, w: Words) -> Paper:
    """Return the sheet; the letters follow it as they were sent."""
    add = w("To be added: the contract, the entry in the property register, the scans that are named here.")
    area = (Pair(w("Built area"), formats.area(facts.area)),) if facts.area else ()
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Case file about arrears"), facts.estate),
        Pair(w("Unit"), facts.unit_code),
        Pair(w("Debtor, has left") if facts.place else w("Owner"), facts.owner or "–"),
        *((Pair(w("Address"), facts.place),) if facts.place else ()), *area,
        Pair(w("Claimant"), facts.collector), Pair(w("Claims as of"), facts.day),
        *_bases(facts.bases, w),
        *_index(facts, w),
        Text(w("What is owed")),
        *_claims(facts, w),
        Text(w("Demands and how they arrived")),
        *_demands(facts, w),
        *((Text(w("Calls and promises")),) if facts.others else ()),
        *(Pair(day, told) for day, told in facts.others),
        *(Text(w("Scan kept: {name}", name=each), small=True) for each in facts.scans),
        Text(add, small=True),
        Sign((facts.seal_line or w("Service centre (seal)"), w("Compiled by {name}", name=facts.clerk))),
    )  # fmt: skip
    return Paper("case_file", w("Case file {unit}", unit=facts.unit_code), w.language, blocks)


def _bases(bases: Sequence[BasisLine], w: Words) -> list[Pair]:
    """What the prices rest on, each paper with its day: the court asks for it first."""
    items: dict[tuple[str, str, str], list[str]] = {}
    for each in bases:
        items.setdefault((each.kind, each.number, each.day), []).append(each.item)
    return [
        Pair(w("Basis"), w("{item}: {basis} {number} of {day}", item=w(", ").join(several), number=number,
                           day=day or "–", basis=term(kind, BASES, w)))
        for (kind, number, day), several in items.items()
    ]  # fmt: skip


def _index(facts: CaseFacts, w: Words) -> list[Block]:
    """What the file holds and on which of its pages; a dash where that is not known yet."""
    rows, page = list[Row](), 1
    letters = (w("{letter} {number} of {day}", letter=e.step, number=e.number, day=e.day) for e in facts.demands)
    for place, title in enumerate((w("Claim, demands, calls and promises"), *letters)):
        if place < len(facts.pages):
            last = page + facts.pages[place] - 1
            at = str(page) if last == page else w("{first}–{last}", first=page, last=last)
            page = last + 1
        else:
            at = "–"
        rows.append(Row((title, at)))
    return [Table((Column(w("Index"), "left", 6), Column(w("Page"), "right", 1)), tuple(rows))]


def _claims(facts: CaseFacts, w: Words) -> list[Block]:
    columns = (
        Column(w("Fee item"), "left", 4), Column(w("Period"), "left", 4), Column(w("Due on"), "left", 4),
        Column(w("Expires"), "left", 4), Column(w("Amount charged"), "right", 3), Column(w("Paid so far"), "right", 3),
        Column(w("Open"), "right", 3),
    )  # fmt: skip
    restarts = list(dict.fromkeys(each.why for each in facts.lines if each.why))
    rows = tuple(
        Row(
            (
                each.item, each.period, each.due, _expires(each, restarts, w), formats.money(each.whole),
                formats.money(each.whole - each.open), formats.money(each.open),
            ),
            each.composition,
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
    blocks += [Text(w("({n}) {why}", n=n, why=why), small=True) for n, why in enumerate(restarts, 1)]
    return blocks


def _expires(line: CaseLine, restarts: Sequence[str], w: Words) -> str:
    """The last day of a claim, with the number of the note below that says what restarted it."""
    return w("{day} ({n})", day=line.expires, n=restarts.index(line.why) + 1) if line.why else line.expires


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
