"""What is to be given back of a receipt, checked against the books as they stand before anything is posted."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from counter.desk.card_intents import refuse_reserved
from counter.desk.drawer import require_cash
from counter.desk.receipt_lines import Line, standing_lines, tenders_left, whole
from counter.desk.tenders import SlipAlreadyUsed, TenderIn, checked, no_card_number, slip_number
from counter.desk.undo import paid_by, standing_receipt, units_of
from counter.rules.maintenance_fund import RefundReason
from counter.rules.refund import ANY_SUM
from counter.rules.tender import TenderKind
from db.books import Tx
from db.queries import amendments, receipts, tenders
from db.queries.receipts import ReceiptRow
from db.queries.tills import TillState
from db.rows import Tender

FUND_REASONS = frozenset(RefundReason)
# A returned cheque was taken back already; what is left of its receipt came another way.
_SEEN = ("arrived", "returned")
_TO_BE_SEEN = frozenset({"qr_code", "transfer", "cheque"})


class RefundOrder(NamedTuple):
    """What is given back of a receipt: amounts by the key of its lines, and how; all in minor units.

    tenders: cash; card and scan with the slip of the terminal's own refund; transfer, which finance pays; balance.
    worked_out: one sentence for each line, where days were counted. fund_reason: a RefundReason, where the money is
    the maintenance fund's.
    """

    receipt_id: int
    lines: tuple[tuple[str, int], ...]
    tenders: tuple[TenderIn, ...]
    payee: str
    worked_out: tuple[tuple[str, str], ...] = ()
    fund_reason: str = ""


class FundReasonMissing(Exception):
    """Money of the maintenance fund goes back for few reasons only; the sale of a flat is none of them."""

    code = "fund_reason_missing"

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class NothingToRefund(Exception):
    """No sum of this receipt is to be given back, or the ways of giving it back do not add up to it."""

    code = "nothing_to_refund"

    def __init__(self, receipt_number: str, lines_minor: int, tenders_minor: int) -> None:
        super().__init__(receipt_number, lines_minor, tenders_minor)
        self.receipt_number = receipt_number
        self.lines_minor = lines_minor
        self.tenders_minor = tenders_minor


class RefundWayTooMuch(Exception):
    """More is to be given back by a tender than was paid with it."""

    code = "refund_way_too_much"

    def __init__(self, tender: str, left_minor: int, wanted_minor: int) -> None:
        super().__init__(tender, left_minor, wanted_minor)
        self.tender = tender
        self.left_minor = left_minor
        self.wanted_minor = wanted_minor


class MoneyNotSeen(Exception):
    """The money of this receipt has not been seen to arrive, so none of it is given back."""

    code = "money_not_seen"

    def __init__(self, receipt_number: str, tender: str) -> None:
        super().__init__(receipt_number, tender)
        self.receipt_number = receipt_number
        self.tender = tender


def payee_fact(connection: Any, found: ReceiptRow, payee: str) -> int | str:
    """Return what the chain says of who gets the money: the payer by number only, so that the name can be erased."""
    if found.payer_id is not None and payee.strip() == amendments.payee_name(connection, found.payer_id):
        return found.payer_id
    return payee.strip()


def fund_fact(order: RefundOrder) -> dict[str, str]:
    """Return why money of the maintenance fund goes back, as a part of an event's body."""
    return {"fund_reason": order.fund_reason} if order.fund_reason else {}


class Ready(NamedTuple):
    """A refund that was checked against the books as they stand."""

    found: ReceiptRow
    lines: tuple[Line, ...]
    wanted: dict[str, int]
    tenders: list[Tender]
    total: int


def checked_order(tx: Tx, order: RefundOrder, state: TillState) -> Ready:
    """Return a refund that can be posted. Raises what counter.desk.refund_payment says."""
    connection = tx.connection
    no_card_number(order.payee)
    found = standing_receipt(connection, order.receipt_id)
    refuse_reserved(connection, units_of(connection, found))
    if found.fund == "maintenance" and order.fund_reason not in FUND_REASONS:
        raise FundReasonMissing(found.label)
    lines = standing_lines(connection, found)
    wanted = whole(lines, {key: amount for key, amount in order.lines if amount})
    total, ways = sum(wanted.values()), sum(tender.amount for tender in order.tenders)
    lowest = min([*(t.amount for t in order.tenders), *(amount for _key, amount in order.lines)], default=0)
    if total <= 0 or total != ways or lowest < 0:
        raise NothingToRefund(found.label, total, ways)
    must_have_arrived(connection, found)
    within_what_was_paid(connection, found, order.tenders)
    rows = [refund_row(connection, tender, tx.day) for tender in order.tenders if tender.amount]
    cash = sum(tender.amount for tender in order.tenders if tender.kind is TenderKind.CASH)
    require_cash(connection, state, cash, found.fund)
    return Ready(found, tuple(lines), wanted, rows, total)


def must_have_arrived(connection: Any, found: ReceiptRow) -> None:
    """Raise MoneyNotSeen where nobody has seen the money of a receipt arrive."""
    payer = paid_by(connection, found)
    outcomes = tenders.outcomes(connection, payer.event_id)
    rows = receipts.body(connection, payer.event_id)["rows"].get("tender", [])
    for line, (kind, _amount, evidence, _details) in enumerate(rows):
        claimed = (evidence or "").startswith(tenders.INCOMING)
        if kind in _TO_BE_SEEN and not claimed and outcomes.get(line) not in _SEEN:
            raise MoneyNotSeen(found.label, kind)


def within_what_was_paid(connection: Any, found: ReceiptRow, ways: Sequence[TenderIn]) -> None:
    """Raise RefundWayTooMuch where more is given back by a tender than is left of what was paid with it."""
    left = tenders_left(connection, found)
    for way in ways:
        if way.kind.value not in ANY_SUM and way.amount > left.get(way.kind.value, 0):
            raise RefundWayTooMuch(way.kind.value, left.get(way.kind.value, 0), way.amount)


def refund_row(connection: Any, way: TenderIn, day: str) -> Tender:
    """Return the tender's row: negative, with the terminal's refund slip as evidence of its own.

    One that carries an intent has no slip yet: the terminal tells it.
    """
    if way.intent:
        return Tender(way.kind.value, -way.amount, None, "{}")
    row = checked(way, day)
    evidence = f"refund:{row.evidence}" if way.kind in (TenderKind.CARD, TenderKind.SCAN) else None
    if evidence is not None:
        used = tenders.refund_slip(connection, evidence)
        if used is not None:
            raise SlipAlreadyUsed(used.label, slip_number(row.evidence or ""))
    return row._replace(amount=-row.amount, evidence=evidence)
