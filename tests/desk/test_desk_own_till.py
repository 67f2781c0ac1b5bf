"""Whose till it is: its cashier's, or whoever's who took it up for them and is seen to have done so."""

from collections.abc import Callable

import pytest

from counter.desk.approve import HadTheDrawer, SelfApproval
from counter.desk.bring_cash import Share, bring_cash
from counter.desk.card_intents import ask_terminal
from counter.desk.close_till import DifferenceUnexplained
from counter.desk.copies import open_drawer
from counter.desk.drop_cash import drop_cash
from counter.desk.handover import GiverAgrees, withdraw
from counter.desk.parked import park
from counter.desk.pay_in_out import pay_in, pay_out
from counter.desk.people import Person
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.refuse_note import refuse_note
from counter.desk.take_deposit import DepositOrder, take_deposit
from counter.desk.tenders import TenderIn
from counter.desk.tills import NotYourTill, TillNotTakenUp
from counter.desk.void_receipt import void_receipt
from counter.rules.tender import TenderKind
from tests.desk.office import CASHIER, EVEN, FLOAT_SUM, MANAGER, ODD, OTHER_CASHIER, SUPERVISOR, Desk, card, cash
from tests.desk.shift import accepted, offered, said, taker_counts


def take_over(desk: Desk) -> None:
    offered(desk)
    taker_counts(desk, desk.account("till_cash"))
    accepted(desk)


def refund(desk: Desk, who: Person, way: TenderKind, approver: Person | None = MANAGER) -> object:
    order = RefundOrder(1, (("charge:2", 100),), (TenderIn(way, 100),), "x")
    return refund_payment(desk.books, order, "x", requester=who, approver=approver, **said(desk))


MONEY_ACTS: dict[str, Callable[[Desk, Person], object]] = {
    "take": lambda desk, who: desk.take(desk.order(EVEN), cashier=who),
    "deposit": lambda desk, who: take_deposit(
        desk.books, DepositOrder(EVEN, "fit_out", "x", cash(100)), **said(desk, cashier=who)
    ),
    "brought in": lambda desk, who: bring_cash(
        desk.books, "x", {100: 1}, [Share(EVEN, 100)], **said(desk, cashier=who)
    ),
    "card": lambda desk, who: ask_terminal(
        desk.books, desk.order(EVEN, tenders=(TenderIn(TenderKind.CARD, 75180, {}, "intent"),)), cashier=who,
        till=desk.till, office=desk.office,
    ),
    "drop": lambda desk, who: drop_cash(desk.books, {100: 1}, **said(desk, cashier=who, witness=None)),
    "pay in": lambda desk, who: pay_in(desk.books, "bank", 100, "x", **said(desk, cashier=who)),
    "pay out": lambda desk, who: pay_out(desk.books, "expense", 100, "x", **said(desk, cashier=who)),
    "note": lambda desk, who: refuse_note(desk.books, "torn", request_id="n", cashier=who, till=desk.till),
    "park": lambda desk, who: park(desk.books, {"units": [EVEN]}, cashier=who, till=desk.till),
    "count": lambda desk, who: desk.count_drawer(desk.account("till_cash"), cashier=who),
    "void": lambda desk, who: void_receipt(
        desk.books, 1, "x", request_id=desk.request(), requester=who, till=desk.till, approver=MANAGER
    ),
    "refund": lambda desk, who: refund(desk, who, TenderKind.CASH),
    "drawer": lambda desk, who: open_drawer(desk.books, "x", request_id="d", person=who, till=desk.till),
    "close": lambda desk, who: desk.close_counted(cashier=who),
}  # fmt: skip


@pytest.mark.parametrize("name", MONEY_ACTS)
def test_after_a_hand_over_the_giver_does_nothing_at_the_till_and_a_supervisor_says_so_first(
    desk: Desk, name: str
) -> None:
    desk.pay(ODD)
    take_over(desk)
    desk.count_drawer(desk.account("till_cash"), cashier=OTHER_CASHIER)
    before = desk.count("event")
    with pytest.raises(NotYourTill):
        MONEY_ACTS[name](desk, CASHIER)
    with pytest.raises(TillNotTakenUp):
        MONEY_ACTS[name](desk, SUPERVISOR)
    assert desk.count("event") == before
    desk.take_up(SUPERVISOR)
    assert desk.body(desk.count("event"))["kind"] == "till_taken_up"
    MONEY_ACTS[name](desk, SUPERVISOR)


def test_who_moves_no_cash_and_who_only_asks_needs_no_till_of_their_own(desk: Desk) -> None:
    desk.pay(ODD)
    receipt = desk.pay(EVEN, tenders=(card(desk.owed(EVEN)),)).receipts[0].id
    refund(desk, SUPERVISOR, TenderKind.TRANSFER)
    refund(desk, OTHER_CASHIER, TenderKind.CASH, approver=None)
    void_receipt(
        desk.books, receipt, "x", request_id="v", requester=SUPERVISOR, till=desk.till, approver=MANAGER
    )  # fmt: skip
    assert desk.body(desk.count("event"))["staff"] == SUPERVISOR.staff_id


def test_taking_up_is_for_those_who_may_and_ends_with_the_next_hand_over(desk: Desk) -> None:
    with pytest.raises(NotYourTill):
        desk.take_up(OTHER_CASHIER)
    desk.take_up(SUPERVISOR, SUPERVISOR)
    assert desk.connection.execute("SELECT count(*) FROM event WHERE kind = 'till_taken_up'").fetchone()[0] == 1
    desk.count_drawer(desk.account("till_cash"), cashier=SUPERVISOR)
    take_over(desk)
    with pytest.raises(TillNotTakenUp):
        desk.count_drawer(desk.account("till_cash"), cashier=SUPERVISOR)
    assert desk.findings() == []


def test_a_forgotten_day_is_counted_and_closed_by_whoever_comes_next(desk: Desk) -> None:
    desk.clock.wait(days=1)
    desk.count_drawer(FLOAT_SUM, cashier=OTHER_CASHIER)
    assert desk.close_counted(cashier=OTHER_CASHIER, reason="forgotten", approver=SUPERVISOR).z_number == 1


def test_somebody_elses_till_is_offered_with_its_cashier_or_a_third_person(desk: Desk) -> None:
    for agreed in (None, OTHER_CASHIER):
        with pytest.raises(GiverAgrees):
            offered(desk, giver=SUPERVISOR, agreed=agreed)
    with pytest.raises(SelfApproval):
        offered(desk, giver=SUPERVISOR, agreed=SUPERVISOR)
    for agreed in (CASHIER, MANAGER):
        offered(desk, giver=SUPERVISOR, agreed=agreed)
        (row,) = desk.body(desk.count("event"))["rows"]["approval"]
        assert (row[0], row[2], row[3]) == ("handover", SUPERVISOR.staff_id, agreed.staff_id)
        withdraw(desk.books, request_id=desk.request(), person=CASHIER, till=1)
    assert desk.findings() == []


def test_an_offer_taken_back_forgets_no_count(desk: Desk) -> None:
    offered(desk)
    assert taker_counts(desk, FLOAT_SUM + 20_000).needs_second_person
    withdraw(desk.books, request_id="w", person=CASHIER, till=1)
    offered(desk)
    count = taker_counts(desk, FLOAT_SUM)
    assert (count.difference, count.earlier, count.needs_second_person) == (0, (20_000,), True)
    with pytest.raises(DifferenceUnexplained):
        accepted(desk)
    accepted(desk, reason="counted wrong", approver=SUPERVISOR)
    offered(desk, taker=CASHIER, giver=OTHER_CASHIER)
    assert not taker_counts(desk, FLOAT_SUM, taker=CASHIER).needs_second_person


def test_whoever_ran_the_till_in_between_does_not_agree_to_its_difference(desk: Desk) -> None:
    desk.take_up(SUPERVISOR)
    desk.count_drawer(FLOAT_SUM - 5000)
    with pytest.raises(HadTheDrawer):
        desk.close_counted(reason="short", approver=SUPERVISOR)
    offered(desk)
    taker_counts(desk, FLOAT_SUM - 5000)
    with pytest.raises(HadTheDrawer):
        accepted(desk, reason="short", approver=SUPERVISOR)
    accepted(desk, reason="short", approver=MANAGER)
    desk.count_drawer(FLOAT_SUM - 10_000, cashier=OTHER_CASHIER)
    with pytest.raises(HadTheDrawer):
        desk.close_counted(cashier=OTHER_CASHIER, reason="short", approver=CASHIER)
    desk.close_counted(cashier=OTHER_CASHIER, reason="short", approver=SUPERVISOR)
