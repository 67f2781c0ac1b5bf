"""Returning a deposit (退押金) to whoever paid it, in one go or in parts, less what is deducted; or keeping it.

Each time something is paid out on a refund note (退款单) of its own series; what is neither paid out nor deducted stays
held. What is deducted settles an open charge, whose late fee is posted with it, or is income, and has a reason.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.approve import written_reason
from counter.desk.card_intents import refuse_reserved
from counter.desk.deposit_note import queue_deposit_note
from counter.desk.drawer import require_cash
from counter.desk.late_fees import charged_fees
from counter.desk.office import Office
from counter.desk.people import Person
from counter.desk.post_late_fees import as_charges, post_fees
from counter.desk.refund_order import (
    NothingToRefund,
    must_have_arrived,
    payee_fact,
    refund_row,
    within_what_was_paid,
)
from counter.desk.requests import earlier_facts
from counter.desk.tenders import TenderIn, no_card_number
from counter.desk.tills import require_open_till, require_own_till
from counter.desk.undo import paid_by, standing_receipt
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from counter.words import Words
from db.accounts import TENDER_ACCOUNT
from db.books import Books, Tx
from db.queries import accounts, deposits
from db.queries.deposits import Deposit
from db.queries.receipts import ReceiptRow, receipt_label
from db.queries.tills import TillState
from db.rows import Allocation, Approval, DetailRow, Posting, Receipt, Tender

_WAYS = frozenset({TenderKind.CASH, TenderKind.TRANSFER, TenderKind.CARD, TenderKind.SCAN})


class Deduction(NamedTuple):
    """What is kept of a deposit: how much (minor units), why, and the open charge it settles (None: income)."""

    amount: int
    reason: str
    charge_id: int | None = None


class ReturnOrder(NamedTuple):
    """How a deposit is given back; amounts in minor units.

    inspection: number of the inspection slip; has_original: the payer's part of the receipt was handed in, else a
    statement of its loss; ways: how what goes back now is paid out, nothing where something is only kept.
    """

    receipt_id: int
    deductions: tuple[Deduction, ...]
    ways: tuple[TenderIn, ...]
    payee: str
    inspection: str = ""
    has_original: bool = True


class DepositReturned(NamedTuple):
    """What became of a deposit: number of the note ('' where nothing was paid out); amounts in minor units."""

    number: str
    paid_out: int
    kept: int
    rest: int = 0


class DepositGone(Exception):
    """This deposit was given back or kept before, or never taken."""

    code = "deposit_gone"

    def __init__(self, receipt_id: int) -> None:
        super().__init__(receipt_id)
        self.receipt_id = receipt_id


class MoreThanHeld(Exception):
    """More is to be given back and deducted than is held of the deposit."""

    code = "more_than_held"

    def __init__(self, held_minor: int, wanted_minor: int) -> None:
        super().__init__(held_minor, wanted_minor)
        self.held_minor = held_minor
        self.wanted_minor = wanted_minor


class InspectionMissing(Exception):
    """A deposit is given back after an inspection, whose slip has a number."""

    code = "inspection_missing"


class DeductionTooMuch(Exception):
    """A deduction settles more of a charge than is open of it, or a charge of somebody else."""

    code = "deduction_too_much"

    def __init__(self, open_minor: int, wanted_minor: int) -> None:
        super().__init__(open_minor, wanted_minor)
        self.open_minor = open_minor
        self.wanted_minor = wanted_minor


def return_deposit(
    books: Books, order: ReturnOrder, reason: str, *, request_id: str, requester: Person, approver: Person, till: int,
    office: Office, words: Words,
) -> DepositReturned:  # fmt: skip
    """Give back or keep (part of) a deposit with a second person's agreement; in one commit with its note.

    Idempotent by request. Raises NotAllowed, SelfApproval, TookTheMoney, TillNotOpen, TillDayOver, DepositGone,
    MoreThanHeld, InspectionMissing, DeductionTooMuch, NothingToRefund, RefundWayTooMuch, MoneyNotSeen, NotEnoughCash,
    ReasonMissing, CardUnsettled, for cash NotYourTill and TillNotTakenUp, and what counter.desk.tenders raises of a
    slip.
    """
    requester.require(Act.REQUEST_REFUND)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        done = earlier_facts(tx, "payment_refunded") or earlier_facts(tx, "deposit_kept")
        if done is not None:
            return DepositReturned(
                done[1].get("number", ""), done[1]["paid_out"], done[1]["deducted"], done[1].get("rest", 0)
            )
        state = require_open_till(tx.connection, till, tx.day)
        tx.day = state.day
        held = deposits.deposit(tx.connection, order.receipt_id)
        if held is None:
            raise DepositGone(order.receipt_id)
        found = standing_receipt(tx.connection, held.receipt_id)
        ways = _checked(tx, order, held, found, state)
        if any(way.kind == TenderKind.CASH for way in ways):
            require_own_till(tx.connection, state, requester)
        agreed = approve.approval("deposit", f"receipt:{found.id}", requester.staff_id, approver, reason)
        taker = paid_by(tx.connection, found).staff_id
        alone = approve.not_by_the_taker(tx, "deposit", requester.staff_id, approver, (taker,))
        return _post(
            tx,
            order,
            held,
            found,
            ways,
            agreed,
            alone,
            requester=requester,
            approver=approver,
            office=office,
            words=words,
        )


def _checked(tx: Tx, order: ReturnOrder, held: Deposit, found: ReceiptRow, state: TillState) -> list[Tender]:
    connection = tx.connection
    refuse_reserved(connection, (held.unit_id,))
    no_card_number(f"{order.payee} {order.inspection}")
    kept, paid = sum(each.amount for each in order.deductions), sum(each.amount for each in order.ways)
    sums = [each.amount for each in order.deductions] + [each.amount for each in order.ways]
    if kept + paid > held.amount:
        raise MoreThanHeld(held.amount, kept + paid)
    if min(sums, default=0) <= 0 or any(way.kind not in _WAYS for way in order.ways):
        raise NothingToRefund(found.label, held.amount - kept, paid)
    if order.ways and not order.inspection.strip():
        raise InspectionMissing
    for each in order.deductions:
        written_reason(each.reason)
    for charge_id in {each.charge_id for each in order.deductions}:
        # Two deductions from one charge settle it together.
        _charge_of(connection, held, charge_id, sum(d.amount for d in order.deductions if d.charge_id == charge_id))
    must_have_arrived(connection, found)
    within_what_was_paid(connection, found, order.ways)
    cash = sum(way.amount for way in order.ways if way.kind is TenderKind.CASH)
    require_cash(connection, state, cash, "held")
    return [refund_row(connection, way, tx.day) for way in order.ways]


def _charge_of(connection: object, held: Deposit, charge_id: int | None, amount: int) -> accounts.OpenCharge | None:
    if charge_id is None:
        return None
    charges = {charge.charge_id: charge for charge in accounts.open_charges(connection, (held.unit_id,))}
    charge = charges.get(charge_id)
    # The owners' maintenance fund is paid for itself, never out of what somebody left as a deposit.
    if charge is None or charge.fund != "operating" or amount > charge.open:
        raise DeductionTooMuch(charge.open if charge else 0, amount)
    return charge


def _post(
    tx: Tx, order: ReturnOrder, held: Deposit, found: ReceiptRow, ways: Sequence[Tender], agreed: Approval,
    alone: Mapping[str, Any], *, requester: Person, approver: Person, office: Office, words: Words,
) -> DepositReturned:  # fmt: skip
    kept, paid_out = sum(each.amount for each in order.deductions), -sum(way.amount for way in ways)
    rest = held.amount - kept - paid_out
    _post_fees(tx, held, order.deductions, office)
    facts = {
        "receipt": found.id,
        "of": found.label,
        "deductions": [list(each) for each in order.deductions],
        "inspection": order.inspection.strip(),
        "has_original": order.has_original,
        "paid_out": paid_out,
        "deducted": kept,
        "rest": rest,
        "reason": agreed.reason,
        **approve.seen_by(approver),
        **alone,
    }
    if not ways:
        postings, allocations = _kept(tx.connection, held, order.deductions, None)
        tx.post("deposit_kept", facts, [agreed, *allocations, *postings])
        return DepositReturned("", 0, kept, rest)
    series = "TH" + tx.day[:4]
    note = Receipt(
        tx.next_id("receipt"), series, tx.take_number(series), "held", found.unit_id, found.payer_id, -paid_out
    )
    postings, allocations = _kept(tx.connection, held, order.deductions, note.id)
    rows: list[DetailRow] = [note, agreed, *ways, *allocations, *_money_out(held, ways), *postings]
    number = receipt_label(series, note.number)
    payee = payee_fact(tx.connection, found, order.payee)
    event = tx.post(
        "payment_refunded", {**facts, "number": number, "payee": payee, "lines": [], "worked_out": []}, rows
    )
    queue_deposit_note(
        tx, note, event, found, held, order.payee, [(each.reason, each.amount) for each in order.deductions], ways,
        papers_seen=(order.inspection.strip(), order.has_original), reason=agreed.reason, clerk=requester.name,
        approver=approver.name, office=office, words=words,
    )  # fmt: skip
    return DepositReturned(number, paid_out, kept, rest)


def _post_fees(tx: Tx, held: Deposit, deductions: Sequence[Deduction], office: Office) -> None:
    """What the charges bore until today is posted with what settles them, and stays open."""
    settled = {each.charge_id for each in deductions}
    charges = [each for each in accounts.open_charges(tx.connection, (held.unit_id,)) if each.charge_id in settled]
    post_fees(tx, as_charges(tx.connection, charged_fees(tx.connection, charges, office, tx.day)))


def _money_out(held: Deposit, ways: Sequence[Tender]) -> list[Posting]:
    """Cash leaves the till, card money the clearing account; a transfer is owed until finance pays it."""
    postings = [Posting("held", "deposits_held", -sum(way.amount for way in ways), held.unit_id)]
    for way in ways:
        account = "refunds_payable" if way.kind == "transfer" else TENDER_ACCOUNT[way.kind]
        postings.append(Posting("held", account, way.amount, tender=way.kind))
    return postings


def _kept(
    connection: object, held: Deposit, deductions: Sequence[Deduction], note_id: int | None
) -> tuple[list[Posting], list[Allocation]]:
    """What is deducted leaves the fund of others for the estate's own: a charge that is settled, or income."""
    postings: list[Posting] = []
    allocations: list[Allocation] = []
    for each in deductions:
        charge = _charge_of(connection, held, each.charge_id, each.amount)
        postings += [
            Posting("held", "deposits_held", each.amount, held.unit_id),
            Posting("held", "interfund", -each.amount),
            Posting("operating", "interfund", each.amount),
        ]
        if charge is None:
            postings.append(Posting("operating", "other_income", -each.amount, held.unit_id))
            continue
        place = (charge.unit_id, charge.item_id, charge.period, charge.charge_id)
        postings.append(Posting("operating", "receivable", -each.amount, *place))
        allocations.append(Allocation(charge.charge_id, each.amount, note_id or held.receipt_id))
    return postings, allocations
