"""Reductions (空置减免) that outlive what they were granted for: the flat was sold, or an occupier moved in or out.

Nothing ends them by itself, since the reason may hold for whoever came; but somebody has to look.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from counter.rules.periods import DAY
from db.queries import registers
from db.queries.registers import HoldingRow, ReductionRow


class Outlived(NamedTuple):
    """A reduction that holds on, and from which day (ISO) somebody else holds the unit, or moves: an occupier."""

    row: ReductionRow
    day: str
    moves: bool


def outlived(connection: Any, first: str, last: str, units: Collection[int] | None = None) -> list[Outlived]:
    """Return the reductions in force between two days that began before somebody else came, up to the last day.

    Of several changes the first after a reduction began counts: from then on it should have been granted anew.
    """
    held = [
        row for row in registers.reductions(connection)
        if (units is None or row.unit_id in units) and row.since <= last and (row.until is None or row.until >= first)
    ]  # fmt: skip
    if not held:
        return []
    wanted = {row.unit_id for row in held}
    holdings: dict[int, list[HoldingRow]] = {}
    for holding in registers.holdings(connection):
        if holding.unit_id in wanted:
            holdings.setdefault(holding.unit_id, []).append(holding)
    found = []
    for row in held:
        turns = sorted(
            turn for turn in _turns(holdings.get(row.unit_id, ()))
            if row.since < turn[0] <= last and (row.until is None or turn[0] <= row.until)
        )  # fmt: skip
        if turns:
            found.append(Outlived(row, *turns[0]))
    return found


def _turns(rows: Iterable[HoldingRow]) -> set[tuple[str, bool]]:
    """The days from which somebody else holds a unit (False), or an occupier comes or is gone (True)."""
    found = set()
    for row in rows:
        after = (date.fromisoformat(row.until) + DAY).isoformat() if row.until else None
        if row.role == "occupier":
            found |= {(day, True) for day in (row.since, after) if day}
        elif row.role != "co_owner" and after:
            found.add((after, False))
    return found
