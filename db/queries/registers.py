"""The registers as they are now: units, people, who holds what, vehicles, fee items and prices.

Each row is (id, *columns) in the order of db.tables, so that a row is at once what Tx.change takes.
"""

from typing import Any, NamedTuple


class UnitRow(NamedTuple):
    """A unit; area in hundredths of a square metre; handed_over an ISO date; spellings: its keys for Find."""

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


class PersonRow(NamedTuple):
    """A person or company; every field but the id is None once personal data was erased."""

    id: int
    name: str | None
    phone: str | None
    initials: str | None
    kind: str | None
    note: str | None


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
    """A fee item: billed for so many months at a time, due on a day so many months after the period's last month."""

    id: int
    name_zh: str
    name_en: str
    fund: str
    rank: int
    months: int
    due_day: int
    due_after: int
    closed: int


class TariffRow(NamedTuple):
    """A dated price for every unit of a kind, or for one unit; price in ten-thousandths of a yuan a month."""

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


def _select(table: str, row: type) -> str:
    fields: tuple[str, ...] = row._fields  # type: ignore[attr-defined]
    return f"SELECT {', '.join(fields)} FROM {table} WHERE until_event IS NULL"


_UNITS = _select("unit", UnitRow)
_PERSONS = _select("person", PersonRow)
_HOLDINGS = _select("holding", HoldingRow)
_VEHICLES = _select("vehicle", VehicleRow)
_ITEMS = _select("fee_item", FeeItemRow)
_TARIFFS = _select("tariff", TariffRow)


def units(connection: Any) -> list[UnitRow]:
    """Return every unit, in the order in which they were entered."""
    return list(map(UnitRow._make, connection.execute(f"{_UNITS} ORDER BY id")))


def persons(connection: Any) -> list[PersonRow]:
    """Return everybody in the register, erased ones without their data."""
    return list(map(PersonRow._make, connection.execute(f"{_PERSONS} ORDER BY id")))


def person(connection: Any, person_id: int) -> PersonRow | None:
    """Return one person."""
    row = connection.execute(f"{_PERSONS} AND id = ?", (person_id,)).fetchone()
    return PersonRow(*row) if row else None


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
