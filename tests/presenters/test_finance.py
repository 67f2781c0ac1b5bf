"""The finance part of the till without a window: what each segment shows, and what its keys bring about."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from counter.desk.payment_order import LateEntry
from counter.desk.people import Person
from counter.desk.tenders import TenderIn
from counter.desk.transfers import record_transfer
from counter.presenters.finance_view import FinanceFacts, SegmentName
from counter.presenters.till_view import DayFacts, OpeningFacts
from counter.rules.tender import TenderKind
from tests.desk.office import (
    CASHIER,
    EVEN,
    FINANCE,
    MANAGER,
    ODD,
    OTHER_SUPERVISOR,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    code,
)
from tests.desk.shift import paid_out
from tests.desk.test_desk_cheques import cheque
from tests.desk.test_desk_refund import refund
from tests.presenters.till_window import Till, till_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path / "office") as made:
        made.open()
        yield made


class Finance:
    """The finance part at a till, worked in a few words."""

    def __init__(self, desk: Desk, segment: SegmentName, person: Person = MANAGER) -> None:
        self.till = Till(desk, person=person)
        self.till.presenter.open_finance()
        self.till.presenter.finance.choose(segment)

    @property
    def shown(self) -> FinanceFacts:
        facts = self.till.shown
        assert isinstance(facts, FinanceFacts)
        return facts

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [row.cells for row in self.shown.rows]

    @property
    def said(self) -> str:
        return self.till.said

    def press(self, key: str, place: int = 0) -> None:
        row = self.shown.rows[place].id if self.shown.rows else ""
        self.till.presenter.finance.press(key, row)

    def answer(self, **values: str) -> str:
        asked = self.till.view.asked
        assert asked is not None
        known = {each.name: each.value for each in asked.fields}
        return asked.answer({**known, **values})


@pytest.fixture
def at(desk: Desk) -> Iterator["list[Finance]"]:
    made: list[Finance] = []
    yield made
    for each in made:
        each.till.leave()


def finance(at: list[Finance], desk: Desk, segment: SegmentName, person: Person = MANAGER) -> Finance:
    at.append(Finance(desk, segment, person))
    return at[-1]


def test_finance_opens_from_an_open_and_a_closed_till_and_esc_comes_back(desk: Desk, at: list[Finance]) -> None:
    shown = finance(at, desk, "slips")
    assert [key for _name, _word, key in shown.shown.segments] == list("1234567890M")
    shown.till.presenter.back()
    assert isinstance(shown.till.shown, DayFacts)
    desk.close()
    closed = finance(at, desk, "slips")
    closed.till.presenter.back()
    assert isinstance(closed.till.shown, OpeningFacts)


def test_a_slip_is_received_or_its_difference_noted(desk: Desk, at: list[Finance]) -> None:
    desk.pay(EVEN)
    desk.close()
    slips = finance(at, desk, "slips", FINANCE)
    assert slips.cells == [("2026-11-23", "1", "000001", "王芳", "751.80", "handed in, not received yet")]
    slips.press("F9")
    assert "finance counted 751.00" in slips.answer(counted="751").replace("¥", "")
    assert slips.answer(counted="751", reason="recounted") == ""
    assert slips.said == "Received with a difference of −0.80."
    assert slips.cells[0][-1] == "received 2026-11-23, 赵敏: −0.80, recounted"


def test_card_slips_are_counted_beside_the_cash(desk: Desk, at: list[Finance]) -> None:
    desk.pay(EVEN, tenders=[card(75180)])
    desk.close()
    slips = finance(at, desk, "slips", FINANCE)
    slips.press("F9")
    assert "type how many, a space, and the sum" in slips.answer(counted="0", card="751.80")
    typed = {"counted": "0", "card": "1 751"}
    assert "Card: slip 1 for ¥751.80, counted by finance 1 for ¥751.00." in slips.answer(**typed)
    assert slips.answer(**typed, reason="the slip is torn") == ""
    assert slips.cells[0][-1] == "received 2026-11-23, 赵敏: 0.00, the slip is torn"


def test_a_slip_below_nothing_is_typed_as_what_was_taken_out(desk: Desk, at: list[Finance]) -> None:
    paid_out(desk, 20000, "expense")
    desk.close()
    slips = finance(at, desk, "slips", FINANCE)
    slips.press("F9")
    asked = slips.till.view.asked
    assert asked is not None
    assert asked.fields[0].caption == "Taken from the safe, net"
    assert slips.answer(counted="200") == ""
    assert slips.said == "Received; the slip agrees."


def test_a_cashier_does_not_receive_slips(desk: Desk, at: list[Finance]) -> None:
    desk.pay(EVEN)
    desk.close()
    slips = finance(at, desk, "slips", CASHIER)
    slips.press("F9")
    assert slips.till.view.asked is None
    assert slips.till.view.said[-1][0] == "risk"


def test_one_list_of_all_money_to_be_checked(desk: Desk, at: list[Finance]) -> None:
    desk.pay(EVEN, tenders=[code(75180)])
    desk.pay(ODD, tenders=[cheque(75204)])
    record_transfer(desk.books, date(2026, 11, 22), 5000, "张三", "11月", request_id="t", clerk=FINANCE)
    check = finance(at, desk, "check")
    assert [cells[3] for cells in check.cells] == ["WeChat", "张三"]
    check.press("F9", 1)
    assert "claim this transfer" in check.said
    check.press("F10")
    assert check.answer(choice="1") == ""
    assert desk.account("missing_money") == 75180
    assert [cells[3] for cells in check.cells] == ["张三"]


def test_money_that_arrived_leaves_the_list(desk: Desk, at: list[Finance]) -> None:
    desk.pay(EVEN, tenders=[code(75180)])
    check = finance(at, desk, "check")
    check.press("F9")
    assert (check.said, check.cells, desk.account("bank")) == ("Marked as arrived.", [], 75180)


def test_cheques_are_cleared_or_come_back(desk: Desk, at: list[Finance]) -> None:
    desk.pay(EVEN, tenders=[cheque(75180)])
    desk.pay(ODD, tenders=[cheque(75204, "00999")])
    cheques = finance(at, desk, "cheques")
    assert [cells[3:6] for cells in cheques.cells] == [
        ("00123456", "工商银行", "阳光商贸"), ("00999", "工商银行", "阳光商贸"),
    ]  # fmt: skip
    assert "In hand: 1,503.84" in cheques.shown.text
    cheques.press("F9")
    assert (cheques.said, desk.account("bank")) == ("Cleared: 751.80.", 75180)
    cheques.press("F10")
    assert "reason" in cheques.answer(reason=" ")
    assert cheques.answer(reason="no funds") == ""
    assert cheques.said == "Returned. 752.04 is owed again, receipt 2026-000002."
    assert (cheques.cells, desk.owed(ODD)) == ([], 75204)


def test_the_safe_goes_to_the_bank_in_a_bag_and_the_slip_ends_its_way(desk: Desk, at: list[Finance]) -> None:
    desk.pay(EVEN)
    desk.close()
    for _quiet_day in range(4):
        desk.clock.wait(days=1)
        desk.open()
        desk.close()
    safe = finance(at, desk, "safe")
    change = ("–", "", "", "Operating account", "change, of no Z", "10,000.00")
    assert safe.cells == [("2026-11-23", "1", "000001", "Operating account", "4 days", "751.80"), change]
    assert safe.shown.text == "In the safe: Operating account 10,751.80"
    assert safe.shown.warning == "Cash of 2026-11-23 still lies here; 3 days are agreed. Take it to the bank."
    safe.press("F9")
    assert "cash regulations §11" in safe.answer(bag="B-1", amount="700")
    assert safe.answer(bag="B-1") == ""
    assert (safe.said, safe.cells) == ("Bag B-1, 751.80: out of the safe.", [change])
    bags = finance(at, desk, "bags", SUPERVISOR)
    assert bags.cells == [("2026-11-27", "B-1", "Operating account", "751.80")]
    bags.press("F9")
    assert "not still to come" in bags.answer(slip="8812", day="2026-12-24")
    assert bags.answer(slip="8812") == ""
    assert (bags.said, bags.cells, desk.account("bank")) == ("On the account: 751.80.", [], 75180)


def test_a_bag_the_bank_counts_otherwise(desk: Desk, at: list[Finance]) -> None:
    desk.pay(EVEN)
    desk.close()
    safe = finance(at, desk, "safe")
    safe.press("F9")
    safe.answer(bag="B-1")
    own = finance(at, desk, "bags")
    own.press("F9")
    assert "closed this bag" in own.answer(slip="8812")
    bags = finance(at, desk, "bags", SUPERVISOR)
    bags.press("F9")
    assert "bank's slip says" in bags.answer(slip="8812", amount="651.80")
    assert bags.answer(slip="8812", amount="651.80", reason="one note false") == ""
    bags.till.approve(OTHER_SUPERVISOR)
    assert bags.said == "On the account: 651.80, a difference of −100.00."


def test_less_than_the_whole_is_kept_back_with_a_second_person_and_said(desk: Desk, at: list[Finance]) -> None:
    desk.pay(EVEN)
    desk.close()
    safe = finance(at, desk, "safe")
    safe.press("F9")
    assert safe.answer(bag="B-1", amount="700", reason="torn notes") == ""
    assert desk.account("cash_in_transit") == 0
    safe.till.approve(SUPERVISOR)
    assert desk.account("cash_in_transit") == 70_000
    assert safe.cells[0][4:] == ("0 days, kept back", "51.80")
    assert safe.shown.warning == "Kept back: 51.80, the oldest of 2026-11-23: torn notes"


def test_the_change_fund_is_entered_and_a_second_one_counted_by_two(desk: Desk, at: list[Finance]) -> None:
    safe = finance(at, desk, "safe")
    safe.press("F10")
    assert "more than nothing" in safe.answer(amount="0", reason="from the bank")
    assert safe.answer(amount="500", reason="from the bank") == ""
    safe.till.approve(SUPERVISOR)
    assert safe.said == "Entered: 500.00. In the safe now: 10,200.00."
    assert safe.cells == [("–", "", "", "Operating account", "change, of no Z", "10,200.00")]


def test_a_refund_by_transfer_waits_until_finance_paid_it(desk: Desk, at: list[Finance]) -> None:
    refund(desk, desk.pay(EVEN), None, [TenderIn(TenderKind.TRANSFER, 75180)])
    refunds = finance(at, desk, "refunds", FINANCE)
    assert refunds.cells == [("2026-11-23", "T2026-000001", "张三", "751.80")]
    refunds.press("F9")
    assert "not still to come" in refunds.answer(day="tomorrow")
    assert refunds.answer(reference="77") == ""
    assert (refunds.said, refunds.cells) == ("Paid: 751.80.", [])


def test_forms_are_received_issued_voided_printed_and_written(desk: Desk, at: list[Finance]) -> None:
    forms = finance(at, desk, "forms", FINANCE)
    assert forms.shown.empty == "No book of forms was received yet"
    forms.press("F9")
    assert "no number of a form" in forms.answer(first="?", last="A2")
    assert forms.answer(first="A0001", last="A0100", supplier="印刷厂") == ""
    forms.press("F10")
    assert forms.till.view.asked is not None
    assert forms.till.view.asked.fields[0].value == "A0001"
    assert forms.answer(last="A0050", to="王芳") == ""
    forms.press("F11")
    assert forms.answer(number="A0003", reason="torn") == ""
    assert forms.cells == [("A0001", "A0100", "王芳 A0001–A0050", "0", "0", "1", "99", "A0001–A0002")]
    forms.press("P")
    assert desk.connection.execute("SELECT count(*) FROM paper WHERE kind = 'form_register'").fetchone()[0] == 1
    forms.press("X")
    path = Path(desk.books.path).parent / "exports" / "forms-2026-11-23.xlsx"
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["Books of forms", "Forms", "Invoices issued"]
    assert [cell.value for cell in workbook["Forms"][2]] == ["A0003", "void", None, "2026-11-23"]


def test_a_form_used_outside_every_book_is_warned_of(desk: Desk, at: list[Finance]) -> None:
    forms = finance(at, desk, "forms", FINANCE)
    forms.press("F9")
    forms.answer(first="A0001", last="A0100")
    desk.pay(EVEN, late=LateEntry("B7", "2026-11-22", "王芳"))
    forms.till.presenter.finance.show()
    assert forms.shown.warning == "Used, but in no book that was received: B7"


def test_cash_brought_in_is_typed_unit_by_unit_and_counted_once(desk: Desk, at: list[Finance]) -> None:
    batch = finance(at, desk, "batch")
    batch.press("F9")
    assert batch.till.view.asked is None
    batch.press("F10")
    assert "Nothing was found" in batch.answer(unit="9-9-9999", amount="1")
    assert batch.answer(unit="321201", amount="0") == "Type the sum of this unit."
    batch.answer(unit="321201", amount="751.80")
    batch.press("F10")
    assert "no day" in batch.answer(unit="321202", amount="100", form="A7", day="x", writer="刘管家")
    batch.answer(unit="321202", amount="100.20", form="A7", day="2026-11-22", writer="刘管家")
    batch.press("F10")
    assert batch.answer(unit="321203", amount="1", form="a-007", day="2026-11-22", writer="x") == (
        "Form a-007 is on the list already."
    )
    assert [cells[::2] for cells in batch.cells] == [("3-2-1201", ""), ("3-2-1202", "A7")]
    assert "852.00" in batch.shown.text
    batch.press("F9")
    desk.take_up(MANAGER)
    assert "Who brought the cash in" in batch.answer(bringer=" ")
    assert batch.answer(bringer="刘管家") == ""
    assert "count comes to" in batch.answer(**{"10000": "8"})
    assert "no number of notes" in batch.answer(**{"10000": "x"})
    assert batch.answer(**{"10000": "8", "5000": "1", "100": "2"}) == ""
    assert batch.said == "Taken: 852.00, receipts 2026-000001 to 2026-000002."
    assert (batch.cells, desk.owed(EVEN), desk.owed(ODD)) == ([], 0, 75204 - 10020)
    assert desk.account("till_cash") == 30000 + 85200


def test_a_line_is_taken_out_and_the_list_stays_over_other_screens(desk: Desk, at: list[Finance]) -> None:
    batch = finance(at, desk, "batch")
    for unit in ("321201", "321203"):
        batch.press("F10")
        batch.answer(unit=unit, amount="10")
    batch.till.presenter.finance.choose("safe")
    batch.till.presenter.finance.choose("batch")
    batch.press("F11")
    assert [cells[0] for cells in batch.cells] == ["3-2-1203"]
    assert desk.owed(THIRD) == 100800


def test_a_waiting_refund_is_decided_in_the_list_of_requests(desk: Desk, at: list[Finance]) -> None:
    refund(desk, desk.pay(EVEN), by=None)
    till = Till(desk)
    till.presenter.open_list("requests")
    row = till.shown.rows[0]
    assert row.cells == ("Refund", "receipt 2026-000001, 3-2-1201", "751.80", "王芳", "moved out")
    till.presenter.lists.grant(row.id)
    till.approve(SUPERVISOR)
    assert (till.said, desk.owed(EVEN)) == (
        "Refunded: receipt 2026-000001, 3-2-1201. The note is being printed.",
        75180,
    )
    till.leave()
