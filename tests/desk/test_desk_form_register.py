"""The register of pre-printed forms, and the mark that an invoice was issued."""

import pytest

from counter.desk.approve import ReasonMissing
from counter.desk.form_register import (
    FormsNotThere,
    FormsOverlap,
    FormWidthWrong,
    ReceiverMissing,
    issue_forms,
    outside,
    receive_forms,
    register,
    usable,
    void_form,
)
from counter.desk.forms import FormNumberUsed, note_form
from counter.desk.invoice_mark import (
    InvoiceIssued,
    InvoiceNumberMissing,
    NotInvoiced,
    invoice_lines,
    invoices,
    mark_invoice,
)
from counter.desk.payment_order import LateEntry
from counter.desk.undo import NoPayment, ReceiptAlreadyVoid
from counter.desk.void_receipt import void_receipt
from counter.rules.form_number import NotAFormNumber
from counter.rules.forms import NotABook, book_of, gaps, parse_form_number, ranges
from counter.rules.permissions import NotAllowed
from tests.desk.office import AUDITOR, CASHIER, EVEN, FINANCE, ODD, SUPERVISOR, THIRD, Desk


def late(number: str) -> LateEntry:
    return LateEntry(number, "2026-11-22", "王芳")


def a_book(desk: Desk, first: str = "A0000101", last: str = "A0000200") -> int:
    return receive_forms(desk.books, first, last, "印刷厂", request_id=desk.request(), clerk=FINANCE)


def issue(desk: Desk, first: str, last: str, to: str = "王芳") -> None:
    issue_forms(desk.books, first, last, to, request_id=desk.request(), clerk=FINANCE)


@pytest.mark.parametrize("typed", ["A101", "A-0000101", "A00000101"])
def test_a_form_of_a_book_is_typed_as_it_is_printed(desk: Desk, typed: str) -> None:
    a_book(desk)
    with pytest.raises(FormWidthWrong) as refused:
        desk.pay(EVEN, late=late(typed))
    assert refused.value.printed_number == "A0000101"
    with pytest.raises(FormsOverlap):
        a_book(desk, "A-150", "A-160")
    assert usable(desk.connection, "A201") == ("A201", True)


def test_a_book_knows_what_was_used_spoiled_void_skipped_and_left(desk: Desk) -> None:
    a_book(desk)
    issue(desk, "A0000101", "A0000150")
    desk.pay(EVEN, late=late("A0000101"))
    gone = desk.pay(ODD, late=late("A0000104"))
    void_receipt(desk.books, gone.receipts[0].id, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    void_form(desk.books, "a0000105", "torn", request_id="f", clerk=FINANCE)
    (book,) = register(desk.connection)
    assert (book.used, book.spoiled, book.void, book.left) == (1, 0, 2, 97)
    assert [book.printed(number) for number in book.skipped] == ["A0000102", "A0000103"]
    assert [(each.first, each.last, each.to) for each in book.issues] == [(101, 150, "王芳")]
    assert desk.findings() == []


def test_a_form_is_used_once(desk: Desk) -> None:
    a_book(desk)
    void_form(desk.books, "A0000105", "torn", request_id="f", clerk=FINANCE)
    assert void_form(desk.books, "A0000105", "torn", request_id="f", clerk=FINANCE) == "A0000105"
    with pytest.raises(FormNumberUsed):
        desk.pay(EVEN, late=late("A0000105"))


def test_a_form_outside_every_book_is_warned_of_and_listed(desk: Desk) -> None:
    assert usable(desk.connection, "B7") == ("B7", False)
    a_book(desk)
    assert usable(desk.connection, "A0000150") == ("A0000150", False)
    assert usable(desk.connection, "A0000201") == ("A0000201", True)
    desk.pay(EVEN, late=late("A0000201"))
    assert [each.printed_number for each in outside(desk.connection)] == ["A0000201"]


def test_a_number_put_right_is_counted_where_it_went_and_free_where_it_was(desk: Desk) -> None:
    a_book(desk)
    desk.pay(EVEN)
    for number in ("A0000101", "A0000103"):
        note_form(desk.books, 1, number, request_id=desk.request(), person=CASHIER, till=1)
    (book,) = register(desk.connection)
    assert (book.used, book.void, book.left) == (1, 0, 99)
    desk.pay(ODD, late=late("A0000101"))
    (book,) = register(desk.connection)
    assert (book.used, [book.printed(number) for number in book.skipped]) == (2, ["A0000102"])


def test_books_do_not_overlap_and_are_issued_from_what_is_there(desk: Desk) -> None:
    a_book(desk)
    with pytest.raises(FormsOverlap):
        a_book(desk, "A0000200", "A0000300")
    issue(desk, "A0000101", "A0000120")
    for first, last in (("A0000120", "A0000130"), ("A0000190", "A0000201"), ("B0000101", "B0000110")):
        with pytest.raises(FormsNotThere):
            issue(desk, first, last)
    with pytest.raises(ReceiverMissing):
        issue(desk, "A0000121", "A0000130", " ")
    with pytest.raises(NotABook):
        a_book(desk, "A0000400", "A0000399")


def test_who_keeps_the_forms(desk: Desk) -> None:
    for clerk in (CASHIER, AUDITOR):
        with pytest.raises(NotAllowed):
            receive_forms(desk.books, "A1", "A2", "", request_id="x", clerk=clerk)
        with pytest.raises(NotAllowed):
            issue_forms(desk.books, "A1", "A2", "x", request_id="x", clerk=clerk)
        with pytest.raises(NotAllowed):
            void_form(desk.books, "A1", "x", request_id="x", clerk=clerk)
    with pytest.raises(ReasonMissing):
        void_form(desk.books, "A1", " ", request_id="x", clerk=FINANCE)


def test_numbers_are_read_as_people_type_them() -> None:
    assert parse_form_number("ａ 00１2") == ("A", 12, 4)
    assert parse_form_number("No-0012").text == "NO-0012"
    with pytest.raises(NotAFormNumber):
        parse_form_number("票")
    with pytest.raises(NotABook):
        book_of("A01", "A001")


def test_skipped_numbers_are_those_below_the_last_one_used() -> None:
    assert gaps([3, 5, 9], 2, 8) == [2, 4]
    assert gaps([], 1, 5) == []
    assert ranges([3, 4, 5, 9]) == [(3, 5), (9, 9)]


# Invoices


def keys(desk: Desk, receipt_id: int) -> list[str]:
    return [line.key for line in invoice_lines(desk.connection, receipt_id)]


def test_an_invoice_is_noted_once_for_each_line(desk: Desk) -> None:
    receipt = desk.pay(EVEN).receipts[0].id
    first, second, _third = keys(desk, receipt)
    mark_invoice(desk.books, receipt, [first], "25440001", request_id="i", clerk=CASHIER)
    mark_invoice(desk.books, receipt, [first], "25440001", request_id="i", clerk=CASHIER)
    assert invoices(desk.connection, receipt)[first] == ("25440001", "2026-11-23", "王芳")
    with pytest.raises(InvoiceIssued) as refused:
        mark_invoice(desk.books, receipt, [second, first], "25440002", request_id="j", clerk=FINANCE)
    assert (refused.value.invoice, second in invoices(desk.connection, receipt)) == ("25440001", False)


def test_a_red_letter_invoice_takes_the_mark_back(desk: Desk) -> None:
    receipt = desk.pay(EVEN).receipts[0].id
    first = keys(desk, receipt)[0]
    with pytest.raises(NotInvoiced):
        mark_invoice(desk.books, receipt, [first], "1", issued=False, request_id="r", clerk=FINANCE)
    mark_invoice(desk.books, receipt, [first], "25440001", request_id="i", clerk=FINANCE)
    mark_invoice(desk.books, receipt, [first], "25440009", issued=False, request_id="k", clerk=FINANCE)
    assert invoices(desk.connection, receipt) == {}
    mark_invoice(desk.books, receipt, [first], "25440010", request_id="l", clerk=FINANCE)
    assert invoices(desk.connection, receipt)[first].number == "25440010"


def test_what_an_invoice_needs(desk: Desk) -> None:
    paid = desk.pay(THIRD).receipts[0].id
    with pytest.raises(InvoiceNumberMissing):
        mark_invoice(desk.books, paid, ["x"], " ", request_id="a", clerk=FINANCE)
    with pytest.raises(NotAllowed):
        mark_invoice(desk.books, paid, ["x"], "1", request_id="b", clerk=AUDITOR)
    void_receipt(desk.books, paid, "x", request_id="v", requester=CASHIER, till=1, approver=SUPERVISOR)
    with pytest.raises(ReceiptAlreadyVoid):
        mark_invoice(desk.books, paid, ["x"], "1", request_id="c", clerk=FINANCE)
    assert NoPayment("x").receipt_number == "x"
