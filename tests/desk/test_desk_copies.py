"""Copies, spoiled forms and the drawer opened without a payment: counted, never silent, never touching money."""

import pytest

from counter.desk.approve import ReasonMissing
from counter.desk.copies import TooManyCopies, open_drawer, reprint, spoil_form
from counter.desk.drawer import drawer_of
from counter.desk.undo import UnknownReceipt
from counter.desk.void_receipt import void_receipt
from counter.rules.permissions import NotAllowed
from db.papers import PaperAltered
from db.queries.tills import till_state
from printing.blocks import Mark, Paper, load
from tests.desk.office import AUDITOR, CASHIER, EVEN, FINANCE, SUPERVISOR, THIRD, Desk, card


def copy(desk: Desk, receipt_id: int, request: str | None = None) -> int:
    return reprint(
        desk.books, receipt_id, request_id=request or desk.request(), person=CASHIER, till=1, office=desk.office,
        words=desk.words,
    )  # fmt: skip


def papers(desk: Desk, kind: str) -> list[Paper]:
    rows = desk.connection.execute("SELECT content FROM paper WHERE kind = ? ORDER BY id", (kind,))
    return [load(row[0]) for row in rows]


def marks(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Mark)]


def test_copies_are_numbered_and_are_the_paper_as_it_was_printed(desk: Desk) -> None:
    receipt_id = desk.pay(EVEN).receipts[0].id
    desk.set_office(estate_en="Another name", seal_line="Another seal")
    assert [copy(desk, receipt_id), copy(desk, receipt_id)] == [1, 2]
    original, (first, second) = papers(desk, "receipt")[0], papers(desk, "receipt_copy")
    assert (marks(original), marks(first), marks(second)) == ([], ["COPY no. 1"], ["COPY no. 2"])
    assert first.blocks[1:] == second.blocks[1:] == original.blocks


def test_the_same_request_makes_one_copy_and_names_the_same_number(desk: Desk) -> None:
    receipt_id = desk.pay(EVEN).receipts[0].id
    assert copy(desk, receipt_id, "same") == 1
    copy(desk, receipt_id)
    assert copy(desk, receipt_id, "same") == 1
    assert desk.count("copy") == 2


def test_there_is_a_limit_to_copies(desk: Desk) -> None:
    receipt_id = desk.pay(EVEN).receipts[0].id
    desk.set_office(reprint_limit=2)
    copy(desk, receipt_id)
    copy(desk, receipt_id)
    with pytest.raises(TooManyCopies) as refused:
        copy(desk, receipt_id)
    assert (refused.value.receipt_number, refused.value.limit) == ("2026-000001", 2)
    assert desk.count("copy") == 2


def test_a_void_receipts_copy_says_so(desk: Desk) -> None:
    receipt_id = desk.pay(EVEN).receipts[0].id
    void_receipt(desk.books, receipt_id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    copy(desk, receipt_id)
    assert marks(papers(desk, "receipt_copy")[0]) == ["VOID", "COPY no. 1"]


def test_only_who_may_gets_a_copy_of_what_there_is(desk: Desk) -> None:
    receipt_id = desk.pay(EVEN).receipts[0].id
    with pytest.raises(NotAllowed):
        reprint(desk.books, receipt_id, request_id="r", person=AUDITOR, till=1, office=desk.office, words=desk.words)
    with pytest.raises(UnknownReceipt):
        copy(desk, 99)


def test_a_spoiled_form_leaves_the_payment_alone(desk: Desk) -> None:
    receipt_id = desk.pay(EVEN).receipts[0].id
    till_cash, receivable = desk.account("till_cash"), desk.account("receivable")
    for _ in range(2):
        spoil_form(desk.books, receipt_id, " A000017 ", request_id="same", person=CASHIER)
    assert desk.connection.execute("SELECT receipt_id, printed_number, outcome FROM form").fetchall() == [
        (receipt_id, "A000017", "spoiled")
    ]
    assert (desk.account("till_cash"), desk.account("receivable")) == (till_cash, receivable)


def test_the_day_counts_copies_and_openings_of_the_drawer(desk: Desk) -> None:
    receipt_id = desk.pay(EVEN).receipts[0].id
    copy(desk, receipt_id)
    for _ in range(2):
        open_drawer(desk.books, "changing a note", request_id=desk.request(), person=CASHIER, till=1)
    state = till_state(desk.connection, 1)
    assert state is not None
    drawer = drawer_of(desk.connection, state)
    assert (drawer.copies, drawer.drawer_openings) == (1, 2)


def test_the_drawer_is_opened_by_who_may_and_for_a_reason(desk: Desk) -> None:
    with pytest.raises(ReasonMissing):
        open_drawer(desk.books, "  ", request_id="o", person=CASHIER, till=1)
    with pytest.raises(NotAllowed):
        open_drawer(desk.books, "look", request_id="o", person=FINANCE, till=1)


def test_a_receipt_paid_in_cash_opens_the_drawer_and_one_by_card_does_not(desk: Desk) -> None:
    desk.pay(EVEN)
    desk.pay(THIRD, tenders=(card(100800),))
    assert desk.connection.execute("SELECT drawer FROM print_job ORDER BY id").fetchall() == [(1,), (0,)]


def test_a_paper_that_was_altered_is_not_printed_again(desk: Desk) -> None:
    receipt_id = desk.pay(EVEN).receipts[0].id
    desk.pay(THIRD)
    with desk.books.machine() as connection:
        connection.execute("UPDATE paper SET content = replace(content, '0', '9') WHERE receipt_id = ?", (receipt_id,))
    with pytest.raises(PaperAltered):
        copy(desk, receipt_id)
    assert desk.count("copy") == 0
    assert papers(desk, "receipt_copy") == []
