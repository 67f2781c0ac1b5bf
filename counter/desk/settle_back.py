"""What became of money the terminal was asked to give back: in the same commit its void or refund is posted.

That it did not go back is recorded as for a payment (counter/desk/settle_card.py).
"""

from collections.abc import Mapping

from counter.desk import approve
from counter.desk.card_intents import known, settle
from counter.desk.people import Person
from counter.desk.refund_payment import Refunded, order_of_wish, refund_within, refunded_before
from counter.desk.settle_card import agreed_on, at_its_till
from counter.desk.tenders import TenderIn, checked, refuse_used
from counter.desk.void_receipt import VoidOutcome, outcome_of, void_within
from counter.rules.card_intent import CardSettled, CardState
from counter.rules.permissions import Act, Role
from counter.rules.tender import TenderKind
from counter.words import Words
from db.books import Books, Tx
from db.queries import people
from db.queries.intents import IntentRow
from db.queries.receipts import receipt


def settle_back(
    books: Books, intent_id: str, slip: Mapping[str, str], *, cashier: Person, till: int, words: Words,
    approver: Person | None = None, reason: str = "", alone: bool = False,
) -> VoidOutcome | Refunded:  # fmt: skip
    """Post the void or refund an intent was asked for: the money went back to the card. The same outcome posts once.

    approver and reason: where not the terminal but its slip and a second person say so; alone: nobody else is there, so
    that the slip is believed and the approval is owed. It is posted at the till that asked, wherever (till) it is
    settled, past midnight too, into the till day still open. Raises NotAllowed, SelfApproval, ReasonMissing,
    UnknownIntent, CardSettled, CardStepWrong, TillNotOpen, SlipFieldMissing, FullCardNumber, SlipAlreadyUsed and
    what void and refund say of the receipt.
    """
    cashier.require(Act.TAKE_PAYMENT)
    to = CardState.MANUAL if approver or alone else CardState.APPROVED
    with books.transaction(f"{intent_id}-settled", staff_id=cashier.staff_id, till=till) as tx:
        intent = known(tx.connection, intent_id)
        if tx.earlier:
            return _settled_before(tx, intent, to)
        at = at_its_till(tx, intent)
        agreed = agreed_on(tx, intent, cashier, approver, reason, alone=alone)
        row = checked(TenderIn(TenderKind(intent.kind), intent.amount, slip), tx.day) if slip else None
        settle(tx, intent, to, row, agreed.rows, **agreed.facts, **approve.seen_by(approver), **at)
        if intent.back == "void":
            return _void(tx, intent, words)
        return _refund(tx, intent, slip, words)


def _void(tx: Tx, intent: IntentRow, words: Words) -> VoidOutcome:
    body = intent.body
    return void_within(
        tx, body["receipt"], body.get("requester", body["staff"]), _who_agreed(tx, intent), body["reason"], words,
        parts_in_hand=bool(body.get("parts_in_hand")), returned=True,
    )  # fmt: skip


def _refund(tx: Tx, intent: IntentRow, slip: Mapping[str, str], words: Words) -> Refunded:
    # A terminal that is asked for its last payment may tell the one that is to be given back: that is no refund of it.
    row = checked(TenderIn(TenderKind(intent.kind), intent.amount, slip), tx.day)
    refuse_used(tx.connection, [row], tx.day)
    order = order_of_wish(tx.connection, intent.body["wish"])
    ways = tuple(each._replace(details=dict(slip), intent="") for each in order.tenders)
    return refund_within(
        tx, order._replace(tenders=ways), intent.body["staff"], _who_agreed(tx, intent), intent.body["reason"], words
    )


def _who_agreed(tx: Tx, intent: IntentRow) -> Person:
    row = people.staff(tx.connection, intent.body["approver"])
    assert row is not None, "nobody is deleted"
    # Whether they may was asked before the terminal was; what they may now does not bring the money back.
    return Person(row.id, row.name, Role.MANAGER.value, seen=intent.body.get("seen", ""))


def _settled_before(tx: Tx, intent: IntentRow, to: CardState) -> VoidOutcome | Refunded:
    if intent.state != to:
        raise CardSettled(intent.state)
    if intent.back == "void":
        found = receipt(tx.connection, intent.body["receipt"])
        assert found is not None, "the event of the void names it"
        return outcome_of(tx.connection, found, waiting=False, returned=True)
    return refunded_before(tx)
