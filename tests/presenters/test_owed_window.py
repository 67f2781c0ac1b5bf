"""What a cashier alone does at the till, and what the manager finds in the list of requests later."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter.desk.reverse_payment import WishedReversal, ask_for_reversal
from counter.desk.settle_card import mark_unknown, settle_unpaid
from counter.desk.waive_late_fees import ask_for_waiver
from counter.presenters.request_owed import decisions
from counter.presenters.till_view import DayFacts, OpeningFacts, ZFacts
from counter.rules.card_intent import CardState
from db.queries.people import pending_acts
from tests.desk.late_fee_office import with_late_fee
from tests.desk.office import CASHIER, EVEN, MANAGER, ODD, SUPERVISOR, Desk
from tests.desk.test_desk_card_intents import asked
from tests.presenters.till_window import Till, good_steps, request_void, through_slips, till_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with till_office(tmp_path / "office") as made:
        yield made
        assert made.findings() == []


@pytest.fixture
def till(desk: Desk) -> Iterator[Till]:
    desk.open()
    made = Till(desk, steps=good_steps([]))
    yield made
    made.leave()


def close_alone(till: Till, short: int = 0, reason: str = "went home") -> None:
    """Count and close, the second person left away: F10 of the overlay."""
    till.begin_close()
    till.count(till.cash_there() - short)
    through_slips(till)
    till.presenter.close.reason_typed(reason)
    till.presenter.confirm()
    facts = till.approval_view.facts
    assert facts is not None
    assert (facts.can_owe, facts.can_wait, facts.needs_reason) == (True, False, False)
    till.approval.leave_for_later("")
    assert isinstance(till.shown, ZFacts)


def requests(till: Till) -> list[tuple[str, ...]]:
    return [row.cells for row in till.presenter.lists.facts("requests").rows]


def first_row(till: Till) -> str:
    return till.presenter.lists.facts("requests").rows[0].id


def test_a_forgotten_day_with_a_difference_is_closed_alone_and_both_stand_in_the_list(till: Till) -> None:
    till.desk.clock.wait(days=1)
    close_alone(till, 5000)
    owed = [fact for fact in till.shown.facts if fact.label == "Approval owed"]
    assert [fact.value for fact in owed] == ["Cash difference", "Late close"]
    assert requests(till) == [
        ("Cash difference (done)", "Z 000001, till 1, 2026-11-23", "−50.00", "王芳", "went home"),
        ("Late close (done)", "Z 000001, till 1, 2026-11-23", "", "王芳", "went home"),
    ]


def test_what_is_owed_is_told_on_the_till_screen_closed_and_open(till: Till) -> None:
    till.desk.clock.wait(days=1)
    close_alone(till)
    till.presenter.confirm()
    till.presenter.confirm()
    assert isinstance(till.shown, OpeningFacts)
    assert "Approval owed: Late close, 王芳, 2026-11-23." in till.shown.text
    till.desk.open()
    till.presenter.start()
    assert isinstance(till.shown, DayFacts)
    assert [f.value for f in till.shown.facts if f.label == "Approval owed"] == ["Late close, 王芳, 2026-11-23"]


def test_the_manager_refuses_with_a_reason_and_the_journal_keeps_it(till: Till) -> None:
    till.desk.clock.wait(days=1)
    close_alone(till)
    close = till.desk.connection.execute("SELECT max(event_id) FROM close").fetchone()[0]
    assert decisions(till.session, close) == ["Late close: approval owed"]
    till.presenter.confirm()
    till.presenter.confirm()
    till.presenter.open_list("requests")
    till.presenter.lists.refuse(first_row(till))
    facts = till.approval_view.facts
    assert facts is not None
    assert (facts.needs_reason, CASHIER.name in {each.name for each in facts.people}) == (True, False)
    till.approve(MANAGER, "left at noon")
    assert till.approval_view.wrong == ""
    assert "Refused, and done all the same: Z 000001" in till.said
    assert decisions(till.session, close) == ["Late close: refused by 陈静: left at noon"]
    assert till.events("till_closed") == 1


def test_whoever_counted_is_told_that_they_cannot_decide(till: Till) -> None:
    till.desk.take_up(SUPERVISOR)
    till.desk.count_drawer(till.cash_there() - 5000, cashier=SUPERVISOR)
    till.desk.close_counted(reason="short", alone=True)
    till.presenter.lists.grant(first_row(till))
    till.approve(SUPERVISOR)
    assert "ran or counted this drawer" in till.said
    till.presenter.lists.grant(first_row(till))
    till.approve(MANAGER)
    assert till.said == "Agreed to afterwards: Z 000001, till 1, 2026-11-23."
    assert pending_acts(till.desk.connection) == []


def test_ones_own_request_is_taken_back_so_that_the_day_can_be_closed(till: Till) -> None:
    request_void(till)
    till.presenter.lists.refuse(first_row(till))
    question: Any = till.view.asked
    assert "Take back: Void" in question.title
    assert question.take({"choice": "1"}) == ""
    assert (requests(till), till.events("request_withdrawn")) == ([], 1)
    till.begin_close()
    till.count(till.cash_there())
    through_slips(till)
    till.presenter.confirm()
    assert isinstance(till.shown, ZFacts)


def test_every_act_that_waits_is_told_with_its_sum(desk: Desk) -> None:
    with_late_fee(desk)
    desk.open()
    till = Till(desk)
    first = desk.charges(EVEN)[0]
    receipt = desk.pay(EVEN, chosen=[first]).receipts[0]
    wish = WishedReversal(receipt.id, f"charge:{first.charge_id}", 6000, None)
    ask_for_reversal(desk.books, wish, "wrong", request_id="r", requester=CASHIER, till=1)
    asked(desk, ODD)
    mark_unknown(desk.books, "intent-1")
    settle_unpaid(
        desk.books, "intent-1", CardState.NOT_FOUND, cashier=CASHIER, till=1, alone=True, reason="not in its list"
    )  # fmt: skip
    ask_for_waiver(desk.books, ODD, "ill", request_id="w", requester=CASHIER, till=1, office=desk.office)
    assert [cells[:3] for cells in requests(till)] == [
        ("Reversal", f"receipt {receipt.number}, 3-2-1201", "60.00"),
        ("Card outcome (done)", "Card, 2026-11-23: not paid", "752.04"),
        ("Waiver of late fees", "3-2-1202", "14.54"),
    ]
    till.leave()
