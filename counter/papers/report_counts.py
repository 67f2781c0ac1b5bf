"""What a Z says of counting: the numbers written, every count of the drawer, the terminal's slips that differ."""

from collections.abc import Sequence
from typing import NamedTuple

from counter.rules.till import SeriesRange, note_kind
from counter.words import Words, dates, formats
from counter.words.terms import SERIES_PAPERS, TENDERS, term
from printing.blocks import Pair


class SlipLine(NamedTuple):
    """A tender of the terminal whose own slip differs: how many payments and how much more (minor units) it says."""

    tender: str
    more: int
    amount: int


class CountLine(NamedTuple):
    """A count of the drawer: when (UTC), what lay there and by how much it differed then, in minor units."""

    at: str
    counted: int
    difference: int


def series_label(series: str, number: int) -> str:
    """Return a number as the papers of its series carry it."""
    return f"{series.removeprefix('R')}-{number:06d}"


def series_pair(series: str, each: SeriesRange, w: Words) -> Pair:
    """Return the numbers of one series; notes that amend receipts are called what they are."""
    numbers = {"first": series_label(series, each.first), "last": f"{each.last:06d}"}
    kind = note_kind(series)
    told = (
        w.n("{first} – {last}, {n} note", "{first} – {last}, {n} notes", each.count, **numbers)
        if kind
        else w.n("{first} – {last}, {n} receipt", "{first} – {last}, {n} receipts", each.count, **numbers)
    )
    return Pair(term(kind, SERIES_PAPERS, w), told)


def count_pairs(counts: Sequence[CountLine], w: Words) -> list[Pair]:
    """Return a line for every count where there were several: the first is not lost behind the last."""
    if len(counts) < 2:
        return []
    return [
        Pair(
            w("Count {number}", number=number),
            w("{time} {counted} ({difference})", time=dates.clock_time(each.at), counted=formats.money(each.counted),
              difference=formats.signed_money(each.difference)),
        )
        for number, each in enumerate(counts, 1)
    ]  # fmt: skip


def slip_pair(each: SlipLine, w: Words) -> Pair:
    """Return what the bank has to clear up: the terminal's slip beside the books."""
    count = f"+{each.more}" if each.more > 0 else formats.count(each.more)
    fields = {"count": count, "amount": formats.signed_money(each.amount)}
    name = w("Terminal slip, {tender}", tender=term(each.tender, TENDERS, w))
    return Pair(name, w("differs: {count}, {amount}", **fields))
