"""A payment on the wrong unit (串户更正): the right sums, a new receipt, and not a fen in the drawer moved."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.approve import SelfApproval, TookTheMoney
from counter.desk.check_codes import unchecked
from counter.desk.drawer import drawer_of
from counter.desk.move_payment import Moved, SameUnit, move_payment
from counter.desk.people import Person
from counter.desk.standing import UnknownUnit
from counter.desk.tenders import SlipAlreadyUsed
from counter.desk.tills import TillNotOpen
from counter.desk.undo import MoneyUsedSince, ReceiptAlreadyVoid
from counter.desk.void_receipt import ReceiptDayClosed, void_receipt
from counter.rules.permissions import NotAllowed
from counter.rules.till import Drawer
from db.queries.accounts import paid_ahead
from db.queries.people import pending_acts
from db.queries.receipts import latest, receipt
from db.queries.tills import till_state
from tests.desk.office import (
    CASHIER,
    EVEN,
    FINANCE,
    FLOAT_SUM,
    FUNDED,
    MANAGER,
    ODD,
    OTHER_CASHIER,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    cash,
    code,
    desk_at,
    from_balance,
)


def move(
    desk: Desk, receipt_id: int, to: int, *, by: Person = SUPERVISOR, request: str | None = None,
    requester: Person = CASHIER,
) -> Moved:  # fmt: skip
    return move_payment(
        desk.books, receipt_id, to, "wrong unit", request_id=request or desk.request(), requester=requester,
        approver=by, till=1, office=desk.office, words=desk.words,
    )  # fmt: skip


def drawer(desk: Desk) -> Drawer:
    state = till_state(desk.connection, 1)
    assert state is not None
    return drawer_of(desk.connection, state)


def newest(desk: Desk) -> int:
    return latest(desk.connection, 1)[0].id


def test_a_move_settles_the_right_units_oldest_and_opens_the_wrong_ones(desk: Desk) -> None:
    paid = desk.pay(EVEN, pay_now=40000)
    moved = move(desk, paid.receipts[0].id, THIRD)
    assert moved == Moved("2026-000001", "2026-000002", 40000, 0)
    assert desk.owed(EVEN) == 75180
    assert [(c.period, c.open) for c in desk.charges(THIRD)] == [("2026-10", 67200 - 40000), ("2026-11", 33600)]
    assert desk.findings() == []


def test_a_move_leaves_drawer_tenders_and_cash_untouched(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=(card(50000), cash(25180)))
    before, cash_before = drawer(desk), desk.account("till_cash")
    move(desk, paid.receipts[0].id, THIRD)
    after = drawer(desk)
    assert (after.tenders, after.cash_expected, after.received) == (
        before.tenders,
        before.cash_expected,
        before.received,
    )
    assert (desk.account("till_cash"), sum(after.by_item.values())) == (cash_before, sum(before.by_item.values()))
    assert desk.count("tender") == 2


def test_the_old_receipt_is_void_and_the_new_one_names_it(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    move(desk, paid.receipts[0].id, THIRD)
    old = receipt(desk.connection, paid.receipts[0].id)
    assert old is not None
    assert old.voided_by is not None
    content = desk.connection.execute("SELECT content FROM paper ORDER BY id DESC LIMIT 1").fetchone()[0]
    assert "Moved to the right unit; replaces receipt 2026-000001." in content
    with pytest.raises(ReceiptAlreadyVoid):
        move(desk, paid.receipts[0].id, ODD)


def test_what_the_right_unit_does_not_owe_becomes_its_balance(desk: Desk) -> None:
    desk.pay(EVEN, pay_now=70000)
    paid = desk.pay(THIRD)
    moved = move(desk, paid.receipts[0].id, EVEN)
    assert (moved.settled, moved.to_balance) == (5180, 100800 - 5180)
    assert desk.account("balance", unit=EVEN) == -(100800 - 5180)


def test_what_was_given_up_by_rounding_stays_given_up(desk: Desk) -> None:
    paid = desk.pay(ODD)
    moved = move(desk, paid.receipts[0].id, THIRD)
    assert (moved.settled, desk.owed(ODD), desk.account("rounding")) == (75204, 75204, 4)
    move(desk, newest(desk), ODD)
    assert (desk.owed(ODD), desk.account("rounding"), desk.account("balance")) == (0, 4, 0)


def test_balance_moves_as_balance(desk: Desk) -> None:
    paid = desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"), to_balance=1000)
    moved = move(desk, paid.receipts[0].id, THIRD)
    assert moved.settled + moved.to_balance == paid.receipts[0].total == 75180 + 25060 + 1000
    assert (desk.account("paid_ahead"), desk.account("balance", unit=EVEN)) == (0, 0)
    assert desk.account("balance", unit=THIRD) == -1000


def test_months_paid_ahead_stay_months_on_the_right_unit(desk: Desk) -> None:
    desk.pay(THIRD)
    desk.pay(EVEN)
    paid = desk.pay(THIRD, ahead=desk.ahead(THIRD, "2027-12"))
    moved = move(desk, paid.receipts[0].id, EVEN)
    assert paid.receipts[0].total == 13 * 33600
    assert (desk.account("paid_ahead", unit=EVEN), moved.to_balance) == (-13 * 25060, 13 * (33600 - 25060))
    assert desk.account("paid_ahead", unit=THIRD) == 0
    content = desk.connection.execute("SELECT content FROM paper ORDER BY id DESC LIMIT 1").fetchone()[0]
    assert "2026-12 to 2027-12" in content


def test_what_the_payer_named_is_settled_before_what_is_older(desk: Desk) -> None:
    paid = desk.pay(EVEN, chosen=desk.charges(EVEN)[2:])
    move(desk, paid.receipts[0].id, THIRD)
    assert [(c.period, c.open) for c in desk.charges(THIRD)][2] == ("2026-11", 33600 - 25060)


def test_the_payer_of_a_moved_receipt_is_who_paid(desk: Desk) -> None:
    paid = desk.pay(EVEN, payer_name="李四 (tenant)")
    before = receipt(desk.connection, paid.receipts[0].id)
    move(desk, paid.receipts[0].id, THIRD)
    moved = receipt(desk.connection, newest(desk))
    assert before is not None
    assert moved is not None
    assert (moved.payer_id, before.payer_id) == (EVEN, EVEN)
    content = desk.connection.execute("SELECT content FROM paper ORDER BY id DESC LIMIT 1").fetchone()[0]
    assert "李四 (tenant)" in content
    assert "单志强" not in content


def test_what_waits_about_a_moved_receipt_waits_no_more(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    void_receipt(desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=None)
    move(desk, paid.receipts[0].id, THIRD)
    assert pending_acts(desk.connection) == []
    assert desk.findings() == []
    assert desk.close().difference == 0


def test_whoever_took_the_money_does_not_agree_to_moving_it(desk: Desk) -> None:
    desk.take_up(SUPERVISOR)
    paid = desk.take(desk.order(EVEN), cashier=SUPERVISOR)
    with pytest.raises(TookTheMoney):
        move(desk, paid.receipts[0].id, THIRD)
    move(desk, paid.receipts[0].id, THIRD, by=MANAGER)


PAYMENTS = st.fixed_dictionaries(
    {
        "unit": st.sampled_from((EVEN, ODD)),
        "first": st.integers(0, 2),
        "part": st.integers(0, 100),
        "months": st.integers(0, 14),
        "kept": st.sampled_from((0, 1, 777)),
        "through": st.lists(st.sampled_from((THIRD, FUNDED)), min_size=1, max_size=3),
    }
)


@settings(max_examples=25, deadline=None)
@given(wish=PAYMENTS)
def test_moved_there_and_back_is_as_before(furnished: Path, wish: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "books.sqlite"
        shutil.copy(furnished, path)
        desk = desk_at(path)
        try:
            desk.open()
            _there_and_back(desk, wish)
        finally:
            desk.books.close()


def _there_and_back(desk: Desk, wish: dict[str, Any]) -> None:
    unit = wish["unit"]
    chosen = desk.charges(unit)[wish["first"] :]
    months = desk.ahead(unit, "2027-12")[: wish["months"]]
    whole = sum(each.open for each in chosen) + sum(each.amount for each in months)
    part = {"pay_now": max(1, whole * wish["part"] // 100), "rounding": 0} if wish["part"] < 100 else {}
    paid = desk.pay(unit, chosen=chosen, ahead=months, to_balance=wish["kept"], **part)
    before = _stands(desk)
    for other in wish["through"]:
        found = receipt(desk.connection, newest(desk))
        if found is not None and found.unit_id != other:
            move(desk, newest(desk), other)
    move(desk, newest(desk), unit)
    assert _stands(desk) == before
    assert newest(desk) != paid.receipts[0].id
    assert desk.findings() == []


def _stands(desk: Desk) -> object:
    units = (EVEN, ODD, THIRD, FUNDED)
    return (
        [(each.charge_id, each.open) for unit in units for each in desk.charges(unit)],
        [(unit, each) for unit in units for each in paid_ahead(desk.connection, unit)],
        [desk.account(name, unit=unit) for unit in units for name in ("balance", "paid_ahead", "receivable")],
        desk.account("rounding"),
    )


def test_balance_spent_on_the_wrong_unit_stays_spent(desk: Desk) -> None:
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=20000)
    paid = desk.pay(EVEN, tenders=(from_balance(20000), cash(55180)))
    moved = move(desk, paid.receipts[0].id, THIRD)
    assert moved.settled == 75180
    assert (desk.account("balance", unit=EVEN), desk.owed(EVEN)) == (0, 75180)
    assert desk.account("till_cash") == FLOAT_SUM + 20000 + 55180


def test_a_payment_can_be_moved_on_and_back(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    move(desk, paid.receipts[0].id, THIRD)
    second = move(desk, newest(desk), ODD)
    assert (second.settled, second.to_balance) == (75180, 0)
    assert (desk.owed(EVEN), desk.owed(THIRD), desk.owed(ODD)) == (75180, 100800, 24)
    move(desk, newest(desk), EVEN)
    assert (desk.owed(EVEN), desk.owed(THIRD), desk.owed(ODD)) == (0, 100800, 75204)
    assert desk.findings() == []


def test_a_moved_payment_can_be_voided_and_its_money_goes_back(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=(card(50000), cash(25180)))
    move(desk, paid.receipts[0].id, THIRD)
    void_receipt(desk.books, newest(desk), "mistake", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    assert (desk.owed(EVEN), desk.owed(THIRD)) == (75180, 100800)
    assert (desk.account("till_cash"), desk.account("card_clearing")) == (FLOAT_SUM, 0)
    assert drawer(desk).received == 0
    assert desk.pay(ODD, tenders=(card(75204),)).receipts[0].total == 75204
    assert desk.findings() == []


def test_a_slip_stays_used_after_a_move(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=(card(75180),))
    move(desk, paid.receipts[0].id, THIRD)
    with pytest.raises(SlipAlreadyUsed) as refused:
        desk.pay(EVEN, tenders=(card(75180),))
    assert refused.value.receipt_number == "2026-000002"


def test_a_moved_code_is_still_looked_up_under_its_new_receipt(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=(code(75180),))
    move(desk, paid.receipts[0].id, THIRD)
    assert [(each.number, each.unit_code, each.amount) for each in unchecked(desk.connection)] == [
        (2, "3-2-1203", 75180)
    ]
    void_receipt(desk.books, newest(desk), "mistake", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    assert unchecked(desk.connection) == []


def test_a_receipt_of_a_closed_day_can_be_moved_and_the_new_day_takes_no_money(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    desk.close()
    desk.clock.wait(days=1)
    desk.open()
    moved = move(desk, paid.receipts[0].id, THIRD)
    assert (moved.settled, drawer(desk).received, drawer(desk).cash_expected) == (75180, 0, FLOAT_SUM)
    with pytest.raises(ReceiptDayClosed) as refused:
        void_receipt(desk.books, newest(desk), "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    assert refused.value.day == "2026-11-23"
    closed = desk.close()
    assert (closed.day, closed.difference) == ("2026-11-24", 0)
    assert desk.findings() == []


def test_a_closed_till_moves_nothing_because_no_z_would_list_the_receipt(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    desk.close()
    with pytest.raises(TillNotOpen):
        move(desk, paid.receipts[0].id, THIRD)


def test_a_move_happens_once(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    desk.clock.wait(minutes=-5)
    first = move(desk, paid.receipts[0].id, THIRD, request="same")
    assert move(desk, paid.receipts[0].id, THIRD, request="same") == first
    assert desk.count("receipt") == 2


def test_money_used_since_does_not_move(desk: Desk) -> None:
    paid = desk.pay(EVEN, chosen=[], pay_now=0, to_balance=30000)
    desk.pay(EVEN, tenders=(from_balance(30000), cash(45180)))
    with pytest.raises(MoneyUsedSince):
        move(desk, paid.receipts[0].id, THIRD)


def test_a_move_needs_another_unit_a_known_one_and_a_second_person(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    receipt_id = paid.receipts[0].id
    with pytest.raises(SameUnit):
        move(desk, receipt_id, EVEN)
    with pytest.raises(UnknownUnit):
        move(desk, receipt_id, 99)
    with pytest.raises(SelfApproval):
        move(desk, receipt_id, THIRD, requester=SUPERVISOR)
    with pytest.raises(NotAllowed):
        move(desk, receipt_id, THIRD, by=OTHER_CASHIER)
    with pytest.raises(NotAllowed):
        move(desk, receipt_id, THIRD, requester=FINANCE)
    assert desk.count("receipt") == 1
