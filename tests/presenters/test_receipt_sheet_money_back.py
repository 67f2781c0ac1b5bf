"""Refunds, reversals and invoice marks from the sheet of a receipt, without a window."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from counter.presenters.pay_view import Question
from counter.rules.permissions import Act
from db.queries import people, receipts
from tests.desk.office import AUDITOR, CASHIER, EVEN, FUNDED, ODD, OTHER_CASHIER, SUPERVISOR, THIRD, Desk, bill, card
from tests.presenters.test_receipt_sheet_presenter import Sheet
from tests.presenters.units_office import open_office, session_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as desk:
        yield desk


@pytest.fixture
def sheet(desk: Desk) -> Iterator[Sheet]:
    with session_of(desk) as session:
        yield Sheet(session)


def asked(sheet: Sheet) -> Question:
    return sheet.view.questions[-1]


def grant(sheet: Sheet, reason: str = "moved out") -> None:
    sheet.second.asked[-1].granted(SUPERVISOR, reason)


def test_everything_goes_back_the_way_it_was_paid(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(desk.pay(EVEN).receipts[0].id)
    sheet.presenter.refund()
    assert asked(sheet).choices[0] == ("1", "Everything, ¥751.80")
    assert sheet.answer(choice="1") == ""
    assert asked(sheet).choices[0] == ("1", "The way it was paid: Cash 751.80")
    assert sheet.answer(choice="1") == ""
    assert sheet.answer(payee=" ") == "Type who gets the money."
    assert sheet.answer(payee="张三") == ""
    wish = sheet.second.asked[-1]
    assert (wish.act, wish.title) == (Act.APPROVE_REFUND, "Refund ¥751.80 of receipt 2026-000001")
    grant(sheet)
    assert sheet.view.said[-1] == ("saved", "Refund T2026-000001, ¥751.80. The note is being printed.")
    assert desk.owed(EVEN) == 75180
    assert ("Refunded", "T2026-000001, 751.80") in sheet.view.shown().rows


def test_a_part_of_one_line_goes_back_by_transfer(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(desk.pay(EVEN).receipts[0].id)
    sheet.presenter.refund()
    sheet.answer(choice="2")
    assert asked(sheet).choices[0][1] == "Property fee  2026-09  250.60"
    sheet.answer(choice="2")
    assert sheet.answer(amount="250.61") == "At most ¥250.60 of it stands."
    assert "sum" in sheet.answer(amount="lots")
    sheet.answer(amount="100")
    sheet.answer(choice="2")
    sheet.answer(payee="张三")
    grant(sheet)
    assert (desk.owed(EVEN), desk.account("refunds_payable")) == (10000, -10000)


def test_what_is_not_used_is_worked_out_line_by_line(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-01")).receipts[0].id)
    sheet.presenter.refund()
    sheet.answer(choice="3")
    assert sheet.answer(day="soon") == "Write the day as 2026-11-23."
    assert "nothing is unused" in sheet.answer(day="2027-12-31")
    sheet.answer(day="2026-12-15")
    # December: 25060 × 15 ÷ 31 is kept; January goes back whole.
    kept = round(25060 * 15 / 31)
    assert f"used 15 of 31 days, kept {kept / 100:.2f}" in asked(sheet).text
    sheet.answer(choice="1")
    sheet.answer(payee="张三")
    grant(sheet)
    assert desk.account("paid_ahead") == -kept
    assert desk.owed(EVEN) == 0
    paper = desk.connection.execute("SELECT content FROM paper WHERE kind = 'refund'").fetchone()[0]
    assert "15 of 31 days" in paper


def test_a_card_payment_asks_for_the_terminals_own_slip(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(desk.pay(EVEN, tenders=[card(75180)]).receipts[0].id)
    sheet.presenter.refund()
    sheet.answer(choice="1")
    sheet.answer(choice="1")
    assert asked(sheet).title == "Card slip, 751.80"
    assert "terminal first" in sheet.answer(voucher=" ")
    sheet.answer(voucher="000900", terminal="1", batch="2")
    sheet.answer(payee="张三")
    grant(sheet)
    assert (desk.account("card_clearing"), desk.owed(EVEN)) == (0, 75180)


def test_a_refund_may_wait_for_its_decision(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(desk.pay(EVEN).receipts[0].id)
    sheet.presenter.refund()
    sheet.answer(choice="1")
    sheet.answer(choice="1")
    sheet.answer(payee="张三")
    waits = sheet.second.asked[-1].requested
    assert waits is not None
    waits("moved out")
    assert sheet.view.said[-1] == ("plain", "The refund of ¥751.80 waits for a decision.")
    assert [each.act for each in people.pending_acts(desk.connection)] == ["refund"]


def test_cash_out_of_somebody_elses_till_can_be_asked_for_only_and_no_pin_is_typed_for_nothing(desk: Desk) -> None:
    by_cash = desk.pay(EVEN).receipts[0].id
    by_card = desk.pay(ODD, tenders=(card(desk.owed(ODD)),)).receipts[0].id
    with session_of(desk, OTHER_CASHIER) as session:
        sheet = Sheet(session)
        sheet.presenter.open(by_cash)
        sheet.presenter.void()
        assert sheet.second.asked[-1].only_asked.startswith("This till is run by 王芳.")
        sheet.presenter.refund()
        for answer in ({"choice": "1"}, {"choice": "1"}, {"payee": "张三"}):
            assert sheet.answer(**answer) == ""
        wish = sheet.second.asked[-1]
        assert wish.only_asked.startswith("This till is run by 王芳.")
        assert wish.requested is not None
        wish.requested("moved out")
        assert [each.act for each in people.pending_acts(desk.connection)] == ["refund"]
        sheet.presenter.open(by_card)
        sheet.presenter.void()
        assert sheet.second.asked[-1].only_asked == "", "no cash leaves the drawer"


def test_a_line_is_booked_otherwise(desk: Desk, sheet: Sheet) -> None:
    first, second, _third = desk.charges(EVEN)
    sheet.presenter.open(desk.pay(EVEN, chosen=[first]).receipts[0].id)
    sheet.presenter.reverse()
    assert "at most" in sheet.answer(amount="900").lower()
    sheet.answer(amount="250.60")
    assert asked(sheet).choices[:2] == (("1", "Keep it as balance"), ("2", "Property fee  2026-10  250.60"))
    sheet.answer(choice="2")
    assert sheet.second.asked[-1].act == Act.APPROVE_REVERSAL
    grant(sheet, "wrong month")
    assert {c.charge_id: c.open for c in desk.charges(EVEN)}.get(second.charge_id) is None
    assert sheet.view.said[-1][1] == "Booked otherwise, C2026-000001. The note is being printed."
    assert ("Booked otherwise", "C2026-000001, 250.60") in sheet.view.shown().rows


def test_a_line_booked_otherwise_may_wait_for_its_decision(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(desk.pay(EVEN).receipts[0].id)
    sheet.presenter.reverse()
    sheet.answer(choice="1")
    sheet.answer(amount="250.60")
    sheet.answer(choice="1")
    waits = sheet.second.asked[-1].requested
    assert waits is not None
    waits("wrong month")
    assert sheet.view.said[-1][1].startswith("Asked for: a second person decides")
    assert [each.act for each in people.pending_acts(desk.connection)] == ["reversal"]
    assert desk.owed(EVEN) == 0


def test_an_invoice_is_marked_and_taken_back(desk: Desk, sheet: Sheet) -> None:
    sheet.presenter.open(desk.pay(EVEN).receipts[0].id)
    sheet.presenter.invoice()
    assert asked(sheet).choices[0] == ("1", "All lines without an invoice")
    sheet.answer(choice="1")
    assert "number of the invoice" in sheet.answer(number=" ")
    sheet.answer(number="25440001")
    assert ("Invoice issued", "25440001, 2026-11-23, 王芳: 3 lines") in sheet.view.shown().rows
    sheet.presenter.invoice()
    assert asked(sheet).choices[0][1].endswith("take invoice 25440001 back")
    sheet.answer(choice="1")
    sheet.answer(number="25440002")
    assert ("Invoice issued", "25440001, 2026-11-23, 王芳: 2 lines") in sheet.view.shown().rows


def test_the_sheet_of_a_note_says_what_it_is(desk: Desk, sheet: Sheet) -> None:
    test_everything_goes_back_the_way_it_was_paid(desk, sheet)
    note = receipts.receipt_by_number(desk.connection, "T2026", 1)
    assert note is not None
    sheet.presenter.open(note.id)
    facts = sheet.view.shown()
    assert (facts.kind, facts.total) == ("refund", "¥751.80")
    assert facts.state_text == "Refund of receipt 2026-000001: moved out"
    for act in (sheet.presenter.refund, sheet.presenter.reverse, sheet.presenter.invoice, sheet.presenter.void):
        act()
        assert "no money came in by it" in sheet.view.said[-1][1]
    sheet.presenter.reprint()
    assert asked(sheet).title == "Copy of receipt T2026-000001"


def test_who_may_not_is_told_before_anything_is_asked(desk: Desk) -> None:
    paid = desk.pay(EVEN).receipts[0].id
    with session_of(desk, person=AUDITOR) as session:
        sheet = Sheet(session)
        sheet.presenter.open(paid)
        for act in (sheet.presenter.refund, sheet.presenter.reverse, sheet.presenter.invoice):
            act()
        assert sheet.view.questions == []
        assert sheet.view.said[-1][0] == "risk"


def test_many_lines_turn_their_page(desk: Desk, sheet: Sheet) -> None:
    for month in ("2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05", "2027-06"):
        bill(desk.books, month, (THIRD,))
    sheet.presenter.open(desk.pay(THIRD).receipts[0].id)
    sheet.presenter.refund()
    sheet.answer(choice="2")
    assert len(asked(sheet).choices) == 7
    sheet.answer(choice="7")
    assert len(asked(sheet).choices) == 4
    sheet.answer(choice="4")
    assert "2027-06" in asked(sheet).title


def test_a_receipt_of_nothing_left_is_said(desk: Desk, sheet: Sheet) -> None:
    test_everything_goes_back_the_way_it_was_paid(desk, sheet)
    sheet.presenter.open(1)
    sheet.presenter.refund()
    assert sheet.view.said[-1][1] == "Nothing of receipt 2026-000001 stands any more."
    sheet.presenter.reverse()
    assert sheet.view.said[-1][1] == "Nothing of receipt 2026-000001 stands any more."


def test_the_next_day_a_void_is_refused_with_the_way_out(desk: Desk, sheet: Sheet) -> None:
    paid = desk.pay(FUNDED, rounding=0).receipts[0].id
    desk.close()
    desk.clock.moment += timedelta(days=1)
    desk.open()
    sheet.presenter.open(paid)
    sheet.presenter.void()
    assert sheet.view.said[-1][0] == "risk"
    assert sheet.session.person == CASHIER
