"""Which letter brought a payment in: the last one that had arrived before it and demanded that very charge.

What was paid before a letter arrived, or long after, no letter brought in; nothing is counted with two of them.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Arrival(NamedTuple):
    """When a letter had arrived: the day by its number (date.toordinal) and the event that notes it."""

    day: int
    event: int


class Demand(NamedTuple):
    """A letter by its event: what it demanded of each charge, in minor units; arrived is None where it has not."""

    event: int
    arrived: Arrival | None
    charges: Mapping[int, int]


class Payment(NamedTuple):
    """What a receipt settled of a charge and still does: its event, its day (date.toordinal), minor units."""

    event: int
    day: int
    charge: int
    amount: int


class Brought(NamedTuple):
    """What of a payment a letter brought in, in minor units, and how many days after it arrived."""

    demand: int
    charge: int
    amount: int
    days: int


def brought_in(demands: Iterable[Demand], payments: Iterable[Payment], days: int) -> list[Brought]:
    """Return what letters brought in within so many days after they arrived, no more of a charge than they demanded."""
    by_charge: dict[int, list[Demand]] = {}
    left: dict[tuple[int, int], int] = {}
    for demand in demands:
        for charge, amount in demand.charges.items():
            by_charge.setdefault(charge, []).append(demand)
            left[demand.event, charge] = amount
    found = list[Brought]()
    for payment in sorted(payments):
        last = _last(by_charge.get(payment.charge, ()), payment)
        if last is None or last.arrived is None or payment.day - last.arrived.day > days:
            continue
        place = last.event, payment.charge
        amount = min(payment.amount, left[place])
        if amount > 0:
            left[place] -= amount
            found.append(Brought(last.event, payment.charge, amount, payment.day - last.arrived.day))
    return found


def _last(demands: Iterable[Demand], payment: Payment) -> Demand | None:
    """The letter that arrived last before a payment; on one day only what was noted before it is surely before it."""
    before = [
        each for each in demands
        if each.event < payment.event and each.arrived is not None
        and each.arrived < (payment.day, payment.event)
    ]  # fmt: skip
    return max(before, key=lambda each: (each.arrived or Arrival(0, 0), each.event), default=None)
