"""The till through its presenter: the float, the blind day, and the lists."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.desk.copies import reprint
from counter.desk.void_receipt import void_receipt
from counter.presenters.till_counts import TypedCount
from counter.presenters.till_view import (
    CountFacts,
    DayFacts,
    OpeningFacts,
)
from counter.settings import PrinterSettings
from counter.words import formats
from printing.transport import PrinterUnreachable
from tests.desk.office import (
    CASHIER,
    EVEN,
    FLOAT_SUM,
    ODD,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    code,
)
from tests.presenters.till_window import Till, good_steps, request_void, till_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path / "office") as made:
        yield made


@pytest.fixture
def closed_till(desk: Desk) -> Iterator[Till]:
    made = Till(desk, steps=good_steps([]))
    yield made
    made.leave()


@pytest.fixture
def till(desk: Desk) -> Iterator[Till]:
    desk.open()
    made = Till(desk, steps=good_steps([]))
    yield made
    made.leave()


def all_text(facts: object) -> str:
    """Everything a pane shows, whatever it is made of."""
    if isinstance(facts, str):
        return facts
    if isinstance(facts, tuple):
        return " ".join(all_text(each) for each in facts)
    return str(facts)


# The float


def test_the_float_is_typed_and_opens_the_till(closed_till: Till) -> None:
    assert isinstance(closed_till.shown, OpeningFacts)
    closed_till.presenter.float_typed("10000", "2")
    closed_till.presenter.float_typed("1000", "１０")
    assert closed_till.view.amounts["1000"] == "100.00"
    assert closed_till.view.total == "300.00"
    closed_till.presenter.confirm()
    assert isinstance(closed_till.shown, DayFacts)
    assert closed_till.cash_there() == FLOAT_SUM


def test_the_float_of_the_last_day_is_proposed(desk: Desk) -> None:
    desk.open()
    desk.close()
    desk.clock.wait(days=1)
    till = Till(desk)
    typed = {row.id: row.text for row in till.shown.rows if row.text}
    assert typed == {"10000": "2", "1000": "10"}
    assert till.shown.total == "300.00"
    till.leave()


def test_a_number_that_is_none_is_named_and_nothing_is_posted(closed_till: Till) -> None:
    closed_till.presenter.float_typed("500", "x2")
    closed_till.presenter.confirm()
    assert closed_till.view.wrong[0] == "500"
    assert "x2" in closed_till.view.wrong[1]
    assert closed_till.events("till_opened") == 0


def test_leaving_the_screen_keeps_the_half_typed_float(closed_till: Till) -> None:
    closed_till.presenter.float_typed("5000", "3")
    closed_till.presenter.shown()
    assert {row.id: row.text for row in closed_till.shown.rows}["5000"] == "3"


@given(st.dictionaries(st.sampled_from([10_000, 5000, 2000, 1000, 500, 100, 50, 10]), st.integers(0, 999_999)))
def test_a_typed_count_adds_up_in_plain_and_full_width_figures(counts: dict[int, int]) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    plain, full = TypedCount(formats.RENMINBI), TypedCount(formats.RENMINBI)
    for face, number in counts.items():
        plain.texts[str(face)] = str(number)
        full.texts[str(face)] = str(number).translate(wide)
    assert plain.counts() == full.counts()
    assert plain.total_text() == formats.money(sum(face * number for face, number in counts.items()))


# The open day


def test_the_day_before_the_count_tells_no_cash_sum(till: Till) -> None:
    till.desk.pay(EVEN)
    till.desk.pay(ODD, tenders=(card(till.desk.owed(ODD)),))
    void_receipt(
        till.desk.books, till.desk.pay(THIRD).receipts[0].id, "twice", request_id="v", requester=CASHIER, till=1,
        approver=SUPERVISOR,
    )  # fmt: skip
    till.presenter.shown()
    till.begin_close()
    assert isinstance(till.shown, CountFacts)
    told = " ".join(all_text(each) for each in till.view.shown)
    expected, taken = till.cash_there(), till.cash_there() - FLOAT_SUM
    assert formats.money(expected) not in told
    assert formats.money(taken) not in told
    assert formats.money(FLOAT_SUM) not in told
    day = next(each for each in till.view.shown if isinstance(each, DayFacts) and each.tenders)
    assert {each.tender: each.amount for each in day.tenders} == {"Card": "752.04", "Cash": "–"}
    assert {each.label: each.value for each in day.facts}["Void"] == f"1 (000003, {SUPERVISOR.name})"


def test_the_day_tells_what_was_copied_and_opened(till: Till) -> None:
    receipt = till.desk.pay(EVEN).receipts[0]
    reprint(
        till.desk.books, receipt.id, request_id="rp", person=CASHIER, till=1, office=till.desk.office,
        words=till.desk.words,
    )  # fmt: skip
    till.presenter.in_day(till.presenter.drawer.ask)
    assert till.view.asked is not None
    assert till.view.asked.answer({"reason": "changing notes"}) == ""
    facts = {each.label: each.value for each in till.shown.facts}
    assert facts["Copies"] == "1"
    assert facts["Drawer opened"] == "1 (changing notes)"


def test_the_drawer_opens_only_with_a_reason_and_after_it_is_noted(desk: Desk) -> None:
    desk.open()
    noted: list[int] = []
    made: list[Till] = []
    made.append(Till(desk, kick=lambda: noted.append(made[0].events("drawer_opened"))))
    till = made[0]
    till.presenter.in_day(till.presenter.drawer.ask)
    assert till.view.asked is not None
    assert "reason" in till.view.asked.answer({"reason": " "}).lower()
    assert noted == []
    assert till.view.asked.answer({"reason": "changing notes"}) == ""
    assert noted == [1]
    till.leave()


def test_a_drawer_that_does_not_open_is_told_with_what_to_do_and_stays_noted(desk: Desk) -> None:
    def kick() -> None:
        raise PrinterUnreachable("usb", "not_found")

    desk.open()
    till = Till(desk, kick=kick)
    till.presenter.in_day(till.presenter.drawer.ask)
    assert till.view.asked is not None
    assert till.view.asked.answer({"reason": "changing notes"}) == ""
    told = ("risk", "The drawer did not open: it is not found.", "Open the drawer with its key.")
    assert told in till.view.said
    assert till.events("drawer_opened") == 1
    till.leave()


def test_where_no_drawer_hangs_on_a_printer_the_key_is_named_and_nothing_is_said_to_open(desk: Desk) -> None:
    desk.open()
    kicked: list[str] = []
    till = Till(desk, kick=lambda: kicked.append("kick"))
    till.session.settings = replace(till.session.settings, printer=PrinterSettings("usb", drawer_pin=0))
    till.presenter.in_day(till.presenter.drawer.ask)
    assert till.view.asked is not None
    assert till.view.asked.answer({"reason": "changing notes"}) == ""
    assert ("saved", "Noted.", "Open the drawer with its key.") in till.view.said
    assert (kicked, till.events("drawer_opened")) == ([], 1)
    till.leave()


def test_an_x_report_is_queued(till: Till) -> None:
    till.presenter.in_day(till.presenter.drawer.x_report)
    assert till.events("x_reported") == 1
    assert till.desk.connection.execute("SELECT count(*) FROM paper WHERE kind = 'x_report'").fetchone() == (1,)


def test_a_till_left_open_overnight_says_so(till: Till) -> None:
    till.desk.clock.wait(days=1)
    till.presenter.shown()
    assert "2026-11-23" in till.shown.warning


# The lists


def test_a_cashier_cannot_mark_a_code_payment_but_a_supervisor_can(till: Till) -> None:
    till.desk.pay(THIRD, tenders=(code(till.desk.owed(THIRD)),))
    till.presenter.open_list("codes")
    row = till.shown.rows[0]
    assert row.cells[-2:] == ("123456", formats.money(100800))
    till.presenter.lists.arrived(row.id)
    assert till.view.said[-1][0] == "risk"
    assert till.shown.rows == (row,)
    till.session.log_in(SUPERVISOR)
    till.presenter.lists.arrived(row.id)
    assert till.shown.rows == ()
    assert till.desk.account("bank") == 100800


def test_missing_money_is_asked_once_more_before_it_is_marked(till: Till) -> None:
    till.desk.pay(THIRD, tenders=(code(till.desk.owed(THIRD)),))
    till.session.log_in(SUPERVISOR)
    till.presenter.open_list("codes")
    till.presenter.lists.missing(till.shown.rows[0].id)
    assert till.events("code_checked") == 0
    assert till.view.asked is not None
    assert till.view.asked.answer({"choice": "1"}) == ""
    assert till.desk.account("missing_money") == 100800
    assert till.shown.rows == ()


def test_a_transfer_is_recorded_and_listed(till: Till) -> None:
    till.presenter.open_list("transfers")
    till.presenter.lists.record()
    assert till.view.asked is not None
    typed = {"day": "2026/11/22", "amount": "500", "payer": "李四", "remark": "物业费"}
    assert till.view.asked.answer(typed) == ""
    assert till.shown.rows[0].cells == ("2026-11-22", "李四", "物业费", "500.00")


@pytest.mark.parametrize(
    ("field", "text"), [("day", "22.13."), ("day", "2026-12-01"), ("amount", "12.345"), ("amount", "0")]
)
def test_a_wrong_transfer_is_said_and_not_recorded(till: Till, field: str, text: str) -> None:
    till.presenter.lists.record()
    assert till.view.asked is not None
    good = {"day": "2026-11-22", "amount": "500", "payer": "", "remark": ""}
    assert till.view.asked.answer({**good, field: text}) != ""
    assert till.events("transfer_received") == 0


def test_a_request_is_granted_by_a_second_person_and_never_by_who_asked(till: Till) -> None:
    request_void(till)
    till.session.log_in(SUPERVISOR)
    till.presenter.open_list("requests")
    till.presenter.lists.grant(till.shown.rows[0].id)
    facts = till.approval_view.facts
    assert facts is not None
    assert "2026-000001" in facts.title
    assert SUPERVISOR.name in {each.name for each in facts.people}
    till.approve(SUPERVISOR)
    assert till.events("receipt_voided") == 1
    assert till.shown.rows == ()


def test_a_refused_request_leaves_the_receipt_standing(till: Till) -> None:
    request_void(till)
    till.presenter.open_list("requests")
    till.presenter.lists.refuse(till.shown.rows[0].id)
    assert till.view.asked is not None
    assert till.view.asked.answer({"choice": "2"}) == ""
    till.approve(SUPERVISOR)
    assert till.approval_view.in_reason
    till.approve(SUPERVISOR, "it is right as it is")
    assert till.events("receipt_voided") == 0
    assert till.shown.rows == ()
