"""Taking an unpaid bill run back: plus/minus charges, after which its periods can be billed again."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from counter.desk.approve import written_reason
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.run_bills import charge_postings
from counter.rules.permissions import Act
from db.books import Books, prepare_bulk
from db.chain import canonical
from db.queries import accounts, billing
from db.queries.billing import BilledCharge
from db.registers import next_id
from db.rows import Allocation, Charge, DetailRow, Posting

KIND = "charges_taken_back"


class Kept(NamedTuple):
    """A charge that stays: paid (by a receipt, in part), adjusted, or balance_used (what it gave back is spent)."""

    charge_id: int
    unit_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What of a run was taken back, or would be; total in minor units; event_id None where nothing was."""

    event_id: int | None
    count: int
    total: int
    kept: tuple[Kept, ...]


class NoSuchRun(Exception):
    """No bill run has this number."""

    code = "no_such_run"

    def __init__(self, event_id: int) -> None:
        super().__init__(event_id)
        self.event_id = event_id


class _Plan(NamedTuple):
    charges: list[Charge]
    postings: list[Posting]
    allocations: list[Allocation]
    kept: list[Kept]


def preview_take_back(connection: Any, run_event: int, units: Sequence[int] | None = None) -> TakenBack:
    """Return what taking a run back (of these units, or whole) would do. Raises NoSuchRun."""
    plan = _plan(connection, run_event, units)
    return TakenBack(None, len(plan.charges), -sum(each.amount for each in plan.charges), tuple(plan.kept))


def take_back(
    books: Books, run_event: int, *, reason: str, request_id: str, staff: Person, units: Sequence[int] | None = None
) -> TakenBack:
    """Reverse every charge of a run that nobody paid; what was applied from months paid ahead is promised again.

    Raises NotAllowed, ReasonMissing, FullCardNumber, NoSuchRun.
    """
    staff.require(Act.RUN_BILLS)
    reason = written_reason(reason)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return TakenBack(done[0], done[1]["count"], done[1]["total"], ())
        plan = _plan(tx.connection, run_event, units)
        total = -sum(each.amount for each in plan.charges)
        if not plan.charges:
            return TakenBack(None, 0, 0, tuple(plan.kept))
        facts = {"run": run_event, "reason": reason, "count": len(plan.charges), "total": total}
        rows: dict[type, Sequence[DetailRow]] = {
            Charge: plan.charges,
            Posting: plan.postings,
            Allocation: plan.allocations,
        }
        event = tx.post_bulk(KIND, facts, prepare_bulk(rows))
        correct_late_fees(tx, [each.charge_id for each in plan.allocations])
        return TakenBack(event.id, len(plan.charges), total, tuple(plan.kept))


def _plan(connection: Any, run_event: int, units: Sequence[int] | None) -> _Plan:
    billed = billing.charges_of_run(connection, run_event)
    if not billed:
        raise NoSuchRun(run_event)
    wanted = None if units is None else frozenset(units)
    plan = _Plan([], [], [], [])
    charge_id = next_id(connection, "charge")
    spent: Counter[int] = Counter()
    for found in billed:
        charge = found.charge
        if found.superseded or (wanted is not None and charge.unit_id not in wanted):
            continue
        reason = _kept_for(connection, found, spent)
        if reason:
            plan.kept.append(Kept(charge.id, charge.unit_id, reason))
            continue
        _reverse(plan, found, charge_id)
        charge_id += 1
    return plan


def _kept_for(connection: Any, found: BilledCharge, spent: Counter[int]) -> str:
    charge = found.charge
    if found.by_receipts:
        return "paid"
    if found.adjusted:
        return "adjusted"
    if found.settled >= 0 or charge.fund != "operating":
        return ""
    spent[charge.unit_id] -= found.settled
    return "balance_used" if accounts.balance(connection, charge.unit_id) < spent[charge.unit_id] else ""


def _reverse(plan: _Plan, found: BilledCharge, new_id: int) -> None:
    """Undo what settled a charge without a receipt, then let the charge and its reversal settle each other."""
    charge, settled = found.charge, found.settled
    ingredients = canonical({**json.loads(charge.ingredients), "reversed": 1})
    reversal = charge._replace(
        id=new_id, amount=-charge.amount, revision=charge.revision + 1, ingredients=ingredients
    )  # fmt: skip
    plan.charges.append(reversal)
    plan.postings.extend(charge_postings([reversal]))
    if settled:
        place = (charge.unit_id, charge.item_id, charge.period)
        plan.postings.append(Posting(charge.fund, "receivable", settled, *place, charge.id))
        if settled > 0:
            plan.postings.append(Posting(charge.fund, "paid_ahead", -settled, *place))
        else:
            account = "balance" if charge.fund == "operating" else "refunds_payable"
            plan.postings.append(Posting(charge.fund, account, -settled, charge.unit_id))
        plan.allocations.append(Allocation(charge.id, -settled, None))
    if charge.amount:
        plan.allocations.append(Allocation(charge.id, charge.amount, None))
        plan.allocations.append(Allocation(new_id, -charge.amount, None))
