"""Refunds (退款): later than the day, whole or in part, the same way back, and every balance as if never paid."""

from datetime import date
from typing import Any

import pytest

from counter.desk.approve import ReasonMissing, SelfApproval
from counter.desk.card_intents import CardUnsettled, ask_terminal
from counter.desk.check_codes import check_code, unchecked
from counter.desk.decide import decide
from counter.desk.drawer import NotEnoughCash, drawer_of
from counter.desk.pay_refund import RefundPaidBefore, pay_refund, payable
from counter.desk.people import Person
from counter.desk.preview_bills import preview
from counter.desk.receipt_lines import LineGone, standing_lines, tenders_left
from counter.desk.refund_order import MoneyNotSeen, NothingToRefund, RefundWayTooMuch
from counter.desk.refund_payment import Refunded, RefundOrder, RefundWaits, refund_payment, wished_refund
from counter.desk.run_bills import run
from counter.desk.take_payment import Paid
from counter.desk.tenders import SlipAlreadyUsed, TenderIn
from counter.desk.undo import NoPayment, ReceiptAmended
from counter.desk.void_receipt import void_receipt
from counter.desk.x_report import print_x
from counter.rules.permissions import NotAllowed
from counter.rules.tender import TenderKind
from db.queries.accounts import holders
from db.queries.people import pending_acts
from db.queries.receipts import ReceiptRow, receipt
from db.queries.tills import till_state
from printing.blocks import Pair, load
from tests.desk.office import (
    AUDITOR,
    CASHIER,
    EVEN,
    FINANCE,
    FUNDED,
    MANAGER,
    ODD,
    OTHER_CASHIER,
    SUPERVISOR,
    Desk,
    bill,
    card,
    cash,
    code,
    from_balance,
)

ACCOUNTS = ("till_cash", "receivable", "rounding", "balance", "paid_ahead", "card_clearing", "refunds_payable")


def found(desk: Desk, paid: Paid, place: int = 0) -> ReceiptRow:
    row = receipt(desk.connection, paid.receipts[place].id)
    assert row is not None
    return row


def lines(desk: Desk, paid: Paid, place: int = 0) -> dict[str, int]:
    return {line.key: line.amount for line in standing_lines(desk.connection, found(desk, paid, place))}


def refund(
    desk: Desk, paid: Paid, wanted: dict[str, int] | None = None, ways: list[TenderIn] | None = None, *,
    place: int = 0, by: Person | None = SUPERVISOR, requester: Person = CASHIER, reason: str = "moved out",
    request: str | None = None, payee: str = "张三",
) -> Refunded:  # fmt: skip
    """All of the receipt in cash, unless said otherwise."""
    wanted = lines(desk, paid, place) if wanted is None else wanted
    order = RefundOrder(
        paid.receipts[place].id, tuple((key, amount) for key, amount in wanted.items() if key != "rounding"),
        tuple([cash(sum(wanted.values()))] if ways is None else ways), payee,
        fund_reason="mistake" if found(desk, paid, place).fund == "maintenance" else "",
    )  # fmt: skip
    return refund_payment(
        desk.books, order, reason, request_id=request or desk.request(), requester=requester, till=1, approver=by,
        office=desk.office, words=desk.words,
    )  # fmt: skip


def sums(desk: Desk) -> list[int]:
    return [desk.account(name) for name in ACCOUNTS]


def next_day(desk: Desk) -> None:
    desk.close()
    desk.clock.wait(days=1)
    desk.open()


def test_a_whole_refund_leaves_every_balance_as_if_never_paid(desk: Desk) -> None:
    before, owed = sums(desk), desk.charges(ODD)
    done = refund(desk, desk.pay(ODD))
    assert (done.number, done.total) == ("T2026-000001", 75200)
    assert (sums(desk), desk.charges(ODD)) == (before, owed)
    assert desk.findings() == []


def test_a_refund_comes_later_than_the_day_where_a_void_no_longer_can(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    next_day(desk)
    desk.pay(ODD)
    refund(desk, paid)
    assert desk.owed(EVEN) == 75180
    desk.close()
    assert desk.findings() == []


def test_a_part_of_a_receipt_goes_back_and_the_rest_stands(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    first = next(iter(lines(desk, paid)))
    refund(desk, paid, {first: 10000})
    assert (desk.owed(EVEN), lines(desk, paid)[first]) == (10000, 15060)
    assert tenders_left(desk.connection, found(desk, paid)) == {"cash": 65180}


def test_the_parts_of_several_refunds_never_exceed_the_receipt(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    first = next(iter(lines(desk, paid)))
    refund(desk, paid, {first: 20000})
    with pytest.raises(LineGone) as refused:
        refund(desk, paid, {first: 5061})
    assert (refused.value.left_minor, refused.value.wanted_minor) == (5060, 5061)
    refund(desk, paid)
    assert (desk.owed(EVEN), lines(desk, paid)) == (75180, {})
    with pytest.raises(NothingToRefund):
        refund(desk, paid)


def test_the_same_request_pays_once(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    wanted = lines(desk, paid)
    first = refund(desk, paid, wanted, request="same")
    assert refund(desk, paid, wanted, request="same") == first
    assert desk.account("till_cash") == 30000


def test_a_refund_has_a_number_of_its_own_without_gaps_and_a_note(desk: Desk) -> None:
    one, two = desk.pay(EVEN), desk.pay(ODD)
    assert [refund(desk, each).number for each in (one, two)] == ["T2026-000001", "T2026-000002"]
    assert desk.pay(EVEN).receipts[0].number == "2026-000003"
    kinds = desk.connection.execute("SELECT kind FROM paper WHERE kind = 'refund'").fetchall()
    assert len(kinds) == 2


def test_a_card_payment_goes_back_to_the_card_by_a_slip_of_its_own(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=[card(75180)])
    with pytest.raises(RefundWayTooMuch):
        refund(desk, paid)
    refund(desk, paid, {next(iter(lines(desk, paid))): 100}, [card(100, voucher="000900")])
    with pytest.raises(SlipAlreadyUsed) as used:
        refund(desk, paid, {next(iter(lines(desk, paid))): 100}, [card(100, voucher="000900")])
    assert used.value.receipt_number == "T2026-000001"
    assert desk.account("card_clearing") == 75080


def test_the_slip_of_a_refunded_payment_stays_used(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=[card(75180)])
    refund(desk, paid, None, [card(75180, voucher="000900")])
    with pytest.raises(SlipAlreadyUsed):
        desk.pay(EVEN, tenders=[card(75180)])


def test_money_by_code_goes_back_by_transfer_once_it_was_seen(desk: Desk) -> None:
    paid = desk.pay(EVEN, tenders=[code(75180)])
    out = [TenderIn(TenderKind.TRANSFER, 75180)]
    with pytest.raises(MoneyNotSeen):
        refund(desk, paid, None, out)
    waiting = unchecked(desk.connection)[0]
    check_code(desk.books, waiting.event_id, waiting.line, arrived=True, request_id=desk.request(), checker=FINANCE)
    refund(desk, paid, None, out)
    assert (desk.account("refunds_payable"), desk.account("bank"), desk.owed(EVEN)) == (-75180, 75180, 75180)
    owed = payable(desk.connection)
    assert [(each.amount, each.payee) for each in owed] == [(75180, "张三")]
    pay_refund(desk.books, owed[0].event_id, date(2026, 11, 24), "B77", request_id="out", clerk=FINANCE)
    pay_refund(desk.books, owed[0].event_id, date(2026, 11, 24), "B77", request_id="out", clerk=FINANCE)
    assert (desk.account("refunds_payable"), desk.account("bank"), payable(desk.connection)) == (0, 0, [])
    with pytest.raises(RefundPaidBefore):
        pay_refund(desk.books, owed[0].event_id, date(2026, 11, 24), "B77", request_id="again", clerk=FINANCE)
    assert desk.findings() == []


def test_only_finance_pays_refunds_out(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        pay_refund(desk.books, 1, date(2026, 11, 24), "", request_id="out", clerk=CASHIER)


def test_what_came_from_the_balance_goes_back_to_it(desk: Desk) -> None:
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=25060)
    paid = desk.pay(EVEN, chosen=desk.charges(EVEN)[:1], tenders=[from_balance(25060)])
    refund(desk, paid, None, [from_balance(25060)])
    assert (desk.account("balance", unit=EVEN), desk.owed(EVEN)) == (-25060, 75180)
    assert desk.findings() == []


def test_a_month_paid_ahead_goes_back_before_and_after_it_is_billed(desk: Desk) -> None:
    paid = desk.pay(EVEN, ahead=desk.ahead(EVEN, "2027-01"))
    key = f"ahead:{EVEN}.1.2026-12"
    refund(desk, paid, {key: 10000})
    assert desk.account("paid_ahead") == -40120
    run(desk.books, preview(desk.connection, ["2026-12"], compare=False), request_id="bills", staff=MANAGER)
    billed = next(each for each in desk.charges(EVEN) if each.period == "2026-12")
    assert billed.open == 10000
    standing = lines(desk, paid)
    assert key not in standing
    assert standing[f"charge:{billed.charge_id}"] == 15060
    refund(desk, paid)
    assert (desk.owed(EVEN), desk.account("paid_ahead"), desk.account("till_cash")) == (100240, 0, 30000)
    assert desk.findings() == []


def test_each_fund_has_its_own_note(desk: Desk) -> None:
    paid = desk.pay(FUNDED, rounding=0)
    assert [refund(desk, paid, place=place).number for place in (0, 1)] == ["T2026-000001", "TM2026-000001"]
    assert desk.account("till_cash") == 30000
    assert desk.findings() == []


def test_a_second_person_agrees_with_a_reason(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    desk.take_up(SUPERVISOR)
    with pytest.raises(SelfApproval):
        refund(desk, paid, requester=SUPERVISOR, by=SUPERVISOR)
    with pytest.raises(NotAllowed):
        refund(desk, paid, by=OTHER_CASHIER)
    with pytest.raises(NotAllowed):
        refund(desk, paid, requester=AUDITOR)
    with pytest.raises(ReasonMissing):
        refund(desk, paid, reason=" ")
    assert desk.owed(EVEN) == 0


def test_a_refund_can_wait_for_its_decision_and_is_then_paid_as_asked(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    first = next(iter(lines(desk, paid)))
    waiting = refund(desk, paid, {first: 5000}, by=None)
    assert (waiting.waiting, desk.owed(EVEN)) == (True, 0)
    asked = pending_acts(desk.connection)[0]
    more: dict[str, Any] = {"till": 1, "words": desk.words}
    with pytest.raises(SelfApproval):
        decide(desk.books, asked.event_id, request_id="d0", approver=CASHIER, grant=True, **more)
    for _ in range(2):
        decide(desk.books, asked.event_id, request_id="d", approver=SUPERVISOR, grant=True, **more)
        assert (desk.owed(EVEN), desk.count("approval"), pending_acts(desk.connection)) == (5000, 1, [])
    assert desk.body(desk.count("event"))["rows"]["receipt"][0][-1] == -5000
    assert desk.findings() == []


def test_the_note_of_a_refund_that_waited_names_who_asked_and_who_agreed(desk: Desk) -> None:
    refund(desk, desk.pay(EVEN), by=None)
    asked = pending_acts(desk.connection)[0]
    decide(desk.books, asked.event_id, request_id="d", approver=SUPERVISOR, grant=True, till=1, words=desk.words)
    (content,) = desk.connection.execute("SELECT content FROM paper WHERE kind = 'refund'").fetchone()
    said = {each.label: each.value for each in load(content).blocks if isinstance(each, Pair)}
    assert (said["Handled by"], said["Approved by"]) == (f"{CASHIER.name}, till 1", SUPERVISOR.name)


def test_whoever_asked_for_a_refund_does_not_agree_to_it_at_the_window_either(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    refund(desk, paid, by=None, requester=SUPERVISOR)
    with pytest.raises(SelfApproval):
        refund(desk, paid)
    assert desk.owed(EVEN) == 0


def test_the_chain_names_no_payer_but_papers_and_lists_do(desk: Desk) -> None:
    paid, other = desk.pay(EVEN), desk.pay(ODD)
    holder = next(each.name for each in holders(desk.connection, EVEN) if each.person_id == found(desk, paid).payer_id)
    assert holder
    refund(desk, paid, ways=[TenderIn(TenderKind.TRANSFER, 75180)], payee=holder)
    refund(desk, other, {next(iter(lines(desk, other))): 100}, by=None, payee="代办人")
    bodies = [row[0] for row in desk.connection.execute("SELECT body FROM event WHERE kind LIKE '%refund%'")]
    assert len(bodies) == 2
    assert not any(holder in body for body in bodies)
    assert [each.payee for each in payable(desk.connection)] == [holder]
    (asked,) = pending_acts(desk.connection)
    assert wished_refund(desk.connection, asked).payee == "代办人"
    note = desk.connection.execute("SELECT content FROM paper WHERE kind = 'refund'").fetchone()[0]
    assert holder in note


def test_no_refund_while_the_terminal_may_still_take_money_for_the_unit(desk: Desk) -> None:
    paid = desk.pay(EVEN, chosen=desk.charges(EVEN)[:1])
    order = desk.order(EVEN, tenders=(TenderIn(TenderKind.CARD, desk.owed(EVEN), {}, "i1"),), pay_now=desk.owed(EVEN))
    ask_terminal(desk.books, order, cashier=CASHIER, till=1, office=desk.office)
    with pytest.raises(CardUnsettled):
        refund(desk, paid)


def test_a_second_refund_of_a_receipt_is_not_lost_behind_one_that_waits(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    first, second, *_ = lines(desk, paid)
    for _ in range(2):
        assert refund(desk, paid, {first: 5000}, by=None, request="asked").waiting
    with pytest.raises(RefundWaits):
        refund(desk, paid, {second: 100}, by=None)
    assert len(pending_acts(desk.connection)) == 1


def test_a_refund_that_is_refused_leaves_the_receipt(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    refund(desk, paid, by=None)
    asked = pending_acts(desk.connection)[0]
    decide(
        desk.books, asked.event_id, request_id="d", approver=SUPERVISOR, grant=False, till=1, words=desk.words,
        reason="no",
    )  # fmt: skip
    assert (desk.owed(EVEN), pending_acts(desk.connection)) == (0, [])


def test_a_receipt_partly_refunded_is_no_longer_voided(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    refund(desk, paid, {next(iter(lines(desk, paid))): 100})
    with pytest.raises(ReceiptAmended):
        void_receipt(
            desk.books, paid.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR
        )


def test_a_refund_is_no_payment_and_is_not_refunded(desk: Desk) -> None:
    done = refund(desk, desk.pay(EVEN))
    with pytest.raises(NoPayment):
        void_receipt(desk.books, done.receipt_id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)


def test_the_till_gives_no_more_cash_than_it_holds(desk: Desk) -> None:
    paid = [desk.pay(unit) for unit in (EVEN, ODD)]
    desk.close()
    desk.open()
    with pytest.raises(NotEnoughCash):
        refund(desk, paid[0])
    assert desk.owed(EVEN) == 0


def test_the_ways_add_up_to_the_lines(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    with pytest.raises(NothingToRefund):
        refund(desk, paid, {next(iter(lines(desk, paid))): 100}, [cash(99)])


def test_the_z_shows_the_refund_and_its_cash(desk: Desk) -> None:
    refund(desk, desk.pay(EVEN))
    state = till_state(desk.connection, 1)
    assert state is not None
    drawer = drawer_of(desk.connection, state)
    assert (drawer.refunds.count, drawer.refunds.amount) == (1, 75180)
    assert (drawer.tenders["cash"].returned, drawer.received, sum(drawer.by_item.values())) == (75180, 0, 0)
    assert drawer.cash_expected == desk.account("till_cash")
    assert drawer.receipts_written == 1


@pytest.mark.parametrize("blind", [True, False])
def test_the_x_and_the_z_tell_refunds_once_and_their_notes_apart_from_the_receipts(desk: Desk, blind: bool) -> None:
    refund(desk, desk.pay(EVEN))
    desk.pay(ODD)
    if blind:
        print_x(desk.books, request_id="x", cashier=CASHIER, till=1, office=desk.office, words=desk.words)
    else:
        desk.close()
    kind = "x_report" if blind else "z_report"
    (content,) = desk.connection.execute("SELECT content FROM paper WHERE kind = ? ORDER BY id", (kind,)).fetchone()
    told = [(each.label, each.value) for each in load(content).blocks if isinstance(each, Pair)]
    assert [value for label, value in told if label == "Receipts"] == ["2026-000001 – 000002, 2 receipts"]
    assert [value for label, value in told if label == "Refund notes"] == ["T2026-000001 – 000001, 1 note"]
    assert [value for label, value in told if label == "Refunds"] == ["1" if blind else "751.80 (1)"]


def test_a_billed_month_takes_part_in_the_next_bill_run_as_before(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    refund(desk, paid)
    bill(desk.books, "2026-12")
    assert desk.owed(EVEN) == 75180 + 25060
    assert desk.findings() == []
