"""The remittance slip (交款单): what the till hands to finance, to be signed by both."""

from collections.abc import Mapping

from counter.papers.fund_table import fund_table
from counter.papers.marks import books_mark
from counter.papers.report_counts import series_pair
from counter.papers.till_report import ReportFacts
from counter.rules.money import to_capital
from counter.rules.till import SeriesRange, note_kind
from counter.words import Words, dates, formats
from counter.words.terms import TENDERS, term
from printing.blocks import Block, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Title


def remittance_paper(facts: ReportFacts, w: Words) -> Paper:
    """Return the slip: receipt numbers from–to, count, voids, sums by tender, cash in capitals, signatures."""
    handed = facts.handed.cash
    difference = (facts.counted or 0) - facts.drawer.cash_expected
    blocks: tuple[Block, ...] = (
        *books_mark(facts.books_kind, w),
        Title(w("Remittance slip"), facts.estate),
        Pair(w("Z no."), f"{facts.z_number:06d}"),
        Pair(w("Business day"), facts.day),
        Pair(w("Till"), str(facts.till)),
        Pair(w("Printed"), dates.moment(facts.at)),
        Rule(),
        receipts_table(facts.drawer.receipts, w),
        *note_pairs(facts.drawer.receipts, w),
        Pair(w("Void receipts"), _voids(facts, w)),
        *_refunds(facts, w),
        Rule(),
        _tenders(facts, w),
        _cash(facts, difference, w),
        *fund_table(facts.drawer, w),
        Sum(w("Cash handed to finance"), facts.symbol + formats.money(handed), large=True),
        *((Sum(w("In capitals"), to_capital(handed), name="capital"),) if facts.renminbi else ()),
        *((Pair(w("Safe drops in it"), formats.money(facts.handed.dropped)),) if facts.handed.dropped else ()),
        Pair(w("Over/short"), formats.signed_money(difference)),
        *_change(facts, w),
        Sign((w("Handed over by"), w("Received by (finance)"), w("Reviewed by"))),
    )
    title = w("Remittance slip {number}", number=f"{facts.z_number:06d}")
    return Paper("remittance", title, w.language, blocks)


def receipts_table(series: Mapping[str, SeriesRange], w: Words) -> Table:
    """Return the receipts from–to and how many; notes that amend a receipt are none."""
    columns = (
        Column(w("Receipt series"), "left", 3),
        Column(w("From"), "right", 3),
        Column(w("To"), "right", 3),
        Column(w("Receipts in all"), "right", 2),
    )
    rows = tuple(
        Row((name, f"{each.first:06d}", f"{each.last:06d}", formats.count(each.count)))
        for name, each in series.items()
        if not note_kind(name)
    )
    return Table(columns, rows)


def note_pairs(series: Mapping[str, SeriesRange], w: Words) -> list[Pair]:
    """Return the notes that amend receipts, a line for each series."""
    return [series_pair(name, each, w) for name, each in series.items() if note_kind(name)]


def _voids(facts: ReportFacts, w: Words) -> str:
    if not facts.voided:
        return w("none")
    numbers = w(", ").join(f"{each.number:06d}" for each in facts.voided)
    return w.n(
        "{n} receipt ({numbers}), {amount}",
        "{n} receipts ({numbers}), {amount}",
        len(facts.voided),
        numbers=numbers,
        amount=formats.money(sum(each.total for each in facts.voided)),
    )


def _refunds(facts: ReportFacts, w: Words) -> list[Block]:
    refunds = facts.drawer.refunds
    if not refunds.count:
        return []
    told = w("{amount} ({count})", count=formats.count(refunds.count), amount=formats.money(refunds.amount))
    return [Pair(w("Refunds"), told)]


def _change(facts: ReportFacts, w: Words) -> list[Block]:
    """The change that goes back into the safe beside the takings: the float and what was fetched, less what stays."""
    back = facts.drawer.opening_float + facts.handed.taken - facts.left
    return [Pair(w("Change back into the safe, beside it"), formats.signed_money(back))] if back else []


def _tenders(facts: ReportFacts, w: Words) -> Table:
    columns = (
        Column(w("Tender"), "left", 4),
        Column(w("Received"), "right", 4),
        Column(w("Returned"), "right", 4),
        Column(w("Net"), "right", 4),
    )
    rows = tuple(
        Row(
            (
                term(name, TENDERS, w),
                formats.money(each.received),
                formats.money(each.returned),
                formats.money(each.net),
            )
        )
        for name, each in facts.drawer.tenders.items()
    )
    return Table(columns, rows)


def _cash(facts: ReportFacts, difference: int, w: Words) -> Table:
    """Each step from the cash received to the cash handed in; what did not happen is left out."""
    drawer, handed = facts.drawer, facts.handed
    steps = (
        (w("Cash received, net"), drawer.tenders["cash"].net if "cash" in drawer.tenders else 0),
        (w("Paid in"), drawer.pay_in.amount),
        (w("Paid out"), -drawer.pay_out.amount),
        (w("Over/short at hand-over"), drawer.handovers.amount),
        (w("Over/short"), difference),
        (w("Change from the safe"), -handed.taken),
    )
    columns = (Column(w("How the cash comes about"), "left", 6), Column(w("Amount"), "right", 4))
    return Table(columns, tuple(Row((name, formats.signed_money(amount))) for name, amount in steps if amount))
