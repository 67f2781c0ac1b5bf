"""Periods billed after a flat changed hands: what covers the transfer is cut between those who held it on its days.

The parts are the charge to the fen and follow each other day by day, so that no day is owed twice or by nobody.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from counter.desk.bill_lines import Line
from counter.desk.bill_payers import payers_in
from counter.rules.periods import DAY, Period
from counter.rules.splitting import split_period
from db.chain import canonical
from db.queries.registers import HoldingRow, UnitRow
from db.rows import Charge


class _Turns(NamedTuple):
    """Who owes what falls on a unit: from each day (ISO) on, the first of them long ago, that payer."""

    days: list[str]
    payers: list[int | None]


def split_among_holders(
    charges: Sequence[Charge], lines: Iterable[Line], units: Iterable[UnitRow], holdings: Iterable[HoldingRow]
) -> list[Charge]:
    """Return the charges of a run where each that covers a change of hands is one charge for each holder.

    What an occupier pays, and a single day, is never cut. Ids go on from the first.
    """
    if not charges:
        return []
    turns = _turns({unit.id: unit for unit in units}, holdings)
    if not turns:
        return list(charges)
    of_period = {(line.item.id, line.label): line for line in lines}
    found: list[Charge] = []
    for charge in charges:
        held = turns.get(charge.unit_id)
        place = bisect_right(held.days, charge.first) if held is not None else 0
        if held is None or place == bisect_right(held.days, charge.last) or held.payers[place - 1] != charge.payer_id:
            found.append(charge)
        else:
            found += _parts(charge, held, of_period[charge.item_id, charge.period])
    first = charges[0].id
    return [charge._replace(id=first + place) for place, charge in enumerate(found)]


def _turns(units: Mapping[int, UnitRow], holdings: Iterable[HoldingRow]) -> dict[int, _Turns]:
    """When units change hands, for those that ever did; occupiers left out."""
    rows: dict[int, list[HoldingRow]] = {}
    for row in holdings:
        if row.role != "occupier" and row.unit_id in units:
            rows.setdefault(row.unit_id, []).append(row)
    found = {}
    for unit_id, held in rows.items():
        if len(held) > 1:
            turns = _of_unit(units[unit_id], held)
            if len(turns.days) > 1:
                found[unit_id] = turns
    return found


def _of_unit(unit: UnitRow, rows: Sequence[HoldingRow]) -> _Turns:
    turns = _Turns([date.min.isoformat()], [_holder_on(date.min, unit, rows)])
    for day in sorted(_borders(unit, rows)):
        holder = _holder_on(day, unit, rows)
        if holder != turns.payers[-1]:
            turns.days.append(day.isoformat())
            turns.payers.append(holder)
    return turns


def _borders(unit: UnitRow, rows: Sequence[HoldingRow]) -> set[date]:
    days = {date.fromisoformat(row.since) for row in rows if row.since}
    days |= {date.fromisoformat(row.until) + DAY for row in rows if row.until}
    if unit.handed_over:  # the month of handover is the developer's, the next the owner's
        month = date.fromisoformat(unit.handed_over).replace(day=1)
        days.add(date(month.year + month.month // 12, month.month % 12 + 1, 1))
    return days


def _holder_on(day: date, unit: UnitRow, rows: Sequence[HoldingRow]) -> int | None:
    return payers_in(Period(day, day), [unit], rows).of_unit.get(unit.id)


def _parts(charge: Charge, turns: _Turns, line: Line) -> list[Charge]:
    days = Period(date.fromisoformat(charge.first), date.fromisoformat(charge.last))
    inside = slice(bisect_right(turns.days, charge.first), bisect_right(turns.days, charge.last))
    begins, payers = turns.days[inside], [charge.payer_id, *turns.payers[inside]]
    split = split_period(charge.amount, days, map(date.fromisoformat, begins))
    whole = json.loads(charge.ingredients)
    parts = []
    for place, (part, payer) in enumerate(zip(split, payers, strict=True)):
        first = part.first.isoformat()
        cut = {"first": charge.first, "last": charge.last, "begins": begins, "part": place, "whole": charge.amount}
        # What begins on another day has revisions of its own: even ones bill, odd ones take back.
        revision = charge.revision if not place else line.billed.revisions.get((charge.unit_id, first), -1) + 1
        parts.append(
            charge._replace(
                first=first, last=part.last.isoformat(), amount=part.amount, revision=revision, payer_id=payer,
                ingredients=canonical({**whole, "cut": cut}),
            )
        )  # fmt: skip
    return parts
