"""The maintenance fund without a window: its lists, notices, entries and charges, and how Pay and the sheet show it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk.acts_at_desk import fund_deposit
from tests.desk.office import FUNDED, MANAGER, SUPERVISOR, Desk
from tests.presenters.pay_window import pay_window
from tests.presenters.test_finance import Finance
from tests.presenters.test_receipt_sheet_presenter import Sheet
from tests.presenters.till_window import till_office
from tests.presenters.units_office import open_office, session_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path / "office") as made:
        fund_deposit(made)
        made.open()
        yield made


@pytest.fixture
def fund(desk: Desk) -> Iterator[Finance]:
    made = Finance(desk, "fund", MANAGER)
    yield made
    made.till.leave()


def test_the_register_is_entered_charged_and_told_by_keys(desk: Desk, fund: Finance) -> None:
    assert fund.cells[0] == ("3-2-1201", "张三", "8,950.00", "0.00", "0.00", "0.00", "8,950.00", "First deposit")
    fund.press("X")
    assert fund.answer(choice="1") == ""
    assert fund.answer(amount="8,000", day="2026-11-30") == "Write the day as 2026-11-23; it is not still to come."
    assert fund.answer(amount="8,000", day="2026-11-02", slip="ZX-1") == ""
    assert fund.cells[0][3:7] == ("8,000.00", "0.00", "8,000.00", "950.00")
    fund.press("F11")
    assert "950.00" in fund.said
    assert (fund.cells[0][-1], desk.account("receivable", "maintenance")) == ("charged", 95_000 + 3 * 5003)
    fund.press("F9")
    assert fund.till.view.asked is not None
    assert [word for _key, word in fund.till.view.asked.choices] == [
        "For 3-2-1201, 950.00", "For all 4 units that owe something, 30,856.00",
    ]  # fmt: skip
    assert fund.answer(choice="2") == ""
    assert fund.said == "Notices W2026-000001 to W2026-000004 are being printed."


def test_the_lists_follow_each_other_and_print(desk: Desk, fund: Finance) -> None:
    desk.pay(FUNDED)
    titles = [fund.shown.title]
    for _ in range(3):
        fund.press("F10")
        titles.append(fund.shown.title)
        fund.press("P")
    assert titles[1:] == ["Maintenance fund: every unit", "Maintenance fund: by building", "Maintenance fund: receipts"]
    assert fund.cells == [("M2026-000001", "2026-11-23", "3-2-1204", "150.09", "")]
    fund.press("F9")
    fund.till.view.asked = None
    fund.press("X")
    assert (fund.till.view.asked, fund.till.view.said[-1][0]) == (None, "risk")
    papers = desk.connection.execute("SELECT content FROM paper WHERE kind = 'fund_report' ORDER BY id").fetchall()
    assert ["150.09" in content for (content,) in papers] == [True, True, True]


def test_pay_shows_the_fund_apart_and_leaves_it_alone_where_it_is_not_taken(tmp_path: Path) -> None:
    with pay_window(tmp_path) as window:
        window.open(FUNDED)
        assert ("of it maintenance fund", "150.09") in window.sheet.sums.rows
        window.session.office = replace(window.session.office, maintenance_fund="register")
        window.open(FUNDED)
        own = [line for line in window.sheet.lines if line.item == "Fund share"]
        assert {(line.tick, line.composition, line.muted) for line in own} == {(False, "not taken here", True)}
        window.pay.choice.toggle(own[0].id)
        assert window.sheet.sums.to_pay == "752.00"


def test_a_refund_of_the_fund_asks_why(tmp_path: Path) -> None:
    with open_office(tmp_path) as desk, session_of(desk) as session:
        sheet = Sheet(session)
        sheet.presenter.open(desk.pay(FUNDED).receipts[1].id)
        sheet.presenter.refund()
        for answer in ({"choice": "1"}, {"choice": "1"}, {"payee": "乐嘉"}):
            assert sheet.answer(**answer) == ""
        assert [word for _key, word in sheet.view.questions[-1].choices][-2:] == [
            "The purchase of the flat was undone", "The building is gone",
        ]  # fmt: skip
        assert sheet.answer(choice="2") == ""
        sheet.second.asked[-1].granted(SUPERVISOR, "paid at the bank as well")
        assert sheet.view.said[-1][1].startswith("Refund TM2026-000001, ¥150.09.")
