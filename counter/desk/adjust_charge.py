"""Adjusting (调整) and waiving (减免) a charge: a charge of its own with a revision below zero, reasoned and approved.

What adds is owed like any other charge; what was given back of the same charge before and is still held settles it at
once. What lets off settles what is open: first of what was added before, so that up and down again leaves nothing, then
of the charge; what was paid of it already becomes balance. Nothing of the charge itself is changed.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from counter.desk import approve
from counter.desk.approve import written_reason
from counter.desk.card_intents import refuse_reserved
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.paper_approvals import usable_paper
from counter.desk.people import Person
from counter.desk.purses import come_back, earmarked_of
from counter.desk.reductions import ApprovalMissing
from counter.desk.rejoin_balance import rejoin
from counter.desk.requests import earlier_facts
from counter.desk.run_bills import CREDIT
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Tx
from db.chain import canonical
from db.queries import corrections, people, receipts, write_offs
from db.queries.people import PendingAct
from db.queries.purses import OfCharge
from db.rows import Allocation, Approval, Charge, DetailRow, Posting

KIND = "charge_adjusted"
Change = Literal["adjustment", "waiver"]
_ACCOUNTS: Mapping[Change, str] = {"adjustment": "adjustments", "waiver": "waivers"}


class Wish(NamedTuple):
    """By how much a charge is to be changed, in minor units, below zero where it lets off."""

    charge_id: int
    change: Change
    amount: int


class Adjusted(NamedTuple):
    """A charge as it stands after the act; amounts in minor units; waiting where a second person has to decide.

    from_balance: what of a sum that was added is settled by what an earlier act gave back.
    """

    charge_id: int
    amount: int
    to_balance: int
    waiting: bool
    from_balance: int = 0


class NotAdjustable(Exception):
    """This line cannot be adjusted: it was taken back, or is an adjustment or a credit itself."""

    code = "not_adjustable"

    def __init__(self, charge_id: int) -> None:
        super().__init__(charge_id)
        self.charge_id = charge_id


class LetsOffTooMuch(Exception):
    """More is to be let off than there is left of the charge, or nothing at all."""

    code = "lets_off_too_much"

    def __init__(self, left_minor: int, wanted_minor: int) -> None:
        super().__init__(left_minor, wanted_minor)
        self.left_minor = left_minor
        self.wanted_minor = wanted_minor


class ChargeWrittenOff(Exception):
    """Part of this charge is written off as bad debt: it is revived first, so that nobody gets back what they owe."""

    code = "charge_written_off"

    def __init__(self, charge_id: int, amount_minor: int) -> None:
        super().__init__(charge_id, amount_minor)
        self.charge_id = charge_id
        self.amount_minor = amount_minor


class AdjustmentWaits(Exception):
    """An adjustment or waiver of this charge waits for a decision already; a second one could not be told from it."""

    code = "adjustment_waits"


class FundNotWaived(Exception):
    """What is not the estate's own income cannot be waived by the estate; a wrong sum is adjusted."""

    code = "fund_not_waived"

    def __init__(self, fund: str) -> None:
        super().__init__(fund)
        self.fund = fund


def adjust_charge(
    books: Books, wish: Wish, reason: str, *, request_id: str, staff: Person, till: int | None = None,
    approver: Person | None = None, paper: int | None = None,
) -> Adjusted:  # fmt: skip
    """Adjust or waive part of a charge with a second person's agreement, or by an approval on paper (its event).

    Idempotent by request. Raises NotAllowed, ReasonMissing, FullCardNumber, ApprovalMissing, SelfApproval,
    UnknownPaper, PaperUsedUp, NotAdjustable, LetsOffTooMuch, FundNotWaived, ChargeWrittenOff, CardUnsettled,
    AdjustmentWaits.
    """
    staff.require(Act.ADJUST_CHARGES)
    reason = written_reason(reason)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return _adjusted(done[1])
        charge = adjustable(tx.connection, wish)
        refuse_waiting(tx.connection, wish)
        if paper is not None:
            found = usable_paper(tx.connection, paper, abs(wish.amount))
            return post_adjustment(tx, charge, wish, reason, {"paper": found.event_id}, [])
        if approver is None:
            raise ApprovalMissing
        agreed = approve.approval(wish.change, f"charge:{charge.id}", staff.staff_id, approver, reason)
        return post_adjustment(tx, charge, wish, reason, approve.seen_by(approver), [agreed])


def ask_for_adjustment(
    books: Books, wish: Wish, reason: str, *, request_id: str, staff: Person, till: int | None = None
) -> Adjusted:  # fmt: skip
    """Ask for an adjustment or waiver, to be decided later. Raises what adjust_charge says of the charge."""
    staff.require(Act.ADJUST_CHARGES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        if not tx.earlier:
            adjustable(tx.connection, wish)
            refuse_waiting(tx.connection, wish)
            asked = {"charge": wish.charge_id, "amount": wish.amount}
            approve.ask(tx, wish.change, f"charge:{wish.charge_id}", staff.staff_id, reason, asked)
        return Adjusted(wish.charge_id, wish.amount, 0, waiting=True)


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, words: Words) -> None:
    """Adjust or waive as it was asked for. Raises what adjust_charge says of the charge."""
    wish = wished_adjustment(tx.connection, asked)
    charge = adjustable(tx.connection, wish)
    agreed = approve.approval(wish.change, asked.subject, asked.requester_id, approver, reason)
    post_adjustment(tx, charge, wish, agreed.reason, approve.seen_by(approver), [agreed])


def wished_adjustment(connection: Any, asked: PendingAct) -> Wish:
    """Return the adjustment or waiver that waits, from the event that asked."""
    wished = receipts.body(connection, asked.event_id)["wish"]
    return Wish(wished["charge"], "waiver" if asked.act == "waiver" else "adjustment", wished["amount"])


def adjustable(connection: Any, wish: Wish) -> Charge:
    """Return the charge of a wish that can be granted.

    Raises NotAdjustable, LetsOffTooMuch, FundNotWaived, ChargeWrittenOff, CardUnsettled.
    """
    charge = corrections.charge(connection, wish.charge_id)
    if charge is None or charge.amount <= 0 or "of" in json.loads(charge.ingredients):
        raise NotAdjustable(wish.charge_id)
    if corrections.is_reversed(connection, charge):
        raise NotAdjustable(wish.charge_id)
    if wish.change == "waiver" and charge.fund != "operating":
        raise FundNotWaived(charge.fund)
    lost = sum(write_offs.of_charge(connection, each.unit_id, each.id) for each in _with_added(connection, charge))
    if lost:
        raise ChargeWrittenOff(charge.id, lost)
    left = standing_amount(connection, charge)
    if not wish.amount or -wish.amount > left or (wish.change == "waiver" and wish.amount > 0):
        raise LetsOffTooMuch(left, -wish.amount)
    refuse_reserved(connection, (charge.unit_id,))
    return charge


def refuse_waiting(connection: Any, wish: Wish) -> None:
    """Raise AdjustmentWaits where another one of the same charge waits for a decision."""
    for change in _ACCOUNTS:
        if people.pending_about(connection, change, f"charge:{wish.charge_id}") is not None:
            raise AdjustmentWaits


def standing_amount(connection: Any, charge: Charge) -> int:
    """Return what a charge comes to with everything adjusted and waived, in minor units."""
    return sum(_own(connection, each) for each in _with_added(connection, charge))


def _with_added(connection: Any, charge: Charge) -> list[Charge]:
    """Return what was added to a charge, the newest first, and the charge itself."""
    several = corrections.corrections(connection, charge)
    added = [found for each in several if (found := corrections.charge(connection, each.charge_id)) is not None]
    return [*(each for each in reversed(added) if each.amount > 0), charge]


def _own(connection: Any, charge: Charge) -> int:
    """What a charge, or what was added to one, comes to with what was let off of it."""
    return charge.amount + sum(min(0, each.amount) for each in corrections.corrections(connection, charge))


def post_adjustment(
    tx: Tx, charge: Charge, wish: Wish, reason: str, more: Mapping[str, Any], agreed: list[Approval]
) -> Adjusted:  # fmt: skip
    """Post an adjustment or waiver that was agreed to, and what it makes of the charge's late fee.

    more: what the event says of how it was agreed to.
    """
    parts = [(charge, wish.amount)] if wish.amount > 0 else _parts(tx.connection, charge, -wish.amount)
    first_id = tx.next_id("charge")
    below = corrections.next_below(tx.connection, charge.unit_id, charge.item_id, charge.first)
    several: list[Charge] = []
    allocations: list[Allocation] = []
    postings: list[Posting] = []
    to_balance = 0
    for place, (of, amount) in enumerate(parts):
        made = of._replace(
            id=first_id + place, amount=amount, tariff_id=None, revision=below - place,
            # Nobody is late with what was not asked for before today.
            due=max(of.due, tx.day) if amount > 0 else of.due,
            ingredients=canonical(
                {"kind": wish.change, "of": of.id, "amount": amount, "whole": of.amount, "reason": reason}
            ),
        )  # fmt: skip
        settled, let_off, rest = _let_off(tx.connection, of, made)
        several.append(made)
        allocations += let_off
        postings += [*_both_sides(made, wish.change), *settled]
        to_balance += rest
    again, from_balance = _rejoined(tx.connection, charge, several[0]) if wish.amount > 0 else ([], 0)
    rows: list[DetailRow] = [*agreed, *several, *allocations, *postings, *again]
    facts = {
        "charge": charge.id, "change": wish.change, "amount": wish.amount, "reason": reason, "unit": charge.unit_id,
        "to_balance": to_balance, **({"from_balance": from_balance} if from_balance else {}), **more,
    }  # fmt: skip
    tx.post(KIND, facts, rows)
    if wish.amount < 0:
        correct_late_fees(tx, [of.id for of, _ in parts])
    return _adjusted(facts)


def _adjusted(facts: Mapping[str, Any]) -> Adjusted:
    return Adjusted(
        facts["charge"], facts["amount"], facts["to_balance"], waiting=False, from_balance=facts.get("from_balance", 0)
    )


def _rejoined(connection: Any, charge: Charge, made: Charge) -> tuple[list[Posting | Allocation], int]:
    """What earlier acts gave back of a charge, and of what was added to it, settles what is added now."""
    family = _with_added(connection, charge)
    events = {act.event_id for each in family for act in corrections.corrections(connection, each)}
    return rejoin(connection, events, made)


def _parts(connection: Any, charge: Charge, amount: int) -> list[tuple[Charge, int]]:
    """Return what is let off of the charge and of what was added to it, below zero: what is open before what is paid.

    Each is let off no more than it comes to, so that its late fee goes by what is left of it.
    """
    several = _with_added(connection, charge)
    own = {each.id: max(0, _own(connection, each)) for each in several}
    less = dict.fromkeys(own, 0)
    for only_open in (True, False):
        for each in several:
            room = min(own[each.id], corrections.open_of(connection, each.id)) if only_open else own[each.id]
            part = max(0, min(amount, room - less[each.id]))
            less[each.id] += part
            amount -= part
    return [(each, -less[each.id]) for each in several if less[each.id]]


def _both_sides(made: Charge, change: Change) -> list[Posting]:
    """What is not the estate's own was never its income: there the debt to the others changes by as much."""
    place = (made.unit_id, made.item_id, made.period, made.id)
    account = _ACCOUNTS[change] if made.fund == "operating" else CREDIT[made.fund]
    return [
        Posting(made.fund, "receivable", made.amount, *place),
        Posting(made.fund, account, -made.amount, *place),
    ]


def _let_off(connection: Any, charge: Charge, made: Charge) -> tuple[list[Posting], list[Allocation], int]:
    """Let the charge and what lets it off settle each other; what is more than its open part is balance."""
    if made.amount > 0:
        return [], [], 0
    met = min(corrections.open_of(connection, charge.id), -made.amount)
    rest = -made.amount - met
    allocations = [Allocation(charge.id, met, None)] if met else []
    allocations.append(Allocation(made.id, made.amount, None))
    if not rest:
        return [], allocations, 0
    postings = [Posting(made.fund, "receivable", rest, made.unit_id, made.item_id, made.period, made.id)]
    if made.fund != "operating":
        return [*postings, Posting(made.fund, "refunds_payable", -rest, made.unit_id)], allocations, rest
    of = OfCharge(charge.id, charge.unit_id, charge.item_id, charge.period)
    return [*postings, *come_back(made.fund, of, rest, earmarked_of(connection, of))], allocations, rest
