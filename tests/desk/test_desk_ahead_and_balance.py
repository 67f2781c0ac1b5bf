"""Months ahead and balances: liabilities until billed or used, never part of a month, never across funds."""

import pytest

from counter.desk.move_payment import move_payment
from counter.desk.payment_postings import Ahead
from counter.desk.settlement import whole_periods
from counter.desk.standing import paid_to
from counter.desk.take_payment import AccountChanged
from counter.desk.tenders import BalanceTooSmall, NotForThisFund
from printing.blocks import Table, load
from tests.desk.office import (
    CASHIER,
    EVEN,
    FEE,
    FUND,
    FUNDED,
    ODD,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    cash,
    code,
    from_balance,
)


def reached(desk: Desk, unit: int, item: int = FEE) -> str | None:
    day = next(each.day for each in paid_to(desk.connection, unit) if each.item_id == item)
    return day.isoformat() if day else None


def liabilities(desk: Desk, unit: int) -> dict[tuple[int, str], int]:
    ahead = "SELECT item_id, period, -amount FROM posting WHERE account = 'paid_ahead' AND amount < 0 AND unit_id = ?"
    return {(item, period): amount for item, period, amount in desk.connection.execute(ahead, (unit,))}


def test_each_month_ahead_is_a_liability_of_its_own_and_no_charge(desk: Desk) -> None:
    charges, income = desk.count("charge"), desk.account("income")
    paid = desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-02"))
    assert paid.receipts[0].total == 75180 + 3 * 25060
    assert liabilities(desk, EVEN) == {(FEE, "2026-12"): 25060, (FEE, "2027-01"): 25060, (FEE, "2027-02"): 25060}
    assert (desk.count("charge"), desk.account("income")) == (charges, income)
    assert reached(desk, EVEN) == "2027-02-28"


def test_the_same_month_ahead_is_not_paid_twice(desk: Desk) -> None:
    december = desk.ahead(EVEN, "2026-12")
    desk.pay(EVEN, ahead=december)
    with pytest.raises(AccountChanged) as refused:
        desk.pay(EVEN, ahead=december)
    assert (refused.value.shown_minor, refused.value.found_minor) == (25060, 0)
    assert liabilities(desk, EVEN) == {(FEE, "2026-12"): 25060}


def test_a_part_payment_with_months_ahead_settles_charges_first_and_whole_months_only(desk: Desk) -> None:
    paid = desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-02"), pay_now=75180 + 25060 + 10000)
    assert paid.receipts[0].total == 110240
    assert desk.owed(EVEN) == 0
    assert liabilities(desk, EVEN) == {(FEE, "2026-12"): 25060}
    assert desk.account("balance", unit=EVEN) == -10000
    assert reached(desk, EVEN) == "2026-12-31"
    assert desk.body(paid.receipts[0].event_id)["to_balance"] == 10000


def test_money_is_never_turned_into_part_of_a_month(desk: Desk) -> None:
    desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"), pay_now=75180 + 25059)
    assert liabilities(desk, EVEN) == {}
    assert reached(desk, EVEN) == "2026-11-30"


def test_months_ahead_of_several_items_fill_up_month_by_month() -> None:
    rows = [(1, "2026-12-01", 100), (1, "2027-01-01", 100), (2, "2026-12-01", 50), (2, "2027-01-01", 50)]
    ahead = [Ahead(1, item, "operating", first, first, first[:7], amount) for item, first, amount in rows]
    paid, rest = whole_periods(ahead, 260)
    assert [(each.item_id, each.period) for each in paid] == [(1, "2026-12"), (1, "2027-01"), (2, "2026-12")]
    assert rest == 10
    assert whole_periods(ahead, 300) == (tuple(ahead), 0)
    assert whole_periods(ahead, 99) == ((), 99)


def test_nothing_paid_at_all_is_paid_up_to_no_day(desk: Desk) -> None:
    assert reached(desk, EVEN) is None
    desk.pay(EVEN, pay_now=25060)
    assert reached(desk, EVEN) == "2026-09-30"
    desk.pay(EVEN, pay_now=25059)
    assert reached(desk, EVEN) == "2026-09-30"


def test_several_units_ahead_keep_their_months_apart(desk: Desk) -> None:
    ahead = (*desk.ahead(EVEN, "2026-12"), *desk.ahead(THIRD, "2027-01"))
    paid = desk.pay(EVEN, THIRD, ahead=ahead)
    assert paid.receipts[0].total == 75180 + 100800 + 25060 + 2 * 33600
    assert liabilities(desk, EVEN) == {(FEE, "2026-12"): 25060}
    assert liabilities(desk, THIRD) == {(FEE, "2026-12"): 33600, (FEE, "2027-01"): 33600}
    assert (reached(desk, EVEN), reached(desk, THIRD)) == ("2026-12-31", "2027-01-31")


def test_months_ahead_of_another_fund_are_that_funds_receipt(desk: Desk) -> None:
    paid = desk.pay(FUNDED, ahead=desk.ahead(FUNDED, "2026-12"), rounding=0)
    assert [r.total for r in paid.receipts] == [4 * 25068, 4 * 5003]
    assert desk.account("paid_ahead", "maintenance") == -5003
    assert desk.findings() == []


def test_what_is_too_little_for_another_funds_month_becomes_the_offices_balance(desk: Desk) -> None:
    fund = tuple(each for each in desk.ahead(FUNDED, "2026-12") if each.item_id == FUND)
    paid = desk.pay(FUNDED, chosen=[], ahead=fund, pay_now=5000)
    assert [(r.number, r.total) for r in paid.receipts] == [("2026-000001", 5000)]
    assert desk.account("balance", "operating", FUNDED) == -5000


def test_balance_goes_in_and_comes_out_again(desk: Desk) -> None:
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=30000)
    assert desk.account("balance", unit=EVEN) == -30000
    paid = desk.pay(EVEN, tenders=(from_balance(30000), cash(45180)))
    assert desk.accounts_of(paid.receipts[0].event_id) == {
        ("operating", "balance"): 30000,
        ("operating", "till_cash"): 45180,
        ("operating", "receivable"): -75180,
    }
    assert desk.account("balance") == 0
    assert desk.findings() == []


def test_more_than_the_balance_is_refused(desk: Desk) -> None:
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=30000)
    with pytest.raises(BalanceTooSmall) as refused:
        desk.pay(EVEN, tenders=(from_balance(30001), cash(45179)))
    assert (refused.value.available_minor, refused.value.wanted_minor) == (30000, 30001)


def test_two_tenders_from_balance_together_may_not_exceed_it(desk: Desk) -> None:
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=30000)
    with pytest.raises(BalanceTooSmall):
        desk.pay(EVEN, tenders=(from_balance(20000), from_balance(20000), cash(35180)))
    assert desk.account("balance", unit=EVEN) == -30000


def test_balances_of_several_units_are_used_in_their_order_and_never_overdrawn(desk: Desk) -> None:
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=7000)
    desk.pay(THIRD, chosen=[], pay_now=0, to_balance=3000)
    desk.pay(EVEN, THIRD, tenders=(from_balance(6000), from_balance(3500), cash(75180 + 100800 - 9500)))
    assert (desk.account("balance", unit=EVEN), desk.account("balance", unit=THIRD)) == (0, -500)


def test_the_maintenance_fund_is_never_paid_from_balance(desk: Desk) -> None:
    desk.pay(FUNDED, chosen=[], pay_now=0, to_balance=100_000)
    fund = [charge for charge in desk.charges(FUNDED) if charge.item_id == FUND]
    with pytest.raises(NotForThisFund) as refused:
        desk.pay(FUNDED, chosen=fund, tenders=(from_balance(15009),))
    assert (refused.value.tender, refused.value.allowed_minor) == ("balance", 0)
    with pytest.raises(NotForThisFund):
        desk.pay(FUNDED, tenders=(from_balance(75205), card(15008)))
    paid = desk.pay(FUNDED, tenders=(code(15009), from_balance(75204)))
    assert desk.accounts_of(paid.receipts[1].event_id) == {
        ("maintenance", "code_clearing"): 15009,
        ("maintenance", "receivable"): -15009,
    }


def test_a_balance_held_in_another_fund_is_no_free_balance(desk: Desk) -> None:
    fund = [charge for charge in desk.charges(FUNDED) if charge.item_id == FUND]
    paid = desk.pay(FUNDED, chosen=fund, rounding=0)
    move_payment(
        desk.books, paid.receipts[0].id, ODD, "wrong unit", request_id="m", requester=CASHIER, approver=SUPERVISOR,
        till=1, office=desk.office, words=desk.words,
    )  # fmt: skip
    assert desk.account("balance", "maintenance", ODD) == -15009
    with pytest.raises(BalanceTooSmall):
        desk.pay(ODD, tenders=(from_balance(15009), cash(75204 - 15009)))


def test_what_is_too_little_for_a_month_ahead_is_the_balance_of_the_unit_it_was_for(desk: Desk) -> None:
    desk.pay(EVEN)
    desk.pay(ODD)
    ahead = desk.ahead(ODD, "2026-12")
    desk.pay(EVEN, ODD, ahead=ahead, pay_now=ahead[0].amount - 100, rounding=0)
    assert desk.account("balance", unit=EVEN) == 0
    assert desk.account("balance", unit=ODD) == -(ahead[0].amount - 100)
    content = desk.connection.execute("SELECT content FROM paper ORDER BY id DESC LIMIT 1").fetchone()[0]
    tables = [block for block in load(content).blocks if isinstance(block, Table)]
    (kept,) = [row for table in tables for row in table.rows if row.cells[0] == "Kept as balance"]
    assert (kept.cells[2], kept.detail) == ("249.68", "3-2-1202")


def test_what_a_payer_wants_kept_and_what_is_too_little_lie_apart(desk: Desk) -> None:
    desk.pay(EVEN)
    desk.pay(ODD)
    ahead = desk.ahead(ODD, "2026-12")
    desk.pay(EVEN, ODD, ahead=ahead, pay_now=100, to_balance=500, rounding=0)
    assert (desk.account("balance", unit=EVEN), desk.account("balance", unit=ODD)) == (-500, -100)
    assert desk.findings() == []
