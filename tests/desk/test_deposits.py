"""Deposits: held for whoever paid, given back less what is deducted, or kept; every fund sums to zero."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.approve import ReasonMissing, SelfApproval, TookTheMoney
from counter.desk.change_prices import Scope, save_item, set_price
from counter.desk.charge_once import once_items
from counter.desk.deposit_kinds import items, new_item, proposed, told
from counter.desk.drawer import NotEnoughCash
from counter.desk.formulas import recompute as recompute_all
from counter.desk.move_payment import move_payment
from counter.desk.receipt_lines import standing_lines
from counter.desk.refund_order import MoneyNotSeen, NothingToRefund, RefundWayTooMuch
from counter.desk.return_deposit import (
    Deduction,
    DeductionTooMuch,
    DepositGone,
    DepositReturned,
    InspectionMissing,
    MoreThanHeld,
    ReturnOrder,
    return_deposit,
)
from counter.desk.standing import UnknownUnit
from counter.desk.take_deposit import (
    DepositOrder,
    DepositTaken,
    DepositWay,
    PayerMissing,
    UnknownDepositKind,
    take_deposit,
)
from counter.desk.tenders import TenderIn
from counter.desk.undo import DepositReceipt, ReceiptAmended, standing_receipt
from counter.desk.void_receipt import void_receipt
from counter.rules.tariff import recompute
from counter.rules.tender import TenderKind
from db.check import check_books
from db.queries import deposits, registers
from tests.desk.late_fee_office import next_day, posted, recomputed, running, with_late_fee
from tests.desk.office import CASHIER, EVEN, FUNDED, MANAGER, ODD, SUPERVISOR, Desk, card, cash, code, desk_at

FIRM = "宏达装饰有限公司"


def take(desk: Desk, amount: int = 200_000, request: str = "", **more: object) -> DepositTaken:
    facts: dict[str, object] = {"unit_id": EVEN, "what": "fit_out", "payer": FIRM, "tender": cash(amount), **more}
    return take_deposit(
        desk.books, DepositOrder(**facts), request_id=request or desk.request(), cashier=CASHIER, till=1,  # type: ignore[arg-type]
        office=desk.office, words=desk.words,
    )  # fmt: skip


def give_back(
    desk: Desk, receipt: int, *ways: TenderIn, kept: tuple[Deduction, ...] = (), request: str = "", slip: str = "验-12"
) -> DepositReturned:
    return return_deposit(
        desk.books, ReturnOrder(receipt, kept, ways, FIRM, slip), "装修完工", request_id=request or desk.request(),
        requester=CASHIER, approver=SUPERVISOR, till=1, office=desk.office, words=desk.words,
    )  # fmt: skip


def whole(desk: Desk) -> bool:
    return check_books(desk.books.database, recompute=recompute).clean


def transfer(amount: int) -> TenderIn:
    return TenderIn(TenderKind.TRANSFER, amount)


def test_a_deposit_is_held_for_the_firm_that_paid_it(desk: Desk) -> None:
    for _ in range(2):
        taken = take(desk, request="d", received=200_000)
    assert taken.number == "H2026-000001"
    (held,) = deposits.held(desk.connection, EVEN)
    assert (held.amount, held.payer_name, held.what) == (200_000, FIRM, "fit_out")
    assert (desk.account("deposits_held", "held"), desk.account("income", "held")) == (-200_000, 0)
    assert deposits.held(desk.connection, ODD) == []
    again = take(desk, 5000, what="card")
    assert {each.payer_id for each in deposits.held(desk.connection)} == {held.payer_id}
    assert again.receipt_id != taken.receipt_id
    assert whole(desk)


def test_it_goes_back_less_what_is_deducted_and_settles_a_charge(desk: Desk) -> None:
    taken = take(desk)
    charge = desk.charges(EVEN)[0]
    kept = (Deduction(3000, "垃圾清运"), Deduction(charge.open, "抵物业费", charge.charge_id))
    for _ in range(2):
        done = give_back(desk, taken.receipt_id, cash(197_000 - charge.open), kept=kept, request="back")
    assert (done.number, done.paid_out, done.kept) == ("TH2026-000001", 197_000 - charge.open, 3000 + charge.open)
    assert charge.charge_id not in [each.charge_id for each in desk.charges(EVEN)]
    assert desk.account("other_income") == -3000
    assert (desk.account("deposits_held"), desk.account("interfund")) == (0, 0)
    assert deposits.held(desk.connection) == []
    with pytest.raises(DepositGone):
        give_back(desk, taken.receipt_id, cash(200_000))
    assert whole(desk)
    desk.close()
    assert whole(desk)


def test_it_goes_back_in_parts_each_with_its_note_and_the_rest_stays_held(desk: Desk) -> None:
    taken = take(desk).receipt_id
    with_late_fee(desk)
    charge = desk.charges(EVEN)[0]
    assert give_back(desk, taken, cash(50_000)) == DepositReturned("TH2026-000001", 50_000, 0, 150_000)
    for _ in range(2):
        kept = give_back(desk, taken, kept=(Deduction(25_060, "抵物业费", charge.charge_id),), slip="", request="k")
        assert kept == DepositReturned("", 0, 25_060, 124_940)
    assert [each.amount for each in posted(desk, charge.charge_id)] == [865], "what it bore until today stays open"
    assert running(desk, EVEN) == [489, 100]
    with pytest.raises(ReceiptAmended):
        void_receipt(desk.books, taken, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    with pytest.raises(MoreThanHeld):
        give_back(desk, taken, cash(124_941))
    (held,) = deposits.held(desk.connection)
    assert (held.amount, held.taken, desk.account("deposits_held")) == (124_940, 200_000, -124_940)
    note = str(desk.connection.execute("SELECT content FROM paper WHERE kind = 'refund' ORDER BY id").fetchone())
    assert "Still held" in note
    assert "1,500.00" in note
    give_back(desk, taken, cash(100_000), kept=(Deduction(24_940, "补漆"),))
    assert deposits.held(desk.connection) == []
    assert [(each.number, each.paid_out, each.deducted) for each in deposits.steps(desk.connection, taken)] == [
        ("TH2026-000001", 50_000, 0), ("", 0, 25_060), ("TH2026-000002", 100_000, 24_940),
    ]  # fmt: skip
    assert [each.amount for each in deposits.every(desk.connection)] == [0]
    desk.close()
    assert recomputed(desk) == []


def test_part_kept_on_another_day_settles_a_charge_from_that_day_on(desk: Desk) -> None:
    with_late_fee(desk)
    taken = take(desk).receipt_id
    charge = desk.charges(EVEN)[0].charge_id
    next_day(desk, 10)
    give_back(desk, taken, kept=(Deduction(10_000, "x", charge),), slip="")
    next_day(desk, 10)
    give_back(desk, taken, kept=(Deduction(15_060, "x", charge),), slip="")
    # 79 days on 250.60 and ten on 150.60, not from the day the deposit was taken on.
    assert sum(each.amount for each in posted(desk, charge)) == 1065
    assert recomputed(desk) == []


@pytest.mark.parametrize(
    ("method", "terms", "price", "asked"),
    [
        ("once", {}, 20_000_000, 200_000),
        ("area", {}, 200_000, 179_000),
        ("formula", {"formula": "max(1000, area * price)"}, 100_000, 100_000),
    ],
)
def test_the_price_of_a_kind_of_work_proposes_the_sum_and_another_needs_a_reason(
    desk: Desk, method: str, terms: dict[str, str], price: int, asked: int
) -> None:
    item = save_item(desk.books, new_item("装修押金（全装）", "Full fit-out", 9), request_id="i", staff=MANAGER)
    set_price(
        desk.books, item, Scope("flat"), method, price, date(2026, 11, 1), request_id="p", staff=MANAGER, terms=terms
    )  # fmt: skip
    (kind,), unit = items(desk.connection), registers.unit(desk.connection, EVEN)
    assert unit is not None
    sum_of = proposed(desk.connection, unit, kind, date(2026, 11, 23))
    assert sum_of is not None
    assert sum_of.amount == asked == recompute_all(sum_of.ingredients)
    assert proposed(desk.connection, unit, kind, date(2026, 10, 31)) is None
    with pytest.raises(ReasonMissing):
        take(desk, asked + 1, what=f"item:{item}")
    for _ in range(2):
        taken = take(desk, asked, "d", what=f"item:{item}")
    take(desk, 1000, what=f"item:{item}", reason="老住户减半")
    (held, less) = deposits.held(desk.connection)
    assert [told(held, desk.words), held.receipt_id, held.amount] == ["Full fit-out", taken.receipt_id, asked]
    said = desk.body(less.event_id)["deposit"]
    assert (said["proposed"], said["reason"]) == (asked, "老住户减半")
    preview = [line for line in once_items(desk.connection) if line.id == item]
    assert preview == [], "no bill run and no charge for once knows it"
    assert whole(desk)


def test_all_of_it_can_be_kept_with_a_reason_and_no_note(desk: Desk) -> None:
    taken = take(desk, 50_000)
    done = give_back(desk, taken.receipt_id, kept=(Deduction(50_000, "拆改承重墙"),), slip="")
    assert done == DepositReturned("", 0, 50_000)
    assert (desk.account("other_income"), desk.account("deposits_held")) == (-50_000, 0)
    desk.close()
    assert whole(desk)


def test_a_transfer_is_owed_until_finance_pays_it(desk: Desk) -> None:
    taken = take(desk)
    give_back(desk, taken.receipt_id, transfer(200_000))
    assert (desk.account("refunds_payable", "held"), desk.account("till_cash", "held")) == (-200_000, 200_000)
    assert whole(desk)


def test_taken_by_mistake_it_is_voided_whole(desk: Desk) -> None:
    before = desk.account("till_cash")
    taken = take(desk)
    void_receipt(
        desk.books, taken.receipt_id, "typed twice", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR
    )  # fmt: skip
    assert (desk.account("deposits_held"), desk.account("till_cash")) == (0, before)
    assert deposits.held(desk.connection) == []
    with pytest.raises(DepositGone):
        give_back(desk, taken.receipt_id, cash(200_000))
    assert whole(desk)


def test_no_other_way_takes_money_of_a_deposit(desk: Desk) -> None:
    taken = take(desk)
    assert standing_lines(desk.connection, standing_receipt(desk.connection, taken.receipt_id)) == []
    with pytest.raises(DepositReceipt):
        move_payment(
            desk.books, taken.receipt_id, ODD, "x", request_id="m", requester=CASHIER, approver=SUPERVISOR, till=1,
            office=desk.office, words=desk.words,
        )  # fmt: skip


def test_what_cannot_be_taken_is_refused(desk: Desk) -> None:
    for error, more in (
        (PayerMissing, {"payer": " "}),
        (UnknownUnit, {"unit_id": 99}),
        (DepositWay, {"tender": TenderIn(TenderKind.BALANCE, 100)}),
        (UnknownDepositKind, {"what": "item:99"}),
    ):
        with pytest.raises(error):
            take(desk, **more)
    assert deposits.held(desk.connection) == []


def test_what_cannot_be_given_back_is_refused_and_changes_nothing(desk: Desk) -> None:
    taken = take(desk)
    fund = next(each for each in desk.charges(FUNDED) if each.fund == "maintenance")
    first = desk.charges(EVEN)[0]
    cases = [
        (InspectionMissing, (cash(200_000),), (), " "),
        (MoreThanHeld, (cash(200_001),), (), "1"),
        (NothingToRefund, (), (), "1"),
        (NothingToRefund, (TenderIn(TenderKind.BALANCE, 200_000),), (), "1"),
        (DeductionTooMuch, (cash(199_000),), (Deduction(1000, "x", fund.charge_id),), "1"),
        (DeductionTooMuch, (cash(100_000),), (Deduction(100_000, "x", first.charge_id),), "1"),
        (
            DeductionTooMuch, (cash(199_999 - first.open),),
            (Deduction(first.open, "x", first.charge_id), Deduction(1, "y", first.charge_id)), "1",
        ),
        (RefundWayTooMuch, (card(200_000),), (), "1"),
    ]  # fmt: skip
    for error, ways, kept, slip in cases:
        with pytest.raises(error):
            give_back(desk, taken.receipt_id, *ways, kept=kept, slip=slip)
    assert len(deposits.held(desk.connection)) == 1
    unseen = take(desk, 1000, tender=code(1000))
    with pytest.raises(MoneyNotSeen):
        give_back(desk, unseen.receipt_id, cash(1000))
    by_card = take(desk, 900_000, tender=card(900_000))
    with pytest.raises((NotEnoughCash, RefundWayTooMuch)):
        give_back(desk, by_card.receipt_id, cash(900_000))


def test_nobody_agrees_to_their_own_return(desk: Desk) -> None:
    taken = take(desk)
    desk.take_up(SUPERVISOR)
    with pytest.raises(SelfApproval):
        return_deposit(
            desk.books, ReturnOrder(taken.receipt_id, (), (cash(200_000),), FIRM, "1"), "x", request_id="s",
            requester=SUPERVISOR, approver=SUPERVISOR, till=1, office=desk.office, words=desk.words,
        )  # fmt: skip


def test_whoever_took_a_deposit_does_not_agree_to_its_return(desk: Desk) -> None:
    desk.take_up(SUPERVISOR)
    taken = take_deposit(
        desk.books, DepositOrder(EVEN, "fit_out", FIRM, cash(200_000)), request_id="t", cashier=SUPERVISOR, till=1,
        office=desk.office, words=desk.words,
    )  # fmt: skip
    with pytest.raises(TookTheMoney):
        give_back(desk, taken.receipt_id, cash(200_000))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 300_000), st.integers(0, 100)), min_size=1, max_size=4))
def test_every_deposit_given_back_leaves_none_held_and_each_fund_in_balance(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("deposits") / "books.sqlite"
    path.write_bytes(furnished.read_bytes())
    desk = desk_at(path)
    try:
        desk.open()
        before = desk.account("till_cash")
        taken = [(take(desk, amount).receipt_id, amount, amount * share // 100) for amount, share in acts]
        for receipt, amount, kept in taken:
            if kept > 1:
                give_back(desk, receipt, kept=(Deduction(kept // 2, "x"),), slip="")
                assert [each.amount for each in deposits.held(desk.connection) if each.receipt_id == receipt] == [
                    amount - kept // 2
                ]
            rest = kept - (kept // 2 if kept > 1 else 0)
            ways = (cash(amount - kept),) if amount > kept else ()
            if ways or rest:
                give_back(desk, receipt, *ways, kept=(Deduction(rest, "x"),) if rest else ())
        total = sum(kept for _receipt, _amount, kept in taken)
        assert (desk.account("deposits_held"), desk.account("other_income")) == (0, -total)
        assert desk.account("till_cash") == before + total
        desk.close()
        assert whole(desk)
    finally:
        desk.books.close()
