"""Adjusting and waiving: what lets off settles the open charge, what was paid becomes balance, all of it explained."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.adjust_charge import (
    AdjustmentWaits,
    FundNotWaived,
    LetsOffTooMuch,
    NotAdjustable,
    Wish,
    adjust_charge,
    ask_for_adjustment,
)
from counter.desk.approve import ReasonMissing, SelfApproval
from counter.desk.decide import decide
from counter.desk.paper_approvals import (
    PaperEnteredBefore,
    PaperIncomplete,
    PaperUsedUp,
    UnknownPaper,
    enter_paper,
)
from counter.desk.reductions import ApprovalMissing
from counter.desk.take_back_bills import preview_take_back
from counter.rules.tariff import recompute
from counter.words import Words
from counter.words.explain_charge import composition, why
from db.check import check_books
from db.queries import accounts, corrections, people
from tests.desk.office import EVEN, FEE, FINANCE, FUNDED, MANAGER, Desk, charge_amounts, desk_at

FEE_SUM = charge_amounts(EVEN)[FEE]


def first(desk: Desk, unit: int = EVEN) -> int:
    return desk.charges(unit)[0].charge_id


def adjust(desk: Desk, wish: Wish, request: str = "", **more: object) -> int:
    arguments = {"approver": MANAGER, "reason": "空调外机噪音补偿", **more}
    done = adjust_charge(
        desk.books, wish, str(arguments.pop("reason")), request_id=request or desk.request(), staff=FINANCE,
        **arguments,  # type: ignore[arg-type]
    )  # fmt: skip
    return done.to_balance


def whole(desk: Desk) -> bool:
    return check_books(desk.books.database, recompute=recompute).clean


def sums(desk: Desk) -> dict[tuple[str, str, int | None], int]:
    rows = desk.connection.execute(
        "SELECT fund, account, unit_id, sum(amount) FROM posting GROUP BY fund, account, unit_id"
    )
    return {(fund, account, unit): amount for fund, account, unit, amount in rows if amount}


def test_a_waiver_settles_what_is_open_and_costs_the_estate_as_much(desk: Desk) -> None:
    charge = first(desk)
    adjust(desk, Wish(charge, "waiver", -5000))
    assert desk.charges(EVEN)[0].open == FEE_SUM - 5000
    assert (desk.account("waivers"), desk.account("balance")) == (5000, 0)
    assert desk.account("receivable", "operating", EVEN) == desk.owed(EVEN)
    assert whole(desk)


def test_what_was_paid_already_becomes_balance(desk: Desk) -> None:
    charge = first(desk)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], pay_now=FEE_SUM - 3000, rounding=0)
    assert adjust(desk, Wish(charge, "adjustment", -5000)) == 2000
    assert accounts.balance(desk.connection, EVEN) == 2000
    assert charge not in [each.charge_id for each in desk.charges(EVEN)]
    assert (desk.account("adjustments"), whole(desk)) == (5000, True)


def test_an_upward_adjustment_is_owed_like_any_other_charge(desk: Desk) -> None:
    adjust(desk, Wish(first(desk), "adjustment", 1234))
    assert desk.owed(EVEN) == 3 * FEE_SUM + 1234
    [made] = [each for each in desk.charges(EVEN) if each.amount == 1234]
    assert made.due == desk.clock.today().isoformat(), "nobody was late with it before it was asked for"
    desk.pay(EVEN, rounding=0)
    assert (desk.owed(EVEN), desk.account("adjustments"), whole(desk)) == (0, -1234, True)


def test_revisions_count_downwards_and_the_days_stay_billed_once(desk: Desk) -> None:
    charge = first(desk)
    for amount in (-100, -200, 300):
        adjust(desk, Wish(charge, "adjustment", amount))
    made = [corrections.charge(desk.connection, each.charge_id) for each in corrections.corrections(
        desk.connection, corrections.charge(desk.connection, charge))]  # type: ignore[arg-type] # fmt: skip
    assert [each.revision for each in made if each] == [-1, -2, -3]
    assert [json.loads(each.ingredients)["of"] for each in made if each] == [charge] * 3


def test_up_and_down_again_leaves_nothing_open_and_no_balance(desk: Desk) -> None:
    charge = first(desk)
    desk.pay(EVEN, rounding=0)
    adjust(desk, Wish(charge, "adjustment", 1000))
    assert adjust(desk, Wish(charge, "adjustment", -1200)) == 200
    assert (desk.owed(EVEN), accounts.balance(desk.connection, EVEN), whole(desk)) == (0, 200, True)
    with pytest.raises(LetsOffTooMuch) as refused:
        adjust(desk, Wish(charge, "waiver", -FEE_SUM))
    assert refused.value.left_minor == FEE_SUM - 200


def test_the_same_request_adjusts_once(desk: Desk) -> None:
    charge = first(desk)
    for _ in range(2):
        adjust(desk, Wish(charge, "waiver", -100), "once")
    assert desk.account("waivers") == 100


def test_an_approval_on_paper_is_used_for_several_charges_up_to_its_sum(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "paper.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    for _ in range(2):
        paper = enter_paper(
            desk.books, "审2026-7", date(2026, 11, 20), "业委会", 6000, "漏水", request_id="p", staff=FINANCE,
            store=tmp_path / "scans", scan=scan,
        )  # fmt: skip
    charges = [each.charge_id for each in desk.charges(EVEN)]
    adjust(desk, Wish(charges[0], "waiver", -4000), approver=None, paper=paper)
    with pytest.raises(PaperUsedUp) as refused:
        adjust(desk, Wish(charges[1], "waiver", -2001), approver=None, paper=paper)
    assert (refused.value.left_minor, refused.value.wanted_minor) == (2000, 2001)
    adjust(desk, Wish(charges[1], "waiver", -2000), approver=None, paper=paper)
    assert corrections.paper_approvals(desk.connection)[0].left == 0
    assert (desk.account("waivers"), desk.findings()) == (6000, [])
    with pytest.raises(PaperEnteredBefore):
        enter_paper(desk.books, "审2026-7", date(2026, 11, 21), "x", 1, "x", request_id="q", staff=FINANCE)
    with pytest.raises(PaperIncomplete):
        enter_paper(desk.books, " ", date(2026, 11, 21), "x", 1, "x", request_id="r", staff=FINANCE)


def test_asked_for_now_it_is_carried_out_when_somebody_agrees(desk: Desk) -> None:
    charge = first(desk)
    ask_for_adjustment(desk.books, Wish(charge, "waiver", -700), "困难户", request_id="ask", staff=FINANCE)
    with pytest.raises(AdjustmentWaits):
        adjust(desk, Wish(charge, "waiver", -1))
    (asked,) = people.pending_acts(desk.connection)
    assert desk.account("waivers") == 0
    decide(desk.books, asked.event_id, request_id="yes", approver=MANAGER, till=1, grant=True, words=desk.words)
    assert (desk.account("waivers"), people.pending_acts(desk.connection)) == (700, [])
    assert desk.findings() == []


def test_what_cannot_be_let_off_is_refused_and_changes_nothing(desk: Desk) -> None:
    charge, before = first(desk), sums(desk)
    fund = next(each.charge_id for each in desk.charges(FUNDED) if each.fund == "maintenance")
    for error, wish, more in (
        (LetsOffTooMuch, Wish(charge, "waiver", -FEE_SUM - 1), {}),
        (LetsOffTooMuch, Wish(charge, "waiver", 0), {}),
        (LetsOffTooMuch, Wish(charge, "waiver", 10), {}),
        (NotAdjustable, Wish(999, "waiver", -1), {}),
        (FundNotWaived, Wish(fund, "waiver", -1), {}),
        (ApprovalMissing, Wish(charge, "waiver", -1), {"approver": None}),
        (SelfApproval, Wish(charge, "waiver", -1), {"approver": FINANCE}),
        (UnknownPaper, Wish(charge, "waiver", -1), {"approver": None, "paper": 1}),
        (ReasonMissing, Wish(charge, "waiver", -1), {"reason": " "}),
    ):
        with pytest.raises(error):
            adjust(desk, wish, **more)
    assert sums(desk) == before


def test_an_adjustment_is_no_charge_to_adjust(desk: Desk) -> None:
    charge = first(desk)
    adjust(desk, Wish(charge, "adjustment", 500))
    extra = next(each for each in desk.charges(EVEN) if each.amount == 500)
    with pytest.raises(NotAdjustable):
        adjust(desk, Wish(extra.charge_id, "waiver", -1))


def test_the_maintenance_fund_owes_its_owners_less_where_a_sum_was_wrong(desk: Desk) -> None:
    fund = next(each for each in desk.charges(FUNDED) if each.fund == "maintenance")
    before = desk.account("fund_owed")
    adjust(desk, Wish(fund.charge_id, "adjustment", -3))
    assert (desk.account("fund_owed") - before, desk.account("adjustments"), whole(desk)) == (3, 0, True)


def test_an_adjusted_charge_stays_when_its_run_is_taken_back(desk: Desk) -> None:
    charge = first(desk)
    adjust(desk, Wish(charge, "waiver", -100))
    run = desk.connection.execute("SELECT event_id FROM charge WHERE id = ?", (charge,)).fetchone()[0]
    kept = preview_take_back(desk.connection, run).kept
    assert [(each.charge_id, each.reason) for each in kept] == [(charge, "adjusted")]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_it_explains_itself(desk: Desk, language: str) -> None:
    w = Words.load(language)  # type: ignore[arg-type]
    adjust(desk, Wish(first(desk), "waiver", -5000))
    adjust(desk, Wish(first(desk), "adjustment", 250))
    rows = desk.connection.execute("SELECT amount, ingredients FROM charge WHERE revision < 0 ORDER BY id").fetchall()
    told = [why(amount, json.loads(made), None, w) for amount, made in rows]
    short = [composition(json.loads(made), w) for _amount, made in rows]
    assert all("250.60" in each for each in [*short, *(each.calculation for each in told)])
    assert all("空调外机噪音补偿" in each.remarks[0] for each in told)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([-700, -50, -1, 30, 999]), st.booleans()), min_size=1, max_size=5))
def test_every_adjustment_reversed_brings_every_balance_back(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[int, bool]]
) -> None:
    path = tmp_path_factory.mktemp("acts") / "books.sqlite"
    path.write_bytes(furnished.read_bytes())
    desk = desk_at(path)
    try:
        before, charge = sums(desk), first(desk)
        for amount, _ in acts:
            adjust(desk, Wish(charge, "adjustment", amount))
        for amount, _ in acts:
            adjust(desk, Wish(charge, "adjustment", -amount))
        assert (sums(desk), whole(desk)) == (before, True)
    finally:
        desk.books.close()
