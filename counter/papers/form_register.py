"""The register of forms on paper (票据领用簿)."""

from dataclasses import dataclass
from typing import NamedTuple

from counter.papers.marks import books_mark
from counter.words import Words, dates, formats
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Table, Text, Title


class BookLine(NamedTuple):
    """A book: its ends, when it came, its issues as (to, numbers, day), what became of its forms, skipped numbers."""

    first: str
    last: str
    received_on: str
    issues: tuple[tuple[str, str, str], ...]
    used: int
    spoiled: int
    void: int
    left: int
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What the register says at a moment (UTC); outside are numbers used that no book holds."""

    estate: str
    at: str
    clerk: str
    books: tuple[BookLine, ...]
    outside: tuple[str, ...]
    books_kind: str = "real"


def register_paper(facts: RegisterFacts, w: Words) -> Paper:
    """Return the register: each book on a line, who has its numbers and which were skipped beneath it."""
    columns = (
        Column(w("Forms"), "left", 6), Column(w("Used"), "right", 2), Column(w("Spoiled"), "right", 2),
        Column(w("Void"), "right", 2), Column(w("Left"), "right", 2),
    )  # fmt: skip
    rows = tuple(
        Row(
            (f"{book.first}–{book.last}", *map(formats.count, (book.used, book.spoiled, book.void, book.left))),
            _detail(book, w),
        )
        for book in facts.books
    )
    strange: tuple[Block, ...] = ()
    if facts.outside:
        strange = (Text(w("Used, but in no book that was received: {numbers}", numbers=w(", ").join(facts.outside))),)
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Register of forms"), facts.estate),
        Pair(w("Printed"), dates.moment(facts.at), "date"),
        Rule(),
        Table(columns, rows),
        *strange,
        Rule(),
        Pair(w("Printed by"), facts.clerk),
        Sign((w("Kept by"), w("Reviewed by"))),
    )
    return Paper("form_register", w("Register of forms"), w.language, blocks)


def _detail(book: BookLine, w: Words) -> str:
    told = [w("received {day}", day=book.received_on)]
    told += [w("{numbers} to {name}, {day}", numbers=numbers, name=to, day=day) for to, numbers, day in book.issues]
    if book.skipped:
        told.append(w("skipped: {numbers}", numbers=w(", ").join(book.skipped)))
    return w("; ").join(told)
