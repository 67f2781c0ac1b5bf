"""Between opening and close: cash in and out, the safe, a break, hand-overs, payments put aside."""

from collections.abc import Callable

import pytest

from counter.desk.approve import ReasonMissing, SelfApproval
from counter.desk.close_till import CountedAgain, DifferenceUnexplained, NotCounted
from counter.desk.drawer import drop_is_due, stretch_of
from counter.desk.handover import CannotTake, NoHandover, NotTheTaker, hanging, withdraw
from counter.desk.parked import NotParked, ParkedPayments, parked, unpark
from counter.desk.pay_in_out import NoCashSum, pay_in
from counter.desk.people import Person
from counter.desk.refuse_note import refuse_note
from counter.desk.sign_drop import DropSigned, sign_drop, unsigned
from counter.desk.suspend_till import NotSuspended
from counter.desk.tills import HandoverHangs, NotYourTill, TillNotOpen, TillSuspended
from counter.desk.void_receipt import void_receipt
from counter.desk.x_report import print_x
from counter.rules.banking import SpendsTakings
from counter.rules.permissions import NotAllowed
from counter.rules.tender import FullCardNumber
from db.check import rebuild_machine
from db.queries import tills
from printing.blocks import Pair, load
from tests.desk.office import (
    AUDITOR,
    CASHIER,
    CHANGE_FUND,
    EVEN,
    FLOAT_SUM,
    FUNDED,
    MANAGER,
    ODD,
    OTHER_CASHIER,
    OTHER_SUPERVISOR,
    SUPERVISOR,
    Desk,
)
from tests.desk.shift import (
    accepted,
    back,
    close_leaving,
    count_pieces,
    drawer_now,
    dropped,
    offered,
    on_break,
    paid_in,
    paid_out,
    put_aside,
    rejected,
    said,
    state_of,
    taker_counts,
)
from tests.desk.trail_words import raw_words

# Cash in and out


def test_cash_paid_in_lies_in_the_drawer_and_came_from_where_it_was_said(desk: Desk) -> None:
    desk.pay(EVEN, rounding=0)
    assert dropped(desk, {10_000: 7}) == 1
    in_safe = desk.account("safe_cash")
    assert paid_in(desk, 50_000, "bank") == 2
    assert paid_in(desk, 10_000, "safe") == 3
    assert paid_in(desk, 500, "petty_cash") == 4
    assert (desk.account("bank"), desk.account("petty_cash")) == (-50_000, -500)
    assert desk.account("safe_cash") == in_safe - 10_000
    drawer = drawer_now(desk)
    assert (drawer.pay_in.count, drawer.pay_in.amount) == (3, 60_500)
    assert drawer.cash_expected == desk.account("till_cash") == FLOAT_SUM + 5180 + 60_500


def test_cash_is_paid_out_of_the_float_and_never_out_of_takings(desk: Desk) -> None:
    desk.pay(EVEN)
    paid_out(desk, 20_000, "expense", reason="light bulbs")
    assert desk.account("pay_out") == 20_000
    with pytest.raises(SpendsTakings) as refused:
        paid_out(desk, 10_001)
    assert refused.value.wanted_minor == 10_001
    paid_in(desk, 1)
    paid_out(desk, 10_001)
    drawer = drawer_now(desk)
    assert (drawer.pay_out.count, drawer.pay_out.amount) == (2, 30_001)
    assert drawer.cash_expected == 75_180


def test_cash_moves_with_a_reason_a_sum_and_leave_and_print_a_slip(desk: Desk) -> None:
    with pytest.raises(ReasonMissing):
        paid_in(desk, 100, reason=" ")
    with pytest.raises(FullCardNumber):
        paid_out(desk, 100, reason="6222020200110050123")
    for amount in (0, -100):
        with pytest.raises(NoCashSum):
            paid_in(desk, amount)
        with pytest.raises(NoCashSum):
            paid_out(desk, amount)
    with pytest.raises(NotAllowed):
        pay_in(desk.books, "safe", 100, "change", **said(desk, cashier=AUDITOR))
    assert desk.connection.execute("SELECT count(*) FROM paper WHERE kind = 'pay_slip'").fetchone() == (0,)
    paid_out(desk, 100)
    (drawer,) = desk.connection.execute(
        "SELECT j.drawer FROM print_job j JOIN paper p ON p.id = j.paper_id WHERE p.kind = 'pay_slip'"
    ).fetchone()
    assert drawer == 1


def test_a_slip_is_written_once_by_its_request_and_numbers_follow_each_other(desk: Desk) -> None:
    assert paid_in(desk, 100, request_id="same") == 1
    assert paid_in(desk, 100, request_id="same") == 1
    assert paid_out(desk, 50) == 2
    assert dropped(desk, {10_000: 1}) == 3
    assert desk.account("till_cash") == FLOAT_SUM + 100 - 50 - 10_000
    assert desk.findings() == []
    desk.connection.execute("UPDATE series SET next = 9 WHERE series = 'S1'")
    assert [each.split()[0] for each in desk.findings()] == ["series_differs"]
    rebuild_machine(desk.books)
    assert desk.findings() == []


def test_a_closed_till_moves_no_cash(closed_desk: Desk) -> None:
    for act in (
        lambda: paid_in(closed_desk, 100),
        lambda: dropped(closed_desk, {100: 1}),
        lambda: offered(closed_desk),
    ):
        with pytest.raises(TillNotOpen):
            act()


# The safe


def test_a_drop_goes_to_the_safe_with_its_witness_on_record(desk: Desk) -> None:
    desk.pay(EVEN)
    dropped(desk, {10_000: 7, 1000: 2}, witness=OTHER_CASHIER)
    assert desk.account("safe_cash") == CHANGE_FUND - FLOAT_SUM + 72_000
    drawer = drawer_now(desk)
    assert (drawer.drops.count, drawer.drops.amount, drawer.cash_expected) == (1, 72_000, FLOAT_SUM + 75_180 - 72_000)
    rows = desk.connection.execute("SELECT act, requester_id, approver_id FROM approval").fetchall()
    assert rows == [("drop", CASHIER.staff_id, OTHER_CASHIER.staff_id)]


def test_a_drop_made_alone_is_owed_a_signature_of_somebody_else(desk: Desk) -> None:
    dropped(desk, {10_000: 1}, witness=SUPERVISOR)
    dropped(desk, {10_000: 1}, witness=None)
    (owed,) = unsigned(desk.connection)
    assert (owed.slip, owed.amount, owed.staff_id) == (2, 10_000, CASHIER.staff_id)
    desk.close()
    with pytest.raises(SelfApproval):
        sign_drop(desk.books, owed.event_id, request_id="s", witness=CASHIER, till=1)
    with pytest.raises(NotAllowed):
        sign_drop(desk.books, owed.event_id, request_id="s", witness=AUDITOR, till=1)
    for _twice in range(2):
        sign_drop(desk.books, owed.event_id, request_id="s", witness=SUPERVISOR, till=1)
    assert unsigned(desk.connection) == []
    with pytest.raises(DropSigned):
        sign_drop(desk.books, owed.event_id, request_id="t", witness=MANAGER, till=1)
    assert desk.findings() == []


def test_nobody_witnesses_their_own_drop_and_alone_is_said_to_be_alone(desk: Desk) -> None:
    with pytest.raises(SelfApproval):
        dropped(desk, {100: 1}, witness=CASHIER)
    with pytest.raises(NotAllowed):
        dropped(desk, {100: 1}, witness=AUDITOR)
    with pytest.raises(NoCashSum):
        dropped(desk, {100: 0})
    dropped(desk, {100: 1}, witness=None)
    assert desk.count("approval") == 0


def test_a_drop_takes_another_funds_cash_only_when_the_offices_own_is_gone(desk: Desk) -> None:
    desk.pay(FUNDED)
    dropped(desk, {10: 10_000})
    assert desk.account("till_cash", "maintenance") == 15_009
    dropped(desk, {10: 1000})
    assert (desk.account("till_cash", "operating"), desk.account("till_cash", "maintenance")) == (0, 10_210)
    dropped(desk, {10: 1021})
    assert (desk.account("till_cash", "operating"), desk.account("till_cash", "maintenance")) == (0, 0)
    assert desk.findings() == []


def test_a_full_drawer_asks_for_a_drop_and_takes_the_payment_all_the_same(desk: Desk) -> None:
    desk.set_office(cash_limit=FLOAT_SUM + 75_179)
    assert not drop_is_due(desk.connection, state_of(desk), desk.office)
    desk.pay(EVEN)
    assert drop_is_due(desk.connection, state_of(desk), desk.office)
    desk.pay(ODD)
    dropped(desk, {10_000: 8})
    assert not drop_is_due(desk.connection, state_of(desk), desk.office)


def test_a_count_is_stale_once_cash_was_moved(desk: Desk) -> None:
    moves: list[Callable[[], int]] = [
        lambda: paid_in(desk, 100), lambda: paid_out(desk, 100), lambda: dropped(desk, {100: 1}),
    ]  # fmt: skip
    for move in moves:
        desk.count_drawer(desk.account("till_cash"))
        move()
        with pytest.raises(NotCounted):
            desk.close_counted()


# A break


def test_no_money_moves_during_a_break(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    on_break(desk)
    for act in (
        lambda: desk.pay(ODD), lambda: paid_in(desk, 1), lambda: dropped(desk, {100: 1}), lambda: offered(desk),
        lambda: desk.count_drawer(1), desk.close_counted, lambda: put_aside(desk, ODD), lambda: on_break(desk),
        lambda: void_receipt(desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1,
                             approver=SUPERVISOR),
    ):  # fmt: skip
        with pytest.raises(TillSuspended) as refused:
            act()
        assert refused.value.cashier == CASHIER.name
    back(desk)
    desk.pay(ODD)
    assert desk.findings() == []


def test_only_its_cashier_or_a_supervisor_resumes_a_till(desk: Desk) -> None:
    on_break(desk)
    with pytest.raises(NotYourTill):
        back(desk, OTHER_CASHIER)
    back(desk, SUPERVISOR)
    with pytest.raises(NotSuspended):
        back(desk)
    with pytest.raises(NotYourTill):
        on_break(desk, OTHER_CASHIER)


def test_a_break_is_still_one_after_the_books_were_opened_again_or_repaired(desk: Desk) -> None:
    on_break(desk)
    rebuild_machine(desk.books)
    assert desk.findings() == []
    with pytest.raises(TillSuspended):
        desk.pay(EVEN)


# Hand-overs


def test_the_next_cashier_counts_blind_and_goes_on_with_the_till(desk: Desk) -> None:
    desk.pay(EVEN)
    offered(desk)
    count = taker_counts(desk, FLOAT_SUM + 75_180)
    assert (count.expected, count.difference) == (FLOAT_SUM + 75_180, 0)
    assert "expected" not in desk.body(count.event_id)
    assert accepted(desk) == 1
    assert state_of(desk).cashier_id == OTHER_CASHIER.staff_id
    desk.take(desk.order(ODD), cashier=OTHER_CASHIER)
    assert desk.findings() == []
    rebuild_machine(desk.books)
    assert state_of(desk).cashier_id == OTHER_CASHIER.staff_id


def test_while_a_handover_hangs_nothing_moves_and_nothing_is_closed(desk: Desk) -> None:
    desk.count_drawer(FLOAT_SUM)
    offered(desk)
    for act in (
        lambda: desk.pay(EVEN), lambda: desk.take(desk.order(EVEN), cashier=OTHER_CASHIER), desk.close_counted,
        lambda: desk.count_drawer(FLOAT_SUM), lambda: paid_in(desk, 1), lambda: dropped(desk, {100: 1}),
        lambda: offered(desk), lambda: on_break(desk),
    ):  # fmt: skip
        with pytest.raises(HandoverHangs) as refused:
            act()
        assert refused.value.taker == OTHER_CASHIER.name
    print_x(desk.books, request_id="x", cashier=CASHIER, till=1, office=desk.office, words=desk.words)
    withdraw(desk.books, request_id="w", person=CASHIER, till=1)
    desk.pay(EVEN)
    assert desk.findings() == []


def test_a_rejected_handover_leaves_the_till_with_its_cashier_and_keeps_the_count(desk: Desk) -> None:
    offered(desk)
    with pytest.raises(NotCounted):
        rejected(desk)
    taker_counts(desk, FLOAT_SUM - 2000)
    with pytest.raises(ReasonMissing):
        rejected(desk, " ")
    assert rejected(desk) == 1
    assert hanging(desk.connection, 1) is None
    assert state_of(desk).cashier_id == CASHIER.staff_id
    assert desk.account("over_short") == 0
    (body,) = desk.connection.execute("SELECT body FROM event WHERE kind = 'handover_rejected'").fetchone()
    assert '"difference":-2000' in body
    assert desk.findings() == []


def test_a_difference_is_booked_to_the_giver_with_a_reason_and_a_second_person(desk: Desk) -> None:
    desk.pay(EVEN)
    offered(desk)
    taker_counts(desk, FLOAT_SUM + 75_180 - 500)
    with pytest.raises(ReasonMissing):
        accepted(desk)
    taker_counts(desk, FLOAT_SUM + 75_180 - 5000)
    with pytest.raises(DifferenceUnexplained):
        accepted(desk, reason="a note less")
    for nobody in (OTHER_CASHIER, CASHIER):
        with pytest.raises((SelfApproval, NotAllowed)):
            accepted(desk, reason="a note less", approver=nobody)
    accepted(desk, reason="a note less", approver=SUPERVISOR)
    drawer = drawer_now(desk)
    assert (drawer.handovers.count, drawer.handovers.amount) == (1, -5000)
    assert drawer.cash_expected == desk.account("till_cash") == FLOAT_SUM + 70_180
    assert desk.account("over_short") == 5000
    desk.count_drawer(FLOAT_SUM + 70_180, cashier=OTHER_CASHIER)
    assert desk.close_counted(cashier=OTHER_CASHIER).difference == 0
    assert desk.findings() == []


def test_a_takers_count_cannot_be_fitted_to_what_was_shown(desk: Desk) -> None:
    offered(desk)
    assert taker_counts(desk, FLOAT_SUM - 5000).needs_second_person
    again = taker_counts(desk, FLOAT_SUM)
    assert (again.difference, again.needs_second_person, again.earlier) == (0, True, (-5000,))
    with pytest.raises(DifferenceUnexplained) as refused:
        accepted(desk)
    assert refused.value.difference_minor == -5000
    with pytest.raises(ReasonMissing):
        accepted(desk, approver=SUPERVISOR)
    accepted(desk, reason="counted wrongly", approver=SUPERVISOR)
    assert (desk.account("over_short"), desk.count("approval")) == (0, 1)
    (content,) = desk.connection.execute("SELECT content FROM paper WHERE kind = 'handover_slip'").fetchone()
    counts = [each for each in load(content).blocks if isinstance(each, Pair) and each.label.startswith("Count ")]
    assert ["(−50.00)" in counts[0].value, "(0.00)" in counts[1].value, len(counts)] == [True, True, 2]
    assert desk.findings() == []


def test_a_taker_who_counts_to_another_sum_needs_a_second_person_however_small_the_difference(desk: Desk) -> None:
    offered(desk)
    taker_counts(desk, FLOAT_SUM - 500)
    assert not taker_counts(desk, FLOAT_SUM - 500).needs_second_person
    taker_counts(desk, FLOAT_SUM)
    with pytest.raises(CountedAgain):
        accepted(desk)


def test_a_supervisor_who_gives_or_takes_does_not_agree_to_the_difference(closed_desk: Desk) -> None:
    desk = closed_desk
    desk.open(cashier=SUPERVISOR)
    offered(desk, taker=OTHER_SUPERVISOR, giver=SUPERVISOR)
    taker_counts(desk, 0, OTHER_SUPERVISOR)
    for nobody in (SUPERVISOR, OTHER_SUPERVISOR):
        with pytest.raises(SelfApproval):
            accepted(desk, OTHER_SUPERVISOR, reason="empty", approver=nobody)
    accepted(desk, OTHER_SUPERVISOR, reason="empty", approver=MANAGER)


def test_each_cashiers_stretch_adds_up_to_the_day(desk: Desk) -> None:
    desk.pay(EVEN)
    first = stretch_of(desk.connection, state_of(desk))
    offered(desk)
    taker_counts(desk, FLOAT_SUM + 75_180)
    accepted(desk)
    desk.take(desk.order(ODD), cashier=OTHER_CASHIER)
    second, day = stretch_of(desk.connection, state_of(desk)), drawer_now(desk)
    assert (first.opening_float, second.opening_float) == (FLOAT_SUM, FLOAT_SUM + 75_180)
    assert first.received + second.received == day.received
    assert second.cash_expected == day.cash_expected


def test_only_the_taker_counts_and_decides(desk: Desk) -> None:
    with pytest.raises(NoHandover):
        taker_counts(desk, 1)
    offered(desk)
    with pytest.raises(NotTheTaker):
        taker_counts(desk, 1, SUPERVISOR)
    taker_counts(desk, FLOAT_SUM)
    with pytest.raises(NotTheTaker):
        accepted(desk, SUPERVISOR)
    with pytest.raises(NotTheTaker):
        rejected(desk, taker=CASHIER)
    with pytest.raises(NotYourTill):
        withdraw(desk.books, request_id="w", person=OTHER_CASHIER, till=1)


@pytest.mark.parametrize("taker", [CASHIER, AUDITOR])
def test_a_till_is_handed_to_another_cashier_only(desk: Desk, taker: Person) -> None:
    with pytest.raises(CannotTake):
        offered(desk, taker=taker)


def test_a_handover_decided_twice_by_its_request_is_decided_once(desk: Desk) -> None:
    offered(desk)
    taker_counts(desk, FLOAT_SUM)
    assert accepted(desk, request_id="same") == accepted(desk, request_id="same") == 1
    assert desk.connection.execute("SELECT count(*) FROM event WHERE kind = 'handover_accepted'").fetchone() == (1,)


def test_a_supervisor_takes_back_an_offer_whose_giver_has_gone(desk: Desk) -> None:
    offered(desk)
    withdraw(desk.books, request_id="w", person=SUPERVISOR, till=1)
    assert state_of(desk).cashier_id == CASHIER.staff_id


@pytest.mark.parametrize("begin", [offered, on_break])
def test_what_lies_aside_is_checked_against_the_events_and_made_anew_from_them(
    desk: Desk, begin: Callable[[Desk], None]
) -> None:
    begin(desk)
    with desk.books.machine() as connection:
        connection.execute("DELETE FROM till_aside")
    assert [each.split()[0] for each in desk.findings()] == ["till_aside_differs"]
    rebuild_machine(desk.books)
    assert desk.findings() == []
    with pytest.raises((HandoverHangs, TillSuspended)):
        desk.pay(EVEN)


def test_a_slip_number_left_out_is_found(desk: Desk) -> None:
    paid_in(desk, 100)
    desk.connection.execute("UPDATE series SET next = 3 WHERE series = 'S1'")
    paid_in(desk, 100)
    assert [each.split()[0] for each in desk.findings()] == ["number_gap"]


# Parked payments and notes not taken


def test_a_parked_payment_holds_nothing_and_blocks_the_close_until_it_is_gone(desk: Desk) -> None:
    events, owed = desk.count("event"), desk.owed(EVEN)
    number = put_aside(desk, EVEN)
    assert (desk.count("event"), desk.owed(EVEN)) == (events, owed)
    desk.pay(EVEN)
    desk.count_drawer(FLOAT_SUM + 75_180)
    for act in (desk.close_counted, lambda: offered(desk)):
        with pytest.raises(ParkedPayments) as refused:
            act()
        assert refused.value.waiting_count == 1
    assert [each.what for each in parked(desk.connection, 1)] == [{"units": [EVEN]}]
    assert parked(desk.connection, 2) == []
    assert unpark(desk.books, number, cashier=OTHER_CASHIER, till=1).cashier == CASHIER.name
    with pytest.raises(NotParked):
        unpark(desk.books, number, cashier=CASHIER, till=1)
    assert desk.close_counted().difference == 0
    assert desk.findings() == []


def test_repairing_the_machine_tables_keeps_parked_payments(desk: Desk) -> None:
    put_aside(desk, EVEN)
    rebuild_machine(desk.books)
    assert len(parked(desk.connection, 1)) == 1


def test_a_note_not_taken_is_counted_and_names_nobody(desk: Desk) -> None:
    refuse_note(desk.books, "suspicious", request_id="n", cashier=CASHIER, till=1)
    refuse_note(desk.books, "suspicious", request_id="n", cashier=CASHIER, till=1)
    assert drawer_now(desk).notes_refused == 1
    (event,) = desk.connection.execute("SELECT id FROM event WHERE kind = 'note_refused'").fetchone()
    assert set(desk.body(event)) == {"at", "day", "kind", "request", "rows", "staff", "till", "why"}


def test_the_z_holds_everything_that_happened_in_the_shift(desk: Desk) -> None:
    desk.pay(EVEN)
    paid_in(desk, 10_000)
    paid_out(desk, 5000)
    dropped(desk, {10_000: 6})
    offered(desk)
    taker_counts(desk, desk.account("till_cash"))
    accepted(desk)
    refuse_note(desk.books, "torn", request_id="n", cashier=OTHER_CASHIER, till=1)
    before = drawer_now(desk)
    count_pieces(desk, {10: desk.account("till_cash") // 10}, OTHER_CASHIER)
    closed = desk.close_counted(cashier=OTHER_CASHIER)
    drawer = desk.body(closed.close_event)["drawer"]
    assert drawer["pay_in"] == {"amount": 10_000, "count": 1}
    assert drawer["pay_out"] == {"amount": 5000, "count": 1}
    assert drawer["drops"] == {"amount": 60_000, "count": 1}
    assert drawer["handovers"] == {"amount": 0, "count": 1}
    assert drawer["notes_refused"] == 1
    assert drawer["cash_expected"] == before.cash_expected == FLOAT_SUM + 75_180 + 10_000 - 5000 - 60_000
    close = tills.close_of(desk.connection, closed.close_event)
    assert close is not None
    assert close.perpetual == 75_180
    assert desk.findings() == []


def test_the_trail_tells_a_shift_in_words(desk: Desk) -> None:
    dropped(desk, {10_000: 1}, witness=None)
    dropped(desk, {1000: 1}, witness=SUPERVISOR)
    sign_drop(desk.books, unsigned(desk.connection)[0].event_id, request_id="s", witness=SUPERVISOR, till=1)
    paid_in(desk, 500, "bank", reason="change")
    paid_out(desk, 500, "expense", reason="stamps")
    refuse_note(desk.books, "torn", request_id="n", cashier=CASHIER, till=1)
    on_break(desk)
    back(desk)
    offered(desk)
    taker_counts(desk, desk.account("till_cash") - 100)
    rejected(desk, reason="a coin")
    offered(desk)
    taker_counts(desk, desk.account("till_cash") - 100)
    accepted(desk, reason="a coin")
    desk.clock.wait(days=-1)
    print_x(desk.books, **said(desk, cashier=CASHIER))
    desk.clock.wait(days=1)
    close_leaving(desk, {1: desk.account("till_cash") - 5000, 100: 50}, {100: 50}, OTHER_CASHIER)
    assert raw_words(desk) == []
