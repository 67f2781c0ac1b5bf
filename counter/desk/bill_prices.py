"""Which price holds for a unit on which days of a period, and what a stretch of it costs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from counter.desk.bill_quantities import BY_MONTH, by_month, by_vehicle
from counter.desk.formulas import evaluate
from counter.rules import tariff
from counter.rules.cycles import part_of_cycle
from counter.rules.payahead import future_periods
from counter.rules.periods import DAY, Part, PartMethod, Period, part_of
from db.chain import canonical
from db.queries.registers import FeeItemRow, ReductionRow, TariffRow


class Stretch(NamedTuple):
    """Days of a period under one price; part is None where they are the whole period.

    reduction: what the unit is let off on these days, in ten-thousandths.
    """

    period: Period
    first: str
    last: str
    price: TariffRow
    part: Part | None
    reduction: int = 0


class Prices:
    """The prices of every fee item, to be asked by period; holds nothing but the rows it was given."""

    def __init__(
        self, rows: Iterable[TariffRow], method: PartMethod, digits: int = 2, reductions: Iterable[ReductionRow] = ()
    ) -> None:
        self._method = method
        self._digits = digits
        self._reductions: dict[int, list[ReductionRow]] = {}
        for reduction in reductions:
            self._reductions.setdefault(reduction.unit_id, []).append(reduction)
        self._of_kind: dict[tuple[int, str], list[TariffRow]] = {}
        self._of_unit: dict[tuple[int, int], list[TariffRow]] = {}
        self._priced: dict[tuple[int, object, str, str, int], tuple[int, str]] = {}
        self._shared: set[int] = set()
        self._ending: set[int] = set()
        self._counting: set[int] = set()
        for row in rows:
            if row.kind == "share":
                self._shared.add(row.item_id)
            if row.until:
                self._ending.add(row.item_id)
            if by_vehicle(row):
                self._counting.add(row.item_id)
            if row.unit_id is not None:
                self._of_unit.setdefault((row.item_id, row.unit_id), []).append(row)
            elif row.unit_kind is not None:
                self._of_kind.setdefault((row.item_id, row.unit_kind), []).append(row)

    def has_shares(self, item_id: int) -> bool:
        """Return whether any price of an item is a share of a bill."""
        return item_id in self._shared

    def may_end(self, item_id: int) -> bool:
        """Return whether any price of an item ends on a day."""
        return item_id in self._ending

    def counts_vehicles(self, item_id: int) -> bool:
        """Return whether any price of an item counts the plates of a unit."""
        return item_id in self._counting

    def ended(self, item_id: int, unit_kind: str, unit_id: int, period: Period) -> bool:
        """Return whether a unit's price ended before or in a period and no other holds for the days after it."""
        scopes = [self._of_unit.get((item_id, unit_id), []), self._of_kind.get((item_id, unit_kind), [])]
        rows = [row for scope in scopes for row in scope if row.until]
        days = [day for day in _borders(scopes, period) if day <= period.last]
        return any(
            _in_force(scopes, day) is None and any((row.until or "") < day.isoformat() for row in rows) for day in days
        )

    def units_with_own(self, item_id: int) -> frozenset[int]:
        """Return the units that have a price of their own for an item, or are let off part of one."""
        reduced = {
            unit for unit, rows in self._reductions.items() if any(row.item_id in (None, item_id) for row in rows)
        }
        return frozenset(unit for item, unit in self._of_unit if item == item_id) | reduced

    def stretches(
        self, item_id: int, unit_kind: str, unit_id: int | None, period: Period, handover: date | None = None,
        counted: Sequence[date] = (),
    ) -> list[Stretch]:  # fmt: skip
        """Return the priced days of a period in order; days before a price starts belong to none.

        handover: where the period goes by its anniversaries. counted: the days on which the unit has more or fewer
        vehicles: a price which counts them is one stretch before and one from then on. A unit's own price goes before
        that of its kind; among prices of one scope the latest start holds.
        """
        scopes = [self._of_kind.get((item_id, unit_kind), [])]
        if unit_id is not None:
            scopes.insert(0, self._of_unit.get((item_id, unit_id), []))
        return self._cut(scopes, self._let_off_of(item_id, unit_id), period, handover, counted)

    def _let_off_of(self, item_id: int, unit_id: int | None) -> list[ReductionRow]:
        rows = self._reductions.get(unit_id, ()) if unit_id is not None else ()
        return [row for row in rows if row.item_id in (None, item_id)]

    def _cut(
        self, scopes: Sequence[Sequence[TariffRow]], reduced: Sequence[ReductionRow], period: Period,
        handover: date | None, counted: Sequence[date] = (),
    ) -> list[Stretch]:  # fmt: skip
        at_end = _in_force(scopes, period.last)
        if at_end is not None and not by_month(at_end):
            # What a meter or a shared bill says is not cut by days: the price of the last day holds for all of it.
            return [Stretch(period, period.first.isoformat(), period.last.isoformat(), at_end, None)]
        found: list[tuple[date, date, TariffRow, int]] = []
        for first, after in pairwise(sorted({*_borders([*scopes, reduced], period), *counted})):
            row = _in_force(scopes, first)
            if row is None or not by_month(row):
                continue
            let_off = _let_off(reduced, first)
            same = bool(found) and found[-1][2:] == (row, let_off) and found[-1][1] + DAY == first
            if same and not (first in counted and by_vehicle(row)):
                found[-1] = (found[-1][0], after - DAY, row, let_off)
            else:
                found.append((first, after - DAY, row, let_off))
        return [self._stretch(period, handover, *each) for each in found]

    def _stretch(
        self, period: Period, handover: date | None, first: date, last: date, row: TariffRow, let_off: int
    ) -> Stretch:
        whole = (first, last) == (period.first, period.last)
        if handover is not None:
            part: Part | None = part_of_cycle(handover, period, first, last, self._method)
        else:
            part = None if whole else part_of(period, first, last, self._method)
        return Stretch(period, first.isoformat(), last.isoformat(), row, part, let_off)

    def earlier(
        self, item_id: int, unit_kind: str, unit_id: int, period: Period, handover: date | None = None
    ) -> Iterator[tuple[list[Stretch], Stretch]]:
        """Yield a whole period at each price that began before it, the newest first: reduced as now, and in full."""
        rows = [*self._of_unit.get((item_id, unit_id), ()), *self._of_kind.get((item_id, unit_kind), ())]
        reduced = self._let_off_of(item_id, unit_id)
        for row in sorted(rows, key=lambda each: (each.since, each.id), reverse=True):
            if row.since <= period.first.isoformat():
                held = self._cut([[row._replace(until=None)]], reduced, period, handover)
                in_full = self._stretch(period, handover, period.first, period.last, row, 0)
                yield [stretch._replace(price=row) for stretch in held], in_full

    def free(
        self, stretch: Stretch, standing: Iterable[tuple[str, str]], handover: date | None = None
    ) -> list[Stretch]:
        """Return what of a stretch lies outside the days that stand (ISO, first and last), as parts of its period."""
        first, last = date.fromisoformat(stretch.first), date.fromisoformat(stretch.last)
        met = [each for each in sorted(standing) if each[0] <= stretch.last and each[1] >= stretch.first]
        if not met:
            return [stretch]
        if not by_month(stretch.price):
            return []
        found: list[tuple[date, date]] = []
        for begins, ends in met:
            found.append((first, date.fromisoformat(begins) - DAY))
            first = max(first, date.fromisoformat(ends) + DAY)
        return [
            self._stretch(stretch.period, handover, *days, stretch.price, stretch.reduction)
            for days in (*found, (first, last))
            if days[0] <= days[1]
        ]

    def known(self, stretch: Stretch, area: int | None) -> tuple[int, str] | None:
        """Return what a plain price by area or a fixed one came to before for the same area and days, None if never."""
        price = stretch.price
        if price.terms is not None:
            return None
        quantity = area if price.kind == "area" else 0
        return self._priced.get((price.id, quantity, stretch.first, stretch.last, stretch.reduction))

    def priced(self, stretch: Stretch, facts: Mapping[str, Any]) -> tuple[int, str]:
        """Return (minor units, ingredients as canonical JSON) of a price's facts for a unit (bill_quantities).

        Raises what the rules of meters and tiers refuse.
        """
        # One price belongs to one item, so its days say which period they are part of.
        quantity = facts.get("area", facts.get("count", 0))
        key = (stretch.price.id, quantity, stretch.first, stretch.last, stretch.reduction)
        if facts["kind"] not in BY_MONTH or "agreed" in facts:
            return self._computed(stretch, facts)
        known = self._priced.get(key)
        if known is None:
            known = self._priced[key] = self._computed(stretch, facts)
        return known

    def _computed(self, stretch: Stretch, facts: Mapping[str, Any]) -> tuple[int, str]:
        charged = (
            tariff.charged(facts, stretch.period, stretch.part, self._digits, stretch.reduction, evaluate)
            if by_month(stretch.price)
            else tariff.stated(facts, self._digits, evaluate)
        )
        return charged.amount, canonical(charged.ingredients)


def period_billed_in(item: FeeItemRow, month: Period) -> Period | None:
    """Return the period of an item that the run of a month bills, or None.

    A period is billed with its last month, or with its first where it falls due before it ends.
    """
    period = future_periods(None, month, item.months)[0]
    billed_in = period.first if item.due_after < 0 else period.last
    return period if month.first <= billed_in <= month.last else None


def _let_off(rows: Iterable[ReductionRow], day: date) -> int:
    """What is let off on a day: of several reductions the largest, never their sum."""
    text = day.isoformat()
    return max((r.reduction for r in rows if r.since <= text and (not r.until or r.until >= text)), default=0)


def _borders(scopes: Sequence[Sequence[TariffRow | ReductionRow]], period: Period) -> list[date]:
    """Every day of a period on which another price or reduction may begin, and the day after it."""
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
