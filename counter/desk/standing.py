"""What a unit owes and how far it is paid up: asked by the Pay screen, by receipts and by statements."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from counter.rules.allocation import OpenLine
from counter.rules.freeze import is_frozen, still_frozen
from counter.rules.late_fee import Pause
from counter.rules.periods import period_of
from db.queries import accounts, cases, purses, write_offs
from db.queries.accounts import OpenCharge
from db.queries.cases import Dispute
from db.queries.late_fees import KIND as LATE_FEE


class PaidTo(NamedTuple):
    """How far an item is paid up: the last settled day, None where not even the first period is."""

    unit_id: int
    item_id: int
    item_zh: str
    item_en: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit as the window shows it; amounts in minor units.

    purses: what is held by fee item, None for general; disputes: what freezes each of the frozen charges; written_off:
    bad debt, open is how much of each.
    """

    unit: accounts.Unit
    holders: tuple[accounts.Holder, ...]
    charges: tuple[OpenCharge, ...]
    frozen: frozenset[int]
    paid_to: tuple[PaidTo, ...]
    ahead: tuple[accounts.AheadPeriod, ...]
    purses: Mapping[int | None, int]
    disputes: Mapping[int, Dispute] = field(default_factory=dict)
    written_off: tuple[OpenCharge, ...] = ()

    @property
    def balance(self) -> int:
        """Return all that is held for the unit, general and earmarked."""
        return sum(self.purses.values())

    @property
    def rests(self) -> dict[int, int]:
        """Return what is open and nobody disputes of charges that are disputed in part, by charge."""
        found = {
            charge.charge_id: charge.open - self.disputes[charge.charge_id].amount
            for charge in self.charges
            if charge.charge_id in self.disputes
        }
        return {charge_id: rest for charge_id, rest in found.items() if rest > 0}

    @property
    def lost(self) -> tuple[OpenCharge, ...]:
        """Return the bad debt that can be paid at the window; where a charge is open too, that part comes first."""
        still_open = {each.charge_id for each in self.charges}
        return tuple(each for each in self.written_off if each.charge_id not in still_open)

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
    frozen = disputed(connection, charges)
    return Standing(
        unit,
        tuple(accounts.holders(connection, unit_id)),
        tuple(charges),
        frozen,
        paid_to(connection, unit_id),
        tuple(accounts.paid_ahead(connection, unit_id)),
        purses.held(connection, unit_id),
        cases.disputes_of(connection, frozen) if frozen else {},
        tuple(write_offs.written_off(connection, (unit_id,))),
    )


def disputed(connection: Any, charges: Iterable[OpenCharge]) -> frozenset[int]:
    """Return which of the charges are under dispute now."""
    return still_frozen(disputed_days(connection, [charge.charge_id for charge in charges]))


def disputed_with_fees(connection: Any, charges: Sequence[OpenCharge]) -> frozenset[int]:
    """Return what is disputed now, with the late fees on it, paid or not: nobody is asked for those meanwhile."""
    fees = {each.charge_id: of for each in charges if (of := fee_of(each)) is not None}
    concerned = {*(each.charge_id for each in charges), *fees.values()}
    frozen = still_frozen(disputed_days(connection, sorted(concerned)))
    return frozen | {fee for fee, of in fees.items() if of in frozen}


def disputed_days(connection: Any, charge_ids: Collection[int]) -> Mapping[int, Sequence[Pause]]:
    """Return the days on which charges are or were disputed, and how much of them."""
    days: dict[int, list[Pause]] = {}
    for each in cases.frozen_of(connection, charge_ids):
        last = date.fromisoformat(each.until) if each.until else None
        days.setdefault(each.charge_id, []).append(Pause(date.fromisoformat(each.since), last, each.amount))
    return days


def open_lines(charges: Iterable[OpenCharge], under_dispute: Collection[int]) -> list[OpenLine]:
    """Return open charges as allocation sees them; a late fee stands where its principal does."""
    several = list(charges)
    debts = {charge.charge_id: charge for charge in several}
    return [_open_line(c, debts.get(fee_of(c) or 0, c), under_dispute) for c in several]


def undirected_lines(connection: Any, charges: Iterable[OpenCharge]) -> list[OpenLine]:
    """Return open charges as money sees them that nobody directs: of one that is disputed in part, its rest."""
    several = list(charges)
    days = disputed_days(connection, [charge.charge_id for charge in several])
    parts = {charge_id: pause.amount for charge_id, each in days.items() for pause in each if pause.last is None}
    return [_rest_of(line, parts) for line in open_lines(several, parts)]


def _rest_of(line: OpenLine, parts: Mapping[int, int | None]) -> OpenLine:
    part = parts.get(line.charge_id)
    if part is None or line.open <= part:
        return line
    return line._replace(open=line.open - part, frozen=False)


def fee_of(charge: OpenCharge) -> int | None:
    """Return of which charge a late fee is; None where a charge is none."""
    if LATE_FEE not in charge.ingredients:
        return None
    made = json.loads(charge.ingredients)
    return int(made["of"]) if made["kind"] == LATE_FEE else None


def fees_touched(fees: Sequence[OpenCharge], settled: Sequence[int]) -> list[OpenCharge]:
    """Return the late fees to post: those of charges that something settles, and those that are settled themselves."""
    touched = frozenset(settled)
    return [fee for fee in fees if fee.charge_id in touched or fee_of(fee) in touched]


def _open_line(charge: OpenCharge, debt: OpenCharge, under_dispute: Collection[int]) -> OpenLine:
    principal = fee_of(charge)
    return OpenLine(
        charge.charge_id, debt.due, debt.first, debt.rank, charge.open,
        "principal" if principal is None else "late_fee",
        is_frozen(charge.charge_id if principal is None else principal, under_dispute),
    )  # fmt: skip


def paid_to(connection: Any, unit_id: int) -> tuple[PaidTo, ...]:
    """Return for each item of a unit the day up to which it is paid, paid-ahead periods that follow on included.

    What was written off was not paid.
    """
    standings = accounts.standings(connection, unit_id)
    ahead: dict[int, list[tuple[date, date]]] = {}
    for item_id, label, _amount in accounts.paid_ahead(connection, unit_id) if standings and standings[0].ahead else ():
        period = period_of(label)
        ahead.setdefault(item_id, []).append((period.first, period.last))
    found, lost = [], write_offs.first_days(connection, unit_id)
    for item in standings:
        reached: date | None
        open_from = min((day for day in (item.open_from, lost.get(item.item_id)) if day), default=None)
        if open_from is not None:
            is_first = open_from <= item.billed_from
            reached = None if is_first else date.fromisoformat(open_from) - timedelta(days=1)
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
