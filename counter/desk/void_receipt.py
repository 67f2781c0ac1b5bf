"""Voiding a receipt (作废) of the till day still open: number kept, money given back, a second person agrees."""

from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.card_intents import refuse_reserved
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.drawer import require_cash
from counter.desk.lost_debt import write_off_again
from counter.desk.office import load_office
from counter.desk.people import Person
from counter.desk.post_late_fees import take_back_fees
from counter.desk.tenders import BY_TERMINAL
from counter.desk.tills import name_of, opened, refuse_aside, require_open_till, require_own_till
from counter.desk.undo import (
    MoneySide,
    UnknownReceipt,
    money_side,
    paid_by,
    refuse_if_used,
    unit_side,
    units_of,
    untouched_receipt,
)
from counter.papers.void_slip import VoidFacts, void_slip
from counter.rules.permissions import Act
from counter.words import Words
from counter.words.formats import Currency
from db import papers
from db.books import Books, Event, Tx
from db.queries.people import PendingAct
from db.queries.receipts import ReceiptRow, body, receipt
from db.queries.tenders import INCOMING
from db.queries.tills import TillState
from db.rows import ReceiptVoid
from printing.blocks import dump


class ReceiptDayClosed(Exception):
    """The receipt belongs to a till day that is closed: it stands, and money goes back by a refund."""

    code = "receipt_day_closed"

    def __init__(self, receipt_number: str, day: str) -> None:
        super().__init__(receipt_number, day)
        self.receipt_number = receipt_number
        self.day = day


class PartsMissing(Exception):
    """The payer's part of the receipt is not here: whoever holds it could still show it, so that it stays in force."""

    code = "parts_missing"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class WayOut(NamedTuple):
    """One way the money of a void receipt goes back; amount in minor units.

    listed: to the list of transfers; returned: the card terminal has taken it back already.
    """

    kind: str
    amount: int
    listed: bool
    returned: bool = False


class VoidOutcome(NamedTuple):
    """What became of a wish to void: done now, or asked for and waiting; ways: how the money goes back."""

    receipt_number: str
    total: int
    waiting: bool
    ways: tuple[WayOut, ...] = ()


def void_receipt(
    books: Books, receipt_id: int, reason: str, *, request_id: str, requester: Person, till: int,
    approver: Person | None, words: Words | None = None, parts_in_hand: bool | None = None,
) -> VoidOutcome:  # fmt: skip
    """Void a receipt with a second person's agreement, or ask for it where nobody else is there (approver None).

    words: the language of the slip to sign, Chinese where none is named. parts_in_hand: whether both parts of the
    receipt were said to lie here, kept with the void; None where nobody was asked. Raises PartsMissing, UnknownReceipt,
    ReceiptAlreadyVoid, ReceiptAmended, ReceiptDayClosed, MoneyUsedSince, NotAllowed, SelfApproval, TookTheMoney,
    ReasonMissing, TillNotOpen, TillDayOver, CardUnsettled, NotEnoughCash; NotYourTill, TillNotTakenUp where cash goes
    back.
    """
    requester.require(Act.REQUEST_VOID)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        if tx.earlier:
            found = standing_or_void(tx, receipt_id)
            return outcome_of(tx.connection, found, waiting=found.voided_by is None)
        state = require_open_till(tx.connection, till, tx.day)
        tx.day = state.day
        found = voidable(tx.connection, receipt_id, state)
        if parts_in_hand is False:
            raise PartsMissing(found.label)
        if approver is None:
            wish = {"parts_in_hand": True} if parts_in_hand else None
            approve.ask(tx, "void", f"receipt:{receipt_id}", requester.staff_id, reason, wish)
            return outcome_of(tx.connection, found, waiting=True)
        if gives_cash(tx.connection, found):
            require_own_till(tx.connection, state, requester)
        _void(
            tx, found, requester.staff_id, approver, reason, words or Words.load("zh_CN"), parts_in_hand=parts_in_hand
        )
        return outcome_of(tx.connection, found, waiting=False)


def gives_cash(connection: Any, found: ReceiptRow) -> bool:
    """Return whether some of a receipt's money goes back in cash when it is voided."""
    return any(tender.kind == "cash" for tender in money_side(connection, paid_by(connection, found)).tenders)


def outcome_of(connection: Any, found: ReceiptRow, *, waiting: bool, returned: bool = False) -> VoidOutcome:
    """Return what became of a wish to void; returned: the card terminal took the money back itself."""
    ways = () if waiting else _ways(money_side(connection, paid_by(connection, found)), returned=returned)
    return VoidOutcome(found.label, found.total, waiting, ways)


def _ways(money: MoneySide, *, returned: bool = False) -> tuple[WayOut, ...]:
    return tuple(
        WayOut(
            each.kind, -each.amount, (each.evidence or "").startswith(INCOMING), returned and each.kind in BY_TERMINAL
        )
        for each in money.tenders
        if each.amount
    )


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, words: Words) -> VoidOutcome:
    """Void what was asked for, out of the till that is open now.

    It works past midnight too: the day is closed only once nothing waits. Raises TillNotOpen, TillSuspended,
    HandoverHangs and what void_receipt says of the receipt.
    """
    state = opened(tx.connection, tx.till or 0)
    refuse_aside(tx.connection, state)
    tx.day = state.day
    found = voidable(tx.connection, int(asked.subject.removeprefix("receipt:")), state)
    wish = body(tx.connection, asked.event_id).get("wish", {})
    parts = wish.get("parts_in_hand")
    _void(tx, found, asked.requester_id, approver, reason, words, parts_in_hand=parts)
    return outcome_of(tx.connection, found, waiting=False)


def void_within(
    tx: Tx, receipt_id: int, requester_id: int, approver: Person, reason: str, words: Words, *, parts_in_hand: bool,
    returned: bool,
) -> VoidOutcome:  # fmt: skip
    """Void a receipt inside the commit that settles what the card terminal gave back (returned) for it.

    Raises what void_receipt says of the receipt.
    """
    state = opened(tx.connection, tx.till or 0)
    found = voidable(tx.connection, receipt_id, state)
    _void(tx, found, requester_id, approver, reason, words, parts_in_hand=parts_in_hand, returned=returned)
    return outcome_of(tx.connection, found, waiting=False, returned=returned)


def voidable(connection: Any, receipt_id: int, state: TillState, own: str = "") -> ReceiptRow:
    """Return the receipt if it stands and its money came in on the open day. Raises what void_receipt says.

    own: the intent under which the card terminal is asked about this receipt itself.
    """
    found = untouched_receipt(connection, receipt_id)
    payer = paid_by(connection, found)
    if payer.event_id < state.opened_event or payer.till != state.till:
        raise ReceiptDayClosed(found.label, payer.day)
    refuse_reserved(connection, units_of(connection, found), (own,))
    return found


def standing_or_void(tx: Tx, receipt_id: int) -> ReceiptRow:
    """Return a receipt whatever became of it. Raises UnknownReceipt."""
    found = receipt(tx.connection, receipt_id)
    if found is None:
        raise UnknownReceipt(str(receipt_id))
    return found


def _void(
    tx: Tx, found: ReceiptRow, requester_id: int, approver: Person, reason: str, words: Words, *,
    parts_in_hand: bool | None, returned: bool = False,
) -> None:  # fmt: skip
    subject = f"receipt:{found.id}"
    payer = paid_by(tx.connection, found)
    agreed = approve.approval("void", subject, requester_id, approver, reason)
    approve.refuse_asker(tx, "void", subject, approver)
    alone = approve.not_by_the_taker(tx, "void", requester_id, approver, (payer.staff_id,))
    unit, money = unit_side(tx.connection, found), money_side(tx.connection, payer)
    postings = [*money.postings, *unit.postings]
    refuse_if_used(tx.connection, found, postings)
    notes = -sum(tender.amount for tender in money.tenders if tender.kind == "cash")
    require_cash(tx.connection, opened(tx.connection, tx.till or 0), notes)
    approve.settle_about(tx, subject)
    parts = {"parts_in_hand": True} if parts_in_hand else {}
    event = tx.post(
        "receipt_voided",
        {"receipt": found.id, "reason": agreed.reason, **parts, **alone, **approve.seen_by(approver)},
        [
            ReceiptVoid(found.id),
            agreed,
            *money.tenders,
            *unit.allocations,
            *postings,
        ],
    )
    cashier = name_of(tx.connection, requester_id)
    ways = _ways(money, returned=returned)
    _queue_slip(tx, event, found, ways, agreed.reason, cashier, approver, words, parts_in_hand=bool(parts))
    # After its paper is queued: the event that comes next binds it.
    write_off_again(tx, found, unit.allocations)
    correct_late_fees(tx, take_back_fees(tx, body(tx.connection, found.event_id).get("late_fees")))


def _queue_slip(
    tx: Tx, event: Event, found: ReceiptRow, ways: tuple[WayOut, ...], reason: str, cashier: str, approver: Person,
    words: Words, *, parts_in_hand: bool,
) -> None:  # fmt: skip
    """Word the slip to sign; the drawer opens with it only where cash goes back."""
    office = load_office(tx.connection, tx.day)
    facts = VoidFacts(
        found.label, found.day, tx.at, office.estate(words.language), found.unit_code or "", found.total, ways, reason,
        cashier, approver.name, tx.till or 0, office.books_kind, office.currency == "CNY",
        Currency(office.currency_symbol, "元" if office.currency == "CNY" else office.currency, office.currency_digits),
        parts_in_hand,
    )  # fmt: skip
    cash = any(each.kind == "cash" for each in ways)
    papers.enqueue(tx, "void_slip", dump(void_slip(facts, words)), event_id=event.id, drawer=cash)
