"""Cheques: in hand until the bank clears them; one that comes back never paid anything."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.check_codes import AlreadyChecked, ChequeIsReturned, check_code
from counter.desk.people import Person
from counter.desk.return_cheque import Returned, outstanding, return_cheque
from counter.desk.tenders import SlipAlreadyUsed, TenderIn
from counter.desk.undo import ReceiptAmended
from counter.desk.void_receipt import void_receipt
from counter.rules.permissions import NotAllowed
from counter.rules.tender import TenderKind
from db.rows import Posting
from tests.desk.office import CASHIER, EVEN, FINANCE, ODD, SUPERVISOR, Desk, cash, desk_at, from_balance


def cheque(amount: int, number: str = "00123456") -> TenderIn:
    details = {"number": number, "bank": "工商银行", "drawer": "阳光商贸", "date": "2026-11-22"}
    return TenderIn(TenderKind.CHEQUE, amount, details)


def come_back(desk: Desk, clerk: Person = FINANCE, request: str = "") -> Returned:
    waiting = outstanding(desk.connection)[0]
    return return_cheque(
        desk.books, waiting.event_id, waiting.line, "no funds", request_id=request or desk.request(), clerk=clerk,
        office=desk.office, words=desk.words,
    )  # fmt: skip


ACCOUNTS = ("till_cash", "receivable", "balance", "paid_ahead", "cheque_clearing", "bank", "missing_money")


def test_a_returned_cheque_never_paid_anything(desk: Desk) -> None:
    before, owed = [desk.account(name) for name in ACCOUNTS], desk.charges(EVEN)
    total = 75180 + 25060 + 500
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"), to_balance=500, tenders=[cheque(total)])
    assert (desk.account("cheque_clearing"), len(outstanding(desk.connection))) == (total, 1)
    done = come_back(desk)
    assert (done.receipt_number, done.amount, done.owed_again) == ("2026-000001", total, 75180)
    assert [desk.account(name) for name in ACCOUNTS] == before
    assert desk.charges(EVEN) == owed
    assert outstanding(desk.connection) == []
    assert desk.findings() == []


def test_a_cleared_cheque_is_on_the_account(desk: Desk) -> None:
    desk.pay(EVEN, tenders=[cheque(75180)])
    waiting = outstanding(desk.connection)[0]
    check_code(desk.books, waiting.event_id, waiting.line, arrived=True, request_id="c", checker=FINANCE)
    assert (desk.account("bank"), desk.account("cheque_clearing"), outstanding(desk.connection)) == (75180, 0, [])


def test_a_cheque_beside_cash_takes_the_newest_charges_back(desk: Desk) -> None:
    desk.pay(EVEN, tenders=[cash(50000), cheque(25180)])
    come_back(desk)
    assert [(charge.period, charge.open) for charge in desk.charges(EVEN)] == [("2026-10", 120), ("2026-11", 25060)]
    assert desk.findings() == []


def test_it_comes_back_once(desk: Desk) -> None:
    desk.pay(EVEN, tenders=[cheque(75180)])
    waiting = outstanding(desk.connection)[0]
    assert come_back(desk, request="same").amount == 75180
    again = return_cheque(
        desk.books, waiting.event_id, waiting.line, "x", request_id="same", clerk=FINANCE, office=desk.office,
        words=desk.words,
    )  # fmt: skip
    assert again.amount == 75180
    with pytest.raises(AlreadyChecked):
        return_cheque(
            desk.books, waiting.event_id, waiting.line, "x", request_id="more", clerk=FINANCE, office=desk.office,
            words=desk.words,
        )  # fmt: skip


def test_the_number_of_a_returned_cheque_stays_used(desk: Desk) -> None:
    desk.pay(EVEN, tenders=[cheque(75180)])
    come_back(desk)
    with pytest.raises(SlipAlreadyUsed):
        desk.pay(EVEN, tenders=[cheque(75180)])


def test_its_receipt_is_no_longer_voided(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=[cheque(75180)])
    come_back(desk)
    with pytest.raises(ReceiptAmended):
        void_receipt(
            desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR
        )


def test_balance_from_a_cheque_that_was_used_since_is_owed_again_on_the_bill_it_paid(desk: Desk) -> None:
    owed = desk.charges(EVEN)
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=25060, tenders=[cheque(25060)])
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], tenders=[from_balance(25060)])
    done = come_back(desk)
    assert (done.amount, done.owed_again) == (25060, 25060)
    assert [desk.account(name) for name in ("cheque_clearing", "balance")] == [0, 0]
    assert desk.charges(EVEN) == owed
    assert outstanding(desk.connection) == []
    notice = desk.connection.execute("SELECT content FROM paper WHERE kind = 'cheque_notice'").fetchone()[0]
    assert "the balance that paid it came from this cheque" in notice
    assert desk.findings() == []


def test_balance_that_was_paid_out_since_is_owed_as_a_charge_of_its_own(desk: Desk) -> None:
    before = desk.owed(EVEN)
    paid = desk.pay(EVEN, chosen=[], pay_now=0, to_balance=40000, tenders=[cheque(40000)])
    desk.pay(ODD, chosen=desk.charges(ODD)[:1], tenders=[cash(25068)])
    with desk.books.transaction("gone", staff_id=1) as tx:  # as a payment for another flat out of this balance
        tx.post(
            "payment_refunded", {"receipt": 0},
            [Posting("operating", "balance", 40000, EVEN), Posting("operating", "refunds_payable", -40000)],
        )  # fmt: skip
    done = come_back(desk)
    assert done.receipt_number == paid.receipts[0].number
    assert (done.owed_again, desk.owed(EVEN)) == (40000, before + 40000)
    assert [desk.account(name) for name in ("cheque_clearing", "balance")] == [0, 0]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kept=st.integers(1, 90_000), used=st.integers(0, 90_000), months=st.integers(0, 3), cash_part=st.integers(0, 500)
)
def test_whatever_was_used_of_a_cheque_every_fund_balances_and_no_balance_is_below_nothing(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, kept: int, used: int, months: int, cash_part: int
) -> None:
    path = tmp_path_factory.mktemp("cheques") / "books.sqlite"
    path.write_bytes(furnished.read_bytes())
    desk = desk_at(path)
    try:
        desk.open()
        before = desk.owed(EVEN)
        lines = desk.charges(EVEN)[:months]
        total = sum(line.open for line in lines) + kept
        by_cheque = total - min(cash_part, total - 1)
        tenders = [*([cash(total - by_cheque)] if by_cheque < total else []), cheque(by_cheque)]
        desk.pay(EVEN, chosen=lines, to_balance=kept, tenders=tenders)
        rest = desk.charges(EVEN)
        pay_now = min(used, kept, sum(line.open for line in rest))
        if pay_now:
            desk.pay(EVEN, chosen=rest, pay_now=pay_now, tenders=[from_balance(pay_now)])
        come_back(desk)
        assert desk.account("cheque_clearing") == 0
        held = -desk.account("balance")
        assert held >= 0
        assert desk.owed(EVEN) - held == before - (total - by_cheque)
        assert desk.findings() == []
    finally:
        desk.books.close()


def test_a_cheque_does_not_simply_stay_away_and_not_everybody_returns_it(desk: Desk) -> None:
    desk.pay(ODD, tenders=[cheque(75204)])
    waiting = outstanding(desk.connection)[0]
    with pytest.raises(ChequeIsReturned):
        check_code(desk.books, waiting.event_id, waiting.line, arrived=False, request_id="c", checker=FINANCE)
    with pytest.raises(NotAllowed):
        come_back(desk, clerk=CASHIER)


def test_a_notice_goes_to_the_payer(desk: Desk) -> None:
    desk.pay(EVEN, tenders=[cheque(75180)])
    come_back(desk)
    assert desk.connection.execute("SELECT count(*) FROM paper WHERE kind = 'cheque_notice'").fetchone()[0] == 1
