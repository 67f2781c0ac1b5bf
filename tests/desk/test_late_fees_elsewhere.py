"""Late fees (违约金) where money comes in or goes back otherwise: batches, late entries, refunds, reversals."""

from typing import Any

import pytest

from counter.desk.bring_cash import Share, bring_cash
from counter.desk.move_payment import move_payment
from counter.desk.payment_order import LateEntry
from counter.desk.receipt_lines import standing_lines
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.requests import RequestReused
from counter.desk.return_cheque import return_cheque
from counter.desk.reverse_payment import reverse_payment
from counter.desk.take_payment import Paid
from counter.desk.tenders import TenderIn
from counter.desk.undo import ReceiptAmended
from counter.rules.tender import TenderKind
from db.queries.receipts import receipt
from tests.desk.late_fee_office import next_day, posted, recomputed, running, void, with_late_fee
from tests.desk.office import CASHIER, EVEN, FINANCE, SUPERVISOR, THIRD, Desk, cash

# 250.60 due on the 15th of September, October and November; today is the 23rd of November: 69, 39 and 8 days.
TODAY = [865, 489, 100]
MONTH = 25_060


@pytest.fixture
def late(desk: Desk) -> Desk:
    return with_late_fee(desk)


def _line(desk: Desk, paid: Paid, charge_id: int) -> tuple[str, int]:
    found = receipt(desk.connection, paid.receipts[0].id)
    assert found is not None
    line = next(each for each in standing_lines(desk.connection, found) if each.charge_id == charge_id)
    return line.key, line.amount


def _refund(desk: Desk, paid: Paid, charge_id: int) -> int:
    key, amount = _line(desk, paid, charge_id)
    order = RefundOrder(paid.receipts[0].id, ((key, amount),), (cash(amount),), "x")
    return refund_payment(
        desk.books, order, "paid twice", request_id=desk.request(), requester=CASHIER, till=1, approver=SUPERVISOR,
        office=desk.office, words=desk.words,
    ).total  # fmt: skip


def _reverse(desk: Desk, paid: Paid, charge_id: int, to: int | None = None) -> Any:
    key, amount = _line(desk, paid, charge_id)
    return reverse_payment(
        desk.books, paid.receipts[0].id, key, amount, to, "wrong line", request_id=desk.request(), requester=CASHIER,
        approver=SUPERVISOR, till=1, office=desk.office, words=desk.words,
    )  # fmt: skip


def test_cash_brought_in_for_many_units_pays_the_late_fees_too(late: Desk) -> None:
    whole = 3 * MONTH + sum(TODAY)
    bring_cash(
        late.books, "刘管家", {1: whole + 500 + 1_000}, [Share(EVEN, whole + 500), Share(THIRD, 1_000)],
        request_id="batch", cashier=CASHIER, till=1, office=late.office, words=late.words,
    )  # fmt: skip
    assert (late.owed(EVEN), running(late, EVEN), late.account("balance", unit=EVEN)) == (0, [], -500)
    assert late.account("late_fee_income", unit=EVEN) == -sum(TODAY)
    assert recomputed(late) == []


def test_a_handwritten_receipt_pays_the_fee_of_its_own_day(late: Desk) -> None:
    written = LateEntry("A 0012345", "20261120", "王芳")
    late.pay(EVEN, late=written._replace(written_on="2026-11-20"), rounding=0)
    assert {fee.last for fee in posted(late)} == {"2026-11-20"}
    assert late.account("late_fee_income") == -(827 + 451 + 63)
    assert (late.owed(EVEN), running(late, EVEN), written.day) == (0, [], "2026-11-20")


def test_part_of_a_charge_paid_by_hand_counts_from_the_day_of_the_paper(late: Desk) -> None:
    first = late.charges(EVEN)[:1]
    late.pay(EVEN, chosen=first, pay_now=20_060, late=LateEntry("A7", "2026-11-13", "王芳"), rounding=0)
    # 59 days on 250.60, ten on the 50.00 that are left: 739.27 + 25 fen; 739 are posted.
    assert running(late, EVEN)[0] == 764 - 739
    assert recomputed(late) == []


def test_the_same_request_with_principal_only_is_refused(late: Desk) -> None:
    late.take(late.order(EVEN, pay_now=MONTH, rounding=0), "once")
    again = late.order(EVEN, pay_now=MONTH, rounding=0, principal_only=True)
    with pytest.raises(RequestReused):
        late.take(again, "once")
    assert late.count("receipt") == 1


def test_a_refunded_late_fee_is_owed_again_and_not_charged_twice(late: Desk) -> None:
    paid = late.pay(EVEN, rounding=0)
    fee = posted(late)[0]
    assert _refund(late, paid, fee.id) == TODAY[0]
    assert [(each.charge_id, each.open) for each in late.charges(EVEN)] == [(fee.id, TODAY[0])]
    assert running(late, EVEN) == []
    with pytest.raises(ReceiptAmended):
        void(late, paid.receipts[0].id)
    late.pay(EVEN, rounding=0)
    assert (late.owed(EVEN), late.account("late_fee_income")) == (0, -sum(TODAY))
    assert recomputed(late) == []


def test_a_refunded_charge_bears_a_fee_again_from_the_refund_on(late: Desk) -> None:
    principal = late.charges(EVEN)[0]
    paid = late.pay(EVEN, rounding=0)
    next_day(late, 10)
    _refund(late, paid, principal.charge_id)
    assert running(late, EVEN) == []
    next_day(late, 4)
    # 69 days before it was paid and 4 since it was given back, none of the ten between: 914.69 less 865 fen.
    assert running(late, EVEN) == [915 - 865]
    late.pay(EVEN, rounding=0)
    assert recomputed(late) == []


def test_a_reversed_late_fee_becomes_balance_and_is_owed_again(late: Desk) -> None:
    paid = late.pay(EVEN, rounding=0)
    fee = posted(late)[0]
    assert _reverse(late, paid, fee.id).to_balance == TODAY[0]
    assert ([each.charge_id for each in late.charges(EVEN)], late.account("balance", unit=EVEN)) == ([fee.id], -865)
    assert recomputed(late) == []


def test_a_line_booked_otherwise_counts_on_its_new_charge_from_the_day_the_money_came_in(late: Desk) -> None:
    first, second = late.charges(EVEN)[:2]
    paid = late.pay(EVEN, chosen=[second], rounding=0)
    next_day(late, 10)
    _reverse(late, paid, second.charge_id, first.charge_id)
    # The first bears its 69 days to the payment and no more; the second was never paid: 49 days, 489 are posted.
    assert running(late, EVEN) == [614 - 489, 226]
    fees = posted(late, first.charge_id)
    assert [(fee.last, fee.amount, late.owed(EVEN)) for fee in fees] == [("2026-11-23", 865, 2 * MONTH + 865)]
    assert recomputed(late) == []


def test_a_returned_cheque_never_stopped_the_fee(late: Desk) -> None:
    total = 3 * MONTH + sum(TODAY)
    cheque = TenderIn(TenderKind.CHEQUE, total, {"number": "1", "bank": "b", "drawer": "d", "date": "2026-11-23"})
    event = late.pay(EVEN, tenders=(cheque,), rounding=0).receipts[0].event_id
    next_day(late, 10)
    return_cheque(
        late.books, event, 0, "no cover", request_id="back", clerk=FINANCE, office=late.office, words=late.words
    )  # fmt: skip
    assert late.owed(EVEN) == total
    assert running(late, EVEN) == [990 - 865, 614 - 489, 226 - 100]
    assert recomputed(late) == []


def test_principal_only_moved_to_the_right_unit_settles_its_principal_first(late: Desk) -> None:
    paid = late.pay(EVEN, principal_only=True, rounding=0)
    owed = late.charges(THIRD)
    moved = move_payment(
        late.books, paid.receipts[0].id, THIRD, "wrong unit", request_id="move", requester=CASHIER,
        approver=SUPERVISOR, till=1, office=late.office, words=late.words,
    )  # fmt: skip
    assert (moved.settled, moved.to_balance) == (3 * MONTH, 0)
    left = {each.charge_id: each.open for each in late.charges(THIRD)}
    assert sum(left.get(each.charge_id, 0) for each in owed) == sum(each.open for each in owed) - 3 * MONTH
    assert [fee for fee in posted(late) if fee.unit_id == EVEN and fee.amount < 0]
    assert (late.owed(EVEN), running(late, EVEN)) == (3 * MONTH, TODAY)
    assert recomputed(late) == []
