"""No paper says that somebody paid what was let off, split off, posted back or written off: worked out on paper."""

from datetime import date

import pytest

from counter.desk.adjust_charge import Wish, adjust_charge
from counter.desk.case_file import case_facts
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import preview
from counter.desk.owing import owing_unit
from counter.desk.payment_order import Chosen
from counter.desk.preview_bills import preview as bills
from counter.desk.print_statement import statement_facts
from counter.desk.receipt_lines import standing_lines
from counter.desk.run_bills import run
from counter.desk.split_at_sale import split_at_sale
from counter.desk.take_back_bills import take_back
from counter.desk.undo import MoneyUsedSince
from counter.desk.write_off import write_off
from counter.papers.statement import OpenLine, statement_paper
from db.queries.receipts import receipt
from printing.blocks import Table
from tests.desk.acts_at_desk import sell
from tests.desk.late_fee_office import with_late_fee
from tests.desk.office import EVEN, FINANCE, MANAGER, SUPERVISOR, Desk, from_balance
from tests.desk.test_desk_cheques import cheque, come_back
from tests.desk.test_desk_void import void

TODAY = date(2026, 11, 23)


def lines(desk: Desk) -> dict[tuple[str, str], OpenLine]:
    found = statement_facts(
        desk.connection, EVEN, at="2026-11-23T00:30:00", clerk="王芳", office=desk.office, words=desk.words
    )
    return {(each.item, each.period): each for each in reversed(found.lines)}


def said(desk: Desk) -> str:
    found = statement_facts(
        desk.connection, EVEN, at="2026-11-23T00:30:00", clerk="王芳", office=desk.office, words=desk.words
    )
    paper = statement_paper(found, desk.words)
    return " | ".join(row.detail for block in paper.blocks if isinstance(block, Table) for row in block.rows)


def letter(desk: Desk) -> list[tuple[int, int]]:
    """What the letter and the file for a court say was charged, and what is open of it."""
    (sent,) = preview(desk.connection, TODAY, desk.office, LetterSettings(), desk.words, units={EVEN}).letters
    found = owing_unit(desk.connection, EVEN, TODAY, LetterSettings())
    assert found is not None
    file = case_facts(desk.connection, found, TODAY, desk.office, LetterSettings(), desk.words, "王芳")
    told = [(each.whole, each.open) for each in sent.facts.lines]
    assert told == [(each.whole, each.open) for each in file.lines]
    return told


@pytest.fixture
def half_lost(desk: Desk) -> Desk:
    """100.00 of 250.60 paid, 150.60 written off, then the payment void."""
    september = desk.charges(EVEN)[0]
    paid = desk.pay(EVEN, chosen=[september], pay_now=10_000, rounding=0)
    rest = desk.charges(EVEN)[0]
    write_off(
        desk.books, EVEN, [Chosen(rest.charge_id, rest.open)], "x", request_id="lost", staff=SUPERVISOR,
        approver=MANAGER,
    )  # fmt: skip
    void(desk, paid)
    return desk


def test_what_is_written_off_was_not_paid(half_lost: Desk) -> None:
    line = lines(half_lost)["Property fee", "2026-09"]
    assert (line.open, line.less, line.lost) == (10_000, 0, 15_060)
    assert "of 250.60 150.60 is written off, due 2026-09-15" in said(half_lost)
    assert "is paid" not in said(half_lost)
    assert letter(half_lost)[0] == (10_000, 10_000)


def test_what_was_let_off_was_not_paid_and_what_was_paid_is_said(desk: Desk) -> None:
    charge = desk.charges(EVEN)[0]
    adjust_charge(
        desk.books, Wish(charge.charge_id, "waiver", -3000), "x", request_id="w", staff=FINANCE, approver=MANAGER
    )  # fmt: skip
    desk.pay(EVEN, chosen=[desk.charges(EVEN)[0]], pay_now=5000, rounding=0)
    # 250.60 less 30.00 is 220.60; 50.00 of it is paid.
    assert letter(desk)[0] == (22_060, 17_060)
    assert "50.00 of 220.60 is paid" in said(desk)


def test_a_late_fee_that_a_sale_made_smaller_was_not_paid(desk: Desk) -> None:
    with_late_fee(desk)
    november = desk.charges(EVEN)[-1]
    desk.pay(EVEN, chosen=[november], pay_now=5000, rounding=0)
    sell(desk, EVEN, "2026-11-11")
    split_at_sale(desk.books, EVEN, request_id="s", staff=FINANCE)
    # 250.60 × 8 days × 0.05 % = 1.00 was posted; the seller owes 83.53 of it: 0.33.
    fee = lines(desk)["Late fee", "2026-11"]
    assert (fee.whole, fee.less, fee.lost, fee.open) == (100, 67, 0, 33)
    assert "50.00 of 83.53 is paid" in said(desk)
    assert desk.findings() == []


@pytest.mark.parametrize("how", ["waived", "split", "taken_back"])
def test_a_returned_cheque_owes_nothing_again_that_nobody_paid(desk: Desk, how: str) -> None:
    first, _october, newest = desk.charges(EVEN)
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=10_000, tenders=(cheque(10_000),))
    desk.pay(EVEN, chosen=[first], pay_now=10_000, rounding=0, tenders=(from_balance(10_000),))
    if how == "waived":
        wish = Wish(newest.charge_id, "waiver", -newest.amount)
        adjust_charge(desk.books, wish, "x", request_id="w", staff=FINANCE, approver=MANAGER)
    elif how == "split":
        sell(desk, EVEN, "2026-11-01")
        split_at_sale(desk.books, EVEN, request_id="s", staff=FINANCE)
    else:
        done = run(desk.books, bills(desk.connection, ["2026-12"]), request_id="r", staff=MANAGER)
        assert done.event_id is not None
        take_back(desk.books, done.event_id, reason="x", request_id="t", staff=MANAGER)
    before = {each.charge_id: each.open for each in desk.charges(EVEN)}
    come_back(desk)
    after = {each.charge_id: each.open for each in desk.charges(EVEN)}
    assert after == before | {first.charge_id: first.amount}
    assert desk.findings() == []


@pytest.mark.parametrize("waived", [0, 15_060])
def test_what_a_returned_cheque_opened_again_is_not_given_back_besides(desk: Desk, waived: int) -> None:
    charge = desk.charges(EVEN)[0]
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=10_000, tenders=(cheque(10_000),))
    paid = desk.pay(EVEN, chosen=[charge], pay_now=10_000, rounding=0, tenders=(from_balance(10_000),))
    if waived:
        wish = Wish(charge.charge_id, "waiver", -waived)
        adjust_charge(desk.books, wish, "x", request_id="w", staff=FINANCE, approver=MANAGER)
    come_back(desk)
    found = receipt(desk.connection, paid.receipts[0].id)
    assert found is not None
    assert [line.amount for line in standing_lines(desk.connection, found) if line.amount] == []
    with pytest.raises(MoneyUsedSince):
        void(desk, paid)
