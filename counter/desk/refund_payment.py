"""Refunds (退款): money of a receipt given back later, as plus/minus records under a number of its own."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.lost_debt import write_off_again
from counter.desk.office import Office, load_office
from counter.desk.people import Person
from counter.desk.receipt_lines import take_back
from counter.desk.refund_into_purses import back_into_purses
from counter.desk.refund_order import Ready, RefundOrder, checked_order, fund_fact, payee_fact
from counter.desk.refund_paper import Agreed, queue_refund_note
from counter.desk.requests import earlier_facts
from counter.desk.tenders import TenderIn, checked
from counter.desk.tills import name_of, opened, refuse_aside, require_open_till, require_own_till
from counter.desk.undo import paid_by, refuse_if_used, standing_receipt
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from counter.words import Words
from db.accounts import TENDER_ACCOUNT
from db.books import Books, Tx
from db.queries import amendments, people, receipts
from db.queries.people import PendingAct
from db.queries.receipts import ReceiptRow, receipt_label
from db.rows import Approval, Posting, Receipt

__all__ = [
    "RefundOrder", "RefundWaits", "Refunded", "carry_out", "order_of_wish", "refund_payment", "refund_within",
    "refuse_waiting", "wish_of", "wished_refund",
]  # fmt: skip


class RefundWaits(Exception):
    """A refund of this receipt waits for a decision already; a second one could not be told from it."""

    code = "refund_waits"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class Refunded(NamedTuple):
    """A refund that is in the books, or (waiting) one that a second person has still to decide."""

    number: str
    receipt_id: int
    total: int
    waiting: bool


def refund_payment(
    books: Books, order: RefundOrder, reason: str, *, request_id: str, requester: Person, till: int,
    approver: Person | None, office: Office, words: Words,
) -> Refunded:  # fmt: skip
    """Give money back with a second person's agreement, or ask for it where nobody else is there (approver None).

    Raises NotAllowed, TillNotOpen, TillDayOver, UnknownReceipt, ReceiptAlreadyVoid, NoPayment, LineGone,
    FundReasonMissing, NothingToRefund, RefundWayTooMuch, MoneyNotSeen, NotEnoughCash, MoneyUsedSince, RefundWaits,
    CardUnsettled, SelfApproval, TookTheMoney, ReasonMissing, for cash NotYourTill and TillNotTakenUp, and what
    counter.desk.tenders raises of a slip.
    """
    requester.require(Act.REQUEST_REFUND)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        done = _done_before(tx)
        if done is not None:
            return done
        state = require_open_till(tx.connection, till, tx.day)
        tx.day = state.day
        ready = checked_order(tx, order, state)
        subject = f"receipt:{order.receipt_id}"
        if approver is None:
            refuse_waiting(tx, ready.found)
            approve.ask(tx, "refund", subject, requester.staff_id, reason, wish_of(tx.connection, ready.found, order))
            return Refunded(ready.found.label, order.receipt_id, ready.total, waiting=True)
        if any(tender.kind == "cash" for tender in ready.tenders):
            require_own_till(tx.connection, state, requester)
        agreed = approve.approval("refund", subject, requester.staff_id, approver, reason)
        approve.refuse_asker(tx, "refund", subject, approver)
        # What the second person saw names the payee, and is not kept; the event says the same by number.
        alone = _not_by_the_taker(tx, ready.found, requester.staff_id, approver)
        return _post(
            tx, order, ready, agreed, alone, clerk=requester.name, approver=approver, office=office, words=words
        )


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, words: Words) -> None:
    """Pay a refund that was asked for, exactly as it was asked, out of the till that is open now.

    Raises TillNotOpen, TillSuspended, HandoverHangs and what refund_payment says of the receipt.
    """
    state = opened(tx.connection, tx.till or 0)
    refuse_aside(tx.connection, state)
    tx.day = state.day
    order = wished_refund(tx.connection, asked)
    ready = checked_order(tx, order, state)
    agreed = approve.approval("refund", asked.subject, asked.requester_id, approver, reason)
    alone = _not_by_the_taker(tx, ready.found, asked.requester_id, approver)
    office = load_office(tx.connection, tx.day)
    facts = {**alone, **approve.seen_by(approver)}
    clerk = name_of(tx.connection, asked.requester_id)
    _post(tx, order, ready, agreed, facts, clerk=clerk, approver=approver, office=office, words=words)


def wished_refund(connection: Any, asked: PendingAct) -> RefundOrder:
    """Return the refund that waits, from the event that asked."""
    return order_of_wish(connection, receipts.body(connection, asked.event_id)["wish"])


def refuse_waiting(tx: Tx, found: ReceiptRow) -> None:
    """Raise RefundWaits where a refund of a receipt waits for a decision already."""
    if people.pending_about(tx.connection, "refund", f"receipt:{found.id}") is not None:
        raise RefundWaits(found.label)


def refund_within(
    tx: Tx, order: RefundOrder, requester_id: int, approver: Person, reason: str, words: Words
) -> Refunded:  # fmt: skip
    """Post a refund inside the commit that settles what the card terminal gave back for it.

    Raises TillNotOpen and what refund_payment says of the receipt.
    """
    ready = checked_order(tx, order, opened(tx.connection, tx.till or 0))
    agreed = approve.approval("refund", f"receipt:{order.receipt_id}", requester_id, approver, reason)
    alone = _not_by_the_taker(tx, ready.found, requester_id, approver)
    clerk, office = name_of(tx.connection, requester_id), load_office(tx.connection, tx.day)
    return _post(tx, order, ready, agreed, alone, clerk=clerk, approver=approver, office=office, words=words)


def order_of_wish(connection: Any, wish: Mapping[str, Any]) -> RefundOrder:
    """Return a refund as wish_of wrote it down."""
    return RefundOrder(
        wish["receipt"],
        tuple((key, amount) for key, amount in wish["lines"]),
        tuple(TenderIn(TenderKind(kind), amount, details) for kind, amount, details in wish["ways"]),
        amendments.payee_name(connection, wish["payee"]),
        tuple((key, text) for key, text in wish["worked_out"]),
        wish.get("fund_reason", ""),
    )


def wish_of(connection: Any, found: ReceiptRow, order: RefundOrder) -> Mapping[str, Any]:
    """Return a refund as an event keeps it, without names."""
    for tender in order.tenders:
        if not tender.intent:  # its slip is told by the terminal later
            checked(tender, "")
    return {
        "receipt": order.receipt_id,
        "lines": [list(each) for each in order.lines],
        "ways": [[each.kind.value, each.amount, dict(each.details)] for each in order.tenders],
        "payee": payee_fact(connection, found, order.payee),
        "worked_out": [list(each) for each in order.worked_out],
        **fund_fact(order),
    }


def _not_by_the_taker(tx: Tx, found: ReceiptRow, requester_id: int, approver: Person) -> dict[str, Any]:
    taker = paid_by(tx.connection, found).staff_id
    return approve.not_by_the_taker(tx, "refund", requester_id, approver, (taker,))


def _post(
    tx: Tx, order: RefundOrder, ready: Ready, agreed: Approval, facts: Mapping[str, Any], *, clerk: str,
    approver: Person, office: Office, words: Words,
) -> Refunded:  # fmt: skip
    found = ready.found
    back = take_back(found, ready.lines, ready.wanted)
    refuse_if_used(tx.connection, found, back.postings)
    series = {"operating": "T", "maintenance": "TM", "held": "TH"}[found.fund] + tx.day[:4]
    note = Receipt(
        tx.next_id("receipt"), series, tx.take_number(series), found.fund, found.unit_id, found.payer_id, -ready.total
    )
    number = receipt_label(series, note.number)
    event = tx.post(
        "payment_refunded",
        {
            "receipt": found.id,
            "number": number,
            "of": found.label,
            "lines": [list(each) for each in ready.wanted.items()],
            "worked_out": [list(each) for each in order.worked_out],
            "payee": payee_fact(tx.connection, found, order.payee),
            "reason": agreed.reason,
            **fund_fact(order),
            **facts,
        },
        [
            note,
            agreed,
            *ready.tenders,
            *back.allocations,
            *_money_out(tx.connection, found, ready),
            *back.postings,
        ],
    )
    queue_refund_note(
        tx, note, event, found, [(line, ready.wanted[line.key]) for line in ready.lines if line.key in ready.wanted],
        ready.tenders, payee=order.payee, worked_out=dict(order.worked_out),
        agreed=Agreed(agreed.reason, clerk, approver.name), office=office, words=words,
    )  # fmt: skip
    write_off_again(tx, found, back.allocations)
    return Refunded(number, note.id, ready.total, waiting=False)


def _money_out(connection: Any, found: ReceiptRow, ready: Ready) -> list[Posting]:
    """Cash leaves the till, card money the clearing account; a transfer is owed until finance pays it."""
    postings = []
    for way in ready.tenders:
        if way.kind == "balance":
            postings += back_into_purses(connection, found, ready.lines, ready.wanted, -way.amount)
        else:
            account = "refunds_payable" if way.kind == "transfer" else TENDER_ACCOUNT[way.kind]
            postings.append(Posting(found.fund, account, way.amount, tender=way.kind))
    return postings


def refunded_before(tx: Tx) -> Refunded:
    """Return the refund that this request posted before."""
    done = earlier_facts(tx, "payment_refunded")
    assert done is not None, "the request posted it"
    row = done[1]["rows"]["receipt"][0]
    return Refunded(done[1]["number"], row[0], -row[-1], waiting=False)


def _done_before(tx: Tx) -> Refunded | None:
    if earlier_facts(tx, "payment_refunded") is not None:
        return refunded_before(tx)
    asked = earlier_facts(tx, "refund_requested")
    if asked is None:
        return None
    wish = asked[1]["wish"]
    found = standing_receipt(tx.connection, wish["receipt"])
    return Refunded(found.label, found.id, sum(amount for _kind, amount, _details in wish["ways"]), waiting=True)
