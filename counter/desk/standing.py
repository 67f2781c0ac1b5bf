"""What a unit owes and how far it is paid up: asked by the Pay screen, by receipts and by statements."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from counter.rules.allocation import OpenLine
from counter.rules.freeze import is_frozen
from counter.rules.periods import period_of
from db.queries import accounts
from db.queries.accounts import OpenCharge


class PaidTo(NamedTuple):
    """How far an item is paid up: the last settled day, None where not even the first period is."""

    unit_id: int
    item_id: int
    item_zh: str
    item_en: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit as the window shows it; amounts in minor units."""

    unit: accounts.Unit
    holders: tuple[accounts.Holder, ...]
    charges: tuple[OpenCharge, ...]
    frozen: frozenset[int]
    paid_to: tuple[PaidTo, ...]
    ahead: tuple[accounts.AheadPeriod, ...]
    balance: int

    @property
    def payer(self) -> accounts.Holder | None:
        """Return who is taken to be the payer: the first holder of today."""
        return next((holder for holder in self.holders if holder.until is None), None)


class UnknownUnit(Exception):
    """No unit has this number."""

    code = "unknown_unit"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def standing(connection: Any, unit_id: int) -> Standing:
    """Return where a unit stands; raises UnknownUnit."""
    unit = accounts.unit(connection, unit_id)
    if unit is None:
        raise UnknownUnit(str(unit_id))
    charges = accounts.open_charges(connection, (unit_id,))
    return Standing(
        unit,
        tuple(accounts.holders(connection, unit_id)),
        tuple(charges),
        disputed(connection, charges),
        paid_to(connection, unit_id),
        tuple(accounts.paid_ahead(connection, unit_id)),
        accounts.balance(connection, unit_id),
    )


def disputed(connection: Any, charges: Iterable[OpenCharge]) -> frozenset[int]:
    """Return which of the charges are under dispute; no dispute can be recorded in these books yet."""
    return frozenset()


def open_lines(charges: Iterable[OpenCharge], under_dispute: Collection[int]) -> list[OpenLine]:
    """Return open charges as allocation sees them."""
    return [
        OpenLine(c.charge_id, c.due, c.first, c.rank, c.open, frozen=is_frozen(c.charge_id, under_dispute))
        for c in charges
    ]


def paid_to(connection: Any, unit_id: int) -> tuple[PaidTo, ...]:
    """Return for each item of a unit the day up to which it is paid, paid-ahead periods that follow on included."""
    standings = accounts.standings(connection, unit_id)
    ahead: dict[int, list[tuple[date, date]]] = {}
    for item_id, label, _amount in accounts.paid_ahead(connection, unit_id) if standings and standings[0].ahead else ():
        period = period_of(label)
        ahead.setdefault(item_id, []).append((period.first, period.last))
    found = []
    for item in standings:
        reached: date | None
        if item.open_from is not None:
            is_first = item.open_from <= item.billed_from
            reached = None if is_first else date.fromisoformat(item.open_from) - timedelta(days=1)
        else:
            reached = _follow(date.fromisoformat(item.billed_to), ahead.get(item.item_id, []))
        found.append(PaidTo(unit_id, item.item_id, item.item_zh, item.item_en, reached))
    return tuple(found)


def _follow(reached: date, periods: list[tuple[date, date]]) -> date:
    for first, last in sorted(periods):
        if first > reached + timedelta(days=1):
            break
        reached = max(reached, last)
    return reached
