"""The settlement certificate (结清证明): what a unit has paid up to which day, and that nothing of it is open."""

from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.words import Words, dates, formats
from printing.blocks import Block, Code, Column, Pair, Paper, Row, Rule, Sign, Table, Text, Title


class SettledItem(NamedTuple):
    """A fee item and the last day it is paid for, an ISO date."""

    item: str
    day: str


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything the certificate says; at in UTC; area in hundredths of a square metre; balance in minor units.

    notes: what does not stand in the way and is told all the same: deposits held, a balance.
    """

    number: str
    at: str
    day: str
    estate: str
    issuer: str
    unit_code: str
    owner: str
    area: int | None
    items: tuple[SettledItem, ...]
    notes: tuple[str, ...]
    clerk: str
    code: str
    seal_line: str = ""
    books_kind: str = "real"


def certificate_paper(facts: CertificateFacts, w: Words) -> Paper:
    """Return the worded certificate, made for A4 with room for the seal."""
    columns = (Column(w("Fee item"), "left", 5), Column(w("Paid up to"), "left", 4))
    rows = tuple(Row((each.item, each.day)) for each in facts.items)
    area = (Pair(w("Built area"), formats.area(facts.area)),) if facts.area else ()
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Settlement certificate"), facts.estate),
        Pair(w("Number"), facts.number, "number"),
        Pair(w("Date"), dates.moment(facts.at), "date"),
        Pair(w("Unit"), facts.unit_code, "unit"),
        Pair(w("Owner"), facts.owner, "payer"),
        *area,
        Rule(),
        Text(w("It is certified that on {day} no charge of this unit that was billed is open.", day=facts.day)),
        *((Table(columns, rows),) if rows else ()),
        *(Text(note, small=True) for note in facts.notes),
        Rule(),
        Text(w("What falls due for later days is not part of this certificate."), small=True),
        Pair(w("Issued by"), w("{issuer}, {name}", issuer=facts.issuer, name=facts.clerk)),
        Code(facts.code, facts.code),
        Sign((facts.seal_line or w("Service centre (seal)"), w("Handled by"))),
    )
    return Paper("certificate", w("Settlement certificate {number}", number=facts.number), w.language, blocks)
