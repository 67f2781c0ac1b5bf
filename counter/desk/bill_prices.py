"""Which price holds for a unit on which days of a period, and what a stretch of it costs."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from counter.rules import tariff
from counter.rules.payahead import future_periods
from counter.rules.periods import DAY, Part, PartMethod, Period, part_of
from db.chain import canonical
from db.queries.registers import FeeItemRow, TariffRow


class Stretch(NamedTuple):
    """Days of a period under one price; part is None where they are the whole period."""

    period: Period
    first: str
    last: str
    price: TariffRow
    part: Part | None


class Prices:
    """The prices of every fee item, to be asked by period; holds nothing but the rows it was given."""

    def __init__(self, rows: Iterable[TariffRow], method: PartMethod, digits: int = 2) -> None:
        self._method = method
        self._digits = digits
        self._of_kind: dict[tuple[int, str], list[TariffRow]] = {}
        self._of_unit: dict[tuple[int, int], list[TariffRow]] = {}
        self._priced: dict[tuple[int, int, str, str], tuple[int, str]] = {}
        for row in rows:
            if row.unit_id is not None:
                self._of_unit.setdefault((row.item_id, row.unit_id), []).append(row)
            elif row.unit_kind is not None:
                self._of_kind.setdefault((row.item_id, row.unit_kind), []).append(row)

    def units_with_own(self, item_id: int) -> frozenset[int]:
        """Return the units that have a price of their own for an item."""
        return frozenset(unit for item, unit in self._of_unit if item == item_id)

    def stretches(self, item_id: int, unit_kind: str, unit_id: int | None, period: Period) -> list[Stretch]:
        """Return the priced days of a period in order; days before a price starts belong to none.

        A unit's own price goes before that of its kind; among prices of one scope the latest start holds.
        """
        scopes = [self._of_kind.get((item_id, unit_kind), [])]
        if unit_id is not None:
            scopes.insert(0, self._of_unit.get((item_id, unit_id), []))
        found: list[tuple[date, date, TariffRow]] = []
        days = _borders(scopes, period)
        for first, after in pairwise(days):
            row = _in_force(scopes, first)
            if row is None:
                continue
            if found and found[-1][2] is row and found[-1][1] + DAY == first:
                found[-1] = (found[-1][0], after - DAY, row)
            else:
                found.append((first, after - DAY, row))
        return [self._stretch(period, *each) for each in found]

    def _stretch(self, period: Period, first: date, last: date, row: TariffRow) -> Stretch:
        whole = (first, last) == (period.first, period.last)
        part = None if whole else part_of(period, first, last, self._method)
        return Stretch(period, first.isoformat(), last.isoformat(), row, part)

    def priced(self, stretch: Stretch, area: int | None) -> tuple[int, str] | None:
        """Return (minor units, ingredients as canonical JSON), or None for a price by area of a unit without one."""
        row = stretch.price
        if row.kind == "area" and not area:
            return None
        # One price belongs to one item, so its days say which period they are part of.
        key = (row.id, area if row.kind == "area" and area else 0, stretch.first, stretch.last)
        known = self._priced.get(key)
        if known is None:
            known = self._priced[key] = self._computed(stretch, key[1])
        return known

    def _computed(self, stretch: Stretch, area: int) -> tuple[int, str]:
        price, period, part = stretch.price.price, stretch.period, stretch.part
        charged = (
            tariff.by_area(area, price, period, part, self._digits)
            if stretch.price.kind == "area"
            else tariff.fixed(price, period, part, self._digits)
        )
        return charged.amount, canonical(charged.ingredients)


def period_billed_in(item: FeeItemRow, month: Period) -> Period | None:
    """Return the period of an item that the run of a month bills, or None.

    A period is billed with its last month, or with its first where it falls due before it ends.
    """
    period = future_periods(None, month, item.months)[0]
    billed_in = period.first if item.due_after < 0 else period.last
    return period if month.first <= billed_in <= month.last else None


def _borders(scopes: Sequence[Sequence[TariffRow]], period: Period) -> list[date]:
    """Every day of a period on which another price may begin, and the day after it."""
    days = {period.first, period.last + DAY}
    for row in (row for rows in scopes for row in rows):
        days.add(date.fromisoformat(row.since))
        if row.until:
            days.add(date.fromisoformat(row.until) + DAY)
    return sorted(day for day in days if period.first <= day <= period.last + DAY)


def _in_force(scopes: Sequence[Sequence[TariffRow]], day: date) -> TariffRow | None:
    text = day.isoformat()
    for rows in scopes:
        held = [row for row in rows if row.since <= text and (not row.until or row.until >= text)]
        if held:
            return max(held, key=lambda row: (row.since, row.id))
    return None
