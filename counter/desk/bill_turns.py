"""Periods billed after somebody else came to pay (过户, 租户迁入迁出): what covers the day is cut between them by days.

The parts are the charge to the fen and follow each other day by day, so that no day is owed twice or by nobody.
"""

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from counter.desk.bill_lines import Line
from counter.desk.bill_payers import payers_in
from counter.rules.periods import DAY, PartMethod, Period, month_of
from counter.rules.splitting import split_period
from db.chain import canonical
from db.queries.registers import HoldingRow, UnitRow
from db.rows import Charge


class Turns(NamedTuple):
    """Who owes an item of a unit: from each day (ISO) on, the first of them long ago, that payer.

    moves: whether an occupier comes or goes on that day; else the flat changes hands.
    """

    days: list[str]
    payers: list[int | None]
    moves: list[bool]

    def on(self, day: str) -> int:
        """Return the place of the payer of a day."""
        return bisect_right(self.days, day) - 1

    def within(self, first: str, last: str) -> slice:
        """Return the places of those who come after the first day, up to the last."""
        return slice(self.on(first) + 1, self.on(last) + 1)


class WhoPays:
    """Who owes which item of which unit on which day, of units where that ever changed.

    Where the office counts a month begun as a whole one, an occupier pays the months on whose first day they are there;
    a flat that is sold is settled to the day of the transfer all the same (Shanghai 2019 §49).
    """

    def __init__(self, units: Iterable[UnitRow], holdings: Iterable[HoldingRow], method: PartMethod) -> None:
        self._units = {unit.id: unit for unit in units}
        self.method = method
        self._rows: dict[int, list[HoldingRow]] = {}
        for row in holdings:
            if row.unit_id in self._units:
                whole = row.role == "occupier" and method is PartMethod.WHOLE
                self._rows.setdefault(row.unit_id, []).append(_by_months(row) if whole else row)
        self._rows = {unit_id: rows for unit_id, rows in self._rows.items() if len(rows) > 1}
        self._known: dict[tuple[int, int], Turns | None] = {}

    def __bool__(self) -> bool:
        """Whether any unit was ever tied to more than one person."""
        return bool(self._rows)

    @property
    def units(self) -> Collection[int]:
        """Return the units that were ever tied to more than one person."""
        return self._rows.keys()

    def of(self, unit_id: int, item_id: int) -> Turns | None:
        """Return who owes an item of a unit when, None where it was always the same."""
        if unit_id not in self._rows:
            return None
        key = unit_id, item_id
        if key not in self._known:
            turns = _turns(self._units[unit_id], item_id, self._rows[unit_id])
            self._known[key] = turns if len(turns.days) > 1 else None
        return self._known[key]


def split_among_payers(charges: Sequence[Charge], lines: Iterable[Line], who: WhoPays) -> list[Charge]:
    """Return the charges of a run where each that covers a change of who pays is one charge for each of them.

    Ids go on from the first.
    """
    if not charges or not who:
        return list(charges)
    of_period = {(line.item.id, line.label): line for line in lines}
    found: list[Charge] = []
    several = who.units
    for charge in charges:
        # Most units were only ever tied to one person.
        turns = who.of(charge.unit_id, charge.item_id) if charge.unit_id in several else None
        if turns is None:
            found.append(charge)
            continue
        owed = charge._replace(payer_id=turns.payers[turns.on(charge.first)])
        after = turns.within(charge.first, charge.last)
        if after.start == after.stop:
            found.append(owed)
        else:
            found += _parts(owed, turns, after, of_period[charge.item_id, charge.period], who.method)
    if len(found) == len(charges):
        return found
    first = charges[0].id
    return [charge._replace(id=first + place) for place, charge in enumerate(found)]


def weighed_by(method: PartMethod) -> PartMethod:
    """Return how the days of a part weigh: where months are not cut at all, a sale still goes by actual days."""
    return PartMethod.ACTUAL if method is PartMethod.WHOLE else method


def _by_months(row: HoldingRow) -> HoldingRow:
    """An occupier who comes later in a month pays from the next on, one who goes pays the month to its end."""
    since, until = row.since, row.until
    if since and date.fromisoformat(since).day > 1:
        since = (month_of(date.fromisoformat(since)).last + DAY).isoformat()
    if until:
        until = month_of(date.fromisoformat(until)).last.isoformat()
    return row._replace(since=since, until=until)


def _turns(unit: UnitRow, item_id: int, rows: Sequence[HoldingRow]) -> Turns:
    mine = [row for row in rows if row.role != "occupier" or item_id in json.loads(row.items or "[]")]
    turns = Turns([date.min.isoformat()], [_on(date.min, unit, item_id, mine)[0]], [False])
    for day in sorted(_borders(unit, mine)):
        payer, occupies = _on(day, unit, item_id, mine)
        if payer != turns.payers[-1]:
            turns.days.append(day.isoformat())
            turns.payers.append(payer)
            turns.moves.append(occupies or _on(day - DAY, unit, item_id, mine)[1])
    return turns


def _borders(unit: UnitRow, rows: Sequence[HoldingRow]) -> set[date]:
    days = {date.fromisoformat(row.since) for row in rows if row.since}
    days |= {date.fromisoformat(row.until) + DAY for row in rows if row.until}
    if unit.handed_over:  # the month of handover is the developer's, the next the owner's
        days.add(month_of(date.fromisoformat(unit.handed_over)).last + DAY)
    return days


def _on(day: date, unit: UnitRow, item_id: int, rows: Sequence[HoldingRow]) -> tuple[int | None, bool]:
    """Who owes an item on a day, and whether as its occupier."""
    payers = payers_in(Period(day, day), [unit], rows)
    return payers.of(unit.id, item_id), (unit.id, item_id) in payers.of_item


def _parts(charge: Charge, turns: Turns, after: slice, line: Line, method: PartMethod) -> list[Charge]:
    days = Period(date.fromisoformat(charge.first), date.fromisoformat(charge.last))
    begins, payers = turns.days[after], [charge.payer_id, *turns.payers[after]]
    split = split_period(charge.amount, days, map(date.fromisoformat, begins), weighed_by(method))
    whole = json.loads(charge.ingredients)
    cut: dict[str, Any] = {"first": charge.first, "last": charge.last, "begins": begins, "whole": charge.amount}
    cut |= {"moves": 1} if any(turns.moves[after]) else {}
    cut |= {"method": method.value} if method is PartMethod.THIRTY else {}
    parts = []
    for place, (part, payer) in enumerate(zip(split, payers, strict=True)):
        first = part.first.isoformat()
        # What begins on another day has revisions of its own: even ones bill, odd ones take back.
        revision = charge.revision if not place else line.billed.revisions.get((charge.unit_id, first), -1) + 1
        parts.append(
            charge._replace(
                first=first, last=part.last.isoformat(), amount=part.amount, revision=revision, payer_id=payer,
                ingredients=canonical({**whole, "cut": {**cut, "part": place}}),
            )
        )  # fmt: skip
    return parts
