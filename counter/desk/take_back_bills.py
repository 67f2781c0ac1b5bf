"""Taking an unpaid bill run back: plus/minus charges, after which its periods can be billed again."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from counter.desk.approve import written_reason
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.give_back_balance import KIND as RETURNED
from counter.desk.give_back_balance import Returned, give_back, older_charges
from counter.desk.people import Person
from counter.desk.post_late_fees import reverse_fees
from counter.desk.requests import earlier_facts
from counter.desk.run_bills import charge_postings
from counter.desk.standing import disputed_days
from counter.rules.freeze import is_frozen, still_frozen
from counter.rules.permissions import Act
from db.books import Books, prepare_bulk
from db.chain import canonical
from db.queries import balance_use, billing, late_fees, purses, write_offs
from db.queries.billing import BilledCharge
from db.queries.late_fees import FeeState
from db.registers import next_id
from db.rows import Allocation, Charge, DetailRow, Posting

KIND = "charges_taken_back"


class Kept(NamedTuple):
    """A charge that stays, and why: paid, late_fee_paid, adjusted, written_off, disputed or balance_used.

    paid: by a receipt, in part at least; late_fee_paid: its late fee is; written_off: it or its late fee is bad debt;
    disputed: it would be billed again without its dispute; balance_used: what it gave back is spent.
    """

    charge_id: int
    unit_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What of a run was taken back, or would be; sums in minor units; event_id None where nothing was.

    to_balance: what the run had settled from balances and goes back there; late_fees: those of the charges, and those
    that the run posted with older debts, taken back with them.
    """

    event_id: int | None
    count: int
    total: int
    kept: tuple[Kept, ...]
    to_balance: int = 0
    late_fees: int = 0


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
    returned: list[Returned]
    fees: list[Charge]


def preview_take_back(connection: Any, run_event: int, units: Sequence[int] | None = None) -> TakenBack:
    """Return what taking a run back (of these units, or whole) would do. Raises NoSuchRun."""
    return _taken(_plan(connection, run_event, units), None)


def _taken(plan: _Plan, event_id: int | None) -> TakenBack:
    return TakenBack(
        event_id, len(plan.charges), -sum(each.amount for each in plan.charges), tuple(plan.kept),
        sum(part.amount for part in plan.returned), sum(fee.amount for fee in plan.fees),
    )  # fmt: skip


def take_back(
    books: Books, run_event: int, *, reason: str, request_id: str, staff: Person, units: Sequence[int] | None = None
) -> TakenBack:
    """Reverse every charge of a run that nobody paid, and the late fees posted on it.

    What was applied from months paid ahead is promised again; what was settled from balances goes back there, also
    what the run settled of older charges.
    Raises NotAllowed, ReasonMissing, FullCardNumber, NoSuchRun.
    """
    staff.require(Act.RUN_BILLS)
    reason = written_reason(reason)
    with books.transaction(request_id, staff_id=staff.staff_id) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            given, fees = earlier_facts(tx, RETURNED), earlier_facts(tx, "late_fees_taken_back")
            return TakenBack(
                done[0], done[1]["count"], done[1]["total"], (), given[1]["total"] if given else 0,
                fees[1]["total"] if fees else 0,
            )  # fmt: skip
        plan = _plan(tx.connection, run_event, units)
        if not plan.charges:
            return _taken(plan, None)
        shown = _taken(plan, None)
        facts = {"run": run_event, "reason": reason, "count": shown.count, "total": shown.total}
        give_back(tx, run_event, plan.returned)
        rows: dict[type, Sequence[DetailRow]] = {
            Charge: plan.charges,
            Posting: plan.postings,
            Allocation: plan.allocations,
        }
        event = tx.post_bulk(KIND, facts, prepare_bulk(rows))
        reverse_fees(tx, plan.fees, {"run": run_event})
        correct_late_fees(tx, [each.charge_id for each in plan.allocations])
        return replace(shown, event_id=event.id)


def _plan(connection: Any, run_event: int, units: Sequence[int] | None) -> _Plan:
    billed = billing.charges_of_run(connection, run_event)
    if not billed:
        raise NoSuchRun(run_event)
    wanted = None if units is None else frozenset(units)
    plan = _Plan([], [], [], [], [], [])
    charge_id = next_id(connection, "charge")
    spent: Counter[int] = Counter()
    fees_of = _fees(connection)
    under_dispute = still_frozen(disputed_days(connection, [found.charge.id for found in billed]))
    for found in billed:
        charge = found.charge
        if found.superseded or (wanted is not None and charge.unit_id not in wanted):
            continue
        fees = fees_of(charge)
        reason = "disputed" if is_frozen(charge.id, under_dispute) else _kept_for(connection, found, fees, spent)
        if reason:
            plan.kept.append(Kept(charge.id, charge.unit_id, reason))
            continue
        _reverse(plan, found, charge_id)
        _with_fees(plan, fees)
        charge_id += 1
    _older(connection, run_event, plan, {found.charge.id: found for found in billed}, wanted)
    _older_fees(connection, run_event, plan)
    return plan


def _with_fees(plan: _Plan, fees: Sequence[FeeState]) -> None:
    """What was let off, or taken back already, needs nothing; any other fee goes with its charge."""
    for fee in fees:
        if fee.open + fee.from_balance == fee.charge.amount:
            plan.fees.append(fee.charge)
            if fee.from_balance:
                plan.returned.append(Returned(fee.charge, fee.from_balance))


def _older(
    connection: Any, run_event: int, plan: _Plan, own: Mapping[int, object], wanted: Collection[int] | None
) -> None:
    """Give back what the run settled of older charges, but for units of which something stays."""
    stays = {kept.unit_id for kept in plan.kept}
    known = {part.charge.id for part in plan.returned}
    for part in older_charges(connection, run_event, own):
        unit_id = part.charge.unit_id
        if unit_id not in stays and part.charge.id not in known and (wanted is None or unit_id in wanted):
            plan.returned.append(part)


def _older_fees(connection: Any, run_event: int, plan: _Plan) -> None:
    """The late fees that the run posted with older debts go too, where all that settled them goes back.

    Their days up to the run can be charged again; on the days on which the run held the debt settled nobody was late.
    """
    back = {part.charge.id: part.amount for part in plan.returned}
    known = {fee.id for fee in plan.fees}
    for unit_id in {part.charge.unit_id for part in plan.returned}:
        posted = balance_use.fees_of_run(connection, run_event, unit_id)
        for fee in late_fees.states(connection, unit_id) if posted else ():
            whole = fee.open + back.get(fee.charge.id, 0) == fee.charge.amount
            if fee.charge.id in posted and fee.charge.id not in known and whole:
                plan.fees.append(fee.charge)


def _fees(connection: Any) -> Callable[[Charge], list[FeeState]]:
    """Return what finds the late fees of a charge, reading each unit once."""
    if late_fees.late_fee_item(connection) is None:
        return lambda charge: []
    known: dict[int, list[FeeState]] = {}

    def fees_of(charge: Charge) -> list[FeeState]:
        if charge.unit_id not in known:
            known[charge.unit_id] = late_fees.states(connection, charge.unit_id)
        return [fee for fee in known[charge.unit_id] if fee.of == charge.id]

    return fees_of


def _kept_for(connection: Any, found: BilledCharge, fees: Sequence[FeeState], spent: Counter[int]) -> str:
    charge = found.charge
    if found.by_receipts:
        return "paid"
    if any(fee.by_receipts for fee in fees):
        return "late_fee_paid"
    if found.adjusted:
        return "adjusted"
    if found.written_off or any(write_offs.of_charge(connection, charge.unit_id, fee.charge.id) for fee in fees):
        return "written_off"
    if found.settled >= 0 or charge.fund != "operating":
        return ""
    spent[charge.unit_id] -= found.settled
    general = purses.held(connection, charge.unit_id).get(None, 0)
    return "balance_used" if general < spent[charge.unit_id] else ""


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
    if found.from_balance:
        plan.returned.append(Returned(charge, found.from_balance))
    if charge.amount:
        plan.allocations.append(Allocation(charge.id, charge.amount, None))
        plan.allocations.append(Allocation(new_id, -charge.amount, None))
