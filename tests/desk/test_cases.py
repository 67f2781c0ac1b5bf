"""Disputes (费用异议) and other cases: recorded, moved on, settled; what is disputed is frozen, and only that."""

from typing import Any

import pytest

from counter.desk.adjust_charge import AdjustmentWaits, Wish, ask_for_adjustment
from counter.desk.certificate_obstacles import UnitDisputes, UnitOwes, obstacles
from counter.desk.change_settings import OfficeSettingWrong, change_settings
from counter.desk.decide import decide
from counter.desk.move_case import MembersMissing, SettlementWaits, UnknownCase
from counter.desk.open_case import (
    CaseIn,
    Disputed,
    DisputedAlready,
    DisputesTooMuch,
    NotDisputable,
    NothingDisputed,
    RaisedWrong,
    SaidMissing,
    open_case,
)
from counter.desk.print_statement import print_statement
from counter.desk.reductions import ApprovalMissing
from counter.desk.settle_case import ask_to_settle
from counter.desk.standing import disputed, open_lines, standing
from counter.rules.cases import Kind, Step, StepNotAllowed, UnknownTopic
from counter.rules.permissions import NotAllowed
from db.queries import cases, people
from printing.blocks import Sign, Table
from tests.desk.case_office import bring, examined, frozen_sum, move, papers_of, reads, settle
from tests.desk.late_fee_office import next_day, posted, recomputed, running, with_late_fee
from tests.desk.office import AUDITOR, CASHIER, EVEN, FINANCE, MANAGER, ODD, Desk
from tests.desk.test_late_fees_corrected import adjust

MONTH = 25_060
# 250.60 due on the 15th of September, October and November; today is the 23rd of November: 69, 39 and 8 days.
TODAY = [865, 489, 100]


@pytest.fixture
def late(desk: Desk) -> Desk:
    return with_late_fee(desk)


def first(desk: Desk) -> int:
    return desk.charges(EVEN)[0].charge_id


def test_a_dispute_is_numbered_acknowledged_and_freezes_only_what_it_names(desk: Desk) -> None:
    charge = first(desk)
    opened = bring(desk, Disputed(charge, 10_000))
    assert (opened.number, opened.due) == ("Y2026-000001", "2026-11-28")
    assert standing(desk.connection, EVEN).frozen == {charge}
    assert frozen_sum(desk) == 10_000
    (paper,) = papers_of(desk, "case_acknowledgement")
    told = reads(paper)
    for part in ("Y2026-000001", "the area is 79.50", "2026-11-28", "250.60 100.00", "3-2-1201", "张三"):
        assert part in told
    assert recomputed(desk) == []


def test_the_same_request_opens_one_case(desk: Desk) -> None:
    case = CaseIn(Kind.DISPUTE, "amount", EVEN, "too much", charges=(Disputed(first(desk), 1),))
    twice = [
        open_case(desk.books, case, request_id="once", staff=CASHIER, office=desk.office, words=desk.words)
        for _ in range(2)
    ]
    assert twice[0] == twice[1]
    assert len(cases.cases(desk.connection)) == 1


def test_what_cannot_be_disputed_is_refused_and_takes_no_number(desk: Desk) -> None:
    charge = first(desk)
    refused: list[tuple[type[Exception], dict[str, Any]]] = [
        (NothingDisputed, {}),
        (NothingDisputed, {"charges": (Disputed(charge, 1), Disputed(charge, 1))}),
        (NothingDisputed, {"kind": Kind.REPAIR, "topic": "lift", "charges": (Disputed(charge, 1),)}),
        (DisputesTooMuch, {"charges": (Disputed(charge, MONTH + 1),)}),
        (NotDisputable, {"charges": (Disputed(desk.charges(ODD)[0].charge_id, 1),)}),
        (SaidMissing, {"charges": (Disputed(charge, 1),), "said": "  "}),
        (UnknownTopic, {"charges": (Disputed(charge, 1),), "topic": "lift"}),
        (RaisedWrong, {"charges": (Disputed(charge, 1),), "raised_on": "2026-11-24"}),
        (RaisedWrong, {"charges": (Disputed(charge, 1),), "due": "2026-11-22"}),
    ]
    for error, wrong in refused:
        with pytest.raises(error):
            bring(desk, **wrong)
    assert bring(desk, Disputed(charge, 1)).number == "Y2026-000001"
    with pytest.raises(DisputedAlready):
        bring(desk, Disputed(charge, 1))
    with pytest.raises(NotAllowed):
        open_case(
            desk.books, CaseIn(Kind.REPAIR, "lift", EVEN, "stuck"), request_id="a", staff=AUDITOR, office=desk.office,
            words=desk.words,
        )  # fmt: skip


def test_no_late_fee_runs_on_what_is_disputed_from_the_day_it_was_raised(late: Desk) -> None:
    bring(late, Disputed(first(late), MONTH), raised_on="2026-11-14")
    assert running(late, EVEN)[0] == 739, "59 days on 250.60, up to the day before"
    next_day(late, 2)
    assert running(late, EVEN)[0] == 739


def test_the_rest_of_a_charge_bears_its_fee_while_a_part_is_disputed(late: Desk) -> None:
    bring(late, Disputed(first(late), 10_060), raised_on="2026-11-14")
    # 59 whole days on 250.60 before, ten on the 150.00 that nobody disputes.
    assert running(late, EVEN)[0] == 814


def test_a_letter_of_an_earlier_day_takes_back_the_fee_that_was_posted_since(late: Desk) -> None:
    charge = first(late)
    late.pay(EVEN, chosen=late.charges(EVEN)[:1], pay_now=60, rounding=0)
    bring(late, Disputed(charge, MONTH), raised_on="2026-11-14", channel="letter")
    assert sum(each.amount for each in posted(late, charge)) == 739
    assert recomputed(late) == []


def test_an_upheld_dispute_leaves_the_account_as_if_the_charge_had_been_right_from_the_start(late: Desk) -> None:
    charge = first(late)
    late.pay(EVEN, chosen=late.charges(EVEN)[:1], rounding=0)
    next_day(late)
    case = examined(late, Disputed(charge, 10_000), raised_on="2026-11-01")
    done = settle(late, case, Disputed(charge, 10_000))
    assert sum(each.amount for each in posted(late, charge)) == 520, "69 days on 150.60, without any pause"
    # 23 days on the disputed 100.00 were taken back when the letter was entered, the other 46 now.
    assert done == ("Y2026-000001", 10_000, 10_000 + 230, 230, False)
    assert late.account("balance", unit=EVEN) == -(10_000 + 865 - 520)
    assert (frozen_sum(late), disputed(late.connection, late.charges(EVEN))) == (0, frozenset())
    (answer,) = papers_of(late, "case_answer")
    for part in ("resolved", "the area was wrong", "250.60 100.00 150.60", "balance now"):
        assert part in reads(answer)
    assert len(papers_of(late, "statement")) == 1
    assert recomputed(late) == []


def test_what_was_rightly_owed_of_it_stays_free_for_the_days_it_was_disputed(late: Desk) -> None:
    charge = first(late)
    case = examined(late, Disputed(charge, MONTH), raised_on="2026-11-14")
    settle(late, case, Disputed(charge, 10_000))
    assert running(late, EVEN)[0] == 444, "59 days on 150.60 before it was raised; the day of the end is still free"


def test_a_rejected_dispute_lets_the_fee_run_again_by_the_rule_the_answer_shows(late: Desk) -> None:
    late.set_office(late_fee_rate=500)
    charge = first(late)
    case = examined(late, Disputed(charge, MONTH), raised_on="2026-11-14")
    move(late, case, Step.REJECTED, "the area is that of the deed")
    assert running(late, EVEN)[0] == 739, "59 days before; from tomorrow on again"
    next_day(late)
    assert running(late, EVEN)[0] == 752
    (answer,) = papers_of(late, "case_answer")
    for part in ("rejected", "the area is that of the deed", "from 2026-11-14 to 2026-11-23", "0.05 %"):
        assert part in reads(answer)


def test_a_case_takes_only_the_steps_there_are_and_is_opened_again(desk: Desk) -> None:
    charge = first(desk)
    opened = bring(desk, Disputed(charge, 5_000))
    with pytest.raises(StepNotAllowed):
        settle(desk, opened.case_id)
    with pytest.raises(UnknownCase):
        move(desk, 99, Step.EXAMINED)
    move(desk, opened.case_id, Step.EXAMINED)
    with pytest.raises(MembersMissing):
        move(desk, opened.case_id, Step.MEDIATION)
    move(desk, opened.case_id, Step.MEDIATION, "split the difference", members="老赵, 老钱", day="2026-12-01")
    assert frozen_sum(desk) == 5_000
    move(desk, opened.case_id, Step.PASSED_ON, "district court")
    assert frozen_sum(desk) == 5_000, "a court has it: it has not ended"
    move(desk, opened.case_id, Step.WITHDRAWN, "the owner agrees")
    assert frozen_sum(desk) == 0
    move(desk, opened.case_id, Step.EXAMINED, "a new paper came")
    assert frozen_sum(desk) == 5_000
    told = cases.steps(desk.connection, opened.case_id)
    assert [each.step.step for each in told] == [
        "received", "examined", "mediation", "passed_on", "withdrawn", "examined",
    ]  # fmt: skip
    assert told[2].step.members == "老赵, 老钱"
    assert recomputed(desk) == []


def test_nothing_is_let_off_without_a_second_person_who_may_agree_now_or_later(desk: Desk) -> None:
    charge = first(desk)
    case = examined(desk, Disputed(charge, 10_000))
    with pytest.raises(ApprovalMissing):
        settle(desk, case, Disputed(charge, 10_000), approver=None)
    asked = ask_to_settle(
        desk.books, case, "measured", [Disputed(charge, 10_000)], request_id="ask", staff=FINANCE, till=1
    )
    assert (asked.waiting, frozen_sum(desk)) == (True, 10_000)
    (waiting,) = people.pending_acts(desk.connection)
    decide(desk.books, waiting.event_id, request_id="yes", approver=MANAGER, till=1, grant=True, words=desk.words)
    row = cases.case(desk.connection, case)
    assert row is not None
    assert row.step == "settled"
    assert (desk.owed(EVEN), frozen_sum(desk)) == (3 * MONTH - 10_000, 0)
    assert (people.pending_acts(desk.connection), recomputed(desk)) == ([], [])


def test_settling_without_letting_anything_off_needs_nobody_else(desk: Desk) -> None:
    case = examined(desk, Disputed(first(desk), 10_000))
    assert settle(desk, case, approver=None).let_off == 0
    assert desk.owed(EVEN) == 3 * MONTH


def test_a_settlement_that_meets_a_waiting_adjustment_says_so_and_changes_nothing(desk: Desk) -> None:
    charge = first(desk)
    case = examined(desk, Disputed(charge, 10_000))
    ask_for_adjustment(desk.books, Wish(charge, "adjustment", -1), "x", request_id="w", staff=FINANCE)
    with pytest.raises(AdjustmentWaits):
        settle(desk, case, Disputed(charge, 10_000))
    assert frozen_sum(desk) == 10_000


def test_complaints_and_repairs_have_numbers_of_their_own_and_lighter_steps(desk: Desk) -> None:
    complaint = bring(desk, kind=Kind.COMPLAINT, topic="noise", said="music at night")
    repair = bring(desk, kind=Kind.REPAIR, topic="lift", said="stuck", urgent=True)
    assert (complaint.number, repair.number, repair.due) == ("U2026-000001", "B2026-000001", "2026-11-23")
    move(desk, repair.case_id, Step.IN_HAND, "the firm was called")
    assert settle(desk, repair.case_id, approver=None) == ("B2026-000001", 0, 0, 0, False)
    assert [each.case.number for each in cases.cases(desk.connection)] == ["U2026-000001", "B2026-000001"]
    assert recomputed(desk) == []


def test_an_upheld_charge_stands_as_one_that_was_adjusted_at_once(late: Desk) -> None:
    """The twin: the same office in which the charge was put right before anything else happened."""
    charge = first(late)
    adjust(late, charge, -10_000)
    right = running(late, EVEN)[0]
    assert right == 520
    other = late.charges(EVEN)[1].charge_id
    case = examined(late, Disputed(other, 10_000), raised_on="2026-10-20")
    settle(late, case, Disputed(other, 10_000))
    assert running(late, EVEN)[1] == 294, "39 days on 150.60"


def test_what_is_disputed_is_paid_under_reservation_and_the_receipt_says_so(desk: Desk) -> None:
    charge = first(desk)
    case = examined(desk, Disputed(charge, MONTH))
    desk.pay(EVEN, rounding=0)
    receipt = papers_of(desk, "receipt")[-1]
    assert "Paid under reservation" in reads(receipt)
    assert "Property fee 2026-09, case Y2026-000001" in reads(receipt)
    assert desk.owed(EVEN) == 0
    assert settle(desk, case, Disputed(charge, 10_000)).to_balance == 10_000
    assert recomputed(desk) == []


def test_whoever_pays_only_what_nobody_disputes_makes_no_reservation(desk: Desk) -> None:
    bring(desk, Disputed(first(desk), 10_000))
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], pay_now=MONTH - 10_000, rounding=0)
    assert "reservation" not in reads(papers_of(desk, "receipt")[-1])
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], pay_now=1, rounding=0)
    assert "reservation" in reads(papers_of(desk, "receipt")[-1])


def test_a_receipt_without_anything_disputed_says_nothing_of_it(desk: Desk) -> None:
    examined(desk, Disputed(first(desk), MONTH))
    desk.pay(EVEN, chosen=desk.charges(EVEN)[1:], rounding=0)
    assert "reservation" not in reads(papers_of(desk, "receipt")[-1])


def test_the_statement_and_the_certificate_know_what_is_disputed(desk: Desk) -> None:
    charge = first(desk)
    bring(desk, Disputed(charge, 10_000))
    print_statement(
        desk.books, EVEN, request_id="st", person=CASHIER, till=1, office=desk.office, words=desk.words
    )  # fmt: skip
    (statement,) = papers_of(desk, "statement")
    details = [row.detail for block in statement.blocks if isinstance(block, Table) for row in block.rows]
    assert "100.00 is disputed and frozen, case Y2026-000001" in details[0]
    assert "disputed" not in details[1]
    found = obstacles(desk.connection, standing(desk.connection, EVEN), desk.office, "2026-11-23")
    assert [type(each) for each in found] == [UnitDisputes, UnitOwes]


def test_payments_and_bill_runs_see_the_same_lines_frozen(late: Desk) -> None:
    """Whatever asks what is frozen asks one place: late fee, Pay, statement, certificate and the bill run."""
    charge = first(late)
    case = examined(late, Disputed(charge, 1))
    lines = open_lines(late.charges(EVEN), disputed(late.connection, late.charges(EVEN)))
    assert [line.frozen for line in lines] == [True, False, False]
    move(late, case, Step.WITHDRAWN)
    lines = open_lines(late.charges(EVEN), disputed(late.connection, late.charges(EVEN)))
    assert [line.frozen for line in lines] == [False] * 3


def test_while_a_settlement_waits_only_a_settlement_that_is_agreed_to_overtakes_it(desk: Desk) -> None:
    charge = first(desk)
    case = examined(desk, Disputed(charge, 100))
    ask_to_settle(desk.books, case, "measured", [Disputed(charge, 100)], request_id="ask", staff=FINANCE, till=1)
    for to in (Step.OFFER, Step.REJECTED, Step.WITHDRAWN):
        with pytest.raises(SettlementWaits):
            move(desk, case, to)
    with pytest.raises(SettlementWaits):
        settle(desk, case, approver=None)
    assert recomputed(desk) == []
    settle(desk, case, Disputed(charge, 50))
    assert (people.pending_acts(desk.connection), recomputed(desk)) == ([], [])
    assert desk.owed(EVEN) == 3 * MONTH - 50


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("case_working_days", 1),
        ("case_days", []),
        ("case_days", {"quarrel": {"received": 5}}),
        ("case_days", {"repair": {"mediation": 5}}),
        ("case_days", {"repair": {"received": -1}}),
        ("case_days", {"repair": {"received": "5"}}),
        ("case_days", {"repair": [5]}),
    ],
)
def test_deadlines_that_cannot_be_are_refused(desk: Desk, key: str, value: object) -> None:
    with pytest.raises(OfficeSettingWrong):
        change_settings(desk.books, {key: value}, desk.clock.today(), request_id=desk.request(), staff=MANAGER)


@pytest.mark.parametrize(
    ("day", "title", "signs"),
    [("2026-11-23", "Minutes of mediation", 3), ("2026-12-01", "Invitation to mediation", 1)],
)
def test_a_session_of_mediation_prints_its_minutes_or_the_invitation_to_it(
    desk: Desk, day: str, title: str, signs: int
) -> None:
    case = examined(desk, Disputed(first(desk), 10_000))
    move(desk, case, Step.MEDIATION, "both meet at 85 m²", members="Zhao, Qian", day=day)
    (paper,) = papers_of(desk, "case_session")
    said = reads(paper)
    assert paper.title == f"{title} Y2026-000001"
    assert all(part in said for part in ("Zhao, Qian", day, "both meet at 85 m²", "100.00", "the area is 79.50"))
    assert [len(block.labels) for block in paper.blocks if isinstance(block, Sign)] == [signs]
