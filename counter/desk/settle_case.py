"""Settling a case: what was wrongly charged is let off by itself, with its late fee, under a second person's agreement.

One commit carries the end of the case, an adjustment for each charge that is upheld, what its late fee becomes by it,
the answer and the corrected statement. What was paid already becomes balance.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.adjust_charge import Wish, adjustable, post_adjustment, refuse_waiting
from counter.desk.approve import written_reason
from counter.desk.case_papers import Outcome, queue_answer
from counter.desk.move_case import SETTLEMENT, StepIn, refuse_waiting_settlement, require_case, take_step
from counter.desk.office import Office, load_office
from counter.desk.open_case import Disputed, NotDisputable
from counter.desk.people import Person
from counter.desk.reductions import ApprovalMissing
from counter.desk.requests import earlier_facts
from counter.rules.cases import Step
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Tx
from db.queries import cases, receipts
from db.queries.people import PendingAct
from db.rows import Approval

KIND = "case_settled"


class Settled(NamedTuple):
    """What an end brought, in minor units; waiting where a second person has to decide."""

    number: str
    let_off: int
    to_balance: int
    late_fee_back: int
    waiting: bool = False


def settle_case(
    books: Books, case_id: int, told: str, upheld: Sequence[Disputed] = (), *, request_id: str, staff: Person,
    till: int | None = None, approver: Person | None = None, rating: int | None = None, office: Office, words: Words,
) -> Settled:  # fmt: skip
    """Settle a case; upheld: by how much each of its charges was wrong. Where one was, a second person agrees.

    rating: how content they are with the answer, one of counter.rules.cases.RATINGS, where they were asked. Idempotent
    by request. Raises NotAllowed, UnknownCase, StepNotAllowed, ReasonMissing, FullCardNumber, ApprovalMissing,
    SelfApproval, SettlementWaits, NotDisputable, and what adjust_charge says of a charge.
    """
    staff.require(Act.SETTLE_CASES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        done = earlier_facts(tx, KIND)
        if done is not None:
            return _again(tx, done[1])
        require_settleable(tx.connection, case_id, upheld)
        agreed: list[Approval] = []
        if not upheld:
            refuse_waiting_settlement(tx.connection, case_id)
        else:
            if approver is None:
                raise ApprovalMissing
            approve.refuse_asker(tx, SETTLEMENT, f"case:{case_id}", approver)
            agreed = [approve.approval(SETTLEMENT, f"case:{case_id}", staff.staff_id, approver, told)]
        more = {**approve.seen_by(approver), **({"rating": rating} if rating else {})}
        settled = _settle(tx, case_id, told, upheld, agreed, more, staff.name, office, words)
        approve.settle_about(tx, f"case:{case_id}")
        return settled


def ask_to_settle(
    books: Books, case_id: int, told: str, upheld: Sequence[Disputed], *, request_id: str, staff: Person,
    till: int | None = None,
) -> Settled:  # fmt: skip
    """Ask for a settlement that changes charges, to be decided later. Raises what settle_case says of the case."""
    staff.require(Act.SETTLE_CASES)
    with books.transaction(request_id, staff_id=staff.staff_id, till=till) as tx:
        row = require_settleable(tx.connection, case_id, upheld)
        if not tx.earlier:
            wish = {"case": case_id, "upheld": [list(each) for each in upheld]}
            approve.ask(tx, SETTLEMENT, f"case:{case_id}", staff.staff_id, told, wish)
        return Settled(row.number, sum(each.amount for each in upheld), 0, 0, waiting=True)


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, words: Words) -> Settled:
    """Settle as it was asked for. Raises what settle_case says of the case and its charges."""
    case_id, upheld = wished_settlement(tx.connection, asked)
    require_settleable(tx.connection, case_id, upheld)
    agreed = approve.approval(SETTLEMENT, asked.subject, asked.requester_id, approver, reason)
    office = load_office(tx.connection, tx.day)
    return _settle(
        tx, case_id, agreed.reason, upheld, [agreed], approve.seen_by(approver), approver.name, office, words
    )  # fmt: skip


def wished_settlement(connection: Any, asked: PendingAct) -> tuple[int, tuple[Disputed, ...]]:
    """Return the case and what is to be let off by a request that waits, from the event that asked."""
    wished = receipts.body(connection, asked.event_id)["wish"]
    return int(wished["case"]), tuple(Disputed(*each) for each in wished["upheld"])


def require_settleable(connection: Any, case_id: int, upheld: Sequence[Disputed]) -> cases.CaseRow:
    """Return a case that can be settled in this way. Raises what settle_case says of the case and its charges."""
    row = require_case(connection, case_id, Step.SETTLED)
    mine = {each.id for each in cases.charges_of(connection, case_id)}
    for each in upheld:
        if each.charge_id not in mine or each.amount <= 0:
            raise NotDisputable(each.charge_id)
        wish = Wish(each.charge_id, "adjustment", -each.amount)
        adjustable(connection, wish)
        refuse_waiting(connection, wish)
    return row


def _settle(
    tx: Tx, case_id: int, told: str, upheld: Sequence[Disputed], agreed: list[Approval], more: Mapping[str, Any],
    clerk: str, office: Office, words: Words,
) -> Settled:  # fmt: skip
    told = written_reason(told)
    row = require_case(tx.connection, case_id, Step.SETTLED)._replace(rating=more.get("rating"))
    let_off = {each.charge_id: each.amount for each in upheld}
    facts = {"upheld": [list(each) for each in upheld], "total": sum(let_off.values()), **more}
    # The days are thawed first: a late fee is corrected by what the charge is and by what stays free of it.
    moved, event = take_step(tx, row, StepIn(Step.SETTLED, told), KIND, facts, let_off, tuple(agreed))
    kept = 0
    for each in upheld:
        wish = Wish(each.charge_id, "adjustment", -each.amount)
        done = post_adjustment(tx, adjustable(tx.connection, wish), wish, told, {"case": case_id}, [])
        kept += done.to_balance
    fees, fees_kept = _fees_back(tx, event.id)
    queue_answer(tx, moved, told, Outcome(let_off, fees, kept + fees_kept), clerk, office, words)
    return Settled(row.number, sum(let_off.values()), kept + fees_kept, fees)


def _fees_back(tx: Tx, after: int) -> tuple[int, int]:
    """Return what of late fees this commit posted back, and what of it became balance, in minor units."""
    bodies = [json.loads(body) for body in cases.bodies_after(tx.connection, after, "late_fees_corrected")]
    return sum(each["total"] for each in bodies), sum(each["to_balance"] for each in bodies)


def _again(tx: Tx, facts: Mapping[str, Any]) -> Settled:
    """What this request settled before."""
    bodies = [json.loads(each.body) for each in tx.earlier]
    kept = sum(each["to_balance"] for each in bodies if "to_balance" in each)
    fees = sum(each["total"] for each in bodies if each["kind"] == "late_fees_corrected")
    return Settled(facts["number"], facts["total"], kept, fees)
