"""Voiding a receipt (作废) of the till day still open: number kept, money given back, a second person agrees."""

from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.card_intents import refuse_reserved
from counter.desk.people import Person
from counter.desk.post_late_fees import take_back_fees
from counter.desk.tills import opened, refuse_aside, require_open_till
from counter.desk.undo import (
    UnknownReceipt,
    money_side,
    paid_by,
    refuse_if_used,
    standing_receipt,
    unit_side,
)
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Tx
from db.queries import people, receipts
from db.queries.people import PendingAct
from db.queries.receipts import ReceiptRow, receipt
from db.queries.tills import TillState
from db.rows import ReceiptVoid


class ReceiptDayClosed(Exception):
    """The receipt belongs to a till day that is closed: it stands, and money goes back by a refund."""

    code = "receipt_day_closed"

    def __init__(self, receipt_number: str, day: str) -> None:
        super().__init__(receipt_number, day)
        self.receipt_number = receipt_number
        self.day = day


class VoidOutcome(NamedTuple):
    """What became of a wish to void: done now, or asked for and waiting."""

    receipt_number: str
    total: int
    waiting: bool


def void_receipt(
    books: Books, receipt_id: int, reason: str, *, request_id: str, requester: Person, till: int,
    approver: Person | None,
) -> VoidOutcome:  # fmt: skip
    """Void a receipt with a second person's agreement, or ask for it where nobody else is there (approver None).

    Raises UnknownReceipt, ReceiptAlreadyVoid, ReceiptDayClosed, MoneyUsedSince, NotAllowed, SelfApproval,
    ReasonMissing, TillNotOpen, TillDayOver, CardUnsettled.
    """
    requester.require(Act.REQUEST_VOID)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        if tx.earlier:
            found = standing_or_void(tx, receipt_id)
            return VoidOutcome(found.label, found.total, waiting=found.voided_by is None)
        state = require_open_till(tx.connection, till, tx.day)
        tx.day = state.day
        found = voidable(tx, receipt_id, state)
        if approver is None:
            approve.ask(tx, "void", f"receipt:{receipt_id}", requester.staff_id, reason)
            return VoidOutcome(found.label, found.total, waiting=True)
        _void(tx, found, requester.staff_id, approver, reason)
        return VoidOutcome(found.label, found.total, waiting=False)


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, _words: Words) -> None:
    """Void what was asked for, out of the till that is open now.

    It works past midnight too: the day is closed only once nothing waits. Raises TillNotOpen, TillSuspended,
    HandoverHangs and what void_receipt says of the receipt.
    """
    state = opened(tx.connection, tx.till or 0)
    refuse_aside(tx.connection, state)
    tx.day = state.day
    _void(tx, voidable(tx, int(asked.subject.removeprefix("receipt:")), state), asked.requester_id, approver, reason)


def voidable(tx: Tx, receipt_id: int, state: TillState) -> ReceiptRow:
    """Return the receipt if it stands and its money came in on the open day. Raises what void_receipt says."""
    found = standing_receipt(tx.connection, receipt_id)
    payer = paid_by(tx.connection, found)
    if payer.event_id < state.opened_event or payer.till != state.till:
        raise ReceiptDayClosed(found.label, payer.day)
    refuse_reserved(tx.connection, units_of(tx.connection, found))
    return found


def units_of(connection: Any, found: ReceiptRow) -> tuple[int, ...]:
    """Return the units that a receipt's payment was for."""
    units = receipts.body(connection, found.event_id).get("units", ())
    return (*units, *([found.unit_id] if found.unit_id else ()))


def standing_or_void(tx: Tx, receipt_id: int) -> ReceiptRow:
    """Return a receipt whatever became of it. Raises UnknownReceipt."""
    found = receipt(tx.connection, receipt_id)
    if found is None:
        raise UnknownReceipt(str(receipt_id))
    return found


def _void(tx: Tx, found: ReceiptRow, requester_id: int, approver: Person, reason: str) -> None:
    subject = f"receipt:{found.id}"
    agreed = approve.approval("void", subject, requester_id, approver, reason)
    unit, money = unit_side(tx.connection, found), money_side(tx.connection, paid_by(tx.connection, found))
    postings = [*money.postings, *unit.postings]
    refuse_if_used(tx.connection, found, postings)
    tx.post(
        "receipt_voided",
        {"receipt": found.id, "reason": agreed.reason, **approve.seen_by(approver)},
        [
            ReceiptVoid(found.id),
            agreed,
            *money.tenders,
            *unit.allocations,
            *postings,
        ],
    )
    take_back_fees(tx, receipts.body(tx.connection, found.event_id).get("late_fees"))
    waiting = people.pending_about(tx.connection, "void", subject)
    if waiting is not None:
        approve.settle(tx, waiting.event_id)
