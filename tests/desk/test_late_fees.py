"""Late fees (违约金) at the desk: as they stand today, posted once with what settles them, taken back with a void."""

import itertools
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.card_intents import ask_terminal
from counter.desk.late_fees import charged_fees, standing_fee
from counter.desk.move_payment import move_payment
from counter.desk.office import load_office
from counter.desk.payment_order import ShownFee
from counter.desk.print_statement import statement_facts
from counter.desk.settle_card import mark_unknown, settle_paid
from counter.desk.settlement import AccountChanged
from counter.desk.standing import paid_to, standing
from counter.desk.tenders import TenderIn
from counter.desk.waive_late_fees import NoLateFee, standing_late_fees, waive_late_fees
from counter.papers.statement import statement_paper
from counter.rules.freeze import frozen_days, still_frozen
from counter.rules.late_fee import Pause
from counter.rules.permissions import NotAllowed
from counter.rules.tender import TenderKind
from db.check import rebuild_machine
from db.queries.late_fees import late_fee_item
from db.queries.receipts import receipt
from db.rows import Charge
from tests.db.tampering import without_guards
from tests.desk.late_fee_office import next_day, posted, recomputed, running, void, with_late_fee
from tests.desk.office import (
    CASHIER,
    EVEN,
    FUNDED,
    ODD,
    OTHER_CASHIER,
    SUPERVISOR,
    THIRD,
    Desk,
    bill,
    card,
    desk_at,
    furnish,
    open_office_books,
)
from tests.desk.office import HandClock as Clock

# 250.60 due on the 15th of September, October and November; today is the 23rd of November: 69, 39 and 8 days.
TODAY = [865, 489, 100]
MONTH = 25_060


@pytest.fixture
def late(desk: Desk) -> Desk:
    return with_late_fee(desk)


def test_the_fee_stands_as_of_today_for_each_charge(late: Desk) -> None:
    assert running(late, EVEN) == TODAY
    late.clock.wait(days=2)
    assert running(late, EVEN) == [890, 514, 125]


@pytest.mark.parametrize(("mode", "asked"), [("off", []), ("letters", []), ("charged", TODAY)])
def test_the_window_asks_for_it_only_where_the_office_charges_it(desk: Desk, mode: str, asked: list[int]) -> None:
    with_late_fee(desk, mode)
    charges = standing(desk.connection, EVEN).charges
    assert [fee.amount for fee in charged_fees(desk.connection, charges, desk.office, "2026-11-23")] == asked
    assert running(desk, EVEN) == TODAY, "letters say it whatever the window does"
    desk.pay(EVEN)
    assert len(posted(desk)) == len(asked)


def test_it_is_off_and_without_a_rate_until_the_office_says_otherwise(desk: Desk) -> None:
    assert (desk.office.late_fee_mode, desk.office.late_fee_rate, running(desk, EVEN)) == ("off", 0, [])


def test_it_is_posted_and_settled_with_the_payment_in_one_commit(late: Desk) -> None:
    paid = late.pay(EVEN, tenders=None, rounding=0)
    events = late.connection.execute("SELECT kind, request_id FROM event ORDER BY id DESC LIMIT 2").fetchall()
    assert [kind for kind, _ in events] == ["payment", "late_fees_charged"]
    assert len({request for _, request in events}) == 1
    assert paid.receipts[0].total == 3 * MONTH + sum(TODAY)
    assert (late.account("late_fee_income"), late.owed(EVEN), running(late, EVEN)) == (-sum(TODAY), 0, [])
    fees = posted(late)
    assert [(fee.first, fee.last, fee.amount) for fee in fees] == [
        ("2026-09-16", "2026-11-23", 865),
        ("2026-10-16", "2026-11-23", 489),
        ("2026-11-16", "2026-11-23", 100),
    ]
    assert json.loads(fees[2].ingredients) == {
        "already": 0, "cap": 100, "charge": MONTH, "kind": "late_fee", "of": 11, "rate": 500,
        "stretches": [["2026-11-16", "2026-11-23", MONTH]],
    }  # fmt: skip
    assert recomputed(late) == []


def test_the_first_fee_brings_its_own_item_and_the_second_finds_it(late: Desk) -> None:
    assert late_fee_item(late.connection) is None
    late.pay(EVEN)
    item = late_fee_item(late.connection)
    assert item is not None
    assert (item.name_zh, item.fund, item.closed) == ("违约金", "operating", 1)
    late.pay(THIRD)
    assert {fee.item_id for fee in posted(late)} == {item.id}
    assert late.findings() == []


def test_no_day_is_charged_twice(late: Desk) -> None:
    charge = late.charges(EVEN)[0]
    late.pay(EVEN, chosen=[charge], pay_now=10_000)
    late.pay(EVEN, chosen=late.charges(EVEN)[:1], pay_now=5_000, rounding=0)
    assert [(fee.first, fee.amount) for fee in posted(late, charge.charge_id)] == [("2026-09-16", 865)]
    next_day(late, 4)
    late.pay(EVEN, chosen=late.charges(EVEN)[:1], rounding=0)
    fees = posted(late, charge.charge_id)
    # 69 days on the whole, 4 on what is left of it: 864.57 + 20.12 fen.
    assert [(fee.first, fee.last, fee.amount) for fee in fees[1:]] == [("2026-11-24", "2026-11-27", 20)]
    assert recomputed(late) == []


def test_a_part_payment_settles_principal_first_and_leaves_the_fee_open(late: Desk) -> None:
    late.pay(EVEN, chosen=late.charges(EVEN)[:1], pay_now=MONTH, rounding=0)
    assert [(line.item_zh, line.open) for line in late.charges(EVEN) if line.due == "2026-09-15"] == [("违约金", 865)]


def test_by_the_law_the_fee_of_a_debt_comes_before_it(late: Desk) -> None:
    late.set_office(allocation_order="statutory")
    late.pay(EVEN, pay_now=1_000, rounding=0)
    assert [(line.item_zh, line.open) for line in late.charges(EVEN)][:2] == [
        ("物业费", MONTH - 135),
        ("物业费", MONTH),
    ]


def test_principal_only_posts_the_fee_and_leaves_it_open(late: Desk) -> None:
    paid = late.pay(EVEN, principal_only=True, rounding=0)
    assert paid.receipts[0].total == 3 * MONTH
    assert [line.open for line in late.charges(EVEN)] == TODAY
    next_day(late, 30)
    assert running(late, EVEN) == [], "a settled charge and a late fee bear none"
    assert late.pay(EVEN, rounding=0).receipts[0].total == sum(TODAY)
    assert recomputed(late) == []


def test_a_charge_that_the_payment_does_not_reach_keeps_its_fee_running(late: Desk) -> None:
    late.pay(EVEN, pay_now=20_000, rounding=0)
    assert [json.loads(fee.ingredients)["charge"] for fee in posted(late)] == [MONTH]
    assert running(late, EVEN) == TODAY[1:]


def test_a_fee_that_is_not_as_the_screen_showed_it_is_refused(late: Desk) -> None:
    order = late.order(EVEN)
    with pytest.raises(AccountChanged) as refused:
        late.take(replace(order, late_fees=(ShownFee(order.late_fees[0].charge_id, 1), *order.late_fees[1:])))
    assert refused.value.found_minor - refused.value.shown_minor == TODAY[0] - 1
    assert late.count("receipt") == 0
    assert posted(late) == []


def test_the_same_request_posts_one_fee(late: Desk) -> None:
    order = late.order(EVEN)
    first, again = late.take(order, "once"), late.take(order, "once")
    assert (again.receipts, again.repeated, len(posted(late))) == (first.receipts, True, 3)


def test_a_void_takes_the_fee_back_with_it(late: Desk) -> None:
    before = (late.charges(EVEN), running(late, EVEN), late.account("receivable"))
    void(late, late.pay(EVEN).receipts[0].id)
    assert (late.charges(EVEN), running(late, EVEN), late.account("receivable")) == before
    assert late.account("late_fee_income") == 0
    assert recomputed(late) == []
    late.pay(EVEN)
    assert (late.account("late_fee_income"), recomputed(late)) == (-sum(TODAY), [])


def test_a_void_leaves_a_fee_that_was_paid_by_another_receipt(late: Desk) -> None:
    principal = late.pay(EVEN, principal_only=True).receipts[0]
    late.pay(EVEN, rounding=0)
    void(late, principal.id)
    assert (late.account("late_fee_income"), running(late, EVEN), late.owed(EVEN)) == (-sum(TODAY), [], 3 * MONTH)
    next_day(late)
    assert running(late, EVEN) == [12, 12, 12 + 1], "round(exact to the day) less what is posted"
    assert recomputed(late) == []


def test_a_moved_payment_takes_the_fee_off_the_wrong_unit_and_counts_from_the_day_it_came_in(late: Desk) -> None:
    paid = late.pay(EVEN, rounding=0)
    next_day(late, 10)
    _move(late, paid.receipts[0].id)
    assert running(late, EVEN) == [990, 614, 226]
    fees = [fee for fee in posted(late) if fee.unit_id == THIRD]
    assert {fee.last for fee in fees} == {"2026-11-23"}, "the money came in ten days ago"
    assert late.account("receivable", unit=EVEN) == 3 * MONTH
    assert recomputed(late) == []


@pytest.mark.parametrize(("mode", "said"), [("off", 0), ("letters", sum(TODAY)), ("charged", sum(TODAY))])
def test_a_statement_tells_what_runs_besides_what_is_open(desk: Desk, mode: str, said: int) -> None:
    with_late_fee(desk, mode)
    facts = statement_facts(
        desk.connection, EVEN, at="2026-11-23T00:30:00.000Z", day="2026-11-23", clerk="王芳", office=desk.office,
        words=desk.words,
    )  # fmt: skip
    assert (facts.late_fee, facts.total) == (said, 3 * MONTH)
    told = [block for block in statement_paper(facts, desk.words).blocks if "late fee" in str(block)]
    assert len(told) == bool(said)


def test_paid_up_to_knows_nothing_of_late_fees(late: Desk) -> None:
    late.pay(EVEN, principal_only=True)
    assert [(to.item_zh, to.day) for to in paid_to(late.connection, EVEN)] == [("物业费", date(2026, 11, 30))]


def test_the_maintenance_fund_bears_no_late_fee(late: Desk) -> None:
    assert len(running(late, FUNDED)) == 3
    late.pay(FUNDED)
    assert {fee.fund for fee in posted(late)} == {"operating"}
    assert late.findings() == []


def test_a_void_of_the_funds_receipt_leaves_the_fees_of_the_other(late: Desk) -> None:
    operating, fund = late.pay(FUNDED).receipts
    void(late, fund.id)
    assert len(posted(late)) == 3
    void(late, operating.id)
    assert (len(posted(late)), late.account("late_fee_income")) == (6, 0)


def test_the_terms_are_those_of_the_day_the_charge_fell_due(desk: Desk) -> None:
    with_late_fee(desk, since=date(2026, 10, 1), rate=1000)
    assert running(desk, EVEN) == [977, 200], "what fell due before the contract bears nothing"
    with_late_fee(desk, since=date(2026, 11, 1), rate=100, grace=3)
    assert running(desk, EVEN) == [977, 13], "what was due before the change keeps its terms"


def test_grace_cap_and_counting_from_the_due_day_are_the_offices(desk: Desk) -> None:
    with_late_fee(desk, grace=30)
    assert running(desk, EVEN) == [489, 113]
    with_late_fee(desk, grace=30, from_due=True)
    assert running(desk, EVEN) == TODAY[:2]
    with_late_fee(desk, rate=10_000, cap=50, grace=0, from_due=False)
    assert running(desk, EVEN) == [MONTH // 2, 9_773, 2_005]


def test_a_dispute_pauses_the_fee_through_its_days() -> None:
    days = {1: (Pause(date(2026, 1, 1), date(2026, 1, 9)),), 2: (Pause(date(2026, 1, 1)),)}
    assert (still_frozen(days), frozen_days(1, days), frozen_days(3, days)) == (frozenset({2}), days[1], ())


def test_a_false_fee_is_named_by_the_check(late: Desk) -> None:
    late.pay(EVEN)
    with without_guards(Path(late.books.path)) as connection:
        connection.execute("UPDATE charge SET amount = amount + 1 WHERE ingredients LIKE '%late_fee%' AND amount = 865")
    assert any("866" in finding for finding in recomputed(late))


def _asked_by_card(desk: Desk, **more: Any) -> int:
    """Ask the terminal for everything of the first flat with its late fees, whose answer is lost; returns the sum."""
    whole = desk.order(EVEN, tenders=(), **more).pay_now
    order = desk.order(EVEN, tenders=(TenderIn(TenderKind.CARD, whole, {}, "intent-1"),), **more)
    ask_terminal(desk.books, order, cashier=CASHIER, till=1, office=desk.office)
    mark_unknown(desk.books, "intent-1")
    return whole


@pytest.mark.parametrize("principal_only", [False, True])
def test_a_card_settled_past_midnight_pays_the_fee_it_was_asked_for(late: Desk, principal_only: bool) -> None:
    whole = _asked_by_card(late, principal_only=principal_only)
    late.clock.wait(days=1)
    settled = settle_paid(
        late.books, "intent-1", card(whole).details, cashier=CASHIER, till=1, office=late.office, words=late.words,
        approver=SUPERVISOR, reason="slip found",
    )  # fmt: skip
    assert (settled.to_balance, settled.paid.receipts[0].total) == (False, whole)
    assert [fee.last for fee in posted(late)] == ["2026-11-23"] * 3
    assert late.owed(EVEN) == (sum(TODAY) if principal_only else 0)
    assert recomputed(late) == []


def test_a_card_whose_fee_is_another_by_then_becomes_balance(late: Desk) -> None:
    whole = _asked_by_card(late)
    with_late_fee(late, rate=100)
    settled = settle_paid(
        late.books, "intent-1", card(whole).details, cashier=CASHIER, till=1, office=late.office, words=late.words,
        approver=SUPERVISOR, reason="slip found",
    )  # fmt: skip
    assert (settled.to_balance, late.account("balance", unit=EVEN), posted(late)) == (True, -whole, [])
    assert recomputed(late) == []


# Waiving


def _waive(desk: Desk, unit: int = EVEN, shown: int | None = None, request: str = "waive", **who: object) -> int:
    if shown is None:
        shown = standing_late_fees(desk.connection, unit, desk.office, desk.clock.today().isoformat()).total
    people = {"requester": CASHIER, "approver": SUPERVISOR, **who}
    return waive_late_fees(
        desk.books, unit, shown, "agreed with the owner", request_id=request, till=1, office=desk.office,
        **people,  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_is_waived_is_never_charged_again(late: Desk) -> None:
    assert _waive(late) == _waive(late) == sum(TODAY)
    assert (running(late, EVEN), late.owed(EVEN)) == ([], 3 * MONTH)
    assert (late.account("waivers"), late.account("late_fee_income")) == (sum(TODAY), -sum(TODAY))
    next_day(late, 2)
    assert running(late, EVEN) == [25, 25, 25]
    assert recomputed(late) == []


def test_a_waiver_lets_off_what_principal_only_left_open_too(late: Desk) -> None:
    late.pay(EVEN, chosen=late.charges(EVEN)[:1], principal_only=True, rounding=0)
    assert _waive(late) == sum(TODAY)
    assert [line.open for line in late.charges(EVEN)] == [MONTH, MONTH]
    assert recomputed(late) == []


def test_a_waiver_needs_a_second_person_the_sum_that_was_shown_and_something_to_waive(late: Desk) -> None:
    with pytest.raises(NotAllowed):
        _waive(late, approver=OTHER_CASHIER)
    with pytest.raises(AccountChanged):
        _waive(late, shown=1)
    _waive(late)
    with pytest.raises(NoLateFee):
        _waive(late, request="again")
    assert late.findings() == []


# Properties


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order_of_settling=st.sampled_from(["principal_first", "statutory"]),
    steps=st.lists(
        st.tuples(
            st.sampled_from(["pay", "principal", "void", "move", "waive", "wait"]), st.sampled_from([EVEN, ODD, THIRD]),
            st.integers(1, 40_000),
        ),
        max_size=7,
    ),
)  # fmt: skip
def test_whatever_is_done_the_books_hold_and_no_day_counts_twice(
    tmp_path_factory: pytest.TempPathFactory, order_of_settling: str, steps: list[tuple[str, int, int]]
) -> None:
    path = tmp_path_factory.mktemp("steps") / "books.sqlite"
    books = open_office_books(path, Clock())
    furnish(books)
    books.close()
    desk = with_late_fee(desk_at(path))
    desk.set_office(allocation_order=order_of_settling)
    desk.open()
    receipts: list[int] = []
    for act, unit, amount in steps:
        if act == "wait":
            next_day(desk, 1 + amount % 40)
            receipts = []
        elif act == "void" and receipts:
            void(desk, receipts.pop(amount % len(receipts)))
        elif act == "move" and receipts:
            receipts.append(_move(desk, receipts.pop(amount % len(receipts))))
        elif act == "waive" and running(desk, unit):
            _waive(desk, unit, request=desk.request())
        elif act in ("pay", "principal") and desk.charges(unit):
            order = desk.order(unit, principal_only=act == "principal")
            part = min(amount, order.pay_now)
            paid = desk.take(desk.order(unit, principal_only=act == "principal", pay_now=part, rounding=0))
            receipts.append(paid.receipts[0].id)
    assert recomputed(desk) == []
    before = [desk.owed(unit) for unit in (EVEN, ODD, THIRD)]
    rebuild_machine(desk.books)
    assert [desk.owed(unit) for unit in (EVEN, ODD, THIRD)] == before
    for charge in {json.loads(fee.ingredients)["of"] for fee in posted(desk)}:
        fees = posted(desk, charge)
        assert sum(fee.amount for fee in fees) >= 0
        standing_days = [fee for fee in fees if fee.amount > 0 and not _taken_back(fee, fees)]
        days = sorted((fee.first, fee.last) for fee in standing_days)
        assert all(before[1] < after[0] or after[0] == after[1] for before, after in itertools.pairwise(days))
    desk.books.close()


def _move(desk: Desk, receipt_id: int) -> int:
    """Move a payment to the third flat, or off it; returns the new receipt."""
    found = receipt(desk.connection, receipt_id)
    to = EVEN if found is not None and found.unit_id == THIRD else THIRD
    move_payment(
        desk.books, receipt_id, to, "wrong unit", request_id=desk.request(), requester=CASHIER,
        approver=SUPERVISOR, till=1, office=desk.office, words=desk.words,
    )  # fmt: skip
    return int(desk.connection.execute("SELECT max(id) FROM receipt").fetchone()[0])


def _taken_back(fee: Charge, fees: list[Charge]) -> bool:
    return any((each.first, each.last, each.amount) == (fee.first, fee.last, -fee.amount) for each in fees)


@settings(max_examples=5, deadline=None)
@given(days=st.lists(st.integers(1, 30), min_size=1, max_size=4))
def test_paid_bit_by_bit_on_many_days_or_posted_in_one_go_it_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, days: list[int]
) -> None:
    sums = []
    for often in (True, False):
        path = tmp_path_factory.mktemp("days") / "books.sqlite"
        books = open_office_books(path, Clock())
        furnish(books)
        books.close()
        desk = with_late_fee(desk_at(path))
        desk.open()
        charge = desk.charges(EVEN)[0]
        for wait in days:
            next_day(desk, wait)
            # One fen of the principal posts the fee to the day and changes next to nothing of what is open.
            chosen = [line for line in desk.charges(EVEN) if line.charge_id == charge.charge_id]
            if often:
                desk.pay(EVEN, chosen=chosen, pay_now=1, rounding=0)
            else:
                with_late_fee(desk, "off")
                desk.pay(EVEN, chosen=chosen, pay_now=1, rounding=0)
                with_late_fee(desk)
        next_day(desk)
        desk.pay(EVEN, chosen=[line for line in desk.charges(EVEN) if line.charge_id == charge.charge_id], rounding=0)
        sums.append(sum(fee.amount for fee in posted(desk, charge.charge_id)))
        assert recomputed(desk) == []
        desk.books.close()
    assert sums[0] == sums[1]


def test_a_bill_run_after_a_late_fee_bills_what_it_would_have(late: Desk) -> None:
    late.pay(EVEN)
    bill(late.books, "2026-12")
    assert [line.amount for line in late.charges(EVEN)] == [MONTH]
    assert load_office(late.connection, "2026-11-23").late_fee_mode == "charged"
    assert standing_fee(late.connection, EVEN, "2026-12-16")[0].first == "2026-12-16"
    assert late.findings() == []
