"""How every unit stands in one word: paid, owes so many months, ahead, vacant, disputed."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from counter.desk.standing import disputed
from counter.rules.periods import months_between
from db.queries import accounts, registers, unit_states
from db.queries.accounts import OpenCharge
from db.queries.registers import UnitRow

_QUARTER = 3


class State(StrEnum):
    """The states a unit can be in; the first that holds is shown."""

    DISPUTED = "disputed"
    OWES = "owes"
    VACANT = "vacant"
    AHEAD = "ahead"
    PAID = "paid"


class UnitState(NamedTuple):
    """A unit and its state; months it owes for, and what it owes in minor units."""

    unit: UnitRow
    state: State
    months: int
    owed: int


def states_of_units(connection: Any, today: date, building: str | None = None) -> list[UnitState]:
    """Return the state of every unit, or of those of one building."""
    units = [u for u in registers.units(connection) if building is None or u.building == building]
    wanted = {unit.id for unit in units}
    owing = unit_states.owing(connection) & wanted
    charges: dict[int, list[OpenCharge]] = {}
    for charge in accounts.open_charges(connection, sorted(owing)):
        charges.setdefault(charge.unit_id, []).append(charge)
    ahead, vacant = unit_states.ahead(connection), vacant_units(connection, today.isoformat())
    found = []
    for unit in units:
        open_charges = charges.get(unit.id, [])
        state = _state(connection, unit.id, open_charges, ahead, vacant)
        found.append(UnitState(unit, state, months_owed(open_charges), sum(each.open for each in open_charges)))
    return found


def months_owed(charges: Sequence[OpenCharge]) -> int:
    """Return for how many months the unit is behind with the item it is furthest behind with.

    What is billed for longer than a quarter at once counts only where nothing else is open: a yearly bill that is due
    is no year of arrears.
    """
    months: dict[int, set[int]] = {}
    spans = [(each.item_id, date.fromisoformat(each.first), date.fromisoformat(each.last)) for each in charges]
    short = [span for span in spans if months_between(span[1], span[2]) < _QUARTER]
    for item_id, first, last in short or spans:
        begins = first.year * 12 + first.month
        months.setdefault(item_id, set()).update(begins + n for n in range(months_between(first, last) + 1))
    return max(map(len, months.values()), default=0)


def _state(connection: Any, unit_id: int, charges: list[OpenCharge], ahead: set[int], vacant: set[int]) -> State:
    if charges and disputed(connection, charges):
        return State.DISPUTED
    if charges:
        return State.OWES
    if unit_id in vacant:
        return State.VACANT
    return State.AHEAD if unit_id in ahead else State.PAID


def vacant_units(connection: Any, today: str) -> set[int]:
    """Return the units let off on a day, and those that nobody but the developer holds."""
    let_off = {
        r.unit_id
        for r in registers.reductions(connection)
        if r.since <= today and (r.until is None or r.until >= today)
    }
    roles: dict[int, set[str]] = {}
    for held in registers.holdings(connection):
        if held.until is None or held.until >= today:
            roles.setdefault(held.unit_id, set()).add(held.role)
    return let_off | {unit_id for unit_id, held in roles.items() if held == {"developer"}}
