"""What a price is multiplied by: a unit's area, its heads and vehicles, what its meters used, its share of a bill."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from counter.rules import metering, tariff
from counter.rules.formula import decimal
from counter.rules.metering import Advance
from counter.rules.periods import Period, closing_day, months_read, period_of
from counter.rules.shared_costs import Share, spread
from counter.rules.vehicles import Stay, changes_within, vehicles_on
from db.queries import registers
from db.queries.registers import MeterRow, ReadingRow, SharedCostRow, TariffRow, UnitRow

BY_MONTH = frozenset({"area", "fixed", "each"})
BY_METER = frozenset({"metered", "tiered"})


def _inside(reading: ReadingRow, period: Period) -> bool:
    return period.first <= closing_day(reading.period) <= period.last


class Missing(NamedTuple):
    """Why a unit cannot be billed for a price: no_area, no_count, no_meter, no_reading, no_bill, or asked_once."""

    reason: str


class Unshared(NamedTuple):
    """A bill that nobody can share, and why: no_price (no unit has a price that shares it), no_area (none has one)."""

    bill: SharedCostRow
    reason: str


def by_meter(price: TariffRow) -> bool:
    """Return whether a price goes by a meter: of such a kind, or a formula that names what was used."""
    return price.kind in BY_METER or (
        price.kind == "formula" and "usage" in json.loads(price.terms or "{}").get("names", ())
    )


def by_month(price: TariffRow) -> bool:
    """Return whether a price is one by the month, which days of a period can have a part of."""
    return price.kind in BY_MONTH or (price.kind == "formula" and not by_meter(price))


def by_vehicle(price: TariffRow) -> bool:
    """Return whether a price counts the plates of a unit."""
    terms = json.loads(price.terms or "{}") if price.kind == "each" else {}
    return terms.get("of") == "vehicle" and "count" not in terms


class Quantities:
    """The quantities of every unit, read once for a bill run.

    vehicles_by_days: whether a vehicle that comes or goes inside a period counts by its days, else on the first day.
    """

    def __init__(self, connection: Any, units: Iterable[UnitRow], *, vehicles_by_days: bool = False) -> None:
        self._units = {unit.id: unit for unit in units}
        self._by_days = vehicles_by_days
        self._stays: dict[int, list[Stay]] = {}
        for row in registers.vehicles(connection):
            since, until = (date.fromisoformat(day) if day else None for day in (row.since, row.until))
            self._stays.setdefault(row.unit_id, []).append(Stay(since, until))
        self._shared = registers.shared_costs(connection)
        self._meters: dict[tuple[int, int], list[MeterRow]] = {}
        for meter in registers.meters(connection):
            if meter.unit_id is not None:
                self._meters.setdefault((meter.unit_id, meter.item_id), []).append(meter)
        self._readings: dict[int, list[ReadingRow]] = {}
        for reading in registers.readings(connection) if self._meters else ():
            self._readings.setdefault(reading.meter_id, []).append(reading)

    def vehicle_changes(self, period: Period) -> dict[int, tuple[date, ...]]:
        """Return the days inside a period on which a unit has more or fewer vehicles, where those count by days."""
        if not self._by_days:
            return {}
        found = ((unit_id, changes_within(stays, period)) for unit_id, stays in self._stays.items())
        return {unit_id: days for unit_id, days in found if days}

    def facts(self, price: TariffRow, unit: UnitRow, period: Period, first: str = "") -> dict[str, Any] | Missing:
        """Return the ingredients that a price has for a unit, without its months; metered ones for their period.

        first: the day (ISO) on which what is counted by days is counted, the period's first where left out. Raises
        ReadingBelowLast, ReadingBeyondCounter, BadBands only once they are computed.
        """
        terms = json.loads(price.terms) if price.terms else {}
        if price.kind == "fixed":
            return {"kind": "fixed", "price": price.price}
        if price.kind == "area":
            return self._area(price, unit, terms)
        if price.kind == "each":
            count = self._count(unit, terms, date.fromisoformat(first) if first and self._by_days else period.first)
            if count is None:
                return Missing("no_count")
            return {"kind": "each", "of": terms["of"], "count": count, "price": price.price}
        if price.kind in BY_METER:
            return self._metered(price, unit, terms, period)
        if price.kind == "formula":
            return self._formula(price, unit, terms, period)
        if price.kind == "share":
            return Missing("no_bill" if self.weight(price, unit)[1] else "no_area")
        return Missing("asked_once")

    def _area(self, price: TariffRow, unit: UnitRow, terms: Mapping[str, Any]) -> dict[str, Any] | Missing:
        inner = terms.get("size") == "inner"
        area = unit.inner_area if inner else unit.area
        if not area:
            return Missing("no_area")
        facts: dict[str, Any] = {"kind": "area", "area": area, "price": price.price}
        return facts | ({"size": "inner"} if inner else {})

    def _count(self, unit: UnitRow, terms: Mapping[str, Any], day: date) -> int | None:
        if "count" in terms:
            return int(terms["count"])
        if terms.get("of") == "person":
            return unit.persons
        if terms.get("of") == "vehicle":
            return vehicles_on(self._stays.get(unit.id, ()), day)
        return 1

    def _formula(
        self, price: TariffRow, unit: UnitRow, terms: Mapping[str, Any], period: Period
    ) -> dict[str, Any] | Missing:
        """The values of a formula's names; one that is not registered is missing, never nothing."""
        known = {
            "area": (unit.area, tariff.AREA_SCALE, "no_area"),
            "inner_area": (unit.inner_area, tariff.AREA_SCALE, "no_area"),
            "persons": (unit.persons, 1, "no_count"),
            "price": (price.price, tariff.PRICE_SCALE, "no_price"),
        }
        facts: dict[str, Any] = {"kind": "formula", "formula": terms["formula"], "values": {}}
        for name in terms.get("names", ()):
            if name in known:
                value, scale, missing = known[name]
                if value is None:
                    return Missing(missing)
                facts["values"][name] = decimal(value, scale)
        if "months" in terms.get("names", ()):
            facts["timed"] = 1
        if not by_meter(price):
            return facts
        metered = self._metered(price, unit, terms, period)
        if isinstance(metered, Missing):
            return metered
        return metered | facts | ({"months": period.months} if "timed" in facts else {})

    def _metered(
        self, price: TariffRow, unit: UnitRow, terms: Mapping[str, Any], period: Period
    ) -> dict[str, Any] | Missing:
        meters = self._meters.get((unit.id, price.item_id), [])
        if not meters:
            return Missing("no_meter")
        advances = self.advances(meters, period)
        if not advances or not self._read_to_the_end(meters, period):
            return Missing("no_reading")
        multipliers = {one.multiplier for one in advances}
        if len(multipliers) == 1:
            advances = [one._replace(multiplier=0) for one in advances]
        facts: dict[str, Any] = {
            "kind": price.kind,
            "advances": [tariff.stored_advance(one) for one in advances],
            **{name: terms[name] for name in ("unit", "loss") if terms.get(name)},
        }
        if len(multipliers) == 1 and multipliers != {metering.MULTIPLIER_SCALE}:
            facts["multiplier"] = multipliers.pop()
        if price.kind == "metered":
            return facts | {"price": price.price}
        if price.kind == "formula":
            return facts
        before = self._used_before(meters, period, facts) if terms.get("span") == "year" else 0
        return facts | {"bands": terms["bands"]} | ({"before": before} if before else {})

    def advances(self, meters: Iterable[MeterRow], period: Period) -> list[Advance]:
        """Return how far each meter went up to each of its readings in a period, since the reading before.

        A period of many months holds the readings of all of them.
        """
        found = []
        for meter in meters:
            before: ReadingRow | None = None
            for reading in self._readings.get(meter.id, ()):
                if reading.kind != "start" and before is not None and _inside(reading, period):
                    corrects = before.kind == "estimated" and reading.value < before.value
                    found.append(Advance(before.value, reading.value, meter.starts_over_at, corrects, meter.multiplier))
                before = reading
        return found

    def _used_before(self, meters: list[MeterRow], period: Period, facts: Mapping[str, Any]) -> int:
        """What the meters used in earlier periods of the same year, in parts of USAGE_SCALE."""
        year = f"{period.last.year:04d}"
        labels = {r.period for m in meters for r in self._readings.get(m.id, ()) if r.period[:4] == year}
        return sum(
            tariff.usage_of({**facts, "advances": self.advances(meters, period_of(label))})
            for label in labels
            if closing_day(label) < period.first
        )

    def _read_to_the_end(self, meters: Iterable[MeterRow], period: Period) -> bool:
        """Whether a meter was read for the last month that ends in a period, so that nothing used is left out."""
        _first, last = months_read(period)
        return any(
            each.period == last and each.kind != "start"
            for meter in meters
            for each in self._readings.get(meter.id, ())
        )

    def shared_bills(self, item_id: int, period: str) -> list[SharedCostRow]:
        """Return the bills of an item and period (its label) that units share."""
        return [bill for bill in self._shared if (bill.item_id, bill.period) == (item_id, period)]

    def shares(
        self, bills: Iterable[SharedCostRow], by: str, weights: Mapping[int, int], billed: Collection[int]
    ) -> tuple[dict[int, Share], tuple[Unshared, ...]]:
        """Return what each unit carries of bills, and the bills that nobody can share; weights: of units that share.

        A bill of one building is shared inside it; whoever weighs nothing carries nothing and is no part of it. billed:
        the units whose share is billed already, so that a bill was spread whoever could share it now.
        """
        parts: dict[int, Share] = {}
        alone = []
        for bill in bills:
            inside = {unit_id: weight for unit_id, weight in weights.items() if self._inside(bill, unit_id)}
            carry = {unit_id: weight for unit_id, weight in inside.items() if weight}
            if carry:
                parts |= spread(bill.total, by, carry)
            elif bill.total and not any(self._inside(bill, unit_id) for unit_id in billed):
                alone.append(Unshared(bill, "no_area" if inside else "no_price"))
        return parts, tuple(alone)

    def _inside(self, bill: SharedCostRow, unit_id: int) -> bool:
        return bill.building is None or self._units[unit_id].building == bill.building

    def weight(self, price: TariffRow, unit: UnitRow) -> tuple[str, int]:
        """Return what a unit's share goes by and how much it weighs; without an area nothing, else one."""
        terms = json.loads(price.terms) if price.terms else {}
        by = str(terms.get("by", "area"))
        if by == "area":
            return by, unit.area or 0
        return by, int(terms.get("weight", 1))
