"""The registers as they are now: units, people, who holds what, vehicles, fee items and prices.

Each row is (id, *columns) in the order of db.tables, so that a row is at once what Tx.change takes.
"""

from typing import Any, NamedTuple


class UnitRow(NamedTuple):
    """A unit; areas in hundredths of a square metre; handed_over an ISO date; spellings: its keys for Find.

    area is the built area, inner_area what lies inside its walls; persons who live there, for prices by head.
    """

    id: int
    building: str
    entrance: str
    room: str
    code: str
    kind: str
    area: int | None
    handed_over: str | None
    steward_id: int | None
    note: str | None
    spellings: str | None = None
    inner_area: int | None = None
    persons: int | None = None


class PersonRow(NamedTuple):
    """A person or company; every field but the id is None once personal data was erased.

    address: where letters reach them, in one line, where that is not the unit they hold.
    """

    id: int
    name: str | None
    phone: str | None
    initials: str | None
    kind: str | None
    note: str | None
    email: str | None = None
    address: str | None = None


class HoldingRow(NamedTuple):
    """How a person is tied to a unit: owner, co_owner, occupier or developer; items is a JSON list of fee item ids."""

    id: int
    unit_id: int
    person_id: int
    role: str
    since: str | None
    until: str | None
    items: str | None


class VehicleRow(NamedTuple):
    """A plate that belongs to a unit."""

    id: int
    unit_id: int
    plate: str | None
    since: str | None
    until: str | None


class FeeItemRow(NamedTuple):
    """A fee item: billed for so many months at a time, due on a day so many months after the period's last month.

    cycle: "handover" where its periods begin on the day of handover instead of the first of a month.
    """

    id: int
    name_zh: str
    name_en: str
    fund: str
    rank: int
    months: int
    due_day: int
    due_after: int
    closed: int
    cycle: str | None = None


class TariffRow(NamedTuple):
    """A dated price for every unit of a kind, or for one unit; price in ten-thousandths of a yuan.

    kind: one of counter.rules.tariff; terms: what that kind needs besides a price, as canonical JSON.
    """

    id: int
    item_id: int
    unit_kind: str | None
    unit_id: int | None
    kind: str
    price: int
    since: str
    until: str | None
    basis_kind: str | None
    basis_number: str | None
    basis_date: str | None
    basis_scan: str | None
    terms: str | None = None


class MeterRow(NamedTuple):
    """A meter of a unit (None: shared by many) for a fee item.

    starts_over_at: thousandths at which its counter begins anew, 0 where never; multiplier in thousandths.
    """

    id: int
    unit_id: int | None
    item_id: int
    serial: str | None
    starts_over_at: int
    multiplier: int
    since: str | None
    until: str | None


class ReadingRow(NamedTuple):
    """What a meter showed for a period, in thousandths.

    kind: start (a meter begins here), read, or estimated. period: "2026-09", the one it ends or, for start, begins in.
    """

    id: int
    meter_id: int
    period: str
    kind: str
    read_on: str | None
    value: int


class SharedCostRow(NamedTuple):
    """A bill that many share: total in minor units, for one building or (None) all; paper: number of the bill."""

    id: int
    item_id: int
    period: str
    building: str | None
    total: int
    paper: str | None


class ReductionRow(NamedTuple):
    """What a unit is let off of its prices by the month, in ten-thousandths; item_id None is every item.

    approval: what it rests on: number of the paper, or the event that approved it.
    """

    id: int
    unit_id: int
    item_id: int | None
    reduction: int
    since: str
    until: str | None
    reason: str | None
    approval: str | None


def _select(table: str, row: type) -> str:
    fields: tuple[str, ...] = row._fields  # type: ignore[attr-defined]
    return f"SELECT {', '.join(fields)} FROM {table} WHERE until_event IS NULL"


_UNITS = _select("unit", UnitRow)
_PERSONS = _select("person", PersonRow)
_HOLDINGS = _select("holding", HoldingRow)
_PERSON_CHANGED = "SELECT coalesce(max(event_id), 0) FROM person WHERE id = ?"
_PEOPLE_CHANGED = (
    "SELECT coalesce(max(max(h.event_id, p.event_id)), 0) FROM holding h JOIN person p ON p.id = h.person_id"
    " WHERE h.unit_id = ? AND h.until_event IS NULL AND p.until_event IS NULL"
)
# By what event the address that stands there now was entered or taken away.
_EMAIL_EVENTS = (
    "SELECT id, max(event_id) newest FROM (SELECT id, event_id, email, lag(email) OVER"
    " (PARTITION BY id ORDER BY row_id) before FROM person) v WHERE v.email IS NOT v.before GROUP BY id"
)
_BY_HAND = f"SELECT v.id FROM ({_EMAIL_EVENTS}) v JOIN event e ON e.id = v.newest WHERE e.kind <> ?"
_VEHICLES = _select("vehicle", VehicleRow)
_ITEMS = _select("fee_item", FeeItemRow)
_TARIFFS = _select("tariff", TariffRow)
_METERS = _select("meter", MeterRow)
_READINGS = _select("reading", ReadingRow)
_SHARED = _select("shared_cost", SharedCostRow)
_REDUCTIONS = _select("reduction", ReductionRow)


def units(connection: Any) -> list[UnitRow]:
    """Return every unit, in the order in which they were entered."""
    return list(map(UnitRow._make, connection.execute(f"{_UNITS} ORDER BY id")))


def unit(connection: Any, unit_id: int) -> UnitRow | None:
    """Return one unit."""
    row = connection.execute(f"{_UNITS} AND id = ?", (unit_id,)).fetchone()
    return UnitRow(*row) if row else None


def persons(connection: Any) -> list[PersonRow]:
    """Return everybody in the register, erased ones without their data."""
    return list(map(PersonRow._make, connection.execute(f"{_PERSONS} ORDER BY id")))


def person(connection: Any, person_id: int) -> PersonRow | None:
    """Return one person."""
    row = connection.execute(f"{_PERSONS} AND id = ?", (person_id,)).fetchone()
    return PersonRow(*row) if row else None


def people_changed(connection: Any, unit_id: int) -> int:
    """Return the newest event that changed who is tied to a unit today, or something of one of them; 0 for none."""
    found: int = connection.execute(_PEOPLE_CHANGED, (unit_id,)).fetchone()[0]
    return found


def person_changed(connection: Any, person_id: int) -> int:
    """Return the newest event that changed something of a person; 0 where there is none."""
    found: int = connection.execute(_PERSON_CHANGED, (person_id,)).fetchone()[0]
    return found


def emails_by_hand(connection: Any, import_kind: str) -> frozenset[int]:
    """Return the people whose e-mail address was entered, changed or taken away last by no event of a kind."""
    return frozenset(row[0] for row in connection.execute(_BY_HAND, (import_kind,)))


def holdings(connection: Any) -> list[HoldingRow]:
    """Return who holds or held what."""
    return list(map(HoldingRow._make, connection.execute(f"{_HOLDINGS} ORDER BY id")))


def holding(connection: Any, holding_id: int) -> HoldingRow | None:
    """Return one tie between a person and a unit."""
    row = connection.execute(f"{_HOLDINGS} AND id = ?", (holding_id,)).fetchone()
    return HoldingRow(*row) if row else None


def vehicles(connection: Any) -> list[VehicleRow]:
    """Return every plate."""
    return list(map(VehicleRow._make, connection.execute(f"{_VEHICLES} ORDER BY id")))


def fee_items(connection: Any) -> list[FeeItemRow]:
    """Return the fee items in the office's order."""
    return [FeeItemRow(*row) for row in connection.execute(f"{_ITEMS} ORDER BY rank, id")]


def tariffs(connection: Any) -> list[TariffRow]:
    """Return every price, older ones first."""
    return [TariffRow(*row) for row in connection.execute(f"{_TARIFFS} ORDER BY since, id")]


def meters(connection: Any) -> list[MeterRow]:
    """Return every meter, those taken out included."""
    return [MeterRow(*row) for row in connection.execute(f"{_METERS} ORDER BY id")]


def readings(connection: Any, to: str = "9999-12") -> list[ReadingRow]:
    """Return what the meters showed, by meter, up to and including a period."""
    found = connection.execute(f"{_READINGS} AND period <= ? ORDER BY meter_id, period, kind <> 'start', id", (to,))
    return [ReadingRow(*row) for row in found]


def shared_costs(connection: Any) -> list[SharedCostRow]:
    """Return the bills that are shared, in the order in which they were entered."""
    return [SharedCostRow(*row) for row in connection.execute(f"{_SHARED} ORDER BY id")]


def reductions(connection: Any) -> list[ReductionRow]:
    """Return what units are let off, older ones first."""
    return [ReductionRow(*row) for row in connection.execute(f"{_REDUCTIONS} ORDER BY since, id")]
