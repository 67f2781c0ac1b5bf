"""Money back by the terminal: agreed and reserved first, posted with its word once, and no slip used for two things."""

from collections.abc import Iterator

import pytest

from counter.desk.approve import SelfApproval
from counter.desk.ask_back import NoSlipToReverse, ask_refund_back, ask_void_back, ask_waiting_void_back
from counter.desk.card_intents import CardUnsettled
from counter.desk.decide import decide
from counter.desk.drawer import NotEnoughCash
from counter.desk.drop_cash import drop_cash
from counter.desk.people import Person
from counter.desk.receipt_lines import LineGone, standing_lines
from counter.desk.refund_order import RefundOrder
from counter.desk.refund_payment import Refunded
from counter.desk.settle_back import settle_back
from counter.desk.settle_card import mark_unknown, settle_unpaid
from counter.desk.tenders import SlipAlreadyUsed, SlipGoneBack, TenderIn
from counter.desk.undo import standing_receipt
from counter.desk.void_receipt import VoidOutcome, void_receipt
from counter.rules.card_intent import CardSettled, CardState
from counter.rules.permissions import NotAllowed
from counter.rules.tender import TenderKind
from db.queries import receipts
from db.queries.people import pending_acts
from tests.desk.office import (
    CASHIER,
    EVEN,
    FEE,
    FUNDED,
    OTHER_CASHIER,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    cash,
    from_balance,
    version,
)

DUE = 75_180
SLIP = {"terminal": "10023457", "batch": "000001", "voucher": "000900"}


@pytest.fixture(autouse=True)
def proved(desk: Desk) -> Iterator[None]:
    yield
    assert desk.findings() == []


def paid_by_card(desk: Desk, unit: int = EVEN, voucher: str = "000123") -> int:
    return desk.pay(unit, tenders=(card(desk.owed(unit), voucher),)).receipts[0].id


def ask_void(desk: Desk, receipt_id: int) -> None:
    ask_void_back(
        desk.books, receipt_id, "paid twice", intent_id="back", requester=CASHIER, approver=SUPERVISOR, till=1,
        parts_in_hand=True,
    )  # fmt: skip


def ask_refund(desk: Desk, receipt_id: int, amount: int) -> None:
    line = desk.connection.execute("SELECT max(charge_id) FROM allocation").fetchone()[0]
    way = TenderIn(TenderKind.CARD, amount, {}, "back")
    order = RefundOrder(receipt_id, ((f"charge:{line}", amount),), (way,), "张三")
    ask_refund_back(desk.books, order, "paid twice", requester=CASHIER, approver=SUPERVISOR, till=1)


def settle(desk: Desk, slip: dict[str, str] = SLIP) -> VoidOutcome | Refunded:
    return settle_back(desk.books, "back", slip, cashier=CASHIER, till=1, words=desk.words)


def test_a_void_is_posted_with_the_terminals_word_and_not_before(desk: Desk) -> None:
    receipt_id = paid_by_card(desk)
    ask_void(desk, receipt_id)
    assert (desk.owed(EVEN), desk.account("card_clearing")) == (0, DUE)
    with pytest.raises(CardUnsettled):
        desk.pay(EVEN, tenders=(cash(100),), to_balance=100)
    with pytest.raises(CardUnsettled):
        desk.close()
    done = settle(desk)
    assert isinstance(done, VoidOutcome)
    assert [each.returned for each in done.ways] == [True]
    assert (desk.owed(EVEN), desk.account("card_clearing")) == (DUE, 0)
    found = receipts.receipt(desk.connection, receipt_id)
    assert found is not None
    assert found.voided_by is not None
    slip = desk.connection.execute("SELECT content FROM paper WHERE kind = 'void_slip'").fetchone()[0]
    assert "went back through the terminal" in slip


def test_the_same_word_heard_twice_posts_once_and_another_one_is_refused(desk: Desk) -> None:
    ask_void(desk, paid_by_card(desk))
    first, events = settle(desk), desk.count("event")
    assert settle(desk) == first
    assert desk.count("event") == events
    with pytest.raises(CardSettled):
        settle_unpaid(desk.books, "back", CardState.DECLINED, cashier=CASHIER, till=1)


def test_who_agreed_and_may_agree_no_more_has_agreed_all_the_same(desk: Desk) -> None:
    ask_void(desk, paid_by_card(desk))
    with desk.books.transaction("demoted", staff_id=1) as tx:
        row = version(
            "staff", SUPERVISOR.staff_id, name=SUPERVISOR.name, role="cashier", pin_hash="none", since="2020-01-01"
        )
        tx.change("staff_changed", {}, {"staff": [row]})
    assert isinstance(settle(desk), VoidOutcome)
    assert desk.account("card_clearing") == 0


@pytest.mark.parametrize("act", ["void", "refund"])
def test_money_that_went_back_is_posted_at_the_till_that_asked_wherever_it_is_settled(desk: Desk, act: str) -> None:
    receipt_id = paid_by_card(desk)
    ask_void(desk, receipt_id) if act == "void" else ask_refund(desk, receipt_id, 10_000)
    mark_unknown(desk.books, "back")
    other = Desk(desk.books, desk.clock, desk.office, desk.words, till=2, _requests=desk._requests)
    other.open(cashier=OTHER_CASHIER)
    settle_back(
        desk.books, "back", SLIP, cashier=OTHER_CASHIER, till=2, words=desk.words, approver=SUPERVISOR,
        reason="the terminal is gone, its slip is here",
    )  # fmt: skip
    assert desk.account("card_clearing") == (0 if act == "void" else DUE - 10_000)
    kinds = ("receipt_voided", "payment_refunded")
    tills = desk.connection.execute("SELECT till FROM event WHERE kind IN (?, ?)", kinds).fetchall()
    assert tills == [(1,)]
    desk.close(30_000)


def test_what_did_not_go_back_leaves_the_receipt_as_it_was(desk: Desk) -> None:
    receipt_id = paid_by_card(desk)
    ask_void(desk, receipt_id)
    settle_unpaid(desk.books, "back", CardState.DECLINED, cashier=CASHIER, till=1)
    assert (desk.owed(EVEN), desk.account("card_clearing")) == (0, DUE)
    found = receipts.receipt(desk.connection, receipt_id)
    assert found is not None
    assert found.voided_by is None


def test_a_refund_carries_the_slip_that_the_terminal_told(desk: Desk) -> None:
    ask_refund(desk, paid_by_card(desk), 10_000)
    assert desk.account("card_clearing") == DUE
    done = settle(desk)
    assert isinstance(done, Refunded)
    assert (done.total, desk.account("card_clearing"), desk.owed(EVEN)) == (10_000, DUE - 10_000, 10_000)
    evidence = desk.connection.execute("SELECT evidence FROM tender WHERE amount = -10000").fetchone()[0]
    assert evidence.startswith("refund:slip:10023457:1:900")
    assert settle(desk) == done, "heard twice it posts once"


def test_the_terminal_is_not_asked_for_what_could_not_be_posted_afterwards(desk: Desk) -> None:
    way = TenderIn(TenderKind.CARD, 3000, {}, "back")
    kept = desk.pay(EVEN, chosen=[], pay_now=0, to_balance=3000, kept_for=FEE, tenders=(card(3000),)).receipts[0].id
    line = next(each.key for each in standing_lines(desk.connection, standing_receipt(desk.connection, kept)))
    desk.pay(EVEN, rounding=0, tenders=(from_balance(3000), cash(DUE - 3000)))
    order = RefundOrder(kept, ((line, 3000),), (way,), "张三")
    with pytest.raises(LineGone):
        ask_refund_back(desk.books, order, "paid twice", requester=CASHIER, approver=SUPERVISOR, till=1)
    assert desk.count("card_intent") == 0


def test_the_payments_own_slip_is_no_refund_and_a_refunds_slip_pays_nothing(desk: Desk) -> None:
    ask_refund(desk, paid_by_card(desk), 10_000)
    mark_unknown(desk.books, "back")
    with pytest.raises(SlipAlreadyUsed):
        settle(desk, SLIP | {"voucher": "000123"})
    settle(desk)
    with pytest.raises(SlipAlreadyUsed):
        desk.pay(THIRD, tenders=(card(desk.owed(THIRD), "000900"),))
    with pytest.raises(SlipAlreadyUsed):  # with less of it typed it is the same slip
        desk.pay(THIRD, tenders=(TenderIn(TenderKind.CARD, desk.owed(THIRD), {"voucher": "900"}),))


def test_of_several_tenders_the_terminal_takes_its_slip_back_and_the_cash_goes_out_of_the_drawer(desk: Desk) -> None:
    mixed = desk.pay(EVEN, tenders=(cash(DUE - 5000), card(5000))).receipts[0].id
    ask_void(desk, mixed)
    assert (desk.account("till_cash"), desk.account("card_clearing")) == (30_000 + DUE - 5000, 5000)
    done = settle(desk)
    assert isinstance(done, VoidOutcome)
    assert [(each.kind, each.amount, each.returned) for each in done.ways] == [
        ("cash", DUE - 5000, False), ("card", 5000, True),
    ]  # fmt: skip
    assert settle(desk) == done
    assert (desk.account("till_cash"), desk.account("card_clearing"), desk.owed(EVEN)) == (30_000, 0, DUE)


def test_a_slip_that_the_terminal_took_back_pays_for_nothing_any_more(desk: Desk) -> None:
    """Voided by hand its money may still be on the way to another receipt; this one's is on the card again."""
    ask_void(desk, paid_by_card(desk))
    settle(desk)
    for slip in (card(DUE), TenderIn(TenderKind.CARD, DUE, {"voucher": "000123"})):
        with pytest.raises(SlipGoneBack) as refused:
            desk.pay(EVEN, tenders=(slip,))
        assert refused.value.receipt_number == "2026-000001"
    desk.pay(EVEN, tenders=(card(DUE, "000124"),))


def test_the_terminal_is_not_asked_where_the_drawer_could_not_give_the_rest(desk: Desk) -> None:
    mixed = desk.pay(EVEN, tenders=(cash(DUE - 5000), card(5000))).receipts[0].id
    drop_cash(
        desk.books, {10_000: 9}, request_id="drop", cashier=CASHIER, till=1, office=desk.office, words=desk.words,
        witness=SUPERVISOR,
    )  # fmt: skip
    events = desk.count("event")
    with pytest.raises(NotEnoughCash):
        ask_void(desk, mixed)
    assert desk.count("event") == events


def test_whole_slips_alone_are_taken_back_by_the_terminal(desk: Desk) -> None:
    """Half a slip cannot go back: the terminal would take the other receipt's money back too."""
    two = desk.pay(EVEN, tenders=(card(DUE - 5000), card(5000, "000124"))).receipts[0].id
    shared = desk.pay(FUNDED, tenders=(card(desk.owed(FUNDED), "000125"),)).receipts
    for receipt_id in (two, *(each.id for each in shared)):
        with pytest.raises(NoSlipToReverse):
            ask_void(desk, receipt_id)


def waiting_void(desk: Desk) -> tuple[int, int]:
    """A receipt paid by card whose void was asked for while nobody else was there, and the event that asked."""
    receipt_id = paid_by_card(desk)
    void_receipt(
        desk.books, receipt_id, "wrong unit", request_id="wish", requester=CASHIER, till=1, approver=None,
        parts_in_hand=True,
    )  # fmt: skip
    return receipt_id, pending_acts(desk.connection)[0].event_id


def decide_by_terminal(desk: Desk, asked_event: int, approver: Person = SUPERVISOR) -> None:
    ask_waiting_void_back(desk.books, asked_event, "", intent_id="back", approver=approver, till=1)


def test_a_void_that_waited_is_done_with_the_terminals_word_and_leaves_the_list_then(desk: Desk) -> None:
    receipt_id, asked_event = waiting_void(desk)
    decide_by_terminal(desk, asked_event)
    decide_by_terminal(desk, asked_event)
    assert [each.event_id for each in pending_acts(desk.connection)] == [asked_event]
    with pytest.raises(CardUnsettled):
        decide(desk.books, asked_event, request_id="again", approver=SUPERVISOR, till=1, grant=True, words=desk.words)
    settle(desk)
    assert pending_acts(desk.connection) == []
    approval = desk.connection.execute("SELECT requester_id, approver_id, reason FROM approval").fetchone()
    assert approval == (CASHIER.staff_id, SUPERVISOR.staff_id, "wrong unit")
    assert (desk.owed(EVEN), desk.account("card_clearing")) == (DUE, 0)
    found = receipts.receipt(desk.connection, receipt_id)
    assert found is not None
    assert found.voided_by is not None


def test_a_void_that_the_terminal_refuses_waits_on(desk: Desk) -> None:
    _receipt_id, asked_event = waiting_void(desk)
    with pytest.raises(NotAllowed):
        decide_by_terminal(desk, asked_event, OTHER_CASHIER)
    decide_by_terminal(desk, asked_event)
    settle_unpaid(desk.books, "back", CardState.DECLINED, cashier=CASHIER, till=1)
    assert [each.event_id for each in pending_acts(desk.connection)] == [asked_event]
    decide(desk.books, asked_event, request_id="by hand", approver=SUPERVISOR, till=1, grant=True, words=desk.words)
    assert (pending_acts(desk.connection), desk.account("card_clearing")) == ([], 0)


def test_nobody_agrees_to_what_they_ask_for_and_then_nothing_is_asked(desk: Desk) -> None:
    receipt_id, events = paid_by_card(desk), desk.count("event")
    with pytest.raises(SelfApproval):
        ask_void_back(
            desk.books, receipt_id, "x", intent_id="back", requester=SUPERVISOR, approver=SUPERVISOR, till=1,
            parts_in_hand=True,
        )  # fmt: skip
    assert desk.count("event") == events
