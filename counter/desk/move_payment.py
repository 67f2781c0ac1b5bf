"""Moving a payment booked on the wrong unit (串户更正): plus/minus records, a new receipt, no money in or out."""

from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.office import Office, load_office
from counter.desk.payment_postings import FundPart
from counter.desk.payment_receipt import queue_moved_receipt
from counter.desk.people import Person
from counter.desk.requests import earlier_facts
from counter.desk.standing import UnknownUnit, disputed, open_lines
from counter.desk.tills import require_open_till
from counter.desk.undo import refuse_deposit, refuse_if_used, unit_side, untouched_receipt
from counter.rules.allocation import Order, settle
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
    """Take a receipt's payment off its unit and settle the right unit's oldest charges with it, the rest as balance.

    The money stays where it is and keeps the day it came in; the new receipt belongs to the open till day. Raises
    NotAllowed, TillNotOpen, TillDayOver, UnknownReceipt, ReceiptAlreadyVoid, ReceiptAmended, UnknownUnit, SameUnit,
    MoneyUsedSince, SelfApproval, ReasonMissing.
    """
    requester.require(Act.MOVE_PAYMENT)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        done = earlier_facts(tx, "payment_moved")
        if done is not None:
            body = done[1]
            total = body["rows"]["receipt"][0][-1]
            return Moved(body["old"], body["new"], total - body["to_balance"], body["to_balance"])
        tx.day = require_open_till(tx.connection, till, tx.day).day
        found, unit = _movable(tx, receipt_id, to_unit_id)
        subject = f"receipt:{receipt_id}"
        agreed = approve.approval("move", subject, requester.staff_id, approver, reason)
        seen = approve.seen_by(approver)
        return _move(tx, found, unit, agreed, seen, requester=requester, office=office, words=words)


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
    row = people.staff(tx.connection, asked.requester_id)
    requester = Person(asked.requester_id, row.name if row else "", row.role if row else "cashier")
    seen, office = approve.seen_by(approver), load_office(tx.connection, tx.day)
    _move(tx, found, unit, agreed, seen, requester=requester, office=office, words=words)


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
    return found, unit


def _move(
    tx: Tx, found: ReceiptRow, unit: accounts.Unit, agreed: Approval, seen: dict[str, str], *, requester: Person,
    office: Office, words: Words,
) -> Moved:  # fmt: skip
    back = unit_side(tx.connection, found)
    refuse_if_used(tx.connection, found, back.postings)
    amount = sum(posting.amount for posting in back.postings)
    charges = [c for c in accounts.open_charges(tx.connection, (unit.id,)) if c.fund == found.fund]
    placed = settle(open_lines(charges, disputed(tx.connection, charges)), amount, None, Order(office.allocation_order))
    rest = amount - sum(each.amount for each in placed)
    settled = tuple((each.charge_id, each.amount) for each in placed)
    part = FundPart(found.fund, {c.charge_id: c for c in charges}, settled, (), rest, 0)
    series = office.series(found.fund, tx.day)
    payer = next((h for h in accounts.holders(tx.connection, unit.id) if h.until is None), None)
    receipt = Receipt(
        tx.next_id("receipt"), series, tx.take_number(series), found.fund, unit.id,
        payer.person_id if payer else None, amount,
    )  # fmt: skip
    new = receipt_label(series, receipt.number)
    event = tx.post(
        "payment_moved",
        {
            "from": found.id,
            "reason": agreed.reason,
            "old": found.label,
            "new": new,
            "to_balance": rest,
            "taken_back": len(back.postings),
            **seen,
        },
        [
            ReceiptVoid(found.id),
            agreed,
            receipt,
            *back.allocations,
            *(Allocation(each.charge_id, each.amount, receipt.id) for each in placed),
            *back.postings,
            *_new_side(part, unit.id),
        ],
    )
    queue_moved_receipt(
        tx, receipt, event, part, unit_id=unit.id, old_number=found.label,
        payer_name=(payer.name or "") if payer else "", office=office, cashier=requester, words=words,
    )  # fmt: skip
    return Moved(found.label, new, amount - rest, rest)


def _new_side(part: FundPart, unit_id: int) -> list[Posting]:
    postings = []
    for charge_id, amount in part.allocations:
        charge = part.charges[charge_id]
        postings.append(Posting(part.fund, "receivable", -amount, unit_id, charge.item_id, charge.period, charge_id))
    if part.to_balance:
        postings.append(Posting(part.fund, "balance", -part.to_balance, unit_id))
    return postings
