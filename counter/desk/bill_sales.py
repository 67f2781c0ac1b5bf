"""Periods billed after a flat changed hands: what covers the transfer is cut between those who held it on its days.

The parts are the charge to the fen and follow each other day by day, so that no day is owed twice or by nobody.
"""

import json
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


class _Turn(NamedTuple):
    """From which day on somebody else owes what falls on a unit."""

    day: date
    payer_id: int | None


def split_among_holders(
    charges: Sequence[Charge], lines: Iterable[Line], units: Iterable[UnitRow], holdings: Iterable[HoldingRow]
) -> list[Charge]:
    """Return the charges of a run where each that covers a change of hands is one charge for each holder.

    What an occupier pays, and a single day, is never cut. Ids go on from the first.
    """
    if not charges:
        return []
    known = {unit.id: unit for unit in units}
    held = _changing(known, holdings)
    if not held:
        return list(charges)
    of_period = {(line.item.id, line.label): line for line in lines}
    found: list[Charge] = []
    for charge in charges:
        rows = held.get(charge.unit_id)
        turns = _turns(charge, known[charge.unit_id], rows) if rows else []
        found += _parts(charge, turns, of_period[charge.item_id, charge.period]) if turns else [charge]
    first = charges[0].id
    return [charge._replace(id=first + place) for place, charge in enumerate(found)]


def _changing(units: Mapping[int, UnitRow], holdings: Iterable[HoldingRow]) -> dict[int, list[HoldingRow]]:
    """The holdings of units that more than one person holds or held, occupiers left out."""
    held: dict[int, list[HoldingRow]] = {}
    for row in holdings:
        if row.role != "occupier" and row.unit_id in units:
            held.setdefault(row.unit_id, []).append(row)
    return {unit_id: rows for unit_id, rows in held.items() if len(rows) > 1}


def _turns(charge: Charge, unit: UnitRow, rows: Sequence[HoldingRow]) -> list[_Turn]:
    """The days inside a charge on which another holder begins; none where its payer is no holder (an occupier)."""
    first, last = date.fromisoformat(charge.first), date.fromisoformat(charge.last)
    payer = _holder_on(first, unit, rows)
    if payer != charge.payer_id:
        return []
    found = []
    for day in sorted(_borders(unit, rows)):
        if first < day <= last and (holder := _holder_on(day, unit, rows)) != payer:
            found.append(_Turn(day, holder))
            payer = holder
    return found


def _borders(unit: UnitRow, rows: Sequence[HoldingRow]) -> set[date]:
    days = {date.fromisoformat(row.since) for row in rows if row.since}
    days |= {date.fromisoformat(row.until) + DAY for row in rows if row.until}
    if unit.handed_over:  # the month of handover is the developer's, the next the owner's
        month = date.fromisoformat(unit.handed_over).replace(day=1)
        days.add(date(month.year + month.month // 12, month.month % 12 + 1, 1))
    return days


def _holder_on(day: date, unit: UnitRow, rows: Sequence[HoldingRow]) -> int | None:
    return payers_in(Period(day, day), [unit], rows).of_unit.get(unit.id)


def _parts(charge: Charge, turns: Sequence[_Turn], line: Line) -> list[Charge]:
    days = Period(date.fromisoformat(charge.first), date.fromisoformat(charge.last))
    begins = [turn.day for turn in turns]
    payers = [charge.payer_id, *(turn.payer_id for turn in turns)]
    whole = json.loads(charge.ingredients)
    parts = []
    for place, (part, payer) in enumerate(zip(split_period(charge.amount, days, begins), payers, strict=True)):
        first = part.first.isoformat()
        cut = {
            "first": charge.first, "last": charge.last, "begins": [day.isoformat() for day in begins], "part": place,
            "whole": charge.amount,
        }  # fmt: skip
        # What begins on another day has revisions of its own: even ones bill, odd ones take back.
        revision = charge.revision if not place else line.billed.revisions.get((charge.unit_id, first), -1) + 1
        parts.append(
            charge._replace(
                first=first,
                last=part.last.isoformat(),
                amount=part.amount,
                revision=revision,
                payer_id=payer,
                ingredients=canonical({**whole, "cut": cut}),
            )
        )
    return parts
