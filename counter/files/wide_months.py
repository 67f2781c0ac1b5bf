"""What one row of a wide sheet owes and has paid ahead: its months against what a month costs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from counter.files.wide_cells import Cell, read_cell, read_paid_to
from counter.files.wide_layout import Layout
from counter.files.wide_rows import WideRow
from counter.rules.money import divide_half_up
from counter.rules.periods import Period, months_between, period_of

_MANY_MONTHS = 600


class Owed(NamedTuple):
    """A sum of a period: still owed, or (ahead) paid for a period that is not billed yet; minor units."""

    period: str
    amount: int
    ahead: bool = False


class Trouble(NamedTuple):
    """A cell that cannot be turned into money: its column's header, what stands there, and the code of its sentence."""

    column: str
    value: str
    code: str


@dataclass(slots=True)
class Account:
    """What a row comes to; paid_to is the last month settled without a gap ("2026-03"), None where none is known.

    settled: the periods up to as_of of which nothing is owed.
    """

    owed: list[Owed] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[Trouble] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    paid_to: str | None = None

    @property
    def debt(self) -> int:
        """Return what is owed in minor units."""
        return sum(each.amount for each in self.owed if not each.ahead)


def account_of(row: WideRow, layout: Layout, as_of: str, *, owed: bool) -> Account:
    """Return what a row owes up to the month as_of and has paid beyond it.

    owed: sums say what is owed; otherwise they say what was paid, and an empty month up to as_of is owed whole.
    """
    found = Account()
    until = period_of(as_of)
    _earlier(row, layout, until, found)
    cost = month_cost(row)
    if layout.months:
        (_owed_months if owed else _paid_months)(row, layout, until, cost, found)
    _settled_to(row, layout, until, cost, found)
    return found


def month_cost(row: WideRow) -> int | None:
    """Return what a month costs in minor units: as the sheet says, area × price, or else the commonest sum."""
    said = read_cell(row.texts.get("monthly", ""))
    if said.kind == "sum":
        return said.amount
    if row.area is not None and row.price is not None:
        return divide_half_up(row.area * row.price, 10_000)
    sums = Counter(cell.amount for cell in row.months.values() if cell.kind == "sum")
    return sums.most_common(1)[0][0] if sums else None


def _earlier(row: WideRow, layout: Layout, until: Period, found: Account) -> None:
    text = row.texts.get("earlier", "")
    said = read_cell(text)
    if said.kind == "sum":
        first = int(layout.months[0].period[:4]) if layout.months else until.first.year
        found.owed.append(Owed(f"{first - 1:04d}", said.amount))
    elif said.kind == "unclear":
        found.troubles.append(Trouble("earlier", text, "wide_cell_unclear"))


def _owed_months(row: WideRow, layout: Layout, until: Period, cost: int | None, found: Account) -> None:
    for month in layout.months:
        cell, text = row.months[month.at], row.cells.get(month.at, "")
        if cell.kind == "sum":
            found.owed.append(Owed(month.period, cell.amount))
        elif cell.kind == "unclear":
            found.troubles.append(Trouble(month.header, text, "wide_cell_unclear"))
        elif cell.kind == "unpaid" and not text.startswith("0"):
            _whole(month.period, month.header, text, cost, found)
        elif cell.kind != "not_due" and period_of(month.period).last <= until.last:
            found.settled.append(month.period)


def _paid_months(row: WideRow, layout: Layout, until: Period, cost: int | None, found: Account) -> None:
    usual = Counter(cell.amount for cell in row.months.values() if cell.kind == "sum")
    covered = 0
    for month in layout.months:
        cell, text = row.months[month.at], row.cells.get(month.at, "")
        period = period_of(month.period)
        price = None if cost is None else cost * period.months
        past = period.last <= until.last
        if cell.kind == "unclear" or (covered and cell.kind not in ("empty", "paid")):
            found.troubles.append(Trouble(month.header, text, "wide_cell_unclear"))
            covered = max(0, covered - 1)
        elif covered:
            covered -= 1
            _settle(month.period, price or 0, past, found)
        elif cell.kind == "sum":
            covered = _paid_sum(month.period, month.header, text, cell, price, past, usual[cell.amount] > 1, found)
        elif cell.kind == "paid" and past:
            found.settled.append(month.period)
        elif cell.kind == "paid":
            _whole(month.period, month.header, text, price, found, ahead=True)
        elif cell.kind in ("empty", "unpaid") and past:
            _whole(month.period, month.header, text, price, found)


def _paid_sum(
    period: str, header: str, text: str, cell: Cell, price: int | None, past: bool, usual: bool, found: Account
) -> int:
    """Take a paid sum in; returns how many further months it pays, where it is several times a month's price."""
    if price is None or cell.amount == price or (past and usual):
        # A sum that stands there more than once is an earlier price.
        _settle(period, cell.amount, past, found)
        return 0
    if cell.amount < price and past:
        found.owed.append(Owed(period, price - cell.amount))
        return 0
    times, rest = divmod(cell.amount, price)
    if rest or not times:
        found.troubles.append(Trouble(header, text, "wide_sum_unusual"))
        return 0
    _settle(period, price, past, found)
    return times - 1


def _settle(period: str, amount: int, past: bool, found: Account) -> None:
    """Take a paid period in: it is settled, or money paid ahead where it is not due yet."""
    if past:
        found.settled.append(period)
    else:
        found.owed.append(Owed(period, amount, ahead=True))


def _whole(period: str, header: str, text: str, price: int | None, found: Account, *, ahead: bool = False) -> None:
    if price is None:
        found.troubles.append(Trouble(header, text, "wide_sum_unknown"))
    elif price:
        found.owed.append(Owed(period, price, ahead))


def _settled_to(row: WideRow, layout: Layout, until: Period, cost: int | None, found: Account) -> None:
    """Lay the column 交至 beside the months: it fills what they do not show, and is told where they contradict it."""
    text = row.texts.get("paid_to", "")
    said = read_paid_to(text) if text else None
    if text and said is None:
        found.troubles.append(Trouble("paid_to", text, "wide_paid_to_unclear"))
    shown_to = period_of(layout.months[-1].period) if layout.months else None
    if said is not None:
        if shown_to is None:
            found.settled.append(min(said, until, key=lambda each: each.last).label)
            for month in _months(said, until):
                _whole(month, "paid_to", text, cost, found)
        beyond = max(until, shown_to or until, key=lambda each: each.last)
        for month in _months(beyond, said):
            _whole(month, "paid_to", text, cost, found, ahead=True)
    found.paid_to = _paid_to(found, layout, until, said)
    if said is not None and shown_to is not None and found.paid_to not in (None, said.label):
        first = period_of(layout.months[0].period)
        if said.last >= first.first and (said.last <= shown_to.last or found.debt):
            found.notes.append(Trouble("paid_to", text, "wide_paid_to_differs"))


def _paid_to(found: Account, layout: Layout, until: Period, said: Period | None) -> str | None:
    debts = [period_of(each.period) for each in found.owed if not each.ahead]
    if debts:
        first = min(each.first for each in debts)
        return _before(first.year * 12 + first.month - 1)
    ahead = [period_of(each.period).last for each in found.owed if each.ahead]
    if not layout.months and said is None:
        return None
    # A sheet that ends before as_of says nothing of the months after its own.
    shown = min(until.last, period_of(layout.months[-1].period).last) if layout.months else until.last
    last = max([shown, *ahead])
    return f"{last.year:04d}-{last.month:02d}"


def _before(index: int) -> str:
    year, month0 = divmod(index - 1, 12)
    return f"{year:04d}-{month0 + 1:02d}"


def _months(after: Period, to: Period) -> Iterator[str]:
    """The labels of the months after one up to and including another."""
    month = after
    for _ in range(min(_MANY_MONTHS, months_between(after.last, to.last))):
        month = Period(month.last, month.last) if not month.is_whole or month.months != 1 else month
        index = month.last.year * 12 + month.last.month
        label = f"{index // 12:04d}-{index % 12 + 1:02d}"
        month = period_of(label)
        yield label
