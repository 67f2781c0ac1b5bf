"""A sheet of the office beside the books: the units whose debt, or how far they have paid, is not the same."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

from counter.rules.periods import DAY, NotAMonth, month_of, period_of
from counter.rules.room import fold
from db.queries import comparison, registers
from db.queries.comparison import UnitStanding


class SheetStanding(NamedTuple):
    """What a unit comes to by a sheet; sums in minor units, paid_to the last month settled without a gap."""

    row: int
    code: str
    paid_to: str | None
    debt: int
    ahead: int


class Difference(NamedTuple):
    """A unit on which sheet and books differ; in_books is False where they do not know the unit at all."""

    row: int
    code: str
    sheet_debt: int
    books_debt: int
    sheet_paid_to: str | None
    books_paid_to: str | None
    in_books: bool = True


def compare(connection: Any, sheet: Iterable[SheetStanding], item_name: str, as_of: str) -> tuple[Difference, ...]:
    """Return the units that differ for a fee item up to and including a month; an item nobody knows owes nothing."""
    item = next((i for i in registers.fee_items(connection) if item_name in (i.name_zh, i.name_en)), None)
    until = period_of(as_of).last.isoformat()
    known = comparison.standings(connection, item.id, until) if item is not None else {}
    units = {fold(unit.code): unit.id for unit in registers.units(connection)}
    found: list[Difference] = []
    for row in sheet:
        unit_id = units.get(fold(row.code))
        standing = known.get(unit_id, UnitStanding()) if unit_id is not None else UnitStanding()
        paid_to = _paid_to(standing)
        # Books without a charge of this item do not say how far anybody has paid.
        same_time = paid_to is None or row.paid_to is None or paid_to == row.paid_to
        if unit_id is None or standing.debt != row.debt or not same_time:
            found.append(
                Difference(row.row, row.code, row.debt, standing.debt, row.paid_to, paid_to, unit_id is not None)
            )
    return tuple(found)


def _paid_to(standing: UnitStanding) -> str | None:
    """The last month that is settled by the books, as "2026-03"."""
    if standing.open_from is not None:
        return month_of(period_of(standing.open_from[:7]).first - DAY).label
    reached = [standing.billed_to[:7]] if standing.billed_to else []
    if standing.ahead_to:
        # Money ahead for days that are no period of the calendar says nothing here.
        with suppress(NotAMonth):
            reached.append(period_of(standing.ahead_to).last.isoformat()[:7])
    return max(reached, default=None)
