"""Cash from the till to the safe to the bank: every fen of it known, none of it spent on the way."""

from datetime import date

import pytest

from counter.desk.approve import SecondPersonNeeded
from counter.desk.bank_cash import (
    BaggedIt,
    BagMissing,
    BagUsed,
    BankDiffers,
    LessThanTakings,
    MoreThanTakings,
    NoSuchBag,
    NothingToBank,
    bag_cash,
    confirm_banking,
)
from counter.desk.people import Person
from counter.desk.receive_remittance import (
    OwnSlip,
    RemittanceDiffers,
    SlipReceived,
    receive_remittance,
    slips,
)
from counter.rules.banking import SpendsTakings, days_lain, refuse_spending, spread
from counter.rules.permissions import NotAllowed
from db.queries import safe
from tests.desk.office import (
    AUDITOR,
    CASHIER,
    CHANGE_FUND,
    EVEN,
    FINANCE,
    FLOAT_SUM,
    FUNDED,
    MANAGER,
    ODD,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
)
from tests.desk.shift import close_leaving, dropped, paid_in


def a_day(desk: Desk, *units: int) -> int:
    """A closed day with the payments of some units; returns its Z's event."""
    for unit in units:
        desk.pay(unit, rounding=0)
    closed = desk.close()
    desk.clock.wait(days=1)
    desk.open()
    return closed.close_event


def bag(desk: Desk, closes: list[int], amount: int, number: str = "BAG-1", reason: str = "", **more: object) -> int:
    arguments = {"request_id": desk.request(), "clerk": SUPERVISOR, "approver": MANAGER, **more}
    fund = str(arguments.pop("fund", "operating"))
    return bag_cash(
        desk.books, fund, closes, amount, number, reason, office=desk.office, words=desk.words,
        **arguments,  # type: ignore[arg-type]
    ).event_id  # fmt: skip


def banked(
    desk: Desk, event: int, amount: int, reason: str = "", *, slip: str = "1", request: str = "",
    clerk: Person = FINANCE, approver: Person | None = MANAGER,
) -> int:  # fmt: skip
    return confirm_banking(
        desk.books, event, slip, date(2026, 11, 25), amount, reason, request_id=request or desk.request(), clerk=clerk,
        office=desk.office, approver=approver,
    )  # fmt: skip


def receive(desk: Desk, close: int, counted: int, reason: str = "", clerk: Person = FINANCE, request: str = "") -> int:
    return receive_remittance(
        desk.books, close, counted, reason, request_id=request or desk.request(), clerk=clerk, office=desk.office,
        words=desk.words,
    )  # fmt: skip


def lying(desk: Desk) -> list[tuple[int, str, int]]:
    return [(each.z_number, each.fund, each.left) for each in safe.in_safe(desk.connection)]


# The safe and the bag


def test_cash_is_listed_and_can_be_banked_and_received_however_old_it_is(desk: Desk) -> None:
    first = a_day(desk, EVEN)
    for _day in range(64):
        a_day(desk)
    assert lying(desk) == [(1, "operating", 75180)]
    waiting = [slip.close.event_id for slip in slips(desk.connection)]
    assert (waiting[0], len(waiting)) == (first, 65)
    assert receive(desk, first, 75180) == 0
    bag(desk, [first], 75180)
    assert (lying(desk), desk.account("safe_cash")) == ([], CHANGE_FUND - FLOAT_SUM)


def test_of_the_slips_that_are_received_only_the_newest_are_listed(desk: Desk) -> None:
    first, second, third = (a_day(desk, unit) for unit in (EVEN, ODD, THIRD))
    for close, sum_ in ((first, 75180), (second, 75204)):
        receive(desk, close, sum_)
    assert [slip.close.event_id for slip in slips(desk.connection, received=1)] == [third, second]


def test_the_safe_knows_which_z_its_cash_comes_from(desk: Desk) -> None:
    a_day(desk, EVEN)
    a_day(desk, ODD, FUNDED)
    assert sorted(lying(desk)) == [(1, "operating", 75180), (2, "maintenance", 15009), (2, "operating", 150408)]


def test_a_bag_takes_the_cash_out_and_the_banks_slip_brings_it_to_the_account(desk: Desk) -> None:
    first, second = a_day(desk, EVEN), a_day(desk, THIRD)
    event = bag(desk, [first, second], 75180 + 100800)
    assert (lying(desk), desk.account("cash_in_transit")) == ([], 175980)
    assert [each.bag for each in safe.on_the_way(desk.connection)] == ["BAG-1"]
    assert banked(desk, event, 175980, slip="8812", request="slip") == 0
    assert banked(desk, event, 175980, slip="8812", request="slip") == 0
    assert (desk.account("cash_in_transit"), desk.account("bank"), safe.on_the_way(desk.connection)) == (0, 175980, [])
    assert desk.findings() == []


def test_less_than_the_takings_needs_a_reason_and_the_rest_stays_in_the_safe(desk: Desk) -> None:
    close = a_day(desk, EVEN)
    with pytest.raises(LessThanTakings) as refused:
        bag(desk, [close], 70000)
    assert (refused.value.takings_minor, refused.value.wanted_minor) == (75180, 70000)
    bag(desk, [close], 70000, reason="torn notes to be exchanged")
    assert lying(desk) == [(1, "operating", 5180)]


def test_more_than_there_is_or_nothing_is_not_banked(desk: Desk) -> None:
    close = a_day(desk, EVEN)
    with pytest.raises(MoreThanTakings):
        bag(desk, [close], 75181)
    with pytest.raises(NothingToBank):
        bag(desk, [close], 0)
    bag(desk, [close], 75180)
    with pytest.raises(NothingToBank):
        bag(desk, [close], 75180, "BAG-2")


def test_a_bag_has_a_number_of_its_own(desk: Desk) -> None:
    first, second = a_day(desk, EVEN), a_day(desk, ODD)
    with pytest.raises(BagMissing):
        bag(desk, [first], 75180, " ")
    bag(desk, [first], 75180)
    with pytest.raises(BagUsed):
        bag(desk, [second], 75204)


def test_the_same_request_fills_one_bag(desk: Desk) -> None:
    close = a_day(desk, EVEN)
    assert bag(desk, [close], 75180, request_id="same") == bag(desk, [close], 75180, request_id="same")
    assert desk.account("cash_in_transit") == 75180


def test_what_the_bank_counts_otherwise_is_over_or_short_with_a_reason(desk: Desk) -> None:
    event = bag(desk, [a_day(desk, EVEN)], 75180)
    with pytest.raises(BankDiffers):
        banked(desk, event, 65180)
    assert banked(desk, event, 65180, "one note false") == -10000
    assert (desk.account("bank"), desk.account("over_short"), desk.account("cash_in_transit")) == (65180, 10000, 0)
    with pytest.raises(NoSuchBag):
        banked(desk, event, 65180)
    with pytest.raises(BagMissing):
        banked(desk, event, 65180, slip=" ")
    assert desk.findings() == []


def test_each_fund_goes_to_the_bank_in_a_bag_of_its_own(desk: Desk) -> None:
    close = a_day(desk, FUNDED)
    bag(desk, [close], 15009, fund="maintenance")
    assert (desk.account("cash_in_transit", "maintenance"), lying(desk)) == (15009, [(1, "operating", 75204)])


def test_only_some_take_cash_to_the_bank(desk: Desk) -> None:
    for clerk in (CASHIER, AUDITOR):
        with pytest.raises(NotAllowed):
            bag(desk, [1], 1, clerk=clerk)
        with pytest.raises(NotAllowed):
            banked(desk, 1, 1, clerk=clerk)


def test_cash_of_a_card_day_is_none(desk: Desk) -> None:
    desk.pay(EVEN, tenders=[card(75180)])
    desk.close()
    assert lying(desk) == []


def test_takings_are_not_spent_from_a_till() -> None:
    refuse_spending(30_000, 10_000, 5_000, 35_000)
    with pytest.raises(SpendsTakings) as refused:
        refuse_spending(30_000, 10_000, 5_000, 35_001)
    assert (refused.value.allowed_minor, refused.value.wanted_minor) == (35_000, 35_001)


def test_a_sum_is_spread_over_the_earlier_days_first() -> None:
    assert spread(100, [60, 60]) == [60, 40]
    assert spread(50, [60, -10]) == [60, -10]
    assert spread(0, []) == []


def test_cash_lies_for_whole_days() -> None:
    assert days_lain(date(2026, 11, 20), date(2026, 11, 23)) == 3
    assert days_lain(date(2026, 11, 24), date(2026, 11, 23)) == 0


# The slip to finance


def test_finance_confirms_what_a_till_handed_in(desk: Desk) -> None:
    close = a_day(desk, EVEN)
    assert [(slip.cash, slip.said) for slip in slips(desk.connection)] == [(75180, ())]
    assert receive(desk, close, 75180, request="same") == receive(desk, close, 75180, request="same") == 0
    slip = slips(desk.connection)[0]
    assert [(each.received, each.difference) for each in slip.said] == [(75180, 0)]
    with pytest.raises(SlipReceived):
        receive(desk, close, 75180)
    assert desk.findings() == []


def test_a_difference_is_noted_with_its_reason_and_the_safe_holds_what_lies_there(desk: Desk) -> None:
    close = a_day(desk, EVEN)
    with pytest.raises(RemittanceDiffers):
        receive(desk, close, 75000)
    assert receive(desk, close, 75000, "counted twice with the cashier") == -180
    assert (lying(desk), desk.account("over_short")) == ([(1, "operating", 75000)], 180)
    assert desk.findings() == []


def test_nobody_receives_their_own_slip(desk: Desk) -> None:
    desk.pay(EVEN)
    desk.take_up(MANAGER)
    desk.count_drawer(desk.account("till_cash"), cashier=MANAGER)
    close = desk.close_counted(cashier=MANAGER).close_event
    with pytest.raises(OwnSlip):
        receive(desk, close, 75180, clerk=MANAGER)
    for clerk in (CASHIER, SUPERVISOR, AUDITOR):
        with pytest.raises(NotAllowed):
            receive(desk, close, 75180, clerk=clerk)


def test_slips_that_wait_come_first(desk: Desk) -> None:
    first, second = a_day(desk, EVEN), a_day(desk, ODD)
    receive(desk, first, 75180)
    assert [slip.close.event_id for slip in slips(desk.connection)] == [second, first]


# Two people, and what stays behind


def test_a_bag_is_confirmed_by_somebody_else_than_who_closed_it(desk: Desk) -> None:
    event = bag(desk, [a_day(desk, EVEN)], 75180)
    with pytest.raises(BaggedIt):
        banked(desk, event, 75180, clerk=SUPERVISOR)
    assert desk.account("bank") == 0
    banked(desk, event, 75180)
    assert desk.account("bank") == 75180


def test_what_the_bank_counts_otherwise_above_the_limit_takes_a_second_person_who_did_not_close_the_bag(
    desk: Desk,
) -> None:
    event = bag(desk, [a_day(desk, EVEN)], 75180)
    with pytest.raises(SecondPersonNeeded):
        banked(desk, event, 25180, "500 less", approver=None)
    with pytest.raises(BaggedIt):
        banked(desk, event, 25180, "500 less", approver=SUPERVISOR)
    assert banked(desk, event, 25180, "500 less") == -50000
    assert desk.count("approval") == 1
    assert desk.findings() == []


def test_money_kept_back_above_the_limit_takes_a_second_person_and_is_listed(desk: Desk) -> None:
    close = a_day(desk, EVEN)
    with pytest.raises(SecondPersonNeeded):
        bag(desk, [close], 1, reason="later", approver=None)
    bag(desk, [close], 70000, reason="torn notes")
    later = a_day(desk, ODD)
    kept = safe.kept_back(desk.connection, safe.in_safe(desk.connection))
    assert [(line.close_event, line.left, reason) for line, reason in kept.items()] == [(close, 5180, "torn notes")]
    assert later in {line.close_event for line in safe.in_safe(desk.connection)}


def test_the_list_and_the_change_beside_it_are_what_lies_in_the_safe(desk: Desk) -> None:
    a_day(desk, EVEN, FUNDED)
    lines = safe.in_safe(desk.connection)
    beside = safe.beside_the_zs(desk.connection, lines)
    for fund in ("operating", "maintenance"):
        listed = sum(line.left for line in lines if line.fund == fund)
        assert listed + beside.get(fund, 0) == desk.account("safe_cash", fund)
    assert beside == {"operating": CHANGE_FUND - FLOAT_SUM}


def test_takings_are_bagged_whole_although_the_float_stays_in_the_drawer(closed_desk: Desk) -> None:
    desk = closed_desk
    desk.open()
    paid_in(desk, 5000, "safe")
    dropped(desk, {1000: 1})
    assert safe.beside_the_zs(desk.connection, []) == {"operating": CHANGE_FUND - FLOAT_SUM - 5000}
    desk.pay(EVEN)
    close = close_leaving(desk, {10: (desk.account("till_cash")) // 10}, {10: FLOAT_SUM // 10}).close_event
    assert lying(desk) == [(1, "operating", 75180)]
    assert safe.beside_the_zs(desk.connection, safe.in_safe(desk.connection)) == {"operating": CHANGE_FUND - FLOAT_SUM}
    bag(desk, [close], 75180)
    assert (lying(desk), desk.account("safe_cash")) == ([], CHANGE_FUND - FLOAT_SUM)
