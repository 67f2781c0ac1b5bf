"""The lists of the maintenance fund worded: by unit, by building, its receipts, each with its sums."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from counter.desk.fund_register import FundLine
from counter.presenters.finance_view import FinanceColumn
from counter.presenters.list_row import ListRow
from counter.words import Words, formats
from counter.words.terms import FUND_DUES, term
from db.queries.fund import FundReceipt
from db.queries.receipts import receipt_label


class Shown(NamedTuple):
    """A list: its title, what it comes to in a sentence, columns and rows, and the cells of the sums below them."""

    title: str
    summary: str
    columns: tuple[FinanceColumn, ...]
    rows: tuple[ListRow, ...]
    totals: tuple[str, ...]
    empty: str


class _Sums(NamedTuple):
    """Sums of some units in minor units: first deposits, paid in, spent, left, still owed."""

    first: int
    paid_in: int
    drawn: int
    left: int
    owed: int


def by_unit(
    lines: Sequence[FundLine], owners: Mapping[int, str], w: Words, currency: formats.Currency, *, due_alone: bool
) -> Shown:
    """Return the units that owe the fund something, or all of them."""
    chosen = [line for line in lines if line.owed.amount] if due_alone else lines
    columns = (
        FinanceColumn(w("Unit"), 84, 2), FinanceColumn(w("Owner"), 80, 2), *_sum_columns(w),
        FinanceColumn(w("What is owed"), 92, 2),
    )  # fmt: skip
    rows = tuple(
        ListRow(
            f"u{line.unit.id}",
            (line.unit.code, owners.get(line.unit.id, "–"), *_cells(_sums([line]), currency, known=bool(line.charged)),
             _due(line, w)),
        )
        for line in chosen
    )  # fmt: skip
    total = _sums(chosen)
    title = w("units that owe it something") if due_alone else w("every unit")
    empty = w("No unit owes the maintenance fund anything") if due_alone else w("There is no unit yet")
    return Shown(title, _summary(chosen, w, currency), columns, rows,
                 (w("Total"), "", *_cells(total, currency), ""), empty)  # fmt: skip


def by_building(lines: Iterable[FundLine], w: Words, currency: formats.Currency) -> Shown:
    """Return the sums of each building, in the order of its units."""
    buildings: dict[str, list[FundLine]] = {}
    every = list(lines)
    for line in every:
        buildings.setdefault(line.unit.building or "–", []).append(line)
    columns = (FinanceColumn(w("Building"), 90, 2), FinanceColumn(w("Units"), 70, 0, "right"), *_sum_columns(w))
    rows = tuple(
        ListRow(f"b{name}", (name, formats.count(len(each)), *_cells(_sums(each), currency)))
        for name, each in buildings.items()
    )
    totals = (w("Total"), formats.count(len(every)), *_cells(_sums(every), currency))
    return Shown(w("by building"), _summary(every, w, currency), columns, rows, totals, w("There is no unit yet"))


def of_receipts(found: Sequence[FundReceipt], w: Words, currency: formats.Currency) -> Shown:
    """Return the papers of the fund's own series, the newest first."""
    columns = (
        FinanceColumn(w("Receipt no."), 150, 2), FinanceColumn(w("Date"), 104), FinanceColumn(w("Unit"), 90, 2),
        FinanceColumn(w("Amount"), 110, 0, "right"), FinanceColumn(w("State"), 90, 1),
    )  # fmt: skip
    rows = tuple(
        ListRow(
            f"r{each.id}",
            (receipt_label(each.series, each.number), each.day, each.unit_code or "–",
             formats.money(each.total, currency), w("void") if each.void else ""),
        )
        for each in found
    )  # fmt: skip
    total = formats.money(sum(each.total for each in found if not each.void), currency)
    summary = w("Receipts less refunds, void ones left out: {total}.", total=total)
    return Shown(w("receipts"), summary, columns, rows, (w("Total"), "", "", total, ""),
                 w("No receipt of the maintenance fund was written"))  # fmt: skip


def _sum_columns(w: Words) -> tuple[FinanceColumn, ...]:
    titles = (w("First deposit"), w("Paid in so far"), w("Spent"), w("Balance left"), w("Still to pay"))
    return tuple(FinanceColumn(title, 100, 0, "right") for title in titles)


def _sums(lines: Iterable[FundLine]) -> _Sums:
    found = [(line.account, line.owed.amount) for line in lines]
    return _Sums(
        sum(account.first or 0 for account, _ in found), sum(account.paid_in for account, _ in found),
        sum(account.drawn for account, _ in found), sum(account.balance for account, _ in found),
        sum(amount for _, amount in found),
    )  # fmt: skip


def _cells(sums: _Sums, currency: formats.Currency, *, known: bool = True) -> tuple[str, ...]:
    first, *rest = (formats.money(each, currency) for each in sums)
    return (first if known else "–", *rest)


def _due(line: FundLine, w: Words) -> str:
    if line.charged is None:
        return w("no price or area")
    if line.open:
        return w("charged")
    return term(line.owed.due, FUND_DUES, w) if line.owed.amount else ""


def _summary(lines: Sequence[FundLine], w: Words, currency: formats.Currency) -> str:
    sums = _sums(lines)
    return w("Paid in {paid}, left {left}, still to pay {owed}.", paid=formats.money(sums.paid_in, currency),
             left=formats.money(sums.left, currency), owed=formats.money(sums.owed, currency))  # fmt: skip
