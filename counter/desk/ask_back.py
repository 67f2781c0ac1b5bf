"""Money that the card terminal is asked to give back, for a void or a refund: agreed and committed before it is asked.

The void or refund itself is posted with the terminal's own word (counter/desk/settle_back.py). Until then the receipt's
units take nothing else, and the day is not closed.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.approve import pending
from counter.desk.card_intents import UNNAMED, AskedTerminal, refuse_reserved
from counter.desk.drawer import require_cash
from counter.desk.people import Person
from counter.desk.receipt_lines import take_back
from counter.desk.refund_order import RefundOrder, checked_order
from counter.desk.refund_payment import refuse_waiting, wish_of
from counter.desk.tenders import BY_TERMINAL, TenderIn
from counter.desk.tills import require_open_till, require_own_till
from counter.desk.undo import money_side, paid_by, refuse_if_used, unit_side, units_of
from counter.desk.void_receipt import voidable
from counter.rules.card_intent import CardState, step
from counter.rules.permissions import Act
from counter.rules.tender import TenderKind
from db.books import Books, Tx
from db.queries.people import PendingAct
from db.queries.receipts import ReceiptRow, body
from db.queries.tenders import net_of
from db.queries.tills import TillState
from db.rows import CardIntent, Tender


class SlipBack(NamedTuple):
    """The one slip a receipt was paid by: its number, its terminal's own number ('' unknown).

    Amounts in minor units; rest: what was paid otherwise and goes back otherwise.
    """

    kind: str
    amount: int
    voucher: str
    terminal: str
    rest: int


class NoSlipToReverse(Exception):
    """Not one whole slip of the terminal is in this receipt, so the terminal cannot take it back by itself."""

    code = "no_slip_to_reverse"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


def slip_back(connection: Any, found: ReceiptRow) -> SlipBack | None:
    """Return the slip a receipt was paid by, with other tenders or without.

    None where there is none, or more than one, or where the slip carries another receipt too: the terminal takes whole
    slips back.
    """
    paid = [each for each in money_side(connection, paid_by(connection, found)).tenders if each.amount]
    slips = [each for each in paid if each.kind in BY_TERMINAL]
    if len(slips) != 1 or net_of(connection, slips[0].evidence or "") != -slips[0].amount:
        return None
    slip, rest = _slip(slips[0]), -sum(each.amount for each in paid) + slips[0].amount
    return SlipBack(slips[0].kind, -slips[0].amount, slip.get("voucher", ""), slip.get("terminal", ""), rest)


def _slip(tender: Tender) -> dict[str, str]:
    found: dict[str, str] = json.loads(tender.details or "{}")
    return found


def ask_void_back(
    books: Books, receipt_id: int, reason: str, *, intent_id: str, requester: Person, approver: Person, till: int,
    parts_in_hand: bool, terminal: AskedTerminal = UNNAMED,
) -> SlipBack:  # fmt: skip
    """Commit that the terminal is asked to take a receipt's payment back, and that a second person agreed to the void.

    Asked again under the same id nothing is posted. Raises NotAllowed, TillNotOpen, TillDayOver, SelfApproval,
    ReasonMissing, TookTheMoney, NoSlipToReverse, MoneyUsedSince and what voidable says of the receipt; NotEnoughCash,
    NotYourTill and TillNotTakenUp where cash goes back beside the card.
    """
    requester.require(Act.REQUEST_VOID)
    with books.transaction(intent_id, staff_id=requester.staff_id, till=till) as tx:
        ready = _slip_to_take(tx, receipt_id, intent_id)
        if tx.earlier:
            return ready.slip
        if _cash_of(tx, ready.found):
            require_own_till(tx.connection, ready.state, requester)
        _ask_void(tx, intent_id, ready, requester.staff_id, approver, reason, {
            **terminal.facts, **({"parts_in_hand": True} if parts_in_hand else {}),
        })  # fmt: skip
        return ready.slip


def ask_waiting_void_back(
    books: Books, asked_event: int, reason: str, *, intent_id: str, approver: Person, till: int,
    terminal: AskedTerminal = UNNAMED,
) -> SlipBack:  # fmt: skip
    """Commit that a void that waited is agreed to and that the terminal is asked to take its payment back.

    The request waits on until the terminal has said yes: its void takes it off the list. Without a reason of its own
    the void carries the one it was asked for with. Raises NotPending and what ask_void_back does.
    """
    with books.transaction(intent_id, staff_id=approver.staff_id, till=till) as tx:
        asked = pending(tx.connection, asked_event)
        ready = _slip_to_take(tx, int(asked.subject.removeprefix("receipt:")), intent_id)
        if not tx.earlier:
            _ask_void(tx, intent_id, ready, asked.requester_id, approver, reason.strip() or asked.reason, {
                **terminal.facts, "requester": asked.requester_id, **_said_then(tx, asked),
            })  # fmt: skip
        return ready.slip


def _said_then(tx: Tx, asked: PendingAct) -> dict[str, Any]:
    wish = body(tx.connection, asked.event_id).get("wish", {})
    return {"parts_in_hand": True} if wish.get("parts_in_hand") else {}


class _Ready(NamedTuple):
    found: ReceiptRow
    slip: SlipBack
    state: TillState


def _slip_to_take(tx: Tx, receipt_id: int, intent_id: str) -> _Ready:
    state = require_open_till(tx.connection, tx.till or 0, tx.day)
    tx.day = state.day
    found = voidable(tx.connection, receipt_id, state, own=intent_id)
    slip = slip_back(tx.connection, found)
    if slip is None or not slip.voucher:
        raise NoSlipToReverse(found.label)
    return _Ready(found, slip, state)


def _cash_of(tx: Tx, found: ReceiptRow) -> int:
    paid = money_side(tx.connection, paid_by(tx.connection, found)).tenders
    return -sum(each.amount for each in paid if each.kind == TenderKind.CASH.value)


def _ask_void(
    tx: Tx, intent_id: str, ready: _Ready, requester_id: int, approver: Person, reason: str, more: Mapping[str, Any]
) -> None:
    """Refuse at once what the void would be refused for once the terminal has given the money back."""
    facts = _agreed(tx, "void", ready.found, requester_id, approver, reason)
    postings = money_side(tx.connection, paid_by(tx.connection, ready.found)).postings
    refuse_if_used(tx.connection, ready.found, [*postings, *unit_side(tx.connection, ready.found).postings])
    require_cash(tx.connection, ready.state, _cash_of(tx, ready.found))
    _ask(tx, intent_id, ready.slip.kind, ready.slip.amount, {**facts, **more, "voucher": ready.slip.voucher})


def ask_refund_back(
    books: Books, order: RefundOrder, reason: str, *, requester: Person, approver: Person, till: int,
    terminal: AskedTerminal = UNNAMED,
) -> TenderIn:  # fmt: skip
    """Commit that the terminal is asked to give a refund to a card, and that a second person agreed to the refund.

    The order's one tender carries the id of its intent. Asked again under the same id nothing is posted. Raises
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
        facts = _agreed(tx, "refund", ready.found, requester.staff_id, approver, reason)
        wish = {"wish": wish_of(tx.connection, ready.found, order)}
        _ask(tx, way.intent, way.kind.value, way.amount, {**facts, **terminal.facts, **wish})
        return way


def _agreed(
    tx: Tx, act: str, found: ReceiptRow, requester_id: int, approver: Person, reason: str
) -> dict[str, Any]:  # fmt: skip
    """Return what the event says of the agreement; refuse at once what would be refused when it is posted."""
    subject = f"receipt:{found.id}"
    row = approve.approval(act, subject, requester_id, approver, reason)
    approve.refuse_asker(tx, act, subject, approver)
    takers: Sequence[int | None] = (paid_by(tx.connection, found).staff_id,)
    approve.not_by_the_taker(tx, act, requester_id, approver, takers)
    refuse_reserved(tx.connection, units_of(tx.connection, found))
    return {
        "back": act, "receipt": found.id, "units": list(units_of(tx.connection, found)), "reason": row.reason,
        "approver": approver.staff_id, **(approve.seen_by(approver) if act == "void" else {}),
    }  # fmt: skip


def _ask(tx: Tx, intent_id: str, kind: str, amount: int, facts: Mapping[str, Any]) -> None:
    sent = step(CardState.CREATED, CardState.SENT)
    tx.post("card_back_asked", facts, [CardIntent(intent_id, kind, amount, sent.value, None, "{}")])
