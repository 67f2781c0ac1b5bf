"""Money that the card terminal is asked to give back, for a void or a refund: agreed and committed before it is asked.

The void or refund itself is posted with the terminal's own word (counter/desk/settle_back.py). Until then the receipt's
units take nothing else, and the day is not closed.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.card_intents import NOBODY, Whom, refuse_reserved
from counter.desk.people import Person
from counter.desk.receipt_lines import take_back
from counter.desk.refund_order import RefundOrder, checked_order
from counter.desk.refund_payment import refuse_waiting, wish_of
from counter.desk.tenders import TenderIn
from counter.desk.tills import require_open_till
from counter.desk.undo import money_side, paid_by, refuse_if_used, unit_side, units_of
from counter.desk.void_receipt import voidable
from counter.rules.card_intent import CardState, step
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from db.books import Books, Tx
from db.queries.receipts import ReceiptRow
from db.rows import CardIntent, Tender

BY_TERMINAL = frozenset({TenderKind.CARD.value, TenderKind.SCAN.value})


class SlipBack(NamedTuple):
    """The one slip a receipt was paid by: its number, its terminal's own number ('' unknown), amount in minor units."""

    kind: str
    amount: int
    voucher: str
    terminal: str


class NoSlipToReverse(Exception):
    """The receipt was not paid by one slip of the terminal alone, so the terminal cannot take it back by itself."""

    code = "no_slip_to_reverse"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


def slip_back(connection: Any, found: ReceiptRow) -> SlipBack | None:
    """Return the slip a receipt was paid by, None where it was paid otherwise, or by more than that slip."""
    paid = [each for each in money_side(connection, paid_by(connection, found)).tenders if each.amount]
    if len(paid) != 1 or paid[0].kind not in BY_TERMINAL:
        return None
    slip = _slip(paid[0])
    return SlipBack(paid[0].kind, -paid[0].amount, slip.get("voucher", ""), slip.get("terminal", ""))


def _slip(tender: Tender) -> dict[str, str]:
    found: dict[str, str] = json.loads(tender.details or "{}")
    return found


def ask_void_back(
    books: Books, receipt_id: int, reason: str, *, intent_id: str, requester: Person, approver: Person, till: int,
    parts_in_hand: bool, whom: Whom = NOBODY,
) -> SlipBack:  # fmt: skip
    """Commit that the terminal is asked to take a receipt's payment back, and that a second person agreed to the void.

    Whom again under the same id nothing is posted. Raises NotAllowed, TillNotOpen, TillDayOver, SelfApproval,
    ReasonMissing, TookTheMoney, NoSlipToReverse, MoneyUsedSince and what voidable says of the receipt.
    """
    requester.require(Act.REQUEST_VOID)
    with books.transaction(intent_id, staff_id=requester.staff_id, till=till) as tx:
        state = require_open_till(tx.connection, till, tx.day)
        tx.day = state.day
        found = voidable(tx.connection, receipt_id, state, own=intent_id)
        slip = slip_back(tx.connection, found)
        if slip is None or not slip.voucher:
            raise NoSlipToReverse(found.label)
        if tx.earlier:
            return slip
        facts = _agreed(tx, "void", found, requester, approver, reason)
        postings = [*money_side(tx.connection, paid_by(tx.connection, found)).postings]
        refuse_if_used(tx.connection, found, [*postings, *unit_side(tx.connection, found).postings])
        facts |= {"parts_in_hand": True} if parts_in_hand else {}
        _ask(tx, intent_id, slip.kind, slip.amount, {**facts, **whom.facts, "voucher": slip.voucher})
        return slip


def ask_refund_back(
    books: Books, order: RefundOrder, reason: str, *, requester: Person, approver: Person, till: int,
    whom: Whom = NOBODY,
) -> TenderIn:  # fmt: skip
    """Commit that the terminal is asked to give a refund to a card, and that a second person agreed to the refund.

    The order's one tender carries the id of its intent. Whom again under the same id nothing is posted. Raises
    NoSlipToReverse where the refund goes another way too, and what refund_payment does: money that the terminal gave
    back has to be posted.
    """
    requester.require(Act.REQUEST_REFUND)
    way = order.tenders[0]
    with books.transaction(way.intent, staff_id=requester.staff_id, till=till) as tx:
        if tx.earlier:
            return way
        state = require_open_till(tx.connection, till, tx.day)
        tx.day = state.day
        ready = checked_order(tx, order, state)
        if len(order.tenders) != 1 or way.kind.value not in BY_TERMINAL:
            raise NoSlipToReverse(ready.found.label)
        refuse_waiting(tx, ready.found)
        refuse_if_used(tx.connection, ready.found, take_back(ready.found, ready.lines, ready.wanted).postings)
        facts = _agreed(tx, "refund", ready.found, requester, approver, reason)
        wish = {"wish": wish_of(tx.connection, ready.found, order)}
        _ask(tx, way.intent, way.kind.value, way.amount, {**facts, **whom.facts, **wish})
        return way


def _agreed(
    tx: Tx, act: str, found: ReceiptRow, requester: Person, approver: Person, reason: str
) -> dict[str, Any]:  # fmt: skip
    """Return what the event says of the agreement; refuse at once what would be refused when it is posted."""
    subject = f"receipt:{found.id}"
    row = approve.approval(act, subject, requester.staff_id, approver, reason)
    approve.refuse_asker(tx, act, subject, approver)
    takers: Sequence[int | None] = (paid_by(tx.connection, found).staff_id,)
    approve.not_by_the_taker(tx, act, requester.staff_id, approver, takers)
    refuse_reserved(tx.connection, units_of(tx.connection, found))
    return {
        "back": act, "receipt": found.id, "units": list(units_of(tx.connection, found)), "reason": row.reason,
        "approver": approver.staff_id, **(approve.seen_by(approver) if act == "void" else {}),
    }  # fmt: skip


def _ask(tx: Tx, intent_id: str, kind: str, amount: int, facts: Mapping[str, Any]) -> None:
    sent = step(CardState.CREATED, CardState.SENT)
    tx.post("card_back_asked", facts, [CardIntent(intent_id, kind, amount, sent.value, None, "{}")])
