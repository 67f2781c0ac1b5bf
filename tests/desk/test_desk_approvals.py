"""Approvals: one list of acts, a second person now or later, never the same one, and what they saw is kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter.desk import approve
from counter.desk.approve import ACTS, CHOICES, NotPending, ReasonMissing, SecondPersonNeeded, SelfApproval
from counter.desk.change_prices import Scope, ask_for_price, set_price, wished_price
from counter.desk.change_settings import OfficeSettingWrong, change_settings
from counter.desk.copies import PaperGone, open_drawer
from counter.desk.copy_beyond_limit import ask_for_copy
from counter.desk.decide import CARRY_OUT, decide
from counter.desk.move_payment import SameUnit, ask_for_move
from counter.desk.people import Person
from counter.desk.restore_copy import approve_restore
from counter.desk.show_phones import show_phones
from counter.desk.void_receipt import void_receipt
from counter.rules.permissions import Act, NotAllowed
from db.queries import registers
from db.queries.people import pending_acts
from db.rows import Approval
from tests.db.tampering import without_guards
from tests.desk.office import (
    AUDITOR,
    CASHIER,
    EVEN,
    FEE,
    FINANCE,
    MANAGER,
    ODD,
    SUPERVISOR,
    Desk,
    open_office_books,
)

DAY = date(2026, 12, 1)


def want_second(desk: Desk, *acts: str) -> None:
    change_settings(
        desk.books, {"second_person": list(acts)}, desk.clock.today(), request_id=f"want-{acts}", staff=MANAGER
    )  # fmt: skip


def ask_price(desk: Desk, staff: Person = FINANCE, price: int = 31_000) -> int:
    ask_for_price(
        desk.books, FEE, Scope("flat"), "area", price, DAY, "assembly", request_id=desk.request(), staff=staff
    )  # fmt: skip
    return pending_acts(desk.connection)[-1].event_id


def settle(
    desk: Desk, asked: int, by: Person, *, grant: bool = True, request: str = "decide", reason: str = ""
) -> None:
    decide(
        desk.books, asked, request_id=request, approver=by, till=1, grant=grant, reason=reason, words=desk.words
    )  # fmt: skip


def approvals(desk: Desk) -> list[Any]:
    rows = desk.connection.execute("SELECT act, requester_id, approver_id, outcome, reason FROM approval")
    return list(rows)


def prices_from(desk: Desk, day: str) -> list[int]:
    return [row.price for row in registers.tariffs(desk.connection) if row.since == day]


@pytest.mark.parametrize("act", ACTS)
def test_nobody_approves_their_own_act(act: str) -> None:
    with pytest.raises(SelfApproval) as refused:
        approve.approval(act, "x", MANAGER.staff_id, MANAGER, "why")
    assert refused.value.act == act


@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_approved_by_its_own_permission_alone(act: str) -> None:
    needed = ACTS[act].needed
    only = Person(9, "甲", "cashier", {role: frozenset({needed}) for role in MANAGER.table})
    row = approve.approval(act, "x", MANAGER.staff_id, only, " why ")
    assert row == Approval(act, "x", MANAGER.staff_id, 9, "granted", "why")
    all_but = replace(only, table={role: frozenset(set(Act) - {needed}) for role in MANAGER.table})
    with pytest.raises(NotAllowed) as refused:
        approve.approval(act, "x", MANAGER.staff_id, all_but, "why")
    assert refused.value.act == needed
    with pytest.raises(ReasonMissing):
        approve.approval(act, "x", MANAGER.staff_id, only, "  ")


def test_every_act_that_can_wait_can_be_carried_out() -> None:
    assert set(CARRY_OUT) == {act for act, each in ACTS.items() if each.parks or each.owes}
    assert {each.needed for each in ACTS.values()} <= set(Act)
    assert set(CHOICES) == {"drawer", "price", "fund"}


def test_the_office_decides_which_acts_need_a_second_person_and_never_for_a_void(desk: Desk) -> None:
    assert not approve.needs_second(desk.connection, "drawer", "2026-11-23")
    assert approve.needs_second(desk.connection, "void", "2026-11-23")
    want_second(desk, "drawer")
    assert approve.needs_second(desk.connection, "drawer", "2026-11-23")
    assert not approve.needs_second(desk.connection, "drawer", "2026-11-22")
    with pytest.raises(OfficeSettingWrong):
        want_second(desk, "void")
    body = desk.body(desk.count("event"))
    assert (body["before"], body["after"]) == ({"second_person": None}, {"second_person": ["drawer"]})


def test_a_drawer_opens_with_a_second_person_where_the_office_wants_one(desk: Desk) -> None:
    want_second(desk, "drawer")
    with pytest.raises(SecondPersonNeeded):
        open_drawer(desk.books, "change", request_id="d", person=CASHIER, till=1)
    desk.take_up(SUPERVISOR)
    with pytest.raises(SelfApproval):
        open_drawer(desk.books, "change", request_id="d", person=SUPERVISOR, till=1, approver=SUPERVISOR)
    with pytest.raises(NotAllowed):
        open_drawer(desk.books, "change", request_id="d", person=CASHIER, till=1, approver=FINANCE)
    seen = replace(SUPERVISOR, seen="Open the drawer\nWhy: change")
    for _ in range(2):
        open_drawer(desk.books, "change", request_id="d", person=CASHIER, till=1, approver=seen)
    assert approvals(desk) == [("drawer", 2, 3, "granted", "change")]
    assert desk.body(desk.count("event"))["seen"] == "Open the drawer\nWhy: change"
    assert desk.close().z_number == 1


def test_a_price_waits_and_then_holds_in_one_commit_with_the_approval(desk: Desk) -> None:
    want_second(desk, "price")
    with pytest.raises(SecondPersonNeeded):
        set_price(desk.books, FEE, Scope("flat"), "area", 31_000, DAY, request_id="p", staff=FINANCE)
    asked = ask_price(desk)
    assert ask_price(desk) == asked, "what waits is not asked for twice"
    assert prices_from(desk, "2026-12-01") == []
    assert wished_price(desk.connection, pending_acts(desk.connection)[0]).price == 31_000
    before = desk.count("event")
    for _ in range(2):
        settle(desk, asked, MANAGER)
    assert desk.count("event") == before + 1
    body = desk.body(before + 1)
    assert (body["kind"], body["rows"]["approval"][0][0]) == ("prices_changed", "price")
    assert prices_from(desk, "2026-12-01") == [31_000]
    assert approvals(desk) == [("price", FINANCE.staff_id, MANAGER.staff_id, "granted", "assembly")]
    assert pending_acts(desk.connection) == []
    assert desk.findings() == []


def test_a_price_that_is_refused_changes_nothing(desk: Desk) -> None:
    asked = ask_price(desk)
    settle(desk, asked, MANAGER, grant=False, reason="not passed")
    assert prices_from(desk, "2026-12-01") == []
    assert approvals(desk) == [("price", FINANCE.staff_id, MANAGER.staff_id, "refused", "not passed")]
    with pytest.raises(NotPending):
        settle(desk, asked, MANAGER, request="again")


def test_a_price_that_waits_does_not_hold_up_the_close_and_a_void_does(desk: Desk) -> None:
    ask_price(desk)
    assert approve.holding_day(desk.connection) == []
    receipt = desk.pay(EVEN).receipts[0].id
    void_receipt(desk.books, receipt, "x", request_id="v", requester=CASHIER, till=1, approver=None)
    assert [each.act for each in approve.holding_day(desk.connection)] == ["void"]
    settle(desk, pending_acts(desk.connection)[-1].event_id, SUPERVISOR)
    assert desk.close().z_number == 1


def test_a_price_agreed_at_the_window_names_who_agreed(desk: Desk) -> None:
    want_second(desk, "price")
    seen = replace(MANAGER, seen="Price 3.10")
    set_price(desk.books, FEE, Scope("flat"), "area", 31_000, DAY, request_id="p", staff=FINANCE, approver=seen)
    assert desk.body(desk.count("event"))["seen"] == "Price 3.10"
    with pytest.raises(SelfApproval):
        set_price(desk.books, FEE, Scope("flat"), "area", 1, DAY, request_id="q", staff=MANAGER, approver=MANAGER)
    with pytest.raises(NotAllowed):
        set_price(desk.books, FEE, Scope("flat"), "area", 1, DAY, request_id="q", staff=FINANCE, approver=SUPERVISOR)


def test_a_copy_beyond_the_limit_can_wait(desk: Desk) -> None:
    receipt = desk.pay(EVEN).receipts[0].id
    for _ in range(2):
        ask_for_copy(desk.books, receipt, "lost", request_id="c", person=CASHIER, till=1)
    (asked,) = pending_acts(desk.connection)
    with pytest.raises(NotAllowed):
        settle(desk, asked.event_id, FINANCE)
    settle(desk, asked.event_id, SUPERVISOR)
    assert desk.connection.execute("SELECT receipt_id, copy_number FROM copy").fetchall() == [(receipt, 1)]
    assert approvals(desk) == [("copy", 2, 3, "granted", "lost")]
    kept = desk.connection.execute("SELECT count(*) FROM paper WHERE kind = 'receipt_copy'").fetchone()
    assert kept == (1,)


def test_a_move_can_wait_and_is_done_when_it_is_agreed_to(desk: Desk) -> None:
    receipt = desk.pay(EVEN).receipts[0].id
    for _ in range(2):
        ask_for_move(desk.books, receipt, ODD, "wrong", request_id="m", requester=CASHIER, till=1)
    with pytest.raises(SameUnit):
        ask_for_move(desk.books, receipt, EVEN, "wrong", request_id="n", requester=CASHIER, till=1)
    (asked,) = pending_acts(desk.connection)
    settle(desk, asked.event_id, SUPERVISOR)
    assert desk.owed(EVEN) == 75180
    assert desk.owed(ODD) < 75180
    assert approvals(desk) == [("move", 2, 3, "granted", "wrong")]
    assert desk.findings() == []
    assert desk.close().z_number == 1


def test_a_request_that_cannot_be_carried_out_any_more_leaves_nothing_half_done(desk: Desk) -> None:
    receipt = desk.pay(EVEN).receipts[0].id
    ask_for_copy(desk.books, receipt, "lost", request_id="c", person=CASHIER, till=1)
    with desk.books.machine() as connection:
        connection.execute("DELETE FROM print_job")
        connection.execute("DELETE FROM paper")
    before = desk.count("event")
    with pytest.raises(PaperGone):
        settle(desk, pending_acts(desk.connection)[0].event_id, SUPERVISOR)
    assert desk.count("event") == before
    assert len(pending_acts(desk.connection)) == 1


def test_nobody_decides_their_own_request_even_where_the_list_was_changed(desk: Desk) -> None:
    asked = ask_price(desk, MANAGER)
    with pytest.raises(SelfApproval):
        settle(desk, asked, MANAGER)
    with desk.books.machine() as connection:
        connection.execute("UPDATE pending_act SET requester_id = 4")
    with pytest.raises(SelfApproval):
        settle(desk, asked, MANAGER)
    with desk.books.machine() as connection:
        connection.execute("UPDATE pending_act SET subject = 'price:1:flat:2020-01-01'")
    assert approvals(desk) == []
    settle(desk, asked, FINANCE)
    stored = desk.connection.execute("SELECT subject FROM approval").fetchone()[0]
    assert stored != "price:1:flat:2020-01-01", "what was asked for is what the chain says"


def test_restoring_needs_two_people_always(desk: Desk) -> None:
    with pytest.raises(SelfApproval):
        approve_restore(desk.books, "甲", "PC broke", request_id="r", person=MANAGER, approver=MANAGER)
    with pytest.raises(NotAllowed):
        approve_restore(desk.books, "甲", "PC broke", request_id="r", person=MANAGER, approver=FINANCE)
    with pytest.raises(NotAllowed):
        approve_restore(desk.books, "甲", "PC broke", request_id="r", person=SUPERVISOR, approver=MANAGER)
    for _ in range(2):
        approve_restore(desk.books, "甲", "PC broke", request_id="r", person=MANAGER, approver=SUPERVISOR)
    assert approvals(desk) == [("restore", 1, 3, "granted", "PC broke")]


def test_what_was_seen_when_a_void_was_agreed_to_is_part_of_the_chain(desk: Desk) -> None:
    receipt = desk.pay(EVEN).receipts[0].id
    seen = replace(SUPERVISOR, seen="Void receipt 2026-000001, 751.80")
    void_receipt(desk.books, receipt, "x", request_id="v", requester=CASHIER, till=1, approver=seen)
    assert desk.body(desk.count("event"))["seen"] == "Void receipt 2026-000001, 751.80"
    path = Path(desk.books.path)
    with without_guards(path) as connection:
        connection.execute("UPDATE event SET body = replace(body, '751.80', '7.51') WHERE kind = 'receipt_voided'")
    assert desk.findings() != []


def test_telephone_numbers_shown_leave_one_trace_a_time(desk: Desk) -> None:
    for _ in range(2):
        show_phones(desk.books, EVEN, request_id="h", person=CASHIER, till=1)
    body = desk.body(desk.count("event"))
    assert (body["kind"], body["unit"], body["persons"], body["staff"]) == ("phones_shown", EVEN, [EVEN], 2)
    assert "13800138001" not in str(body)
    with pytest.raises(NotAllowed):
        show_phones(desk.books, EVEN, request_id="i", person=AUDITOR, till=1)


def test_an_approval_outlives_the_books_being_opened_again(desk: Desk) -> None:
    asked = ask_price(desk)
    path = Path(desk.books.path)
    desk.books.close()
    again = open_office_books(path, desk.clock)
    desk.books = again
    settle(desk, asked, MANAGER)
    assert prices_from(desk, "2026-12-01") == [31_000]
