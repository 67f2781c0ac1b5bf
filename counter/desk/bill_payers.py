"""Who owes a charge: the occupier who pays this item, else the owner, else the developer."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from counter.rules.periods import Period
from db.queries.registers import HoldingRow, UnitRow

_ORDER = {"owner": 0, "co_owner": 1, "developer": 2, "occupier": 3}


class Payers(NamedTuple):
    """The persons who owe the charges of one period: by (unit, item) where an occupier does, else by unit."""

    of_item: dict[tuple[int, int], int]
    of_unit: dict[int, int]

    def of(self, unit_id: int, item_id: int) -> int | None:
        """Return the person who owes an item of a unit, None where nobody is registered."""
        occupier = self.of_item.get((unit_id, item_id)) if self.of_item else None
        return occupier or self.of_unit.get(unit_id)


def payers_in(period: Period, units: Iterable[UnitRow], holdings: Iterable[HoldingRow]) -> Payers:
    """Return who owes what falls into a period, by who holds the unit on its first day.

    Through the month of handover the developer pays, from the next the owner (Beijing 2024 §22, Shanghai 2019 §49).
    """
    day = period.first.isoformat()
    handed_over = {unit.id: unit.handed_over for unit in units if unit.handed_over}
    ranked: dict[int, tuple[tuple[int, int, int], int]] = {}
    of_item: dict[tuple[int, int], int] = {}
    for row in holdings:
        if row.until and row.until < day:
            continue
        begun = not row.since or row.since <= day
        if row.role == "occupier":
            if begun:
                of_item.update({(row.unit_id, item_id): row.person_id for item_id in json.loads(row.items or "[]")})
            continue
        handover = handed_over.get(row.unit_id, "")
        first = row.role == "developer" and begun and handover[:7] >= day[:7]
        rank = (0 if first else 1 if begun else 2, _ORDER.get(row.role, 9), row.id)
        if row.unit_id not in ranked or rank < ranked[row.unit_id][0]:
            ranked[row.unit_id] = (rank, row.person_id)
    return Payers(of_item, {unit_id: person_id for unit_id, (_, person_id) in ranked.items()})
