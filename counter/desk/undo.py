"""What a receipt's payment posted, taken back by plus/minus records: shared by void and move.

A payment has two sides: what it did for the unit (charges settled, months ahead, balance, rounding), and the money
itself. A move turns the unit's side alone, so a moved receipt's money still stands on the payment that took it in.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from counter.desk.payment_postings import money_account
from db.queries import accounts, amendments, corrections, purses, receipts, tenders
from db.queries.receipts import ReceiptRow
from db.rows import Allocation, Posting, Tender

_FOR_THE_UNIT = ("receivable", "paid_ahead", "balance", "rounding", "deposits_held")
_WHERE_IT_WENT = {"arrived": "bank", "missing": "missing_money"}


class UnitSide(NamedTuple):
    """The reversal of what a receipt did for its unit; the postings sum to the money there is to place anew."""

    allocations: list[Allocation]
    postings: list[Posting]


class MoneySide(NamedTuple):
    """The reversal of how a receipt was paid."""

    tenders: list[Tender]
    postings: list[Posting]


class UnknownReceipt(Exception):
    """There is no receipt of this number."""

    code = "unknown_receipt"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class ReceiptAlreadyVoid(Exception):
    """The receipt has been declared void before."""

    code = "receipt_already_void"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class ReceiptAmended(Exception):
    """Part of this receipt was refunded or booked otherwise since, so it can be neither voided nor moved whole."""

    code = "receipt_amended"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class DepositReceipt(Exception):
    """A deposit belongs to whoever paid it and cannot be moved to another unit's charges."""

    code = "deposit_receipt"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class NoPayment(Exception):
    """This number is a refund's or a reversal's: no money came in by it."""

    code = "no_payment"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class MoneyUsedSince(Exception):
    """What this receipt put aside (balance, months ahead) has been used since and cannot be taken back whole."""

    code = "money_used_since"

    def __init__(self, receipt_number: str, account: str) -> None:
        super().__init__(receipt_number, account)
        self.receipt_number = receipt_number
        self.account = account


def standing_receipt(connection: Any, receipt_id: int) -> ReceiptRow:
    """Return a receipt that is not void. Raises UnknownReceipt, ReceiptAlreadyVoid, NoPayment."""
    found = receipts.receipt(connection, receipt_id)
    if found is None:
        raise UnknownReceipt(str(receipt_id))
    if found.voided_by is not None:
        raise ReceiptAlreadyVoid(found.label)
    if not receipts.takes_money(found.series):
        raise NoPayment(found.label)
    return found


def untouched_receipt(connection: Any, receipt_id: int) -> ReceiptRow:
    """Return a receipt that stands as it was written. Raises what standing_receipt does, and ReceiptAmended."""
    found = standing_receipt(connection, receipt_id)
    if amendments.of_receipt(connection, receipt_id):
        raise ReceiptAmended(found.label)
    return found


def refuse_deposit(connection: Any, found: ReceiptRow) -> None:
    """Raise DepositReceipt where a receipt was written for a deposit."""
    if "deposit" in receipts.body(connection, found.event_id):
        raise DepositReceipt(found.label)


def units_of(connection: Any, found: ReceiptRow) -> tuple[int, ...]:
    """Return the units that a receipt's payment was for."""
    units = receipts.body(connection, found.event_id).get("units", ())
    return (*units, *([found.unit_id] if found.unit_id else ()))


def paid_by(connection: Any, found: ReceiptRow) -> ReceiptRow:
    """Return the receipt whose event took the money in: the same one, or the first of those it was moved from."""
    body = receipts.body(connection, found.event_id)
    while body["kind"] == "payment_moved":
        earlier = receipts.receipt(connection, body["from"])
        if earlier is None:
            raise UnknownReceipt(str(body["from"]))
        found, body = earlier, receipts.body(connection, earlier.event_id)
    return found


def came_in(connection: Any, found: ReceiptRow) -> str:
    """Return the day (ISO date) a receipt's money came in; of a payment entered later, the handwritten one."""
    first = paid_by(connection, found)
    written = receipts.body(connection, first.event_id).get("late")
    return date.fromisoformat(written["written_on"]).isoformat() if written else first.day


def unit_side(connection: Any, found: ReceiptRow) -> UnitSide:
    """Return the reversal of what this receipt did for its unit."""
    body = receipts.body(connection, found.event_id)
    # A move's postings begin with those that took the old receipt back.
    rows = body["rows"].get("posting", [])[body.get("taken_back", 0) :]
    postings = [Posting(*row) for row in rows]
    allocations = [Allocation(*row) for row in body["rows"].get("allocation", [])]
    return UnitSide(
        [Allocation(a.charge_id, -a.amount, a.receipt_id) for a in allocations if a.receipt_id == found.id],
        [posting._replace(amount=-posting.amount) for posting in postings if _of_the_unit(posting)],
    )


def money_side(connection: Any, payer: ReceiptRow) -> MoneySide:
    """Return the reversal of the tenders of a payment's receipt (see paid_by).

    The tenders keep their evidence, so that a slip's sum is nothing again and it may be used anew. Money that was
    looked up goes back from where it was found: the bank, or the account of what is missing.
    """
    rows = receipts.body(connection, payer.event_id)["rows"]
    paid = [Tender(*row) for row in rows.get("tender", [])]
    outcomes = tenders.outcomes(connection, payer.event_id)
    postings = [
        Posting(payer.fund, _lies_on(tender, outcomes.get(line)), -tender.amount, tender=tender.kind)
        for line, tender in enumerate(paid)
        if tender.kind != "balance"
    ]
    from_balance = [Posting(*row) for row in rows.get("posting", []) if row[1] == row[7] == "balance"]
    postings += [posting._replace(amount=-posting.amount) for posting in from_balance]
    return MoneySide([tender._replace(amount=-tender.amount) for tender in paid], postings)


def _lies_on(tender: Tender, outcome: str | None) -> str:
    return _WHERE_IT_WENT[outcome] if outcome else money_account(tender)


def _of_the_unit(posting: Posting) -> bool:
    return posting.account in _FOR_THE_UNIT and not (posting.account == "balance" and posting.tender == "balance")


def refuse_if_used(connection: Any, found: ReceiptRow, postings: Sequence[Posting]) -> None:
    """Raise MoneyUsedSince where taking back would leave a liability of a unit below nothing, or open a charge twice.

    A charge is open again already where its money came from a cheque, through the balance, that was returned since.
    """
    paid: defaultdict[int, int] = defaultdict(int)
    for posting in postings:
        if posting.account == "receivable" and posting.charge_id is not None:
            paid[posting.charge_id] += posting.amount
    for charge_id, amount in paid.items():
        if amount > 0 and corrections.settled_by_money(connection, charge_id) < amount:
            raise MoneyUsedSince(found.label, "receivable")
    taken: defaultdict[tuple[str, int, int | None, str | None], int] = defaultdict(int)
    for posting in postings:
        if posting.account in ("balance", "paid_ahead") and posting.unit_id is not None:
            # A purse is one, whatever charge or period it paid.
            period = None if posting.account == "balance" else posting.period
            taken[posting.account, posting.unit_id, posting.item_id, period] += posting.amount
    for (account, unit_id, item_id, period), amount in taken.items():
        if amount > 0 and _held(connection, found.fund, account, unit_id, item_id, period) < amount:
            raise MoneyUsedSince(found.label, account)


def _held(connection: Any, fund: str, account: str, unit_id: int, item_id: int | None, period: str | None) -> int:
    if account == "balance":
        return purses.held(connection, unit_id, fund).get(item_id, 0)
    ahead = accounts.paid_ahead(connection, unit_id)
    return sum(each.amount for each in ahead if (each.item_id, each.period) == (item_id, period))
