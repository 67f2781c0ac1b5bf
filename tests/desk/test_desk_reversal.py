"""Reversals (冲正): a line booked otherwise, the charge owed again, no cash moved."""

import pytest

from counter.desk.approve import SelfApproval
from counter.desk.people import Person
from counter.desk.receipt_lines import LineGone, standing_lines
from counter.desk.reverse_payment import ChargeNotThere, Reversed, reverse_payment
from counter.desk.take_payment import Paid
from counter.desk.undo import ReceiptAmended
from counter.desk.void_receipt import void_receipt
from counter.rules.permissions import NotAllowed
from db.queries.receipts import receipt
from tests.desk.office import AUDITOR, CASHIER, EVEN, FUNDED, SUPERVISOR, Desk


def keys(desk: Desk, paid: Paid, place: int = 0) -> list[str]:
    found = receipt(desk.connection, paid.receipts[place].id)
    assert found is not None
    return [line.key for line in standing_lines(desk.connection, found)]


def reverse(
    desk: Desk, paid: Paid, key: str, amount: int, to: int | None = None, *, requester: Person = CASHIER,
    by: Person = SUPERVISOR, request: str | None = None, place: int = 0,
) -> Reversed:  # fmt: skip
    return reverse_payment(
        desk.books, paid.receipts[place].id, key, amount, to, "wrong month", request_id=request or desk.request(),
        requester=requester, approver=by, till=1, office=desk.office, words=desk.words,
    )  # fmt: skip


def test_a_line_becomes_balance_and_its_charge_is_owed_again(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    cash = desk.account("till_cash")
    done = reverse(desk, paid, keys(desk, paid)[0], 25060)
    assert (done.number, done.settled, done.to_balance) == ("C2026-000001", 0, 25060)
    assert (desk.owed(EVEN), desk.account("balance"), desk.account("till_cash")) == (25060, -25060, cash)
    assert desk.findings() == []


def test_a_line_settles_the_right_charge_and_what_is_left_becomes_balance(desk: Desk) -> None:
    first, second, _third = desk.charges(EVEN)
    paid = desk.pay(EVEN, chosen=[first])
    desk.pay(EVEN, chosen=[second], pay_now=20000)
    done = reverse(desk, paid, keys(desk, paid)[0], 25060, second.charge_id)
    assert (done.settled, done.to_balance) == (5060, 20000)
    assert {c.charge_id: c.open for c in desk.charges(EVEN)}[first.charge_id] == 25060
    assert keys(desk, paid) == [f"charge:{second.charge_id}", f"balance:{EVEN}"]
    assert desk.findings() == []


def test_the_same_request_reverses_once(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    key = keys(desk, paid)[0]
    assert reverse(desk, paid, key, 100, request="same") == reverse(desk, paid, key, 100, request="same")
    assert desk.owed(EVEN) == 100


def test_no_more_is_reversed_than_stands(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    with pytest.raises(LineGone):
        reverse(desk, paid, keys(desk, paid)[0], 25061)
    with pytest.raises(LineGone):
        reverse(desk, paid, "charge:9999", 1)


def test_only_an_open_charge_of_the_same_fund_takes_the_money(desk: Desk) -> None:
    fee = next(c for c in desk.charges(FUNDED) if c.fund == "operating")
    fund = next(c for c in desk.charges(FUNDED) if c.fund == "maintenance")
    paid = desk.pay(FUNDED, chosen=[fee], rounding=0)
    with pytest.raises(ChargeNotThere):
        reverse(desk, paid, keys(desk, paid)[0], 100, fund.charge_id)
    assert desk.owed(FUNDED) == 3 * (25068 + 5003) - 25068


def test_a_second_person_agrees(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    key = keys(desk, paid)[0]
    with pytest.raises(SelfApproval):
        reverse(desk, paid, key, 100, requester=SUPERVISOR, by=SUPERVISOR)
    with pytest.raises(NotAllowed):
        reverse(desk, paid, key, 100, requester=AUDITOR)
    with pytest.raises(NotAllowed):
        reverse(desk, paid, key, 100, by=Person(6, "周杰", "cashier"))


def test_a_reversed_receipt_is_not_voided_whole(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    reverse(desk, paid, keys(desk, paid)[0], 100)
    with pytest.raises(ReceiptAmended):
        void_receipt(
            desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR
        )


def test_the_day_closes_over_a_reversal(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    reverse(desk, paid, keys(desk, paid)[0], 25060)
    assert desk.close().difference == 0
    assert desk.findings() == []
