"""Moving a payment booked on the wrong unit (串户更正): plus/minus records, a new receipt, no money in or out."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.lost_debt import write_off_again
from counter.desk.move_plan import plan
from counter.desk.office import Office, load_office
from counter.desk.payment_postings import unit_postings
from counter.desk.payment_receipt import payer_of, queue_moved_receipt
from counter.desk.people import Person
from counter.desk.post_late_fees import post_fees, take_back_fees
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit
from counter.desk.tills import require_open_till
from counter.desk.undo import paid_by, refuse_deposit, refuse_if_used, unit_side, untouched_receipt
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Tx
from db.queries import accounts, people, receipts
from db.queries.people import PendingAct
from db.queries.receipts import ReceiptRow, receipt_label
from db.rows import Allocation, Approval, Posting, Receipt, ReceiptVoid


class Moved(NamedTuple):
    """A payment that now stands on the right unit."""

    old_number: str
    new_number: str
    settled: int
    to_balance: int


class EarmarkedForUnit(Exception):
    """Money kept for a fee item of its unit paid this receipt: it pays nothing of another unit."""

    code = "earmarked_for_unit"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class SameUnit(Exception):
    """The payment stands on this unit already."""

    code = "same_unit"

    def __init__(self, unit_code: str) -> None:
        super().__init__(unit_code)
        self.unit_code = unit_code


def move_payment(
    books: Books, receipt_id: int, to_unit_id: int, reason: str, *, request_id: str, requester: Person,
    approver: Person, till: int, office: Office, words: Words,
) -> Moved:  # fmt: skip
    """Take a receipt's payment off its unit and settle on the right one what it was paid for, the rest as balance.

    It is planned by the payment's own order: counter/desk/move_plan.py. The money stays where it is and keeps the
    day it came in; the new receipt belongs to the open till day. Raises NotAllowed, TillNotOpen, TillDayOver,
    UnknownReceipt, ReceiptAlreadyVoid, ReceiptAmended, UnknownUnit, SameUnit, EarmarkedForUnit, MoneyUsedSince,
    SelfApproval, TookTheMoney, ReasonMissing.
    """
    requester.require(Act.MOVE_PAYMENT)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        done = earlier_facts(tx, "payment_moved")
        if done is not None:
            body = done[1]
            total = body["rows"]["receipt"][0][-1]
            kept = body["to_balance"]
            return Moved(body["old"], body["new"], total - kept - body.get("rounding", 0), kept)
        tx.day = require_open_till(tx.connection, till, tx.day).day
        found, unit = _movable(tx, receipt_id, to_unit_id)
        subject = f"receipt:{receipt_id}"
        agreed = approve.approval("move", subject, requester.staff_id, approver, reason)
        approve.refuse_asker(tx, "move", subject, approver)
        facts = _facts(tx, found, requester.staff_id, approver)
        return _move(tx, found, unit, agreed, facts, requester=requester, office=office, words=words)


def ask_for_move(
    books: Books, receipt_id: int, to_unit_id: int, reason: str, *, request_id: str, requester: Person, till: int
) -> None:  # fmt: skip
    """Ask for a move, to be decided later. Raises NotAllowed, ReasonMissing and what move_payment says of both."""
    requester.require(Act.MOVE_PAYMENT)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        if not tx.earlier:
            _movable(tx, receipt_id, to_unit_id)
            approve.ask(tx, "move", f"receipt:{receipt_id}", requester.staff_id, reason, {"unit": to_unit_id})


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, words: Words) -> None:
    """Move the payment as it was asked for, in the till that is open now. Raises what move_payment says."""
    tx.day = require_open_till(tx.connection, tx.till or 0, tx.day).day
    found, unit = _movable(tx, int(asked.subject.removeprefix("receipt:")), wished_unit(tx.connection, asked))
    agreed = approve.approval("move", asked.subject, asked.requester_id, approver, reason)
    facts = _facts(tx, found, asked.requester_id, approver)
    row = people.staff(tx.connection, asked.requester_id)
    requester = Person(asked.requester_id, row.name if row else "", row.role if row else "cashier")
    office = load_office(tx.connection, tx.day)
    _move(tx, found, unit, agreed, facts, requester=requester, office=office, words=words)


def wished_unit(connection: Any, asked: PendingAct) -> int:
    """Return to which unit a payment was asked to be moved, from the event that asked."""
    return int(receipts.body(connection, asked.event_id)["wish"]["unit"])


def _movable(tx: Tx, receipt_id: int, to_unit_id: int) -> tuple[ReceiptRow, accounts.Unit]:
    found = untouched_receipt(tx.connection, receipt_id)
    refuse_deposit(tx.connection, found)
    unit = accounts.unit(tx.connection, to_unit_id)
    if unit is None:
        raise UnknownUnit(str(to_unit_id))
    if found.unit_id == to_unit_id:
        raise SameUnit(unit.code)
    paid = receipts.body(tx.connection, paid_by(tx.connection, found).event_id)["rows"].get("posting", [])
    if any(each.account == each.tender == "balance" and each.item_id for each in (Posting(*row) for row in paid)):
        raise EarmarkedForUnit(found.label)
    return found, unit


def _facts(tx: Tx, found: ReceiptRow, requester_id: int, approver: Person) -> dict[str, Any]:
    """Whoever took the money does not agree to where it belongs; what the second person saw is kept."""
    taker = paid_by(tx.connection, found).staff_id
    return {
        **approve.not_by_the_taker(tx, "move", requester_id, approver, (taker,)),
        **approve.seen_by(approver),
    }


def _move(
    tx: Tx, found: ReceiptRow, unit: accounts.Unit, agreed: Approval, facts: Mapping[str, Any], *, requester: Person,
    office: Office, words: Words,
) -> Moved:  # fmt: skip
    back = unit_side(tx.connection, found)
    refuse_if_used(tx.connection, found, back.postings)
    amount = sum(posting.amount for posting in back.postings)
    planned = plan(tx.connection, found, unit.id, amount, office)
    part, fees = planned.part, post_fees(tx, planned.late_fees)
    payer_name = payer_of(tx.connection, found)
    series = office.series(found.fund, tx.day)
    receipt = Receipt(
        tx.next_id("receipt"), series, tx.take_number(series), found.fund, unit.id, found.payer_id, amount
    )
    approve.settle_about(tx, f"receipt:{found.id}")
    new = receipt_label(series, receipt.number)
    event = tx.post(
        "payment_moved",
        {
            "from": found.id,
            "reason": agreed.reason,
            "old": found.label,
            "new": new,
            "to_balance": part.to_balance,
            "rounding": part.rounding,
            "ahead": [list(each) for each in part.ahead],
            "taken_back": len(back.postings),
            **({"late_fees": fees.id} if fees else {}),
            **facts,
        },
        [
            ReceiptVoid(found.id),
            agreed,
            receipt,
            *back.allocations,
            *(Allocation(charge_id, placed, receipt.id) for charge_id, placed in part.allocations),
            *back.postings,
            *unit_postings(part, unit.id),
        ],
    )
    queue_moved_receipt(
        tx, receipt, event, part, unit_id=unit.id, old_number=found.label, payer_name=payer_name, office=office,
        cashier=requester, words=words,
    )  # fmt: skip
    # After its paper is queued: the event that comes next binds it.
    write_off_again(tx, found, back.allocations)
    before = take_back_fees(tx, receipts.body(tx.connection, found.event_id).get("late_fees"))
    correct_late_fees(tx, [*before, *(charge_id for charge_id, _placed in part.allocations)])
    return Moved(found.label, new, amount - part.to_balance - part.rounding, part.to_balance)
