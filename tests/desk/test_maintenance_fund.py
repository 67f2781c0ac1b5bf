"""The maintenance fund: a register while it is off, a fund of its own while the counter takes it."""

import json
from datetime import date
from typing import Any

import pytest

from counter.desk.approve import ReasonMissing, SecondPersonNeeded, SelfApproval
from counter.desk.change_settings import change_settings
from counter.desk.charge_fund import FundPaidUp, charge_fund
from counter.desk.charge_once import ChargedOnce, charge_once
from counter.desk.drawer import NotEnoughCash
from counter.desk.enter_fund import FundEntryWrong, FundSlipEntered, enter_fund
from counter.desk.fund_notice import FundNoticeNothing, issue_notices
from counter.desk.fund_register import FundLine, fund_lines
from counter.desk.fund_taken import FundNotCollected
from counter.desk.people import Person
from counter.desk.preview_bills import preview
from counter.desk.receipt_lines import standing_lines
from counter.desk.refund_order import FundReasonMissing
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.tenders import TenderIn
from counter.rules.maintenance_fund import Due, EntryKind
from counter.rules.permissions import NotAllowed
from counter.rules.tender import TenderKind
from counter.words import LANGUAGES, Language, Words
from counter.words.explain_charge import why
from db.queries import receipts
from db.rows import Allocation, Posting
from printing.blocks import Table, load
from tests.desk.acts_at_desk import fund_deposit
from tests.desk.office import (
    AUDITOR,
    CASHIER,
    EVEN,
    FINANCE,
    FUND,
    FUNDED,
    MANAGER,
    ODD,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    cash,
)

DEPOSIT, DEPOSIT_PRICE = 7, 1_000_000  # 100.00 a square metre, once
FIRST = {EVEN: 895_000, ODD: 895_300, FUNDED: 895_300}  # 89.50 × 100, 89.53 × 100


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The office with a first deposit by the square metre."""
    fund_deposit(desk)
    return desk


def line(desk: Desk, unit: int = EVEN) -> FundLine:
    (found,) = fund_lines(desk.connection, desk.office, desk.clock.today().isoformat(), unit)
    return found


def enter(desk: Desk, kind: str, amount: int, slip: str = "", unit: int = EVEN, **more: Any) -> None:
    arguments: dict[str, Any] = {"request_id": desk.request(), "staff": SUPERVISOR, **more}
    enter_fund(desk.books, unit, EntryKind(kind), date(2026, 11, 1), amount, slip, **arguments)


def charge(desk: Desk, unit: int = EVEN, request: str = "", staff: Person = CASHIER) -> ChargedOnce:
    return charge_fund(desk.books, unit, request_id=request or desk.request(), staff=staff, till=1)


def switch(desk: Desk, to: str) -> None:
    change_settings(
        desk.books, {"maintenance_fund": to}, desk.clock.today(), request_id=desk.request(), staff=MANAGER
    )  # fmt: skip
    desk.set_office(maintenance_fund=to)


# The register


def test_the_register_says_what_the_first_deposit_still_lacks(desk: Desk) -> None:
    assert (line(desk).owed.due, line(desk).owed.amount) == (Due.FIRST, FIRST[EVEN])
    enter(desk, "paid_in", 500_000, "ZX-1")
    assert (line(desk).owed.amount, line(desk).account.balance) == (395_000, 500_000)
    enter(desk, "paid_in", 395_000, "ZX-2")
    assert line(desk).owed.due is Due.NOTHING


def test_a_renewal_is_owed_where_less_is_left_than_the_rules_name(desk: Desk) -> None:
    enter(desk, "paid_in", FIRST[EVEN])
    enter(desk, "drawn", 626_500)
    assert line(desk).owed.due is Due.NOTHING  # 8,950 − 6,265 = 2,685 = 30 % to the fen
    enter(desk, "drawn", 1)
    assert (line(desk).owed.due, line(desk).owed.amount) == (Due.RENEWAL, 626_501)
    enter(desk, "interest", 1)
    assert line(desk).owed.due is Due.NOTHING


def test_an_entry_is_taken_back_with_a_reason_and_never_below_nothing(desk: Desk) -> None:
    enter(desk, "paid_in", 500, "ZX-1")
    with pytest.raises(FundSlipEntered):
        enter(desk, "paid_in", 500, "ZX-1")
    with pytest.raises(ReasonMissing):
        enter(desk, "paid_in", -500, "ZX-1")
    with pytest.raises(FundEntryWrong):
        enter(desk, "paid_in", -501, "ZX-1", reason="typed twice")
    enter(desk, "paid_in", -500, "ZX-1", reason="another flat's slip")
    enter(desk, "paid_in", 700, "ZX-1")
    assert line(desk).account.paid_in == 700
    with pytest.raises(FundEntryWrong):
        enter(desk, "paid_in", 0)
    with pytest.raises(NotAllowed):
        enter(desk, "paid_in", 1, staff=AUDITOR)


def test_the_register_is_no_money_of_the_counter(desk: Desk) -> None:
    before = desk.count("posting")
    request = desk.request()
    enter(desk, "paid_in", 500_000, request_id=request)
    enter(desk, "paid_in", 500_000, request_id=request)
    assert (desk.count("posting"), line(desk).account.paid_in) == (before, 500_000)
    assert desk.findings() == []


# Switched off


def test_while_it_is_off_nothing_of_it_is_charged_billed_or_taken(desk: Desk) -> None:
    charge(desk)
    switch(desk, "register")
    shown = preview(desk.connection, ["2026-12"])
    assert {each.fund for each in shown.charges} == {"operating"}
    assert {each.fund for each in desk.ahead(FUNDED, "2026-12")} == {"operating"}
    with pytest.raises(FundNotCollected):
        charge(desk, ODD)
    with pytest.raises(FundNotCollected):
        charge_once(desk.books, ODD, DEPOSIT, request_id="x", staff=CASHIER, till=1)
    before = desk.count("event")
    with pytest.raises(FundNotCollected):
        desk.pay(EVEN, rounding=0)
    assert desk.count("event") == before
    operating = [each for each in desk.charges(EVEN) if each.fund == "operating"]
    assert desk.pay(EVEN, chosen=operating).receipts[0].total == 75_180


def test_the_office_decides_whether_switching_it_needs_a_second_person(desk: Desk) -> None:
    today = desk.clock.today()
    change_settings(desk.books, {"second_person": ["fund"]}, today, request_id="s", staff=MANAGER)
    arguments: dict[str, Any] = {"request_id": "t", "staff": MANAGER}
    with pytest.raises(SecondPersonNeeded):
        change_settings(desk.books, {"maintenance_fund": "register"}, today, **arguments)
    with pytest.raises(SelfApproval):
        change_settings(desk.books, {"maintenance_fund": "register"}, today, approver=MANAGER, reason="x", **arguments)
    change_settings(desk.books, {"maintenance_fund": "register"}, today, approver=FINANCE, reason="handed back",
                    **arguments)  # fmt: skip
    rows = desk.connection.execute("SELECT act, approver_id FROM approval").fetchall()
    assert (rows, desk.findings()) == ([("fund", FINANCE.staff_id)], [])


# Taken at the counter


def test_the_first_deposit_is_charged_once_and_paid_under_its_own_number(desk: Desk) -> None:
    made = charge(desk, request="c")
    assert (charge(desk, request="c"), made.amount) == (made, FIRST[EVEN])
    with pytest.raises(FundPaidUp):
        charge(desk)
    own = [each for each in desk.charges(EVEN) if each.charge_id == made.charge_id]
    paid = desk.pay(EVEN, chosen=own, rounding=0)
    assert [each.number for each in paid.receipts] == ["M2026-000001"]
    assert desk.accounts_of(paid.receipts[0].event_id) == {
        ("maintenance", "till_cash"): FIRST[EVEN], ("maintenance", "receivable"): -FIRST[EVEN],
    }  # fmt: skip
    assert (line(desk).taken, line(desk).owed.due) == (FIRST[EVEN], Due.NOTHING)
    assert desk.account("fund_owed", "maintenance") == -FIRST[EVEN] - 3 * 5003


def test_one_payment_of_both_funds_opens_the_drawer_once(desk: Desk) -> None:
    charge(desk, ODD)
    paid = desk.pay(ODD, tenders=(cash(desk.owed(ODD)),), rounding=0)
    assert len(paid.receipts) == 2
    opened = desk.connection.execute("SELECT count(*), sum(drawer) FROM print_job").fetchone()
    assert tuple(opened) == (2, 1)
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("moved", "ingredients"),
    [
        ((), {"kind": "once", "price": DEPOSIT_PRICE, "area": 8950}),
        ((("paid_in", 500_000),),
         {"kind": "fund", "due": "first_deposit", "first": FIRST[EVEN], "price": DEPOSIT_PRICE, "area": 8950,
          "paid_in": 500_000}),
        ((("paid_in", 895_000), ("drawn", 895_000)),
         {"kind": "fund", "due": "renewal", "first": FIRST[EVEN], "price": DEPOSIT_PRICE, "area": 8950, "balance": 0,
          "share": 30, "to": 100}),
    ],
)  # fmt: skip
def test_a_charge_of_the_fund_keeps_what_it_is_made_of(
    desk: Desk, moved: tuple[tuple[str, int], ...], ingredients: dict[str, Any]
) -> None:
    for kind, amount in moved:
        enter(desk, kind, amount)
    made = charge(desk)
    row = next(each for each in desk.charges(EVEN) if each.charge_id == made.charge_id)
    assert (json.loads(row.ingredients), row.tariff_id) == (ingredients, 70)
    assert desk.findings() == []


def test_it_stands_apart_on_the_z_and_on_the_slip(desk: Desk) -> None:
    charge(desk, ODD)
    fund = [each for each in desk.charges(ODD) if each.item_id == DEPOSIT]
    desk.pay(ODD, chosen=fund, tenders=(card(800_000), cash(95_300)))
    desk.pay(EVEN)
    closed = desk.close()
    drawer = desk.body(closed.close_event)["drawer"]
    assert drawer["fund_tenders"] == {"card": 800_000, "cash": 95_300}
    assert drawer["by_fund"] == {"maintenance": 895_300, "operating": 75_180}
    for kind in ("z_report", "remittance"):
        (content,) = desk.connection.execute("SELECT content FROM paper WHERE kind = ?", (kind,)).fetchone()
        tables = [each for each in load(content).blocks if isinstance(each, Table)]
        (own,) = [each for each in tables if each.columns[0].title == "Of it the maintenance fund"]
        assert [row.cells for row in own.rows] == [
            ("Card", "8,000.00"), ("Cash", "953.00"), ("Maintenance fund, in all", "8,953.00"),
        ]  # fmt: skip


def test_a_day_without_the_fund_says_nothing_of_it(desk: Desk) -> None:
    desk.pay(EVEN)
    assert "fund_tenders" not in desk.body(desk.close().close_event)["drawer"]


def test_money_of_the_fund_goes_back_for_few_reasons_and_none_of_them_is_a_sale(desk: Desk) -> None:
    charge(desk, ODD)
    paid = desk.pay(ODD, chosen=[each for each in desk.charges(ODD) if each.item_id == DEPOSIT], rounding=0)
    found = receipts.receipt(desk.connection, paid.receipts[0].id)
    assert found is not None
    lines = tuple((each.key, each.amount) for each in standing_lines(desk.connection, found))
    order = RefundOrder(found.id, lines, (cash(FIRST[ODD]),), "欧阳娜娜")
    arguments: dict[str, Any] = {
        "requester": CASHIER, "till": 1, "approver": SUPERVISOR, "office": desk.office, "words": desk.words,
    }  # fmt: skip
    for reason in ("", "sold"):
        with pytest.raises(FundReasonMissing):
            refund_payment(desk.books, order._replace(fund_reason=reason), "sold", request_id="r", **arguments)
    done = refund_payment(
        desk.books, order._replace(fund_reason="contract_undone"), "purchase undone", request_id="r", **arguments
    )
    assert (done.number, line(desk, ODD).taken, desk.account("till_cash", "maintenance")) == ("TM2026-000001", 0, 0)
    body = desk.body(receipts.receipt(desk.connection, done.receipt_id).event_id)  # type: ignore[union-attr]
    assert (body["fund_reason"], desk.findings()) == ("contract_undone", [])


def test_its_cash_gives_out_for_nothing_else_and_nothing_else_for_it(desk: Desk) -> None:
    charge(desk, ODD)
    paid = desk.pay(ODD, chosen=[each for each in desk.charges(ODD) if each.item_id == DEPOSIT], rounding=0)
    later = desk.pay(EVEN, tenders=(card(75_180),))
    assert desk.account("till_cash") > 75_180
    arguments: dict[str, Any] = {
        "requester": CASHIER, "till": 1, "approver": SUPERVISOR, "office": desk.office, "words": desk.words,
    }  # fmt: skip

    def back(receipt_id: int, amount: int, way: TenderIn, reason: str) -> None:
        found = receipts.receipt(desk.connection, receipt_id)
        assert found is not None
        key = standing_lines(desk.connection, found)[0].key
        order = RefundOrder(receipt_id, ((key, amount),), (way,), "x", fund_reason=reason)
        refund_payment(desk.books, order, "x", request_id=desk.request(), **arguments)

    desk.close()
    desk.clock.wait(days=1)
    desk.open()
    desk.pay(THIRD)
    with pytest.raises(NotEnoughCash):
        back(paid.receipts[0].id, 100, cash(100), "mistake")
    back(paid.receipts[0].id, 100, TenderIn(TenderKind.TRANSFER, 100), "mistake")
    assert desk.account("refunds_payable", "maintenance") == -100
    back(later.receipts[0].id, 100, card(100, voucher="77"), "")
    assert desk.findings() == []


def test_the_check_names_a_posting_that_mixes_the_fund_with_other_money(desk: Desk) -> None:
    """As a program could that forgot the rule: the chain is sound, each fund sums to nothing, and yet it is found."""
    fund = next(each for each in desk.charges(FUNDED) if each.item_id == FUND)
    fee = next(each for each in desk.charges(FUNDED) if each.item_id != FUND)
    with desk.books.transaction("mixed", staff_id=1, till=1) as tx:
        place = (FUNDED, FUND, fund.period, fund.charge_id)
        tx.post("payment", {"units": [FUNDED]}, [
            Allocation(fund.charge_id, 100, None), Posting("operating", "receivable", -100, *place),
            Posting("operating", "balance", 100, FUNDED),
        ])  # fmt: skip
        tx.post("payment", {"units": [FUNDED]}, [
            Posting("maintenance", "receivable", -9, FUNDED, 1, fee.period, fee.charge_id),
            Posting("maintenance", "discounts", 9, FUNDED),
        ])  # fmt: skip
    found = sorted(each.split()[0] for each in desk.findings())
    assert found == [*["fund_mixed"] * 3, "purse_overdrawn"]


# The notice


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_says_what_is_owed_why_and_where_it_is_paid(desk: Desk, language: Language) -> None:
    enter(desk, "paid_in", 500_000, "ZX-1")
    desk.set_office(
        maintenance_fund="register", fund_account="市维修资金管理中心 建设银行 6222-01", estate_zh="阳光花园"
    )
    words = Words.load(language)
    issue_notices(desk.books, [EVEN, ODD], request_id="n", staff=CASHIER, till=1, office=desk.office, words=words)
    again = issue_notices(
        desk.books, [EVEN, ODD], request_id="n", staff=CASHIER, till=1, office=desk.office, words=words
    )
    assert again == (2, "W2026-000001", "W2026-000002")
    (content,) = desk.connection.execute("SELECT content FROM paper WHERE kind = 'fund_notice' ORDER BY id").fetchone()
    for told in ("W2026-000001", "3-2-1201", "张三", "8,950.00", "5,000.00", "3,950.00", "叁仟玖佰伍拾元整",
                 "6222-01", "2020-7"):  # fmt: skip
        assert told in content, told
    assert ("M2026" in content, desk.findings()) == (False, [])


def test_a_unit_that_owes_nothing_gets_no_notice_and_neither_do_the_others(desk: Desk) -> None:
    enter(desk, "paid_in", FIRST[ODD], unit=ODD)
    with pytest.raises(FundNoticeNothing):
        issue_notices(desk.books, [EVEN, ODD], request_id="n", staff=CASHIER, office=desk.office, words=desk.words)
    assert desk.connection.execute("SELECT count(*) FROM event WHERE kind = 'fund_notice_issued'").fetchone() == (0,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_this_sum_tells_the_deposit_and_the_renewal(desk: Desk, language: Language) -> None:
    enter(desk, "paid_in", FIRST[EVEN])
    enter(desk, "drawn", 700_000)
    made = charge(desk)
    row = next(each for each in desk.charges(EVEN) if each.charge_id == made.charge_id)
    told = why(made.amount, json.loads(row.ingredients), None, Words.load(language))
    for figure in ("8,950.00", "100 %", "1,950.00", "7,000.00"):
        assert figure in told.calculation
    assert "30 %" in told.remarks[0]
    assert "89.50" in told.remarks[1]
