"""The till's day: opened once, counted blind, closed by a numbered Z whose sums are the postings'."""

import pytest

from counter.desk import approve
from counter.desk.approve import SelfApproval
from counter.desk.change_pin import change_own_pin, reset_pin
from counter.desk.change_staff import save_staff
from counter.desk.close_till import (
    ActsPending,
    CountedAgain,
    DifferenceUnexplained,
    LateCloseUnapproved,
    NotCounted,
)
from counter.desk.decide import decide
from counter.desk.drawer import drawer_of
from counter.desk.open_till import TillAlreadyOpen, open_till
from counter.desk.people import PinMustChange, hash_pin, prove
from counter.desk.tills import TillDayOver, TillNotOpen
from counter.desk.void_receipt import void_receipt
from counter.desk.x_report import print_x
from counter.rules.cash import BadCount
from counter.rules.permissions import NotAllowed
from counter.rules.tender import FullCardNumber
from counter.rules.till import Drawer
from db.queries.people import pending_acts, staff
from db.queries.tills import close_of, till_state
from printing.blocks import Pair, Table, load
from tests.desk.office import (
    AUDITOR,
    CASHIER,
    CHANGE_FUND,
    EVEN,
    FLOAT,
    FLOAT_SUM,
    FUNDED,
    MANAGER,
    ODD,
    OTHER_CASHIER,
    OTHER_SUPERVISOR,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    cash,
    from_balance,
)


def drawer(desk: Desk) -> Drawer:
    state = till_state(desk.connection, desk.till)
    assert state is not None
    return drawer_of(desk.connection, state)


def test_the_float_lies_in_the_drawer_and_came_from_the_safe(desk: Desk) -> None:
    assert (desk.account("till_cash"), desk.account("safe_cash")) == (FLOAT_SUM, CHANGE_FUND - FLOAT_SUM)
    assert drawer(desk).opening_float == drawer(desk).cash_expected == FLOAT_SUM


def test_a_till_is_not_opened_twice(desk: Desk) -> None:
    with pytest.raises(TillAlreadyOpen) as refused:
        desk.open()
    assert refused.value.open_day == "2026-11-23"
    assert desk.account("till_cash") == FLOAT_SUM


def test_opening_again_by_the_same_request_changes_nothing_even_after_its_close(closed_desk: Desk) -> None:
    desk = closed_desk
    first = open_till(desk.books, FLOAT, request_id="same", cashier=CASHIER, till=1)
    assert open_till(desk.books, FLOAT, request_id="same", cashier=CASHIER, till=1) == first
    desk.close()
    assert open_till(desk.books, FLOAT, request_id="same", cashier=CASHIER, till=1) == first
    assert till_state(desk.connection, 1) is None


def test_a_till_may_open_without_a_float_but_not_with_less_than_none(closed_desk: Desk) -> None:
    with pytest.raises(BadCount):
        open_till(closed_desk.books, {100: -1}, request_id="bad", cashier=CASHIER, till=1)
    open_till(closed_desk.books, {}, request_id="empty", cashier=CASHIER, till=1)
    assert closed_desk.account("till_cash") == 0


def test_who_may_not_open_or_close_does_not(closed_desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        closed_desk.open(cashier=AUDITOR)
    closed_desk.open()
    with pytest.raises(NotAllowed):
        closed_desk.count_drawer(FLOAT_SUM, cashier=AUDITOR)
    with pytest.raises(NotAllowed):
        closed_desk.close_counted(cashier=AUDITOR)


def test_a_closed_till_is_neither_counted_nor_closed(closed_desk: Desk) -> None:
    with pytest.raises(TillNotOpen):
        closed_desk.count_drawer(0)
    with pytest.raises(TillNotOpen):
        closed_desk.close_counted()


def test_what_was_expected_is_told_only_with_the_count(desk: Desk) -> None:
    desk.pay(EVEN)
    count = desk.count_drawer(FLOAT_SUM + 75000)
    assert (count.total, count.expected, count.difference) == (FLOAT_SUM + 75000, FLOAT_SUM + 75180, -180)
    assert "expected" not in desk.body(count.event_id)


def test_a_count_repeated_by_its_request_is_the_count_that_was_made(desk: Desk) -> None:
    first = desk.count_drawer(FLOAT_SUM, request_id="same")
    assert desk.count_drawer(1, request_id="same") == first


def test_an_uncounted_till_is_not_closed(desk: Desk) -> None:
    with pytest.raises(NotCounted):
        desk.close_counted()


def test_money_that_moved_after_the_count_makes_it_stale(desk: Desk) -> None:
    desk.count_drawer(FLOAT_SUM)
    paid = desk.pay(EVEN)
    with pytest.raises(NotCounted):
        desk.close_counted()
    desk.count_drawer(FLOAT_SUM + 75180)
    void_receipt(desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    with pytest.raises(NotCounted):
        desk.close_counted()
    desk.count_drawer(FLOAT_SUM)
    assert desk.close_counted().difference == 0


def test_the_last_count_is_the_one_that_counts(desk: Desk) -> None:
    desk.count_drawer(FLOAT_SUM - 500)
    assert desk.count_drawer(FLOAT_SUM).earlier == (-500,)
    assert desk.close_counted(reason="a note stuck", approver=SUPERVISOR).difference == 0


def test_a_count_cannot_be_fitted_to_what_was_shown(desk: Desk) -> None:
    assert desk.count_drawer(1).needs_second_person
    assert desk.count_drawer(FLOAT_SUM).needs_second_person
    with pytest.raises(DifferenceUnexplained) as refused:
        desk.close_counted()
    assert refused.value.difference_minor == 1 - FLOAT_SUM
    with pytest.raises(SelfApproval):
        desk.close_counted(reason="typed wrong", approver=CASHIER)
    desk.close_counted(reason="typed wrong", approver=SUPERVISOR)
    content = desk.connection.execute("SELECT content FROM paper WHERE kind = 'z_report' ORDER BY id").fetchone()[0]
    counts = [each for each in load(content).blocks if isinstance(each, Pair) and each.label.startswith("Count ")]
    assert ["(−299.99)" in counts[0].value, "(0.00)" in counts[1].value, len(counts)] == [True, True, 2]


def test_a_payment_between_two_counts_does_not_make_the_first_one_forgotten(desk: Desk) -> None:
    desk.count_drawer(1)
    desk.pay(EVEN)
    desk.count_drawer(FLOAT_SUM + 75180)
    with pytest.raises(DifferenceUnexplained):
        desk.close_counted()


def test_counting_the_same_money_again_needs_a_second_person_however_small_the_difference(desk: Desk) -> None:
    desk.count_drawer(FLOAT_SUM - 500)
    desk.count_drawer(FLOAT_SUM)
    with pytest.raises(CountedAgain) as refused:
        desk.close_counted()
    assert refused.value.times == 2


def test_changes_of_staff_stand_on_the_z_of_their_day(desk: Desk) -> None:
    reset_pin(desk.books, SUPERVISOR.staff_id, "9876", request_id="r", staff=MANAGER)
    supervisor = prove(desk.books, SUPERVISOR.staff_id, "9876")
    desk.count_drawer(1)
    with pytest.raises(PinMustChange):
        desk.close_counted(reason="typed wrong", approver=supervisor)
    own = change_own_pin(desk.books, SUPERVISOR.staff_id, "9876", "5432", request_id="o", till=1)
    desk.close_counted(reason="typed wrong", approver=own)
    content = desk.connection.execute("SELECT content FROM paper WHERE kind = 'z_report' ORDER BY id").fetchone()[0]
    staff = [each.value for each in load(content).blocks if isinstance(each, Pair) and each.label == "Staff"]
    assert staff == ["李建国: PIN for one use set, by 陈静", "李建国: PIN chosen, by 李建国"]


def test_a_pin_set_by_somebody_else_in_the_list_of_staff_is_for_one_use_too(desk: Desk) -> None:
    row = staff(desk.connection, SUPERVISOR.staff_id)
    assert row is not None
    save_staff(desk.books, row._replace(pin_hash=hash_pin("9876")), request_id="s", staff=MANAGER)
    assert prove(desk.books, SUPERVISOR.staff_id, "9876").must_change


@pytest.mark.parametrize("difference", [0, 1000, -1000])
def test_a_difference_within_the_limit_needs_nobody_else(desk: Desk, difference: int) -> None:
    closed = desk.close(FLOAT_SUM + difference)
    assert closed.difference == difference
    assert desk.account("over_short") == -difference
    assert (desk.account("till_cash"), desk.account("safe_cash")) == (0, CHANGE_FUND + difference)


@pytest.mark.parametrize("difference", [1001, -1001])
def test_a_difference_above_the_limit_needs_a_reason_and_a_second_person(desk: Desk, difference: int) -> None:
    assert desk.count_drawer(FLOAT_SUM + difference).needs_second_person
    said = {"reason": "a note fell down"}
    for arguments in ({}, said, {"approver": SUPERVISOR}, {"approver": SUPERVISOR, "reason": " "}):
        with pytest.raises(DifferenceUnexplained) as refused:
            desk.close_counted(**arguments)
        assert (refused.value.difference_minor, refused.value.limit_minor) == (difference, 1000)
    with pytest.raises(NotAllowed):
        desk.close_counted(**said, approver=OTHER_CASHIER)
    assert desk.close_counted(**said, approver=SUPERVISOR).difference == difference
    assert desk.count("approval") == 1


def test_nobody_agrees_to_the_difference_of_a_drawer_they_ran_or_close(closed_desk: Desk) -> None:
    desk = closed_desk
    desk.open(cashier=SUPERVISOR)
    desk.take_up(MANAGER)
    desk.count_drawer(FLOAT_SUM - 5000, cashier=MANAGER)
    with pytest.raises(SelfApproval):
        desk.close_counted(cashier=SUPERVISOR, reason="short", approver=SUPERVISOR)
    with pytest.raises(SelfApproval):
        desk.close_counted(cashier=MANAGER, reason="short", approver=SUPERVISOR)
    assert desk.close_counted(cashier=MANAGER, reason="short", approver=OTHER_SUPERVISOR).difference == -5000


def test_whoever_counted_the_drawer_does_not_agree_to_what_they_found(desk: Desk) -> None:
    desk.take_up(SUPERVISOR)
    desk.count_drawer(FLOAT_SUM - 5000, cashier=SUPERVISOR)
    with pytest.raises(approve.HadTheDrawer):
        desk.close_counted(reason="short", approver=SUPERVISOR)
    assert desk.count("approval") == 0
    assert desk.close_counted(reason="short", approver=OTHER_SUPERVISOR).difference == -5000


def test_a_reason_with_a_card_number_is_refused(desk: Desk) -> None:
    desk.count_drawer(FLOAT_SUM)
    with pytest.raises(FullCardNumber):
        desk.close_counted(reason="6222020200110050123")


def test_a_day_with_acts_waiting_is_not_closed(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    void_receipt(desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=None)
    desk.count_drawer(FLOAT_SUM + 75180)
    with pytest.raises(ActsPending) as refused:
        desk.close_counted()
    assert refused.value.waiting_count == 1
    asked = pending_acts(desk.connection)[0].event_id
    decide(desk.books, asked, request_id="d", approver=MANAGER, till=1, grant=False, words=desk.words)
    assert desk.close_counted().z_number == 1


def test_a_close_happens_once(desk: Desk) -> None:
    desk.count_drawer(FLOAT_SUM - 20)
    first = desk.close_counted(request_id="same")
    assert desk.close_counted(request_id="same") == first
    assert (desk.count("close"), first.difference) == (1, -20)


def test_z_numbers_run_on_and_the_perpetual_total_only_grows(desk: Desk) -> None:
    desk.pay(EVEN)
    first = desk.close()
    desk.open()
    paid = desk.pay(ODD)
    void_receipt(desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    second = desk.close()
    desk.clock.wait(days=1)
    desk.open()
    desk.pay(THIRD, tenders=(card(100800),))
    third = desk.close()
    closes = [close_of(desk.connection, each.close_event) for each in (first, second, third)]
    assert [(c.z_number, c.day, c.perpetual) for c in closes if c] == [
        (1, "2026-11-23", 75180),
        (2, "2026-11-23", 75180),
        (3, "2026-11-24", 75180 + 100800),
    ]
    assert [c.first_event for c in closes if c] == [1, first.close_event + 1, second.close_event + 1]


def test_two_tills_count_for_themselves_and_share_one_chain(desk: Desk) -> None:
    desk.pay(EVEN)
    desk.till = 2
    desk.open()
    desk.pay(ODD)
    assert drawer(desk).cash_expected == FLOAT_SUM + 75200
    second = desk.close(FLOAT_SUM + 75200)
    desk.till = 1
    first = desk.close(FLOAT_SUM + 75180)
    assert (first.z_number, second.z_number, first.difference, second.difference) == (1, 1, 0, 0)
    assert desk.findings() == []


def test_each_funds_cash_leaves_the_till_within_its_fund(desk: Desk) -> None:
    desk.pay(FUNDED)
    desk.close(FLOAT_SUM + 90210 - 500)
    for fund in ("operating", "maintenance"):
        assert desk.account("till_cash", fund) == 0
    assert desk.account("safe_cash", "maintenance") == 15009
    assert desk.account("safe_cash", "operating") == CHANGE_FUND + 75201 - 500
    assert desk.account("over_short") == 500


def test_the_z_says_what_the_x_said_before_it(desk: Desk) -> None:
    desk.pay(ODD, received_cash=80000)
    desk.pay(EVEN, tenders=(card(50000), cash(25180)))
    desk.pay(THIRD, chosen=[], pay_now=0, to_balance=5000)
    paid = desk.pay(THIRD, tenders=(from_balance(5000), cash(95800)))
    void_receipt(desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    print_x(desk.books, request_id="x", cashier=CASHIER, till=1, office=desk.office, words=desk.words)
    before = drawer(desk)
    closed = desk.close()
    said = desk.body(closed.close_event)["drawer"]
    assert (said["cash_expected"], said["opening_float"]) == (before.cash_expected, before.opening_float)
    assert said["by_item"] == dict(before.by_item)
    assert said["by_fund"] == dict(before.by_fund)
    assert {name: (t["received"], t["returned"]) for name, t in said["tenders"].items()} == {
        name: (t.received, t.returned) for name, t in before.tenders.items()
    }
    assert before.received == sum(before.by_fund.values())


def test_the_drawer_is_what_the_postings_say(desk: Desk) -> None:
    desk.pay(ODD, received_cash=80000)
    desk.pay(FUNDED, tenders=(card(50000), cash(40213)))
    assert drawer(desk).cash_expected == desk.account("till_cash") == FLOAT_SUM + 75200 + 40213


def test_a_till_forgotten_overnight_is_closed_on_its_own_day_by_a_second_persons_word(desk: Desk) -> None:
    desk.pay(EVEN)
    desk.clock.wait(days=1)
    with pytest.raises(TillDayOver):
        desk.pay(ODD)
    for arguments in ({}, {"reason": "went home"}, {"approver": SUPERVISOR}):
        with pytest.raises(LateCloseUnapproved) as refused:
            desk.close(**arguments)
        assert refused.value.open_day == "2026-11-23"
    with pytest.raises(NotAllowed):
        desk.close(reason="went home", approver=OTHER_CASHIER)
    closed = desk.close(reason="went home", approver=SUPERVISOR)
    assert closed.day == "2026-11-23"
    body = desk.body(closed.close_event)
    assert (body["day"], body["late"]) == ("2026-11-23", True)
    assert [row[0] for row in body["rows"]["approval"]] == ["late_close"]
    desk.open()
    state = till_state(desk.connection, 1)
    assert state is not None
    assert state.day == "2026-11-24"


def test_a_late_close_with_a_difference_is_approved_for_both(desk: Desk) -> None:
    desk.clock.wait(days=1)
    closed = desk.close(FLOAT_SUM - 5000, reason="power cut", approver=SUPERVISOR)
    assert [row[0] for row in desk.body(closed.close_event)["rows"]["approval"]] == ["over_short", "late_close"]
    assert desk.findings() == []


def test_a_till_never_opens_before_its_last_closed_day(desk: Desk) -> None:
    desk.close()
    desk.clock.wait(days=-3)
    desk.open()
    state = till_state(desk.connection, 1)
    assert state is not None
    assert state.day == "2026-11-23"


def test_a_card_over_two_funds_is_one_payment_of_the_terminal(desk: Desk) -> None:
    desk.pay(FUNDED, tenders=(card(90213),))
    desk.pay(EVEN, tenders=(card(75180, "000777"),))
    total = drawer(desk).tenders["card"]
    assert (total.count, total.received) == (2, 90213 + 75180)


def test_the_z_tells_what_was_received_and_what_went_back_where_they_differ(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    desk.pay(ODD)
    void_receipt(desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    desk.close()
    content = desk.connection.execute("SELECT content FROM paper WHERE kind = 'z_report' ORDER BY id").fetchone()[0]
    blocks = load(content).blocks
    rows = {row.cells[0]: row for block in blocks if isinstance(block, Table) for row in block.rows}
    assert rows["Cash"].cells[1:] == ("2", "752.00")
    assert rows["Cash"].detail == "received 1,503.80, returned 751.80"
    receipts = [each.value for each in blocks if isinstance(each, Pair) and each.label == "Receipts"]
    assert receipts == ["2026-000001 – 000002, 2 receipts"]
