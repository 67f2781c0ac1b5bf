"""Bad debt: it leaves what is open and stays owed; a payment revives what it pays, and taken back it is bad again."""

import pytest

from counter.desk import take_payment
from counter.desk.adjust_charge import ChargeWrittenOff, Wish, adjust_charge
from counter.desk.approve import SelfApproval
from counter.desk.card_intents import CardUnsettled, ask_terminal, order_asked
from counter.desk.certificate_obstacles import DebtWrittenOff, obstacles
from counter.desk.decide import decide
from counter.desk.move_payment import move_payment
from counter.desk.open_case import Disputed
from counter.desk.payment_order import Chosen
from counter.desk.reductions import ApprovalMissing
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.settlement import AccountChanged
from counter.desk.standing import paid_to, standing
from counter.desk.take_payment import Paid
from counter.desk.tenders import TenderIn
from counter.desk.write_off import (
    DebtDisputed,
    FundNotWrittenOff,
    NothingToWriteOff,
    WriteOffWaits,
    WrittenOff,
    ask_for_write_off,
    revive,
    write_off,
)
from counter.rules.tender import TenderKind
from db.queries import people, write_offs
from db.queries.accounts import OpenCharge
from db.queries.intents import intent
from db.rows import Posting
from tests.desk.case_office import bring
from tests.desk.late_fee_office import running, void, with_late_fee
from tests.desk.office import (
    CASHIER,
    EVEN,
    FEE,
    FINANCE,
    FUNDED,
    MANAGER,
    ODD,
    SUPERVISOR,
    Desk,
    card,
    charge_amounts,
)
from tests.desk.test_desk_cheques import cheque, come_back

FEE_SUM = charge_amounts(EVEN)[FEE]


def chosen(charges: list[OpenCharge]) -> list[Chosen]:
    return [Chosen(each.charge_id, each.open) for each in charges]


def lose(desk: Desk, *charges: OpenCharge, unit: int = EVEN, request: str = "") -> WrittenOff:
    return write_off(
        desk.books, unit, chosen(list(charges)), "nobody is found", request_id=request or desk.request(),
        staff=SUPERVISOR, approver=MANAGER,
    )  # fmt: skip


def lost(desk: Desk, unit: int = EVEN) -> list[tuple[int, int]]:
    return [(each.charge_id, each.open) for each in write_offs.written_off(desk.connection, (unit,))]


def pay_lost(desk: Desk, amount: int | None = None, **more: object) -> Paid:
    """Pay what is written off of a unit, or part of it, and nothing else."""
    off = tuple(Chosen(*each) for each in lost(desk))
    now = {"pay_now": amount} if amount is not None else {}
    return desk.pay(EVEN, chosen=[], written_off=off, rounding=0, **now, **more)


def test_bad_debt_leaves_what_is_open_and_is_the_estates_loss(desk: Desk) -> None:
    first, second, third = desk.charges(EVEN)
    assert lose(desk, first, second) == WrittenOff(2, 2 * FEE_SUM)
    assert desk.charges(EVEN) == [third]
    assert lost(desk) == [(first.charge_id, FEE_SUM), (second.charge_id, FEE_SUM)]
    assert (desk.account("bad_debt"), desk.account("receivable", unit=EVEN)) == (2 * FEE_SUM, FEE_SUM)
    assert desk.findings() == []


def test_the_same_request_writes_off_once(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    assert lose(desk, first, request="once") == lose(desk, first, request="once")
    assert desk.account("bad_debt") == FEE_SUM


def test_nobody_writes_off_alone(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    for approver, refused in ((None, ApprovalMissing), (SUPERVISOR, SelfApproval)):
        with pytest.raises(refused):
            write_off(
                desk.books, EVEN, chosen([first]), "x", request_id=desk.request(), staff=SUPERVISOR, approver=approver
            )
    assert lost(desk) == []


def test_what_is_paid_disputed_or_anothers_is_not_bad_debt(desk: Desk) -> None:
    first, second, _third = desk.charges(EVEN)
    desk.pay(EVEN, chosen=[first], rounding=0)
    with pytest.raises(AccountChanged):
        lose(desk, first)
    with pytest.raises(NothingToWriteOff):
        lose(desk)
    fund = next(each for each in desk.charges(FUNDED) if each.fund == "maintenance")
    with pytest.raises(FundNotWrittenOff):
        lose(desk, fund, unit=FUNDED)
    bring(desk, Disputed(second.charge_id, FEE_SUM))
    with pytest.raises(DebtDisputed):
        lose(desk, second)
    assert desk.account("bad_debt") == 0


def test_a_payment_revives_exactly_what_it_pays(desk: Desk) -> None:
    first, second, _third = desk.charges(EVEN)
    lose(desk, first, second)
    pay_lost(desk, FEE_SUM + 5000)
    assert lost(desk) == [(second.charge_id, FEE_SUM - 5000)]
    assert (desk.owed(EVEN), desk.account("bad_debt")) == (FEE_SUM, FEE_SUM - 5000)
    assert desk.findings() == []


def test_what_the_screen_did_not_show_as_lost_is_not_revived(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    lose(desk, first)
    for shown in (Chosen(first.charge_id, FEE_SUM - 1), Chosen(desk.charges(EVEN)[0].charge_id, FEE_SUM)):
        with pytest.raises(AccountChanged):
            desk.pay(EVEN, chosen=[], written_off=(shown,), rounding=0)
    assert lost(desk) == [(first.charge_id, FEE_SUM)]


def test_a_void_makes_it_bad_debt_again_and_nothing_else(desk: Desk) -> None:
    first, second, _third = desk.charges(EVEN)
    lose(desk, first)
    off = tuple(Chosen(*each) for each in lost(desk))
    paid = desk.pay(EVEN, chosen=[second], written_off=off, rounding=0)
    void(desk, paid.receipts[0].id)
    assert lost(desk) == [(first.charge_id, FEE_SUM)]
    assert desk.owed(EVEN) == 2 * FEE_SUM
    assert [each.kind for each in write_offs.events(desk.connection, EVEN)] == [
        "debt_written_off", "debt_revived", "debt_written_off",
    ]  # fmt: skip
    assert desk.findings() == []


def test_a_refund_of_part_makes_that_part_bad_debt_again(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    lose(desk, first)
    paid = pay_lost(desk)
    order = RefundOrder(
        paid.receipts[0].id, ((f"charge:{first.charge_id}", 1000),), (TenderIn(TenderKind.TRANSFER, 1000),), "张三"
    )
    refund_payment(
        desk.books, order, "x", request_id=desk.request(), requester=CASHIER, till=1, approver=SUPERVISOR,
        office=desk.office, words=desk.words,
    )  # fmt: skip
    assert (lost(desk), desk.owed(EVEN)) == ([(first.charge_id, 1000)], 2 * FEE_SUM)
    assert desk.findings() == []


def test_a_payment_moved_to_the_right_unit_leaves_the_debt_bad_where_it_was(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    lose(desk, first)
    paid, owed = pay_lost(desk), desk.owed(ODD)
    move_payment(
        desk.books, paid.receipts[0].id, ODD, "x", request_id=desk.request(), requester=CASHIER, approver=SUPERVISOR,
        till=1, office=desk.office, words=desk.words,
    )  # fmt: skip
    assert (lost(desk), desk.owed(ODD)) == ([(first.charge_id, FEE_SUM)], owed - FEE_SUM)
    assert desk.findings() == []


def test_a_returned_cheque_makes_it_bad_debt_again(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    lose(desk, first)
    pay_lost(desk, tenders=(cheque(FEE_SUM),))
    come_back(desk)
    assert (lost(desk), desk.findings()) == ([(first.charge_id, FEE_SUM)], [])


def test_a_card_terminal_is_asked_for_lost_debt_like_for_any_other(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    lose(desk, first)
    off = tuple(Chosen(*each) for each in lost(desk))
    asked = card(FEE_SUM)._replace(intent="i-1")
    order = desk.order(EVEN, chosen=[], written_off=off, rounding=0, tenders=(asked._replace(details={}),))
    ask_terminal(desk.books, order, cashier=CASHIER, till=1, office=desk.office)
    found = intent(desk.connection, "i-1")
    assert found is not None
    assert order_asked(desk.connection, found).written_off == off
    with pytest.raises(CardUnsettled):  # revived meanwhile it could not be paid as it was asked for
        revive(desk.books, EVEN, [first.charge_id], "x", request_id="r", staff=SUPERVISOR)


def test_the_late_fee_stops_and_begins_again_with_the_debt(desk: Desk) -> None:
    with_late_fee(desk)
    first = desk.charges(EVEN)[0]
    before = running(desk, EVEN)[0]
    lose(desk, first)
    desk.clock.wait(days=2)
    revive(desk.books, EVEN, [first.charge_id], "the heir is found", request_id=desk.request(), staff=SUPERVISOR)
    assert running(desk, EVEN)[0] == before, "the days in between cost nothing"
    desk.clock.wait(days=2)
    assert running(desk, EVEN)[0] > before


def test_it_cannot_be_adjusted_certified_or_taken_for_paid(desk: Desk) -> None:
    first, second, third = desk.charges(EVEN)
    lose(desk, first)
    desk.pay(EVEN, chosen=[second, third], rounding=0)
    with pytest.raises(ChargeWrittenOff):
        adjust_charge(
            desk.books, Wish(first.charge_id, "waiver", -100), "x", request_id=desk.request(), staff=FINANCE,
            approver=MANAGER,
        )  # fmt: skip
    found = standing(desk.connection, EVEN)
    [said] = obstacles(desk.connection, found, desk.office, desk.clock.today().isoformat())
    assert isinstance(said, DebtWrittenOff)
    assert (said.open_count, said.lost_minor) == (1, FEE_SUM)
    assert [each.day for each in paid_to(desk.connection, EVEN)] == [None], "what is written off was not paid"


def test_it_is_asked_for_and_decided_later(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    for waits in (False, True):
        try:
            asked = ask_for_write_off(
                desk.books, EVEN, chosen([first]), "gone", request_id=desk.request(), staff=SUPERVISOR
            )
            assert asked.waiting
        except WriteOffWaits:
            assert waits
    [pending] = people.pending_acts(desk.connection)
    decide(desk.books, pending.event_id, request_id="d", approver=MANAGER, till=1, grant=True, words=desk.words)
    assert (lost(desk), people.pending_acts(desk.connection)) == ([(first.charge_id, FEE_SUM)], [])


def test_books_in_which_more_is_revived_than_was_lost_are_found(desk: Desk) -> None:
    first = desk.charges(EVEN)[0]
    place = (EVEN, FEE, "2026-09", first.charge_id)
    with desk.books.transaction("forged", staff_id=1) as tx:
        tx.post("debt_revived", {}, [Posting("operating", "bad_debt", -5, *place), Posting("operating", "income", 5)])
    assert [each.split()[0] for each in desk.findings()] == ["bad_debt_differs"]


def test_a_payment_that_breaks_off_after_the_revival_leaves_the_debt_bad(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.charges(EVEN)[0]
    lose(desk, first)
    events = desk.count("event")

    def power_cut(*_arguments: object, **_more: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(take_payment, "queue_receipt", power_cut)
        with pytest.raises(OSError, match="power cut"):
            pay_lost(desk)
    assert (desk.count("event"), lost(desk)) == (events, [(first.charge_id, FEE_SUM)])
    pay_lost(desk)
    assert (lost(desk), desk.findings()) == ([], [])
