"""The registers in memory while a file is laid over them: only what is new or different becomes a version."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from counter.rules.room import fold
from db.queries import registers
from db.queries.registers import (
    FeeItemRow,
    HoldingRow,
    MeterRow,
    PersonRow,
    ReadingRow,
    ReductionRow,
    SharedCostRow,
    TariffRow,
    UnitRow,
    VehicleRow,
)
from db.registers import next_id

R = TypeVar("R", bound=tuple[Any, ...])


class Register(Generic[R]):
    """One register: its rows by id, and those that were put there since it was read."""

    def __init__(self, rows: Iterable[R], first_free: int) -> None:
        self.rows: dict[int, R] = {row[0]: row for row in rows}
        self._next = first_free
        self._put: dict[int, R] = {}

    def new_id(self) -> int:
        """Return an id that no row has."""
        self._next += 1
        return self._next - 1

    def put(self, row: R) -> R:
        """Put a row; one that is there already just so is no change."""
        if self.rows.get(row[0]) != row:
            self.rows[row[0]] = row
            self._put[row[0]] = row
        return row

    def changed(self) -> list[tuple[Any, ...]]:
        """Return the rows that were put, by id."""
        return [tuple(self._put[key]) for key in sorted(self._put)]


class RegisterState:
    """Every register a file may touch, with the lookups its rows need; day is the ISO date of the change."""

    def __init__(self, connection: Any, day: str) -> None:
        self.day = day
        self.units: Register[UnitRow] = Register(registers.units(connection), next_id(connection, "unit"))
        self.people: Register[PersonRow] = Register(registers.persons(connection), next_id(connection, "person"))
        self.holdings: Register[HoldingRow] = Register(registers.holdings(connection), next_id(connection, "holding"))
        self.vehicles: Register[VehicleRow] = Register(registers.vehicles(connection), next_id(connection, "vehicle"))
        self.items: Register[FeeItemRow] = Register(registers.fee_items(connection), next_id(connection, "fee_item"))
        self.prices: Register[TariffRow] = Register(registers.tariffs(connection), next_id(connection, "tariff"))
        self.meters: Register[MeterRow] = Register(registers.meters(connection), next_id(connection, "meter"))
        self.readings: Register[ReadingRow] = Register(registers.readings(connection), next_id(connection, "reading"))
        self.shared: Register[SharedCostRow] = Register(
            registers.shared_costs(connection), next_id(connection, "shared_cost")
        )
        self.reductions: Register[ReductionRow] = Register(
            registers.reductions(connection), next_id(connection, "reduction")
        )
        self.unit_ids = {fold(unit.code): unit.id for unit in self.units.rows.values()}
        self.item_ids = {name: i.id for i in self.items.rows.values() for name in (i.name_en, i.name_zh)}

    def changes(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return the changed rows of each register that has any, as Tx.change takes them."""
        found = {
            "fee_item": self.items.changed(),
            "tariff": self.prices.changed(),
            "person": self.people.changed(),
            "unit": self.units.changed(),
            "holding": self.holdings.changed(),
            "vehicle": self.vehicles.changed(),
            "meter": self.meters.changed(),
            "reading": self.readings.changed(),
            "shared_cost": self.shared.changed(),
            "reduction": self.reductions.changed(),
        }
        return {table: rows for table, rows in found.items() if rows}
