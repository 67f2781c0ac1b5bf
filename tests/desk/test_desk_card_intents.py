"""Card payments on the terminal: kept before it is asked, posted once, and in nobody's way longer than they must be."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter.desk.approve import ReasonMissing, SelfApproval
from counter.desk.card_intents import AskedTerminal, CardUnsettled, UnknownIntent, ask_terminal, refuse_unsettled_on
from counter.desk.count_till import record_count
from counter.desk.handover import offer
from counter.desk.late_entry import LateDayWrong
from counter.desk.move_payment import move_payment
from counter.desk.payment_order import LateEntry
from counter.desk.settle_card import SettledCard, found_sent, mark_unknown, settle_paid, settle_unpaid
from counter.desk.settlement import AccountChanged
from counter.desk.take_payment import Paid, PaymentOrder
from counter.desk.tenders import SlipAlreadyUsed, SlipFieldMissing, SlipNoted, TenderIn
from counter.desk.tills import TillDayOver, TillNotOpen
from counter.desk.void_receipt import void_receipt
from counter.rules.card_intent import CardSettled, CardState, CardStepWrong
from counter.rules.permissions import NotAllowed
from counter.rules.tender import FullCardNumber, PaysTooLittle, TenderKind
from db.queries.intents import intent, unsettled
from db.queries.purses import held
from tests.desk.office import (
    AUDITOR,
    CASHIER,
    EVEN,
    FEE,
    FUNDED,
    ODD,
    OTHER_CASHIER,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    cash,
    code,
    version,
)

SLIP = {"terminal": "10023457", "batch": "000001", "voucher": "000123", "card": "622202******0123"}
FIRST = "intent-1"


def asked(desk: Desk, unit: int, intent_id: str = FIRST, before: tuple[TenderIn, ...] = (), amount: int = 0) -> int:
    """Ask the terminal for what is left of a unit's bill; returns the sum."""
    rest = amount or desk.owed(unit) - sum(tender.amount for tender in before)
    tenders = (*before, TenderIn(TenderKind.CARD, rest, {}, intent_id))
    pay_now = sum(tender.amount for tender in tenders)
    order = desk.order(unit, tenders=tenders, pay_now=pay_now)
    ask_terminal(desk.books, order, cashier=CASHIER, till=desk.till, office=desk.office)
    return rest


def order_of(desk: Desk, unit: int, intent_id: str = FIRST, before: tuple[TenderIn, ...] = ()) -> PaymentOrder:
    rest = desk.owed(unit) - sum(tender.amount for tender in before)
    return desk.order(unit, tenders=(*before, TenderIn(TenderKind.CARD, rest, SLIP, intent_id)))


def paid(desk: Desk, intent_id: str = FIRST, slip: dict[str, str] | None = None, **more: object) -> SettledCard:
    return settle_paid(
        desk.books, intent_id, SLIP if slip is None else slip, cashier=CASHIER, till=desk.till, office=desk.office,
        words=desk.words, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def by_hand(desk: Desk, intent_id: str = FIRST) -> SettledCard:
    return paid(desk, intent_id, approver=SUPERVISOR, reason="Slip seen")


def unpaid(desk: Desk, to: CardState, intent_id: str = FIRST, **more: object) -> None:
    settle_unpaid(desk.books, intent_id, to, cashier=CASHIER, till=desk.till, **more)  # type: ignore[arg-type]


def states(desk: Desk, intent_id: str = FIRST) -> list[str]:
    rows = desk.connection.execute("SELECT state FROM card_intent WHERE intent_id = ? ORDER BY event_id", (intent_id,))
    return [row[0] for row in rows]


def receipts(desk: Desk) -> list[int]:
    return [row[0] for row in desk.connection.execute("SELECT total FROM receipt ORDER BY id")]


@pytest.fixture(autouse=True)
def whole(desk: Desk) -> Iterator[None]:
    yield
    assert desk.findings() == []


def test_the_intent_is_in_the_books_before_anybody_asks_the_terminal(desk: Desk) -> None:
    amount = asked(desk, EVEN)
    (waiting,) = unsettled(desk.connection)
    assert (waiting.intent_id, waiting.kind, waiting.amount, waiting.state) == (FIRST, "card", amount, "sent")
    assert waiting.units == (EVEN,)
    assert receipts(desk) == []
    assert desk.account("till_cash") == 30_000


def test_the_same_intent_is_kept_once(desk: Desk) -> None:
    asked(desk, EVEN)
    asked(desk, EVEN)
    assert states(desk) == ["sent"]


def test_the_commit_of_the_payment_approves_its_intent(desk: Desk) -> None:
    amount = asked(desk, EVEN, before=(cash(10_000),))
    made = desk.take(order_of(desk, EVEN, before=(cash(10_000),)))
    assert receipts(desk) == [amount + 10_000]
    assert states(desk) == ["sent", "approved"]
    assert desk.account("card_clearing") == amount
    kinds = desk.connection.execute("SELECT kind, request_id FROM event ORDER BY id DESC LIMIT 2").fetchall()
    assert [row[0] for row in kinds] == ["payment", "card_settled"]
    assert kinds[0][1] == kinds[1][1]
    assert made.receipts[0].total == amount + 10_000
    assert unsettled(desk.connection) == []


def test_a_second_enter_posts_once(desk: Desk) -> None:
    asked(desk, EVEN)
    order = order_of(desk, EVEN)
    first = desk.take(order, "wish")
    again = desk.take(order, "wish")
    assert (again.repeated, again.receipts) == (True, first.receipts)
    with pytest.raises(CardSettled):
        paid(desk)
    assert len(receipts(desk)) == 1


def test_a_commit_that_fails_leaves_the_intent_sent(desk: Desk) -> None:
    desk.pay(ODD, tenders=(card(desk.owed(ODD)),))
    asked(desk, EVEN)
    with pytest.raises(SlipAlreadyUsed):
        desk.take(order_of(desk, EVEN))
    assert states(desk) == ["sent"]


@pytest.mark.parametrize("state", ["sent", "unknown"])
def test_while_it_is_not_settled_nothing_else_is_taken_for_its_bill(desk: Desk, state: str) -> None:
    desk.pay(EVEN, pay_now=10_000, tenders=(cash(10_000),))
    asked(desk, EVEN)
    if state == "unknown":
        mark_unknown(desk.books, FIRST)
    for again in (
        lambda: desk.pay(EVEN),
        lambda: asked(desk, EVEN, "intent-2"),
        lambda: void_receipt(
            desk.books, 1, "wrong", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR
        ),
        desk.close,
    ):  # fmt: skip
        with pytest.raises(CardUnsettled) as refused:
            again()
        assert refused.value.unit_code == "3-2-1201"
    desk.pay(ODD)


def test_a_declined_card_is_in_nobodys_way(desk: Desk) -> None:
    asked(desk, EVEN)
    unpaid(desk, CardState.DECLINED)
    unpaid(desk, CardState.DECLINED)
    assert states(desk) == ["sent", "declined"]
    desk.pay(EVEN)
    desk.close()


def test_a_slip_that_is_taken_out_again_stays_in_the_books_as_taken_back(desk: Desk) -> None:
    asked(desk, EVEN)
    unpaid(desk, CardState.REVERSED, slip=SLIP)
    row = desk.connection.execute("SELECT evidence, details FROM card_intent WHERE state = 'reversed'").fetchone()
    assert row[0] == "slip:10023457:1:123"
    assert "622202******0123" in row[1]


def test_a_start_finds_what_was_sent_and_calls_it_unknown(desk: Desk) -> None:
    asked(desk, EVEN)
    asked(desk, ODD, "intent-2")
    unpaid(desk, CardState.DECLINED, "intent-2")
    assert found_sent(desk.books) == 1
    assert found_sent(desk.books) == 0
    assert states(desk) == ["sent", "unknown"]
    assert states(desk, "intent-2") == ["sent", "declined"]


def test_an_unknown_one_that_the_terminal_confirms_is_posted_with_its_cash(desk: Desk) -> None:
    amount = asked(desk, EVEN, before=(cash(10_000),))
    found_sent(desk.books)
    settled = paid(desk)
    assert not settled.to_balance
    assert receipts(desk) == [amount + 10_000]
    assert desk.owed(EVEN) == 0
    assert states(desk) == ["sent", "unknown", "approved"]
    assert paid(desk).paid.repeated
    assert receipts(desk) == [amount + 10_000]


def test_only_a_second_person_says_that_an_unknown_one_was_paid(desk: Desk) -> None:
    amount = asked(desk, EVEN)
    mark_unknown(desk.books, FIRST)
    with pytest.raises(SelfApproval):
        paid(desk, approver=CASHIER, reason="seen")
    with pytest.raises(NotAllowed):
        paid(desk, approver=OTHER_CASHIER, reason="seen")
    with pytest.raises(ReasonMissing):
        paid(desk, approver=SUPERVISOR, reason=" ")
    with pytest.raises(SlipFieldMissing):
        paid(desk, slip={"terminal": "1"}, approver=SUPERVISOR, reason="seen")
    with pytest.raises(FullCardNumber):
        paid(desk, slip={**SLIP, "card": "4111111111111111"}, approver=SUPERVISOR, reason="seen")
    assert states(desk) == ["sent", "unknown"]
    by_hand(desk)
    assert states(desk) == ["sent", "unknown", "manual"]
    assert desk.account("card_clearing") == amount
    approval = desk.connection.execute("SELECT act, subject, approver_id, reason FROM approval").fetchone()
    assert tuple(approval) == ("card", f"card:{FIRST}", SUPERVISOR.staff_id, "Slip seen")


def test_nobody_says_by_hand_what_the_terminal_may_still_answer(desk: Desk) -> None:
    asked(desk, EVEN)
    with pytest.raises(CardStepWrong):
        by_hand(desk)
    with pytest.raises(CardStepWrong):
        unpaid(desk, CardState.NOT_FOUND, approver=SUPERVISOR, reason="nothing there")


def test_an_unknown_one_that_brought_nothing_frees_the_bill(desk: Desk) -> None:
    asked(desk, EVEN)
    mark_unknown(desk.books, FIRST)
    unpaid(desk, CardState.NOT_FOUND, approver=SUPERVISOR, reason="not in the terminal's list")
    with pytest.raises(CardSettled):
        by_hand(desk)
    desk.pay(EVEN)
    assert states(desk) == ["sent", "unknown", "not_found"]


def test_money_for_a_bill_that_was_settled_meanwhile_becomes_balance(desk: Desk) -> None:
    owed = desk.owed(EVEN)
    amount = asked(desk, EVEN, before=(cash(10_000),))
    mark_unknown(desk.books, FIRST)
    other = desk.pay(THIRD)
    move_payment(
        desk.books, other.receipts[0].id, EVEN, "wrong unit", request_id="move", requester=CASHIER,
        approver=SUPERVISOR, till=1, office=desk.office, words=desk.words,
    )  # fmt: skip
    before = -desk.account("balance", unit=EVEN)
    settled = by_hand(desk)
    assert settled.to_balance
    assert settled.paid.receipts[0].total == owed == amount + 10_000
    assert -desk.account("balance", unit=EVEN) == before + owed
    again = by_hand(desk)
    assert (again.paid.repeated, again.to_balance) == (True, True)


def test_the_first_of_two_slips_goes_with_the_payment_of_the_second(desk: Desk) -> None:
    asked(desk, EVEN, amount=20_000)
    first = TenderIn(TenderKind.CARD, 20_000, {**SLIP, "voucher": "000001"}, FIRST)
    rest = asked(desk, EVEN, "intent-2", before=(first,))
    found_sent(desk.books)
    by_hand(desk, "intent-2")
    assert receipts(desk) == [rest + 20_000]
    assert states(desk)[-1] == "approved"
    with pytest.raises(CardSettled):
        by_hand(desk)


def test_the_second_of_two_slips_is_posted_alone_where_the_first_was_settled_before(desk: Desk) -> None:
    asked(desk, EVEN, before=(cash(5000),), amount=20_000)
    first = TenderIn(TenderKind.CARD, 20_000, {**SLIP, "voucher": "000001"}, FIRST)
    rest = asked(desk, EVEN, "intent-2", before=(cash(5000), first))
    found_sent(desk.books)
    unpaid(desk, CardState.NOT_FOUND, approver=SUPERVISOR, reason="nothing")
    by_hand(desk, "intent-2")
    assert receipts(desk) == [rest]


def test_an_unknown_one_is_settled_past_midnight_in_the_day_still_open(desk: Desk) -> None:
    asked(desk, EVEN)
    desk.clock.wait(days=1)
    with pytest.raises(TillDayOver):
        asked(desk, ODD, "intent-2")
    found_sent(desk.books)
    by_hand(desk)
    days = desk.connection.execute("SELECT DISTINCT day FROM event WHERE kind IN ('payment', 'card_unknown')")
    assert [row[0] for row in days] == ["2026-11-23"]
    desk.close(reason="forgotten", approver=SUPERVISOR)


def test_a_handwritten_receipt_is_still_entered_later_where_the_terminal_answered_late(desk: Desk) -> None:
    order = replace(order_of(desk, EVEN), late=LateEntry("A17", "2026-11-20", "王芳"))
    ask_terminal(desk.books, order, cashier=CASHIER, till=1, office=desk.office)
    found_sent(desk.books)
    by_hand(desk)
    assert (desk.count("form"), len(receipts(desk))) == (1, 1)


def test_the_terminal_is_not_asked_beside_a_slip_that_is_used_or_for_another_sum(desk: Desk) -> None:
    desk.pay(THIRD, tenders=(card(desk.owed(THIRD)),))
    with pytest.raises(SlipAlreadyUsed):  # the slip typed beside it could not be posted, and the card had paid
        asked(desk, EVEN, before=(card(20_000),))
    rest = TenderIn(TenderKind.CARD, desk.owed(EVEN) - 5000, {}, FIRST)
    with pytest.raises(PaysTooLittle):
        ask_terminal(desk.books, desk.order(EVEN, tenders=(rest,)), cashier=CASHIER, till=1, office=desk.office)
    order = replace(order_of(desk, EVEN), late=LateEntry("A18", "2026-12-20", "王芳"))
    with pytest.raises(LateDayWrong):
        ask_terminal(desk.books, order, cashier=CASHIER, till=1, office=desk.office)
    assert states(desk) == []


def test_money_kept_for_an_item_that_ended_meanwhile_is_general_balance(desk: Desk) -> None:
    way = TenderIn(TenderKind.CARD, 5000, {}, FIRST)
    order = desk.order(EVEN, chosen=[], pay_now=0, to_balance=5000, kept_for=FEE, tenders=(way,))
    ask_terminal(desk.books, order, cashier=CASHIER, till=1, office=desk.office)
    with desk.books.transaction("ended", staff_id=1) as tx:
        item = version("fee_item", FEE, name_zh="物业费", name_en="Property fee", fund="operating", rank=1, closed=1)
        tx.change("item_closed", {}, {"fee_item": [item]})
    assert paid(desk).to_balance
    assert held(desk.connection, EVEN) == {None: 5000}


def test_a_card_that_paid_for_a_fund_the_office_takes_no_more_is_posted_all_the_same(desk: Desk) -> None:
    amount = asked(desk, FUNDED)
    desk.set_office(maintenance_fund="bank")
    assert paid(desk).to_balance
    assert held(desk.connection, FUNDED) == {None: amount}


def test_the_terminal_is_not_asked_for_a_bill_that_is_not_open_like_that(desk: Desk) -> None:
    order = order_of(desk, EVEN)
    move = desk.pay(EVEN)
    assert isinstance(move, Paid)
    with pytest.raises(AccountChanged):
        ask_terminal(desk.books, order, cashier=CASHIER, till=1, office=desk.office)
    assert states(desk) == []


def test_whoever_takes_no_payments_asks_no_terminal_and_settles_nothing(desk: Desk) -> None:
    order = order_of(desk, EVEN)
    with pytest.raises(NotAllowed):
        ask_terminal(desk.books, order, cashier=AUDITOR, till=1, office=desk.office)
    asked(desk, EVEN)
    with pytest.raises(NotAllowed):
        settle_unpaid(desk.books, FIRST, CardState.DECLINED, cashier=AUDITOR, till=1)


def test_an_intent_nobody_asked_for_is_no_intent(desk: Desk) -> None:
    with pytest.raises(UnknownIntent):
        paid(desk, "never")
    with pytest.raises(TillNotOpen):
        asked(Desk(desk.books, desk.clock, desk.office, desk.words, till=9), EVEN)


def test_no_name_and_no_whole_card_number_is_kept_with_what_was_asked(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FullCardNumber):
        asked(desk, EVEN, before=(card(100, card="4111111111111111"),))
    asked(desk, EVEN, before=(card(100, card="622202******0123"),))
    found = intent(desk.connection, FIRST)
    assert found is not None
    assert "张三" not in str(found.body)
    assert found.body["tenders"][0][3]["card"] == "622202******0123"


# More than one thing at once


def second_till(desk: Desk) -> Desk:
    """Another till of the same books, open."""
    other = Desk(desk.books, desk.clock, desk.office, desk.words, till=2, _requests=desk._requests)
    other.open(cashier=OTHER_CASHIER)
    return other


@pytest.mark.parametrize("noted", [card(10_000, "000777"), code(10_000, "765432")])
def test_a_slip_noted_beside_the_terminals_payment_pays_for_nothing_else_until_that_is_settled(
    desk: Desk, noted: TenderIn
) -> None:
    """Else the terminal would take its sum and the payment could not be posted."""
    amount, other = asked(desk, EVEN, before=(noted,)), second_till(desk)
    again = other.order(ODD, tenders=(noted, cash(desk.owed(ODD) - 10_000)))
    with pytest.raises(SlipNoted) as refused:
        other.take(again, cashier=OTHER_CASHIER)
    assert refused.value.amount_minor == amount
    found_sent(desk.books)
    with pytest.raises(SlipNoted):
        other.take(again, cashier=OTHER_CASHIER)
    paid(desk)
    assert receipts(desk) == [amount + 10_000]
    with pytest.raises(SlipAlreadyUsed):
        other.take(again, cashier=OTHER_CASHIER)


def test_a_slip_noted_beside_a_card_that_was_declined_is_free_again(desk: Desk) -> None:
    noted = card(10_000, "000777")
    asked(desk, EVEN, before=(noted,))
    unpaid(desk, CardState.DECLINED)
    desk.pay(ODD, tenders=(noted, cash(desk.owed(ODD) - 10_000)))
    assert receipts(desk) == [desk.account("card_clearing") + desk.account("till_cash") - 30_000]


def test_a_slip_typed_at_another_till_before_the_terminal_answered_is_paid_once(desk: Desk) -> None:
    """The terminal prints its slip, then falls silent; the slip is typed for another bill."""
    asked(desk, EVEN)
    other = second_till(desk)
    other.take(other.order(ODD, tenders=(TenderIn(TenderKind.CARD, desk.owed(ODD), SLIP),)), cashier=OTHER_CASHIER)
    with pytest.raises(SlipAlreadyUsed):
        desk.take(order_of(desk, EVEN))
    found_sent(desk.books)
    with pytest.raises(SlipAlreadyUsed):
        by_hand(desk)
    unpaid(desk, CardState.NOT_FOUND, approver=SUPERVISOR, reason="its slip is the other unit's")
    assert desk.count("receipt") == 1


def test_what_is_settled_at_another_till_is_posted_at_the_till_that_asked(desk: Desk) -> None:
    """Its drawer holds the cash beside the card, and its day is the one that waits for it."""
    amount = asked(desk, EVEN, before=(cash(10_000),))
    second_till(desk)
    found_sent(desk.books)
    settled = settle_paid(
        desk.books, FIRST, SLIP, cashier=OTHER_CASHIER, till=2, office=desk.office, words=desk.words,
        approver=SUPERVISOR, reason="the terminal is gone, its slip is here",
    )  # fmt: skip
    assert settled.paid.receipts[0].total == amount + 10_000
    tills = desk.connection.execute("SELECT DISTINCT till FROM event WHERE kind IN ('payment', 'card_settled')")
    assert tills.fetchall() == [(1,)]
    (body,) = desk.connection.execute("SELECT body FROM event WHERE kind = 'card_settled'").fetchone()
    assert '"settled_at":2' in body
    desk.close(30_000 + 10_000)


def test_what_brought_nothing_is_said_at_any_till_and_the_day_of_its_own_closes(desk: Desk) -> None:
    asked(desk, EVEN)
    second_till(desk)
    found_sent(desk.books)
    with pytest.raises(CardUnsettled):
        desk.close(30_000)
    settle_unpaid(
        desk.books, FIRST, CardState.NOT_FOUND, cashier=OTHER_CASHIER, till=2, approver=SUPERVISOR, reason="not there"
    )
    desk.close(30_000)


def test_cash_beside_an_open_card_payment_is_neither_counted_as_too_much_nor_handed_on(desk: Desk) -> None:
    """It lies in the drawer and is in no book: a count would tell a difference that is none, and the Z would too."""
    asked(desk, EVEN, before=(cash(10_000),))
    with pytest.raises(CardUnsettled):
        record_count(
            desk.books, {10_000: 4}, request_id="count", cashier=CASHIER, till=1, office=desk.office
        )  # fmt: skip
    with pytest.raises(CardUnsettled):
        offer(desk.books, OTHER_CASHIER.staff_id, request_id="offer", giver=CASHIER, till=1)
    paid(desk)
    assert record_count(
        desk.books, {10_000: 4}, request_id="count", cashier=CASHIER, till=1, office=desk.office
    ).earlier == ()  # fmt: skip
    offer(desk.books, OTHER_CASHIER.staff_id, request_id="offer", giver=CASHIER, till=1)
    assert desk.findings() == []


def test_the_end_of_a_terminals_day_waits_for_every_till_it_serves(desk: Desk) -> None:
    order = desk.order(EVEN, tenders=(TenderIn(TenderKind.CARD, desk.owed(EVEN), {}, FIRST),))
    ask_terminal(
        desk.books,
        order,
        cashier=CASHIER,
        till=1,
        office=desk.office,
        terminal=AskedTerminal("52500038", "52500038/1/2/1123/083000"),
    )
    (waiting,) = unsettled(desk.connection)
    assert (waiting.terminal, waiting.last) == ("52500038", "52500038/1/2/1123/083000")
    with pytest.raises(CardUnsettled):
        refuse_unsettled_on(desk.connection, "52500038", 2)
    refuse_unsettled_on(desk.connection, "99999999", 2)
    with pytest.raises(CardUnsettled):
        refuse_unsettled_on(desk.connection, "99999999", 1)
