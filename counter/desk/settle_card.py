"""What became of a card payment, once it is known: its money is posted whole in the same commit, or nothing is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.card_intents import known, order_asked, own_intents, settle
from counter.desk.fund_taken import FundNotCollected
from counter.desk.office import Office
from counter.desk.owed import Agreement, agree_or_owe
from counter.desk.payment_order import PaymentOrder
from counter.desk.people import Person
from counter.desk.purses import NotForThisItem
from counter.desk.requests import earlier_facts
from counter.desk.settlement import AccountChanged
from counter.desk.take_payment import Paid, pay_within, repeated
from counter.desk.tenders import BalanceTooSmall, TenderIn, TransferTooSmall, checked
from counter.desk.tills import TillNotOpen
from counter.rules.card_intent import UNSETTLED, CardSettled, CardState
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from counter.words import Words
from db.books import Books, Tx
from db.queries import intents
from db.queries.intents import IntentRow
from db.queries.tills import till_state
from db.rows import Approval

# What may have become of the bill since: the money is there all the same.
_CHANGED = (AccountChanged, BalanceTooSmall, TransferTooSmall, NotForThisItem, FundNotCollected)
# Tenders that moved no money of their own: where the bill was settled meanwhile they are left where they lie.
_ON_PAPER = frozenset({TenderKind.BALANCE, TenderKind.TRANSFER})


class OnReceipt(NamedTuple):
    """What the payer wanted on the receipt. What people are called stays out of the books' chain, and so does a note:
    the window remembers it for as long as it is open."""

    payer_name: str
    note: str


class SettledCard(NamedTuple):
    """A card payment whose money is posted; to_balance where its bill was settled meanwhile."""

    paid: Paid
    to_balance: bool


def settle_paid(
    books: Books, intent_id: str, slip: Mapping[str, str], *, cashier: Person, till: int, office: Office,
    words: Words, approver: Person | None = None, reason: str = "", alone: bool = False,
    on_receipt: OnReceipt | None = None,
) -> SettledCard:  # fmt: skip
    """Post the payment an intent was asked for, with all its tenders; what the bill does not take becomes balance.

    approver and reason: where no terminal but a slip and a second person say that it was paid; alone: nobody else is
    there, so that the slip is believed and the approval is owed. It is posted at the till that asked, wherever (till)
    it is settled, past midnight too, into the till day still open. The same outcome posts once. Raises NotAllowed,
    SelfApproval, ReasonMissing, UnknownIntent, CardSettled, CardStepWrong, TillNotOpen, SlipAlreadyUsed,
    SlipFieldMissing, FullCardNumber.
    """
    cashier.require(Act.TAKE_PAYMENT)
    to = CardState.MANUAL if approver or alone else CardState.APPROVED
    for to_balance in (False, True):
        try:
            with books.transaction(f"{intent_id}-settled", staff_id=cashier.staff_id, till=till) as tx:
                intent = known(tx.connection, intent_id)
                if tx.earlier:
                    return _settled_before(tx, intent, to)
                at = at_its_till(tx, intent)
                order = replace(_order(tx, intent, slip), **(on_receipt._asdict() if on_receipt else {}))
                order = _all_to_balance(order) if to_balance else order
                agreed = agreed_on(tx, intent, cashier, approver, reason, alone=alone)
                facts = {**agreed.facts, **approve.seen_by(approver), **at}
                _settle(tx, intent, to, slip, agreed.rows, to_balance=to_balance, **facts)
                own = tuple(t._replace(intent="") if t.intent == intent_id else t for t in order.tenders)
                paid = pay_within(tx, replace(order, tenders=own), cashier=cashier, office=office, words=words)
                return SettledCard(paid, to_balance)
        except _CHANGED:
            if to_balance:
                raise
    raise AssertionError("the second round returns or raises")


def settle_unpaid(
    books: Books, intent_id: str, to: CardState, *, cashier: Person, till: int, slip: Mapping[str, str] = {},
    approver: Person | None = None, reason: str = "", alone: bool = False,
) -> None:  # fmt: skip
    """Record that an intent brought no money: declined, reversed or not found; approver: where only a person says so,
    alone: where nobody else is there, the approval is owed. It is posted at the till that asked.

    Raises NotAllowed, SelfApproval, ReasonMissing, UnknownIntent, CardSettled, CardStepWrong, TillNotOpen.
    """
    cashier.require(Act.TAKE_PAYMENT)
    with books.transaction(f"{intent_id}-settled", staff_id=cashier.staff_id, till=till) as tx:
        intent = known(tx.connection, intent_id)
        if tx.earlier:
            if intent.state != to:
                raise CardSettled(intent.state)
            return
        at = at_its_till(tx, intent)
        agreed = agreed_on(tx, intent, cashier, approver, reason, alone=alone)
        _settle(tx, intent, to, slip, agreed.rows, **agreed.facts, **approve.seen_by(approver), **at)


def mark_unknown(books: Books, intent_id: str) -> None:
    """Record that nobody knows what became of an intent that was sent; one that is settled stays so."""
    with books.transaction(f"{intent_id}-unknown", staff_id=None) as tx:
        intent = known(tx.connection, intent_id)
        if intent.state == CardState.SENT:
            tx.till, tx.day = intent.till, intent.body["day"]
            settle(tx, intent, CardState.UNKNOWN)


def found_sent(books: Books) -> int:
    """At start: what was sent and never answered is unknown now; returns how many there were."""
    with books.machine() as connection:
        sent = [each.intent_id for each in intents.unsettled(connection) if each.state == CardState.SENT]
    for intent_id in sent:
        mark_unknown(books, intent_id)
    return len(sent)


def agreed_on(
    tx: Tx, intent: IntentRow, cashier: Person, approver: Person | None, reason: str, *, alone: bool
) -> Agreement:
    """Return who agreed to an outcome that no terminal told, or that the approval is owed; nobody where it told."""
    acts = ["card"] if approver or alone else []  # the terminal's own word needs nobody's
    return agree_or_owe(
        tx, acts, f"card:{intent.intent_id}", cashier.staff_id, approver, reason,
        {intent.body["staff"]} - {cashier.staff_id},
    )  # fmt: skip


def _settle(
    tx: Tx, intent: IntentRow, to: CardState, slip: Mapping[str, str], agreed: Sequence[Approval], **facts: Any
) -> None:
    row = checked(TenderIn(TenderKind(intent.kind), intent.amount, slip), tx.day) if slip else None
    settle(tx, intent, to, row, agreed, **facts)


def at_its_till(tx: Tx, intent: IntentRow) -> dict[str, int]:
    """Let what is posted belong to the till that asked: its drawer has the cash beside the card, its day stays open.

    Returns what the event says of the till at which it is settled, where that is another one. Raises TillNotOpen.
    """
    here, tx.till = tx.till, intent.till if intent.till is not None else tx.till
    state = till_state(tx.connection, tx.till or 0)
    if state is None:
        raise TillNotOpen(tx.till or 0)
    tx.day = state.day
    return {"settled_at": here} if here is not None and here != tx.till else {}


def _order(tx: Tx, intent: IntentRow, slip: Mapping[str, str]) -> PaymentOrder:
    """Return the order with its slip; where another slip of it is settled, its other tenders went with that one."""
    order = order_asked(tx.connection, intent)
    others = [known(tx.connection, each) for each in own_intents(order.tenders) if each != intent.intent_id]
    tenders = [tender for tender in order.tenders if tender.intent != intent.intent_id]
    if any(other.state not in UNSETTLED for other in others):
        tenders = []
        order = replace(order, pay_now=intent.amount, rounding=0, to_balance=0, received_cash=None)
    tenders.append(TenderIn(TenderKind(intent.kind), intent.amount, slip, intent.intent_id))
    return replace(order, tenders=tuple(tenders))


def _all_to_balance(order: PaymentOrder) -> PaymentOrder:
    tenders = tuple(tender for tender in order.tenders if tender.kind not in _ON_PAPER)
    return replace(
        order, chosen=(), written_off=(), ahead=(), late_fees=(), withheld=(), pay_now=0, rounding=0, tenders=tenders,
        received_cash=None, to_balance=sum(tender.amount for tender in tenders), kept_for=None,
    )  # fmt: skip


def _settled_before(tx: Tx, intent: IntentRow, to: CardState) -> SettledCard:
    if intent.state != to:
        raise CardSettled(intent.state)
    done = earlier_facts(tx, "card_settled")
    return SettledCard(repeated(tx.connection, tx.earlier), bool(done and done[1].get("to_balance")))
