"""One person on duty is never stuck: what cannot wait is done with its approval owed, what can wait is parked."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from counter.desk import handover
from counter.desk.approve import HadTheDrawer, NotPending, ReasonMissing, SelfApproval
from counter.desk.change_settings import change_settings
from counter.desk.change_staff import save_staff
from counter.desk.close_till import LateCloseUnapproved
from counter.desk.confirm_date import confirm_date
from counter.desk.copies import open_drawer
from counter.desk.decide import decide
from counter.desk.open_till import Explained, open_till
from counter.desk.people import Person
from counter.desk.receipt_lines import LineGone
from counter.desk.reductions import ask_for_reduction, wished
from counter.desk.restore_copy import approve_restore
from counter.desk.reverse_payment import WishedReversal, ask_for_reversal
from counter.desk.settle_card import mark_unknown
from counter.desk.void_receipt import void_receipt
from counter.desk.waive_late_fees import NoLateFee, ask_for_waiver, waive_late_fees
from counter.desk.withdraw_request import NotYourRequest, withdraw_request
from counter.rules.card_intent import CardState
from db.queries import owed, registers
from db.queries.people import PendingAct, pending_acts, staff
from printing.blocks import Pair, load
from tests.desk.late_fee_office import next_day, running, with_late_fee
from tests.desk.office import (
    CASHIER,
    EVEN,
    FINANCE,
    FLOAT_SUM,
    MANAGER,
    ODD,
    OTHER_CASHIER,
    OTHER_SUPERVISOR,
    SUPERVISOR,
    Desk,
)
from tests.desk.shift import offered, said, taker_counts
from tests.desk.test_desk_card_intents import asked, paid, unpaid


@pytest.fixture(autouse=True)
def whole(closed_desk: Desk) -> Iterator[None]:
    yield
    assert closed_desk.findings() == []


def waits(desk: Desk) -> list[PendingAct]:
    return pending_acts(desk.connection)


def settle(desk: Desk, asked: PendingAct, by: Person, *, grant: bool = True, reason: str = "") -> None:
    decide(
        desk.books, asked.event_id, request_id=desk.request(), approver=by, till=1, grant=grant, reason=reason,
        words=desk.words,
    )  # fmt: skip


def forgotten(desk: Desk, total: int = FLOAT_SUM, **more: Any) -> int:
    """A day that was forgotten, closed the next morning by the cashier alone; returns the event of its Z."""
    desk.clock.wait(days=1)
    return desk.close(total, reason="went home", alone=True, **more).close_event


def on_paper(desk: Desk, kind: str = "z_report") -> list[tuple[str, str]]:
    """What the newest paper of a kind says of approvals."""
    content = desk.connection.execute("SELECT content FROM paper WHERE kind = ? ORDER BY id DESC", (kind,)).fetchone()[
        0
    ]
    pairs = [each for each in load(content).blocks if isinstance(each, Pair)]
    return [(each.label, each.value) for each in pairs if each.label.startswith("Appro")]


# What cannot wait


def test_a_forgotten_day_is_closed_by_the_cashier_alone_and_money_is_taken_again(desk: Desk) -> None:
    desk.clock.wait(days=1)
    with pytest.raises(LateCloseUnapproved):
        desk.close(alone=True)
    close = desk.close(reason="went home", alone=True).close_event
    (late,) = waits(desk)
    assert (late.act, late.subject, late.requester_id) == ("late_close", "z:1:1", CASHIER.staff_id)
    body = desk.body(close)
    assert (body["owed"], "approval" in body["rows"]) == ({"late_close": late.event_id}, False)
    assert on_paper(desk) == [("Approval owed", "Late close, 王芳, 2026-11-23")]
    desk.open()
    assert desk.pay(EVEN).receipts


def test_a_late_close_with_a_difference_owes_both_and_each_is_decided_for_itself(desk: Desk) -> None:
    forgotten(desk, FLOAT_SUM - 5000)
    difference, late = waits(desk)
    assert [difference.act, late.act] == ["over_short", "late_close"]
    settle(desk, late, MANAGER)
    assert [each.act for each in waits(desk)] == ["over_short"]
    assert desk.body(desk.count("event"))["kind"] == "request_granted"


def test_nobody_decides_who_closed_counted_or_ran_the_drawer(closed_desk: Desk) -> None:
    desk = closed_desk
    deputy = Person(CASHIER.staff_id, "王芳", "manager")
    desk.open(cashier=SUPERVISOR)
    desk.take_up(OTHER_SUPERVISOR, deputy)
    desk.count_drawer(FLOAT_SUM - 5000, cashier=OTHER_SUPERVISOR)
    desk.close_counted(cashier=deputy, reason="short", alone=True)
    (asked_for,) = waits(desk)
    for person in (SUPERVISOR, OTHER_SUPERVISOR):
        for grant in (True, False):
            with pytest.raises(HadTheDrawer):
                settle(desk, asked_for, person, grant=grant, reason="x")
    with pytest.raises(SelfApproval):
        settle(desk, asked_for, deputy)
    settle(desk, asked_for, MANAGER, reason="counted with me on the telephone")
    assert waits(desk) == []


def test_a_refusal_carries_a_reason_undoes_nothing_and_stands_on_the_next_z(desk: Desk) -> None:
    close = forgotten(desk, FLOAT_SUM - 5000)
    safe, difference = desk.account("safe_cash"), waits(desk)[0]
    with pytest.raises(ReasonMissing):
        settle(desk, difference, MANAGER, grant=False)
    settle(desk, difference, MANAGER, grant=False, reason="the bag was never looked for")
    desk.open()
    assert (desk.account("over_short"), desk.count("close")) == (5000, 1)
    desk.close()
    assert on_paper(desk) == [
        ("Approval owed", "Late close, 王芳, 2026-11-23"),
        ("Approval refused", "Cash difference, 王芳, 2026-11-23; by 陈静: the bag was never looked for"),
    ]
    assert desk.account("safe_cash") == safe
    refused = owed.asked_by(desk.connection, list(desk.body(close)["owed"].values()))[0]
    assert (refused.outcome, refused.answer) == ("refused", "the bag was never looked for")


def test_the_same_close_alone_happens_once(desk: Desk) -> None:
    desk.count_drawer(FLOAT_SUM - 5000)
    first = desk.close_counted(request_id="same", reason="short", alone=True)
    assert desk.close_counted(request_id="same", reason="short", alone=True) == first
    assert len(waits(desk)) == 1


def test_an_opening_that_does_not_agree_is_opened_alone(desk: Desk) -> None:
    desk.count_drawer(FLOAT_SUM)
    desk.close_counted(left={1: FLOAT_SUM})
    explained = Explained("over_short", "short in the morning", 1000, alone=True)
    open_till(desk.books, {1: FLOAT_SUM - 5000}, request_id="o", cashier=CASHIER, till=1, explained=explained)
    assert [(each.act, each.subject) for each in waits(desk)] == [("over_short", "opening:1:1")]


def test_a_till_is_taken_over_with_a_difference_while_nobody_else_is_there(desk: Desk) -> None:
    desk.pay(EVEN)
    offered(desk)
    taker_counts(desk, desk.account("till_cash") - 5000)
    handover.accept(desk.books, **said(desk, taker=OTHER_CASHIER, reason="a note", request_id="act", alone=True))
    assert ("Approved by", "approval owed; decided later") in on_paper(desk, "handover_slip")
    (difference,) = waits(desk)
    settle(desk, difference, SUPERVISOR)


def test_the_drawer_is_opened_alone_each_time_with_an_approval_of_its_own(desk: Desk) -> None:
    change_settings(desk.books, {"second_person": ["drawer"]}, date(2026, 11, 23), request_id="w", staff=MANAGER)
    for request in ("d1", "d2", "d2"):
        open_drawer(desk.books, "a jam", request_id=request, person=CASHIER, till=1, alone=True)
    assert [each.act for each in waits(desk)] == ["drawer", "drawer"]
    settle(desk, waits(desk)[0], SUPERVISOR)
    assert len(waits(desk)) == 1


def test_a_card_payment_of_unknown_outcome_is_settled_alone_so_that_the_day_can_end(desk: Desk) -> None:
    asked(desk, EVEN)
    mark_unknown(desk.books, "intent-1")
    first = paid(desk, alone=True, reason="the slip is here")
    assert paid(desk, alone=True, reason="the slip is here")[0].receipts == first.paid.receipts
    asked(desk, ODD, "intent-2")
    mark_unknown(desk.books, "intent-2")
    unpaid(desk, CardState.NOT_FOUND, "intent-2", alone=True, reason="not in its list")
    assert [each.act for each in waits(desk)] == ["card", "card"]
    desk.close()
    assert on_paper(desk) == [("Approval owed", "Card outcome, 王芳, 2026-11-23")] * 2
    settle(desk, waits(desk)[1], SUPERVISOR, grant=False, reason="it was in the list")


def test_restoring_alone_owes_its_approval(desk: Desk) -> None:
    approve_restore(desk.books, "甲", "PC broke", request_id="r", person=MANAGER, approver=None)
    (restored,) = waits(desk)
    with pytest.raises(SelfApproval):
        settle(desk, restored, MANAGER)
    settle(desk, restored, SUPERVISOR)


def test_whoever_owes_an_approval_may_leave_and_it_is_decided_all_the_same(desk: Desk) -> None:
    forgotten(desk)
    row = staff(desk.connection, CASHIER.staff_id)
    assert row is not None
    save_staff(desk.books, row._replace(until="2026-11-24"), request_id="left", staff=MANAGER)
    settle(desk, waits(desk)[0], SUPERVISOR)


# What can wait


def test_a_reversal_waits_and_is_done_as_it_was_asked_for(desk: Desk) -> None:
    first, second, _third = desk.charges(EVEN)
    receipt = desk.pay(EVEN, chosen=[first]).receipts[0].id
    wish = WishedReversal(receipt, f"charge:{first.charge_id}", 25060, second.charge_id)
    with pytest.raises(LineGone):
        ask_for_reversal(
            desk.books, wish._replace(amount=25061), "x", request_id="no", requester=CASHIER, till=1
        )  # fmt: skip
    ask_for_reversal(desk.books, wish, "wrong month", request_id="a", requester=CASHIER, till=1)
    before = desk.owed(EVEN)
    (asked_for,) = waits(desk)
    with pytest.raises(SelfApproval):
        settle(desk, asked_for, CASHIER)
    settle(desk, asked_for, SUPERVISOR)
    assert {c.charge_id: c.open for c in desk.charges(EVEN)}[first.charge_id] == 25060
    assert (desk.owed(EVEN), waits(desk)) == (before, [])


def test_a_late_fee_is_waived_later_and_no_fee_of_another_charge_with_it(desk: Desk) -> None:
    with_late_fee(desk)
    ask_for_waiver(
        desk.books, EVEN, "ill for weeks", request_id="a", requester=CASHIER, till=1, office=desk.office
    )  # fmt: skip
    asked_of = len(running(desk, EVEN))
    next_day(desk)
    today = running(desk, EVEN)
    with pytest.raises(SelfApproval):
        waive_late_fees(
            desk.books, EVEN, sum(today), "x", request_id="w", requester=SUPERVISOR, till=1, office=desk.office,
            approver=Person(CASHIER.staff_id, "王芳", "manager"),
        )  # fmt: skip
    settle(desk, waits(desk)[0], SUPERVISOR)
    assert (asked_of, running(desk, EVEN), desk.account("waivers")) == (3, [], sum(today))
    with pytest.raises(NoLateFee):
        ask_for_waiver(
            desk.books, EVEN, "x", request_id="b", requester=CASHIER, till=1, office=desk.office
        )  # fmt: skip


def test_a_reduction_waits_for_whoever_may_grant_it(desk: Desk) -> None:
    wish = wished(EVEN, 3000, date(2026, 12, 1), None, date(2026, 12, 31))
    ask_for_reduction(desk.books, wish, "stands empty", request_id="a", staff=FINANCE)
    assert registers.reductions(desk.connection) == []
    settle(desk, waits(desk)[0], MANAGER)
    (row,) = registers.reductions(desk.connection)
    assert (row.unit_id, row.reduction, row.since, row.reason) == (EVEN, 3000, "2026-12-01", "stands empty")


def test_a_request_taken_back_by_whoever_asked_holds_up_no_close(desk: Desk) -> None:
    receipt = desk.pay(EVEN).receipts[0].id
    void_receipt(desk.books, receipt, "x", request_id="v", requester=CASHIER, till=1, approver=None)
    (asked_for,) = waits(desk)
    with pytest.raises(NotYourRequest):
        withdraw_request(desk.books, asked_for.event_id, request_id="no", person=OTHER_CASHIER, till=1)
    for _ in range(2):
        withdraw_request(desk.books, asked_for.event_id, request_id="w", person=CASHIER, till=1)
    assert waits(desk) == []
    # Asked for anew by somebody else, whoever had taken it back may agree.
    desk.take_up(MANAGER)
    void_receipt(desk.books, receipt, "x", request_id="v2", requester=MANAGER, till=1, approver=SUPERVISOR)
    desk.close()


def test_what_is_done_already_is_not_taken_back(desk: Desk) -> None:
    forgotten(desk)
    with pytest.raises(NotPending):
        withdraw_request(desk.books, waits(desk)[0].event_id, request_id="w", person=CASHIER, till=1)


def test_a_date_far_ahead_is_confirmed_alone_and_owed(desk: Desk) -> None:
    desk.close()
    desk.clock.wait(days=4)
    confirm_date(desk.books, request_id="d", requester=CASHIER, approver=None)
    desk.open()
    (confirmed,) = waits(desk)
    assert (confirmed.act, confirmed.subject) == ("confirm_date", "day:2026-11-27:d")
    with pytest.raises(SelfApproval):
        settle(desk, confirmed, Person(CASHIER.staff_id, "王芳", "manager"))
    settle(desk, confirmed, SUPERVISOR)
