"""Taking a payment: what the screen showed is checked, posted, numbered and worded in one commit."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk.card_intents import approve_own, own_intents
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.fund_taken import require_collected
from counter.desk.late_entry import check_late, late_facts, late_forms
from counter.desk.lost_debt import revive_paid
from counter.desk.office import Office
from counter.desk.pay_from_purses import draws_for, parts_of, refuse_overdrawn
from counter.desk.payment_order import Chosen, PaymentOrder
from counter.desk.payment_postings import FundPart, money_postings
from counter.desk.payment_receipt import Cash, queue_receipt
from counter.desk.people import Person
from counter.desk.post_late_fees import post_fees
from counter.desk.requests import order_digest, refuse_another_order
from counter.desk.settlement import AccountChanged, NothingToPay, PaysTooMuch, settlement
from counter.desk.tenders import TenderIn, checked, refuse_other_fund, refuse_used, share
from counter.desk.tills import require_open_till, require_own_till
from counter.rules import tender as tender_rules
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Earlier, Event, Tx
from db.queries import receipts
from db.rows import Allocation, Receipt, Tender

__all__ = [
    "AccountChanged",
    "Chosen",
    "NothingToPay",
    "Paid",
    "PaidReceipt",
    "PaymentOrder",
    "PaysTooMuch",
    "pay_within",
    "repeated",
    "take_payment",
]


class PaidReceipt(NamedTuple):
    """A receipt that a payment made."""

    id: int
    number: str
    event_id: int
    total: int


class Paid(NamedTuple):
    """A payment that is in the books; repeated where the same request had already posted it."""

    receipts: tuple[PaidReceipt, ...]
    change: int
    repeated: bool

    @property
    def numbers(self) -> str:
        """Return the numbers of its receipts."""
        return ", ".join(each.number for each in self.receipts)


def take_payment(
    books: Books, order: PaymentOrder, *, request_id: str, cashier: Person, till: int, office: Office, words: Words
) -> Paid:
    """Post a payment, its receipts and their papers in one commit; the same request posts once.

    words: the language of the paper. Raises NotAllowed, TillNotOpen, TillDayOver, NotYourTill, AccountChanged,
    NothingToPay, PaysTooMuch, ChargeListedTwice, SlipFieldMissing, SlipAlreadyUsed, SlipNoted, SlipTypedTwice,
    BalanceTooSmall, TransferTooSmall, NotForThisFund, FundNotCollected, CardUnsettled, CardSettled, RequestReused and
    what counter.rules.tender and counter.desk.late_entry raise.
    """
    cashier.require(Act.TAKE_PAYMENT)
    with books.transaction(request_id, staff_id=cashier.staff_id, till=till) as tx:
        if tx.earlier:
            before = repeated(tx.connection, tx.earlier)
            refuse_another_order(tx.earlier, "payment", _digest(order), before.numbers)
            return before
        today = tx.day
        state = require_open_till(tx.connection, till, today)
        require_own_till(tx.connection, state, cashier)
        tx.day = state.day
        if order.late is not None:
            check_late(tx.connection, order.late, today, cashier)
        return pay_within(tx, order, cashier=cashier, office=office, words=words)


def pay_within(tx: Tx, order: PaymentOrder, *, cashier: Person, office: Office, words: Words) -> Paid:
    """Post a payment inside a transaction that is open already (claims, days entered as one batch)."""
    settled = settlement(tx.connection, order, office, tx.day)
    cover = tender_rules.tendered(
        order.pay_now + order.rounding + order.to_balance,
        [tender_rules.Tender(t.kind, t.amount) for t in order.tenders],
        order.received_cash,
    )
    tenders = _checked(order, cover, tx.day)
    refuse_used(tx.connection, tenders, tx.day, own_intents(order.tenders))
    approve_own(tx, order)
    parts = parts_of(order, settled)
    totals = {part.fund: part.total for part in parts}
    if "maintenance" in totals:
        require_collected(office)
    refuse_other_fund(tenders, totals)
    refuse_overdrawn(tx.connection, order, settled)
    fees = post_fees(tx, settled.late_fees)
    paid = {each.charge_id: each.amount for each in settled.allocations}
    revived = revive_paid(tx, order.written_off, settled.charges, paid)
    shares = share(tenders, list(totals.values()))
    # Of one payment's cash the drawer is opened once, with the receipt that tells the change.
    change_at = next((n for n, part in enumerate(shares) if any(t.kind == "cash" for t in part)), 0)
    made = [
        _post(
            tx, order, part, tenders_of, cover.change if n == change_at else 0, office=office, cashier=cashier,
            words=words, before=_before(fees, revived) if part.fund == "operating" else {}, opens=n == change_at,
        )
        for n, (part, tenders_of) in enumerate(zip(parts, shares, strict=True))
    ]  # fmt: skip
    if order.late is not None:  # money of an earlier day makes fees smaller that were posted since
        correct_late_fees(tx, list(paid))
    return Paid(tuple(made), cover.change, repeated=False)


def _before(fees: Event | None, revived: Event | None) -> dict[str, int]:
    """What was posted before a payment and belongs to it: taken back with it, or made bad debt again."""
    return {**({"late_fees": fees.id} if fees else {}), **({"revived": revived.id} if revived else {})}


def _checked(order: PaymentOrder, cover: tender_rules.Tendered, day: str) -> list[Tender]:
    """Return the tenders' rows, each with its own slip; cash is one tender, however often it was noted."""
    slips = iter([tender for tender in order.tenders if tender.kind is not tender_rules.TenderKind.CASH])
    return [
        checked(TenderIn(part.kind, part.amount) if part.kind is tender_rules.TenderKind.CASH else next(slips), day)
        for part in cover.parts
    ]


def _post(
    tx: Tx, order: PaymentOrder, part: FundPart, tenders: list[Tender], change: int, *, office: Office,
    cashier: Person, words: Words, before: Mapping[str, int], opens: bool,
) -> PaidReceipt:  # fmt: skip
    series = office.series(part.fund, tx.day)
    receipt = Receipt(
        tx.next_id("receipt"), series, tx.take_number(series), part.fund, order.unit_ids[0], order.payer_id, part.total
    )
    cash = Cash(sum(t.amount for t in tenders if t.kind == "cash") + change, change)
    facts: dict[str, Any] = {
        "units": list(order.unit_ids),
        "received": cash.received,
        "change": cash.change,
        "to_balance": part.to_balance,
        "rounding": part.rounding,
        "ahead": [list(each) for each in part.ahead],
        "order": _digest(order),
        **late_facts(order.late),
        **before,
    }
    if order.kept_for is not None and order.to_balance and part.fund == "operating":
        facts["kept_for"] = order.kept_for
    allocations = [Allocation(charge_id, amount, receipt.id) for charge_id, amount in part.allocations]
    draws = draws_for(tx.connection, order, part, tenders)
    postings = money_postings(part, tenders, order.unit_ids, draws)
    event = tx.post(
        "payment", facts, [receipt, *tenders, *allocations, *late_forms(tx.connection, order.late, receipt), *postings]
    )
    queue_receipt(
        tx, receipt, event, part, tenders, order=order, draws=draws, cash=cash, office=office, cashier=cashier,
        words=words, opens=opens,
    )  # fmt: skip
    return PaidReceipt(receipt.id, receipts.receipt_label(series, receipt.number), event.id, receipt.total)


def _digest(order: PaymentOrder) -> str:
    """What people are called stays out of the chain, also as a digest that could be guessed."""
    return order_digest(order, ("payer_name", "note"))


def repeated(connection: Any, earlier: Sequence[Earlier]) -> Paid:
    """Return the payment that the same request posted before."""
    made, change = [], 0
    for event in earlier:
        if event.kind != "payment":
            continue
        change += receipts.body(connection, event.id)["change"]
        made += [PaidReceipt(r.id, r.label, r.event_id, r.total) for r in receipts.of_event(connection, event.id)]
    return Paid(tuple(made), change, repeated=True)
