"""The list for the barrier: every plate that belongs to a unit, and until when its parking is paid."""

from datetime import date
from typing import Any, NamedTuple

from counter.desk.standing import paid_to
from db.queries import registers
from db.queries.registers import UnitRow, VehicleRow


class ParkingLine(NamedTuple):
    """A plate, its unit, its first holder, and the last paid day of its parking (None: never paid)."""

    plate: str
    unit: UnitRow
    holder: str
    valid_until: date | None


def parking_list(connection: Any, today: date) -> list[ParkingLine]:
    """Return every plate of today in the order of the plates."""
    units = {unit.id: unit for unit in registers.units(connection)}
    items, holders = parking_items(connection), _holders(connection)
    now = today.isoformat()
    held = [v for v in registers.vehicles(connection) if v.plate and (v.until is None or v.until >= now)]
    lines = [
        ParkingLine(
            v.plate or "", units[v.unit_id], holders.get(v.unit_id, ""), valid_until(connection, v, units, items)
        )
        for v in held
        if v.unit_id in units
    ]
    return sorted(lines, key=lambda line: (line.plate, line.unit.code))


def parking_items(connection: Any) -> set[int]:
    """Return the fee items that are priced for parking places, or by parking space or vehicle."""
    found = set()
    for price in registers.tariffs(connection):
        by_count = price.kind == "each" and '"of":"person"' not in (price.terms or "")
        if price.unit_kind == "parking" or by_count:
            found.add(price.item_id)
    return found


def valid_until(
    connection: Any, vehicle: VehicleRow, units: dict[int, UnitRow], items: set[int]
) -> date | None:  # fmt: skip
    """Return the last day on which all parking items of a plate's unit are paid, None where one never was."""
    unit = units[vehicle.unit_id]
    days = [
        each.day for each in paid_to(connection, unit.id) if unit.kind == "parking" or each.item_id in items
    ]  # fmt: skip
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def _holders(connection: Any) -> dict[int, str]:
    names = {person.id: person.name or "" for person in registers.persons(connection)}
    found: dict[int, str] = {}
    for held in registers.holdings(connection):
        if held.until is None:
            found.setdefault(held.unit_id, names.get(held.person_id, ""))
    return found
