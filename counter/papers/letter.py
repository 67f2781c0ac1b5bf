"""The letter about arrears (缴费提醒单/催缴通知单/催缴函): who owes what and since when, how to pay, how to object."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.letter_texts import EVERY, RIGHTS, TITLES, WAYS
from counter.papers.marks import books_mark
from counter.rules.money import to_capital
from counter.rules.placeholders import filled
from counter.words import Words, formats
from counter.words.terms import BASES, term
from printing.blocks import (
    Address,
    Block,
    Code,
    Column,
    Cut,
    Mark,
    Pair,
    Paper,
    Row,
    Sign,
    Sum,
    Table,
    Text,
    Title,
)


class LetterLine(NamedTuple):
    """A charge that is demanded: period, due day (ISO), composition, what was owed and what is open, in minor units."""

    item: str
    period: str
    due: str
    composition: str
    whole: int
    open: int


class BasisLine(NamedTuple):
    """What the price of an item rests on: a code of terms.BASES, its number and day."""

    item: str
    kind: str
    number: str
    day: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything a letter says; sums in minor units, days as ISO dates.

    number and code are '' on a draft. late_fee: what runs up to day and is not posted; fee_demanded: whether it is
    part of what is demanded. opening, closing, personal (what is said to those who pay like this owner, a paragraph a
    line, '' where nothing is), title, ways (to pay at the window) and rights: the office's words with their
    placeholders filled in; of the last three '' stands for the shipped ones. copy_for: the occupier whose copy this
    is. heirs: the owner has died and the family is written to. times: which letter about this debt. place: where it
    reaches somebody who left the unit, held_until: the last day on which they held it ('' where none is known),
    lived_there: as its tenant.
    """

    step: str
    number: str
    code: str
    reference: str
    day: str
    deadline: str
    times: int
    estate: str
    collector: str
    contact: str
    unit_code: str
    owner: str
    area: int | None
    lines: tuple[LetterLine, ...]
    late_fee: int
    fee_demanded: bool
    opening: str
    closing: str
    bases: tuple[BasisLine, ...] = ()
    bank_account: str = ""
    seal_line: str = ""
    books_kind: str = "real"
    renminbi: bool = True
    symbol: str = "¥"
    copy_for: str = ""
    personal: str = ""
    place: str = ""
    held_until: str = ""
    lived_there: bool = False
    heirs: bool = False
    title: str = ""
    ways: str = ""
    rights: str = ""

    @property
    def principal(self) -> int:
        """Return the sum of the lines."""
        return sum(line.open for line in self.lines)

    @property
    def total(self) -> int:
        """Return what is demanded."""
        return self.principal + (self.late_fee if self.fee_demanded else 0)


def letter_paper(facts: LetterFacts, w: Words) -> Paper:
    """Return the worded letter, made for A4 in a window envelope."""
    title = w("To the family of the owner") if facts.heirs else facts.title or w(TITLES[facts.step])
    who = facts.copy_for or _addressee(facts, w)
    marks = [*books_mark(facts.books_kind, w)]
    if facts.copy_for:
        marks.append(Mark(w("COPY for the occupier; the letter went to the owner")))
    if not facts.number:
        marks.append(Mark(w("DRAFT, not sent")))
    # A letter names who asks for the money above all; the estate stands beneath.
    under = w(" · ").join(part for part in (facts.estate, facts.contact) if part and part != facts.collector)
    blocks: tuple[Block, ...] = (
        *marks,
        Address((who, *((facts.place,) if facts.place else (facts.estate, facts.unit_code))), facts.collector, under),
        *_info(facts, w),
        Title(title),
        Text(_salutation(facts, w)),
        Text(facts.opening),
        *(Text(each) for each in facts.personal.split("\n") if each and not facts.copy_for),
        *((Text(_left(facts, w)),) if facts.place else ()),
        *_owed(facts, w),
        Text(facts.closing),
        *_pay(facts, w),
        Sign((facts.seal_line or w("Service centre (seal)"), w("Date"))),
        *_rights(facts, w),
        Code(facts.code or facts.reference, facts.number or facts.reference),
        *_counterfoil(facts, title, w),
    )
    return Paper("letter", f"{title} {facts.number or facts.unit_code}", w.language, blocks)


def _addressee(facts: LetterFacts, w: Words) -> str:
    if facts.heirs:
        return w("The heirs of {name}", name=facts.owner) if facts.owner else w("The heirs of the owner")
    return facts.owner or w("The owner")


def _salutation(facts: LetterFacts, w: Words) -> str:
    if facts.heirs:
        return w("Dear family of {name},", name=facts.owner) if facts.owner else w("Dear family,")
    return w("Dear {name},", name=facts.owner) if facts.owner else w("Dear owner,")


def _info(facts: LetterFacts, w: Words) -> list[Block]:
    blocks = [Pair(w("Number"), facts.number, "number")] if facts.number else []
    blocks += [Pair(w("Date"), facts.day), Pair(w("Unit"), facts.unit_code)]
    if facts.area:
        blocks.append(Pair(w("Built area"), formats.area(facts.area)))
    if facts.step != "friendly" and not facts.heirs:
        blocks += [Pair(w("Letter"), w("no. {n} about this debt", n=facts.times)), Pair(w("Pay by"), facts.deadline)]
    return [*blocks, Pair(w("Payment reference"), facts.reference)]


def _left(facts: LetterFacts, w: Words) -> str:
    """Why somebody is written to who is not at the unit any more, and for which of its debts alone."""
    if not facts.held_until:
        return w("This is about {unit}: only what falls on the time before the present owner is asked of you.",
                 unit=facts.unit_code)  # fmt: skip
    if facts.lived_there:
        return w("This is about {unit}, where you lived until {day}: only what you owe of that time is asked of you.",
                 unit=facts.unit_code, day=facts.held_until)  # fmt: skip
    return w("This is about {unit}, which was yours until {day}: only what falls on that time is asked of you.",
             unit=facts.unit_code, day=facts.held_until)  # fmt: skip


def _owed(facts: LetterFacts, w: Words) -> list[Block]:
    columns = (
        Column(w("Fee item"), "left", 4), Column(w("Period"), "left", 4), Column(w("Due on"), "left", 4),
        Column(w("Amount charged"), "right", 3), Column(w("Paid so far"), "right", 3), Column(w("Open"), "right", 3),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                line.item, line.period, line.due, formats.money(line.whole), formats.money(line.whole - line.open),
                formats.money(line.open),
            ),
            line.composition,
        )
        for line in facts.lines
    )  # fmt: skip
    blocks: list[Block] = [Table(columns, rows)]
    if facts.late_fee and facts.fee_demanded:
        blocks.append(Sum(w("Late fee up to {day}", day=facts.day), formats.money(facts.late_fee)))
    blocks.append(Sum(w("Total to pay"), facts.symbol + formats.money(facts.total), large=True))
    if facts.renminbi:
        blocks.append(Sum(w("In capitals"), to_capital(facts.total), name="capital"))
    if facts.late_fee and not facts.fee_demanded:
        told = w("By contract a late fee of {amount} has run up by {day}; it is not part of this sum.",
                 amount=formats.money(facts.late_fee), day=facts.day)  # fmt: skip
        blocks.append(Text(told, small=True))
    return blocks


def _pay(facts: LetterFacts, w: Words) -> list[Block]:
    blocks: list[Block] = [
        Pair(w("At the window"), facts.ways or w(WAYS[EVERY])),
    ]
    if facts.bank_account:
        blocks.append(Pair(w("By transfer"), facts.bank_account))
        blocks.append(
            Pair(w("Remark"), w("{reference} (please write it with the transfer)", reference=facts.reference))
        )
    return [*blocks, *based_on(facts.bases, w)]


def based_on(bases: Sequence[BasisLine], w: Words) -> list[Pair]:
    """Return what the prices rest on in one place, the items of one paper together."""
    items: dict[tuple[str, str], list[str]] = {}
    for each in bases:
        items.setdefault((each.kind, each.number), []).append(each.item)
    told = [
        w("{item}: {basis} {number}", item=w(", ").join(several), basis=term(kind, BASES, w), number=number).strip()
        for (kind, number), several in items.items()
    ]
    return [Pair(w("Basis"), w("; ").join(told))] if told else []


def _rights(facts: LetterFacts, w: Words) -> list[Block]:
    said = facts.rights or filled(w(RIGHTS[EVERY]), {"deadline": facts.deadline})
    return [Text(said, small=True)]


def _counterfoil(facts: LetterFacts, title: str, w: Words) -> list[Block]:
    if facts.copy_for or facts.step == "friendly":
        return []
    return [
        Cut(w("Counterfoil, stays with the service centre: received by hand")),
        Pair(w("Letter"), f"{title} {facts.number}".strip()),
        Pair(w("Unit"), f"{facts.unit_code} {facts.owner}".strip()),
        Pair(w("Total to pay"), facts.symbol + formats.money(facts.total)),
        Pair(w("Payment reference"), facts.reference),
        Sign((w("Received by (signature)"), w("Relation to the owner"), w("Day"), w("Delivered by"))),
    ]
