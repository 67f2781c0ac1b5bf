"""Reversals (冲正): a line that was booked wrongly settles the right charge instead, or becomes balance."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from counter.desk import approve
from counter.desk.card_intents import refuse_reserved
from counter.desk.correct_late_fees import correct_late_fees
from counter.desk.late_fees import charged_fees
from counter.desk.lost_debt import write_off_again
from counter.desk.office import Office, load_office
from counter.desk.people import Person
from counter.desk.post_late_fees import as_charges, post_fees
from counter.desk.receipt_lines import Line, LineGone, balance_key, standing_lines, take_back
from counter.desk.refund_into_purses import from_purse
from counter.desk.refund_paper import Agreed, queue_reversal_note
from counter.desk.requests import earlier_facts
from counter.desk.tills import name_of, require_open_till
from counter.desk.undo import came_in, refuse_if_used, standing_receipt, units_of
from counter.rules.permissions import Act
from counter.words import Words
from db.books import Books, Tx
from db.queries import accounts
from db.queries.accounts import OpenCharge
from db.queries.people import PendingAct
from db.queries.receipts import ReceiptRow, body, receipt_label
from db.rows import Allocation, Approval, Posting, Receipt


class Reversed(NamedTuple):
    """A line that is booked otherwise; amounts in minor units."""

    number: str
    receipt_id: int
    settled: int
    to_balance: int


class WishedReversal(NamedTuple):
    """So much (minor units) of one line of a receipt, and the charge it settles instead; None: it becomes balance."""

    receipt: int
    line: str
    amount: int
    to_charge: int | None


class ChargeNotThere(Exception):
    """The charge that is to be settled instead is not open, or belongs to another fund."""

    code = "charge_not_there"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


def reverse_payment(
    books: Books, receipt_id: int, line_key: str, amount: int, to_charge: int | None, reason: str, *,
    request_id: str, requester: Person, approver: Person, till: int, office: Office, words: Words,
) -> Reversed:  # fmt: skip
    """Take an amount of a receipt's line back and settle another open charge with it, the rest as balance.

    to_charge None keeps it all as balance of the line's unit. The charge taken back is owed again; the late fee of the
    one that is settled is posted and stays open. Raises NotAllowed, TillNotOpen, TillDayOver, UnknownReceipt,
    ReceiptAlreadyVoid, NoPayment, LineGone, ChargeNotThere, MoneyUsedSince, CardUnsettled, SelfApproval, ReasonMissing.
    """
    requester.require(Act.REVERSE_PAYMENT)
    wish = WishedReversal(receipt_id, line_key, amount, to_charge)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        done = earlier_facts(tx, "payment_reversed")
        if done is not None:
            said = done[1]
            return Reversed(said["number"], said["rows"]["receipt"][0][0], said["settled"], said["to_balance"])
        tx.day = require_open_till(tx.connection, till, tx.day).day
        approve.refuse_asker(tx, "reversal", f"receipt:{receipt_id}", approver)
        return _agreed(tx, wish, requester.staff_id, requester.name, approver, reason, office=office, words=words)


def ask_for_reversal(
    books: Books, wish: WishedReversal, reason: str, *, request_id: str, requester: Person, till: int
) -> None:
    """Ask for a reversal, to be decided later. Raises NotAllowed, ReasonMissing and what reverse_payment says of it."""
    requester.require(Act.REVERSE_PAYMENT)
    with books.transaction(request_id, staff_id=requester.staff_id, till=till) as tx:
        if not tx.earlier:
            found, lines, line = _reversible(tx, wish)
            _target(tx.connection, found, line, wish.to_charge)
            refuse_if_used(tx.connection, found, take_back(found, lines, {line.key: wish.amount}).postings)
            approve.ask(tx, "reversal", f"receipt:{wish.receipt}", requester.staff_id, reason, wish._asdict())


def carry_out(tx: Tx, asked: PendingAct, approver: Person, reason: str, words: Words) -> Reversed:
    """Reverse what was asked for, in the till that is open now. Raises what reverse_payment says."""
    tx.day = require_open_till(tx.connection, tx.till or 0, tx.day).day
    wish, name = wished_reversal(tx.connection, asked), name_of(tx.connection, asked.requester_id)
    office = load_office(tx.connection, tx.day)
    return _agreed(tx, wish, asked.requester_id, name, approver, reason, office=office, words=words)


def wished_reversal(connection: Any, asked: PendingAct) -> WishedReversal:
    """Return which reversal was asked for, from the event that asked."""
    return WishedReversal(**body(connection, asked.event_id)["wish"])


def _reversible(tx: Tx, wish: WishedReversal) -> tuple[ReceiptRow, Sequence[Line], Line]:
    found = standing_receipt(tx.connection, wish.receipt)
    refuse_reserved(tx.connection, units_of(tx.connection, found))
    lines = standing_lines(tx.connection, found)
    line = next((each for each in lines if each.key == wish.line and each.kind != "rounding"), None)
    if line is None or not 0 < wish.amount <= line.amount:
        raise LineGone(found.label, line.amount if line else 0, wish.amount)
    return found, lines, line


def _agreed(
    tx: Tx, wish: WishedReversal, requester_id: int, requester: str, approver: Person, reason: str, *, office: Office,
    words: Words,
) -> Reversed:  # fmt: skip
    agreed = approve.approval("reversal", f"receipt:{wish.receipt}", requester_id, approver, reason)
    found, lines, line = _reversible(tx, wish)
    who = Agreed(agreed.reason, requester, approver.name)
    return _reverse(
        tx, found, lines, line, wish.amount, wish.to_charge, agreed, who, approve.seen_by(approver), office=office,
        words=words,
    )  # fmt: skip


def _reverse(
    tx: Tx, found: ReceiptRow, lines: Sequence[Line], line: Line, amount: int, to_charge: int | None,
    agreed: Approval, who: Agreed, seen: dict[str, str], *, office: Office, words: Words,
) -> Reversed:  # fmt: skip
    back = take_back(found, lines, {line.key: amount})
    refuse_if_used(tx.connection, found, back.postings)
    target = _target(tx.connection, found, line, to_charge)
    own = _earmarked(tx.connection, found, line, target, amount)
    # What an item's purse paid goes back into it, unless the charge settled instead is of the same item.
    may_settle = amount if target and _same_purse(target, line) else amount - own
    settled = min(may_settle, target.open) if target else 0
    # What the charge bore until the money came in is posted with what settles it, and stays open.
    fees = charged_fees(tx.connection, [target] if target and settled else [], office, came_in(tx.connection, found))
    post_fees(tx, as_charges(tx.connection, fees))
    rest = amount - settled
    placed = _placed(found, line, target, settled, rest, own)
    series = {"operating": "C", "maintenance": "CM", "held": "CH"}[found.fund] + tx.day[:4]
    # The number of a note over no money: the sums of the day's receipts stay what they are.
    note = Receipt(tx.next_id("receipt"), series, tx.take_number(series), found.fund, found.unit_id, found.payer_id, 0)
    number = receipt_label(series, note.number)
    allocations = [Allocation(target.charge_id, settled, found.id)] if target and settled else []
    event = tx.post(
        "payment_reversed",
        {
            "receipt": found.id,
            "number": number,
            "of": found.label,
            "line": line.key,
            "amount": amount,
            "settled": settled,
            "to_balance": rest,
            "reason": agreed.reason,
            **seen,
        },
        [
            note,
            agreed,
            *back.allocations,
            *allocations,
            *back.postings,
            *_placed_postings(line, placed, own),
        ],
    )
    payer = next((h.name or "" for h in accounts.holders(tx.connection, found.unit_id or 0) if h.until is None), "")
    queue_reversal_note(
        tx, note, event, found, [(line, amount)], [(each, each.amount) for each in placed], payee=payer, agreed=who,
        office=office, words=words,
    )  # fmt: skip
    write_off_again(tx, found, back.allocations)
    correct_late_fees(tx, [each.charge_id for each in allocations])
    return Reversed(number, note.id, settled, rest)


def _target(connection: Any, found: ReceiptRow, line: Line, to_charge: int | None) -> OpenCharge | None:
    if to_charge is None:
        return None
    charges = accounts.open_charges(connection, tuple({found.unit_id or 0, line.unit_id or 0}))
    target = next((each for each in charges if each.charge_id == to_charge and each.fund == found.fund), None)
    if target is None or target.charge_id == line.charge_id:
        raise ChargeNotThere(found.label)
    return target


def _earmarked(connection: Any, found: ReceiptRow, line: Line, target: OpenCharge | None, amount: int) -> int:
    """How much of an amount of a line is its item's purse's, in minor units: it paid it, or it is what was kept in it.

    What was kept for an item may settle that item; anything else frees it, which is why a second person agrees.
    """
    if line.kind == "balance" and line.item_id is not None and target is not None and _same_purse(target, line):
        return amount
    return from_purse(connection, found, line, amount)


def _same_purse(target: OpenCharge | Line, line: Line) -> bool:
    return (target.unit_id, target.item_id) == (line.unit_id, line.item_id)


def _placed(
    found: ReceiptRow, line: Line, target: OpenCharge | None, settled: int, rest: int, own: int
) -> list[Line]:  # fmt: skip
    placed = []
    if target and settled:
        key = f"charge:{target.charge_id}"
        placed.append(
            Line(key, "charge", found.fund, target.unit_id, target.item_id, target.period, target.charge_id, settled)
        )
    unit_id = line.unit_id or found.unit_id
    for item_id, amount in ((line.item_id, min(own, rest)), (None, rest - min(own, rest))):
        if amount:
            key = balance_key(unit_id, item_id)
            placed.append(Line(key, "balance", found.fund, unit_id, item_id, None, None, amount))
    return placed


def _placed_postings(line: Line, placed: Sequence[Line], own: int) -> list[Posting]:
    """Return the postings of where the money goes; what of it is an item's purse's is said to be of what it paid."""
    postings: list[Posting] = []
    period = line.period if line.charge_id is None else None
    for each in placed:
        place = (each.unit_id, each.item_id, each.period, each.charge_id)
        if each.kind == "charge":
            postings.append(Posting(each.fund, "receivable", -each.amount, *place))
        elif each.item_id is not None:
            purse = (each.unit_id, each.item_id, period, line.charge_id)
            postings.append(Posting(each.fund, "balance", -each.amount, *purse))
            own -= each.amount
        else:
            postings.append(Posting(each.fund, "balance", -each.amount, each.unit_id))
    target = next((each for each in placed if each.kind == "charge" and _same_purse(each, line)), None)
    if own and target:  # the purse stays as it was, and has paid the other charge
        postings += [
            Posting(line.fund, "balance", -own, line.unit_id, line.item_id, period, line.charge_id, "balance"),
            Posting(line.fund, "balance", own, line.unit_id, line.item_id, None, target.charge_id, "balance"),
        ]
    return postings
