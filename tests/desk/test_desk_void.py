"""Voids (作废): the charge open exactly as before, the number kept, a second person, the same day only."""

from datetime import date
from typing import Any

import pytest

from counter.desk.approve import NotPending, ReasonMissing, SelfApproval, TookTheMoney
from counter.desk.decide import decide as decide_request
from counter.desk.people import Person
from counter.desk.standing import paid_to
from counter.desk.take_payment import Paid
from counter.desk.tenders import TenderIn
from counter.desk.transfers import record_transfer
from counter.desk.undo import MoneyUsedSince, ReceiptAlreadyVoid, UnknownReceipt
from counter.desk.void_receipt import PartsMissing, ReceiptDayClosed, VoidOutcome, void_receipt
from counter.rules.permissions import NotAllowed
from counter.rules.tender import TenderKind
from db.check import rebuild_machine
from db.queries.people import pending_acts, staff
from db.queries.receipts import receipt
from db.rows import Posting
from printing.blocks import Sign, load
from tests.desk.office import (
    AUDITOR,
    CASHIER,
    EVEN,
    FINANCE,
    FLOAT_SUM,
    MANAGER,
    ODD,
    OTHER_CASHIER,
    OTHER_SUPERVISOR,
    SUPERVISOR,
    THIRD,
    Desk,
    card,
    cash,
    code,
    from_balance,
)
from tests.papers.reading import value


def void(
    desk: Desk, paid: Paid, *, by: Person | None = SUPERVISOR, reason: str = "wrong sum", request: str | None = None,
    requester: Person = CASHIER,
) -> VoidOutcome:  # fmt: skip
    return void_receipt(
        desk.books, paid.receipts[0].id, reason, request_id=request or desk.request(), requester=requester, till=1,
        approver=by,
    )  # fmt: skip


def decide(
    desk: Desk, *, grant: bool, by: Person = SUPERVISOR, request: str | None = None, reason: str = "",
    asked: int | None = None,
) -> None:  # fmt: skip
    asked = pending_acts(desk.connection)[0].event_id if asked is None else asked
    decide_request(
        desk.books, asked, request_id=request or desk.request(), approver=by, till=1, grant=grant, reason=reason,
        words=desk.words,
    )  # fmt: skip


def test_a_void_opens_the_charges_exactly_as_they_were(desk: Desk) -> None:
    desk.pay(ODD, pay_now=30000)
    before, accounts = desk.charges(ODD), [desk.account(a) for a in ("till_cash", "receivable", "rounding", "balance")]
    paid_up = paid_to(desk.connection, ODD)
    outcome = void(desk, desk.pay(ODD, to_balance=777, ahead=desk.ahead(ODD, "2027-01"), rounding=0))
    assert (outcome.receipt_number, outcome.waiting) == ("2026-000002", False)
    assert desk.charges(ODD) == before
    assert [desk.account(a) for a in ("till_cash", "receivable", "rounding", "balance")] == accounts
    assert (desk.account("paid_ahead"), paid_to(desk.connection, ODD)) == (0, paid_up)
    assert desk.findings() == []


def test_a_void_of_a_rounded_payment_takes_the_rounding_back(desk: Desk) -> None:
    void(desk, desk.pay(ODD))
    assert (desk.account("rounding"), desk.account("till_cash"), desk.owed(ODD)) == (0, FLOAT_SUM, 75204)


def test_the_number_stays_and_the_next_receipt_has_its_own(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    void(desk, paid)
    found = receipt(desk.connection, paid.receipts[0].id)
    assert found is not None
    assert (found.label, found.voided_by is not None) == ("2026-000001", True)
    assert desk.pay(EVEN).receipts[0].number == "2026-000002"


def test_a_receipt_is_voided_once(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    first = void(desk, paid, request="same")
    assert void(desk, paid, request="same") == first
    with pytest.raises(ReceiptAlreadyVoid):
        void(desk, paid)
    assert desk.account("till_cash") == FLOAT_SUM


def test_a_void_needs_a_second_person_who_may_and_a_reason(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    desk.take_up(SUPERVISOR)
    with pytest.raises(SelfApproval):
        void(desk, paid, requester=SUPERVISOR, by=SUPERVISOR)
    with pytest.raises(NotAllowed):
        void(desk, paid, by=OTHER_CASHIER)
    with pytest.raises(NotAllowed):
        void(desk, paid, requester=AUDITOR)
    with pytest.raises(ReasonMissing):
        void(desk, paid, reason="  ")
    assert (desk.owed(EVEN), desk.count("approval")) == (0, 0)


def test_a_receipt_nobody_wrote_is_unknown(desk: Desk) -> None:
    with pytest.raises(UnknownReceipt):
        void_receipt(desk.books, 99, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)


def test_yesterdays_receipt_stands(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    desk.close()
    desk.clock.wait(days=1)
    desk.open()
    with pytest.raises(ReceiptDayClosed) as refused:
        void(desk, paid)
    assert (refused.value.receipt_number, refused.value.day) == ("2026-000001", "2026-11-23")


def test_a_till_reopened_on_the_same_date_does_not_reach_back_behind_its_z(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    desk.close()
    desk.open()
    with pytest.raises(ReceiptDayClosed):
        void(desk, paid)


def test_balance_used_since_cannot_be_taken_back(desk: Desk) -> None:
    paid = desk.pay(EVEN, chosen=[], pay_now=0, to_balance=30000)
    used = desk.pay(EVEN, tenders=(from_balance(20000), cash(55180)))
    with pytest.raises(MoneyUsedSince) as refused:
        void(desk, paid)
    assert refused.value.account == "balance"
    void(desk, used)
    void(desk, paid)
    assert (desk.account("balance"), desk.account("till_cash")) == (0, FLOAT_SUM)


def test_a_payment_that_used_and_kept_balance_at_once_can_be_voided(desk: Desk) -> None:
    desk.pay(EVEN, chosen=[], pay_now=0, to_balance=5000)
    paid = desk.pay(EVEN, tenders=(from_balance(5000), card(75180)), to_balance=5000)
    desk.pay(EVEN, chosen=[], ahead=desk.ahead(EVEN, "2026-12"), tenders=(from_balance(5000), cash(20060)))
    void(desk, paid)
    assert desk.account("balance", unit=EVEN) == 0
    assert desk.owed(EVEN) == 75180


def test_months_ahead_that_were_billed_since_cannot_be_taken_back(desk: Desk) -> None:
    paid = desk.pay(EVEN, ahead=desk.ahead(EVEN, "2026-12"))
    place = (EVEN, 1, "2026-12")
    with desk.books.transaction("applied", staff_id=1) as tx:
        rows = [Posting("operating", "paid_ahead", 25060, *place), Posting("operating", "income", -25060, *place)]
        tx.post("charges_billed", {}, rows)
    with pytest.raises(MoneyUsedSince) as refused:
        void(desk, paid)
    assert refused.value.account == "paid_ahead"


def test_a_void_can_be_asked_for_and_granted_later(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    assert void(desk, paid, by=None).waiting
    assert desk.owed(EVEN) == 0
    decide(desk, grant=True, request="decide")
    decide_request(desk.books, 1, request_id="decide", approver=SUPERVISOR, till=1, grant=True, words=desk.words)
    assert (desk.owed(EVEN), pending_acts(desk.connection)) == (75180, [])
    granted = desk.connection.execute("SELECT requester_id, approver_id, outcome, reason FROM approval").fetchall()
    assert [tuple(row) for row in granted] == [(2, 3, "granted", "wrong sum")]


def test_a_void_that_was_asked_for_can_be_refused(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    void(desk, paid, by=None)
    decide(desk, grant=False, reason="the sum was right")
    assert (desk.owed(EVEN), pending_acts(desk.connection)) == (0, [])
    with pytest.raises(NotPending):
        decide_request(desk.books, 99, request_id="again", approver=SUPERVISOR, till=1, grant=True, words=desk.words)


def test_nobody_decides_their_own_request(desk: Desk) -> None:
    void(desk, desk.pay(EVEN), by=None, requester=SUPERVISOR)
    for grant in (True, False):
        with pytest.raises(SelfApproval):
            decide(desk, grant=grant)
        with pytest.raises(NotAllowed):
            decide(desk, grant=grant, by=OTHER_CASHIER)
    assert len(pending_acts(desk.connection)) == 1


def test_asking_twice_waits_once(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    assert void(desk, paid, by=None).waiting
    assert void(desk, paid, by=None).waiting
    assert len(pending_acts(desk.connection)) == 1


def test_a_void_done_at_the_window_settles_the_one_that_waited(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    void(desk, paid, by=None)
    void(desk, paid)
    assert pending_acts(desk.connection) == []


def test_whoever_asked_for_a_void_does_not_agree_to_it_at_the_window_either(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    void(desk, paid, by=None, requester=SUPERVISOR)
    with pytest.raises(SelfApproval):
        void(desk, paid)
    assert (desk.owed(EVEN), len(pending_acts(desk.connection))) == (0, 1)
    void(desk, paid, by=OTHER_SUPERVISOR)
    assert (desk.owed(EVEN), pending_acts(desk.connection)) == (75180, [])


def test_a_request_can_still_be_granted_after_midnight(desk: Desk) -> None:
    void(desk, desk.pay(EVEN), by=None)
    desk.clock.wait(hours=24)
    decide(desk, grant=True)
    assert desk.owed(EVEN) == 75180
    assert desk.close(reason="a void waited", approver=SUPERVISOR).day == "2026-11-23"


def test_the_others_of_a_split_stay_when_one_of_two_receipts_is_void(desk: Desk) -> None:
    paid = desk.pay(4)
    void_receipt(
        desk.books, paid.receipts[1].id, "fund", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR
    )
    assert [(c.fund, c.open) for c in desk.charges(4)] == [("maintenance", 5003)] * 3
    assert desk.account("till_cash", "maintenance") == 0
    assert desk.pay(THIRD).receipts[0].number == "2026-000002"


def test_a_forged_list_of_requests_changes_neither_who_asked_nor_why_nor_about_what(desk: Desk) -> None:
    """The list is a machine table; the request itself stands in the chain."""
    first, second = desk.pay(EVEN), desk.pay(ODD)
    assert void(desk, first, by=None).waiting
    (asked,) = pending_acts(desk.connection)
    with desk.books.machine() as connection:
        connection.execute(
            "UPDATE pending_act SET requester_id = 9, reason = 'forged', subject = ?",
            (f"receipt:{second.receipts[0].id}",),
        )
    assert pending_acts(desk.connection) == [asked]
    assert [code.split()[0] for code in desk.findings()] == ["pending_differs"]
    with pytest.raises(SelfApproval):
        decide(desk, grant=True, by=CASHIER)
    decide(desk, grant=True)
    approval = desk.connection.execute("SELECT subject, requester_id, reason FROM approval").fetchone()
    assert approval == (f"receipt:{first.receipts[0].id}", CASHIER.staff_id, asked.reason)


def test_a_request_that_was_taken_off_the_list_is_found_and_brought_back(desk: Desk) -> None:
    void(desk, desk.pay(EVEN), by=None)
    waiting = pending_acts(desk.connection)
    with desk.books.machine() as connection:
        connection.execute("DELETE FROM pending_act")
    assert [code.split()[0] for code in desk.findings()] == ["pending_differs"]
    rebuild_machine(desk.books)
    assert pending_acts(desk.connection) == waiting
    assert desk.findings() == []


def test_a_request_put_on_the_list_that_was_decided_or_never_made_waits_for_nobody(desk: Desk) -> None:
    void(desk, desk.pay(EVEN), by=None)
    (asked,) = pending_acts(desk.connection)
    decide(desk, grant=False, reason="the sum was right")
    with desk.books.machine() as connection:
        connection.execute("INSERT INTO pending_act VALUES (?, ?, ?, ?, ?)", asked)
        connection.execute("INSERT INTO pending_act VALUES (1, 'void', 'receipt:1', 2, 'x')")
    assert pending_acts(desk.connection) == []
    with pytest.raises(NotPending):
        decide(desk, grant=True, request="again", asked=asked.event_id)
    assert [code.split()[0] for code in desk.findings()] == ["pending_differs"]


@pytest.mark.parametrize(
    ("tenders", "ways", "drawer"),
    [
        ((card(50000), cash(25180)), {("card", 50000, False), ("cash", 25180, False)}, 1),
        ((card(75180),), {("card", 75180, False)}, 0),
        ((code(75180),), {("qr_code", 75180, False)}, 0),
        ((from_balance(5000), cash(70180)), {("balance", 5000, False), ("cash", 70180, False)}, 1),
    ],
)
def test_a_void_says_what_goes_back_by_each_tender_and_opens_the_drawer_for_cash_alone(
    desk: Desk, tenders: tuple[TenderIn, ...], ways: set[tuple[str, int, bool]], drawer: int
) -> None:
    if tenders[0].kind is TenderKind.BALANCE:
        desk.pay(EVEN, chosen=[], pay_now=0, to_balance=5000)
    outcome = void(desk, desk.pay(EVEN, tenders=tenders))
    assert {(each.kind, each.amount, each.listed) for each in outcome.ways} == ways
    assert not any(each.returned for each in outcome.ways), "no terminal was asked"
    row = desk.connection.execute(
        "SELECT p.content, j.drawer FROM paper p JOIN print_job j ON j.paper_id = p.id WHERE p.kind = 'void_slip'"
    ).fetchone()
    assert row[1] == drawer
    assert any(isinstance(block, Sign) for block in load(row[0]).blocks)
    assert "交款人联已收回" in row[0]


def test_a_transfer_that_was_claimed_goes_back_to_its_list(desk: Desk) -> None:
    incoming = record_transfer(
        desk.books, date(2026, 11, 22), 75180, "张三", "", request_id="t", clerk=FINANCE
    )  # fmt: skip
    claimed = TenderIn(TenderKind.TRANSFER, 75180, {"incoming": str(incoming), "date": "2026-11-22"})
    assert void(desk, desk.pay(EVEN, tenders=(claimed,))).ways[0].listed


def test_a_repeated_void_says_again_what_goes_back_and_prints_one_slip(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    first = void(desk, paid, request="same")
    assert void(desk, paid, request="same") == first
    assert desk.connection.execute("SELECT count(*) FROM paper WHERE kind = 'void_slip'").fetchone()[0] == 1


def test_whoever_took_the_money_does_not_agree_to_its_void(desk: Desk) -> None:
    desk.take_up(SUPERVISOR)
    paid = desk.take(desk.order(EVEN), cashier=SUPERVISOR)
    with pytest.raises(TookTheMoney):
        void(desk, paid)
    void(desk, paid, by=None)
    with pytest.raises(TookTheMoney):
        decide(desk, grant=True)
    decide(desk, grant=True, by=OTHER_SUPERVISOR)
    assert desk.findings() == []


def test_where_nobody_else_works_who_could_agree_the_event_says_so(desk: Desk) -> None:
    desk.take_up(SUPERVISOR)
    paid = desk.take(desk.order(EVEN), cashier=SUPERVISOR)
    for person in (MANAGER, OTHER_SUPERVISOR):
        with desk.books.transaction(f"left-{person.staff_id}", staff_id=1) as tx:
            row = staff(tx.connection, person.staff_id)
            assert row is not None
            tx.change("staff_changed", {}, {"staff": [tuple(row._replace(until="2026-11-01"))]})
    void(desk, paid)
    event = desk.connection.execute("SELECT id FROM event WHERE kind = 'receipt_voided'").fetchone()[0]
    assert desk.body(event)["nobody_else"] == SUPERVISOR.staff_id


def test_a_void_keeps_that_both_parts_lay_there_and_its_slip_says_so(desk: Desk) -> None:
    paid = desk.pay(EVEN)
    arguments: dict[str, Any] = {"request_id": "v", "requester": CASHIER, "till": 1, "words": desk.words}
    with pytest.raises(PartsMissing):
        void_receipt(desk.books, paid.receipts[0].id, "twice", approver=SUPERVISOR, parts_in_hand=False, **arguments)
    void_receipt(desk.books, paid.receipts[0].id, "twice", approver=SUPERVISOR, parts_in_hand=True, **arguments)
    event, content = desk.connection.execute("SELECT event_id, content FROM paper WHERE kind = 'void_slip'").fetchone()
    assert desk.body(event)["parts_in_hand"] is True
    assert value(load(content), "Both parts of the receipt") == "in hand, checked when it was voided"


def test_a_void_asked_for_keeps_what_was_said_of_its_parts_until_it_is_decided(desk: Desk) -> None:
    for unit, parts in ((EVEN, True), (ODD, None)):
        void_receipt(
            desk.books, desk.pay(unit).receipts[0].id, "twice", request_id=desk.request(), requester=CASHIER, till=1,
            approver=None, parts_in_hand=parts,
        )  # fmt: skip
        decide(desk, grant=True)
    told = [
        desk.body(event).get("parts_in_hand")
        for (event,) in desk.connection.execute("SELECT id FROM event WHERE kind = 'receipt_voided' ORDER BY id")
    ]
    assert told == [True, None]
