"""Who may do what, cell by cell, and that the acts ask."""

from collections.abc import Callable
from datetime import date

import pytest

from counter.desk.check_codes import check_code
from counter.desk.copies import open_drawer, reprint, spoil_form
from counter.desk.forms import receive_forms
from counter.desk.invoice_mark import mark_invoice
from counter.desk.move_payment import move_payment
from counter.desk.people import Person
from counter.desk.refund_payment import RefundOrder, refund_payment
from counter.desk.reverse_payment import reverse_payment
from counter.desk.transfers import record_transfer
from counter.desk.void_receipt import void_receipt
from counter.desk.x_report import print_x
from counter.rules.permissions import Act, NotAllowed, Role, may
from tests.desk.office import EVEN, STAFF, THIRD, Desk, cash, code

# One column a role: cashier, supervisor, finance, manager, auditor.
TABLE = {
    Act.TAKE_PAYMENT: "x x . x .",
    Act.OPEN_TILL: "x x . x .",
    Act.CLOSE_TILL: "x x . x .",
    Act.REQUEST_VOID: "x x . x .",
    Act.APPROVE_VOID: ". x . x .",
    Act.MOVE_PAYMENT: "x x . x .",
    Act.APPROVE_MOVE: ". x . x .",
    Act.REPRINT: "x x x x .",
    Act.OPEN_DRAWER: "x x . x .",
    Act.APPROVE_OVER_SHORT: ". x . x .",
    Act.CHECK_CODES: ". x x x .",
    Act.RECORD_TRANSFER: "x x x x .",
    Act.RUN_BILLS: ". . x x .",
    Act.CHANGE_PRICES: ". . x x .",
    Act.CHANGE_REGISTERS: ". x x x .",
    Act.IMPORT_ESTATE: ". . x x .",
    Act.CHANGE_SETTINGS: ". . . x .",
    Act.CHANGE_STAFF: ". . . x .",
    Act.CONFIRM_DATE: ". x . x .",
    Act.REQUEST_REFUND: "x x . x .",
    Act.APPROVE_REFUND: ". x . x .",
    Act.REVERSE_PAYMENT: "x x . x .",
    Act.APPROVE_REVERSAL: ". x . x .",
    Act.PAY_REFUNDS: ". . x x .",
    Act.RECEIVE_REMITTANCE: ". . x x .",
    Act.BANK_CASH: ". x x x .",
    Act.ENTER_LATE: "x x . x .",
    Act.KEEP_FORMS: ". x x x .",
    Act.MARK_INVOICE: "x x x x .",
    Act.BACK_UP: "x x x x .",
    Act.RESTORE: ". . . x .",
    Act.READ: "x x x x x",
}
ROLES = (Role.CASHIER, Role.SUPERVISOR, Role.FINANCE, Role.MANAGER, Role.AUDITOR)
CELLS = [(role, act, cell == "x") for act, row in TABLE.items() for role, cell in zip(ROLES, row.split(), strict=True)]


def test_the_table_knows_every_act_and_every_role() -> None:
    assert set(TABLE) == set(Act)
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize(("role", "act", "allowed"), CELLS, ids=[f"{role}-{act}" for role, act, _ in CELLS])
def test_each_cell_of_the_table(role: Role, act: Act, allowed: bool) -> None:
    assert may(role, act) is allowed


def _take(desk: Desk, person: Person) -> None:
    desk.take(desk.order(EVEN), cashier=person)


def _void(desk: Desk, person: Person) -> None:
    void_receipt(desk.books, 1, "x", request_id="v", requester=person, till=1, approver=None)


def _move(desk: Desk, person: Person) -> None:
    approver = next(each for each in STAFF if each.role == "supervisor" and each != person)
    move_payment(
        desk.books, 1, THIRD, "x", request_id="m", requester=person, approver=approver, till=1, office=desk.office,
        words=desk.words,
    )  # fmt: skip


def _copy(desk: Desk, person: Person) -> None:
    reprint(desk.books, 1, request_id="c", person=person, till=1, office=desk.office, words=desk.words)


def _x(desk: Desk, person: Person) -> None:
    print_x(desk.books, request_id="x", cashier=person, till=1, office=desk.office, words=desk.words)


def _transfer(desk: Desk, person: Person) -> None:
    record_transfer(desk.books, date(2026, 11, 23), 100, "x", "y", request_id="t", clerk=person)


def _refund(desk: Desk, person: Person) -> None:
    order = RefundOrder(1, (("charge:1", 100),), (cash(100),), "x")
    approver = next(each for each in STAFF if each.role == "supervisor" and each != person)
    refund_payment(
        desk.books, order, "x", request_id="r", requester=person, till=1, approver=approver, office=desk.office,
        words=desk.words,
    )  # fmt: skip


def _reverse(desk: Desk, person: Person) -> None:
    approver = next(each for each in STAFF if each.role == "supervisor" and each != person)
    reverse_payment(
        desk.books, 1, "charge:1", 100, None, "x", request_id="r", requester=person, approver=approver, till=1,
        office=desk.office, words=desk.words,
    )  # fmt: skip


def _forms(desk: Desk, person: Person) -> None:
    receive_forms(desk.books, "A1", "A9", "x", request_id="r", clerk=person)


def _invoice(desk: Desk, person: Person) -> None:
    mark_invoice(desk.books, 1, ["charge:1"], "1", request_id="i", clerk=person)


ACTS: dict[str, tuple[Act, Callable[[Desk, Person], object]]] = {
    "take_payment": (Act.TAKE_PAYMENT, _take),
    "record_count": (Act.CLOSE_TILL, lambda desk, person: desk.count_drawer(1, cashier=person)),
    "print_x": (Act.CLOSE_TILL, _x),
    "void_receipt": (Act.REQUEST_VOID, _void),
    "move_payment": (Act.MOVE_PAYMENT, _move),
    "reprint": (Act.REPRINT, _copy),
    "spoil_form": (Act.REPRINT, lambda desk, p: spoil_form(desk.books, 1, "A1", request_id="f", person=p)),
    "open_drawer": (Act.OPEN_DRAWER, lambda desk, p: open_drawer(desk.books, "x", request_id="d", person=p, till=1)),
    "record_transfer": (Act.RECORD_TRANSFER, _transfer),
    "refund_payment": (Act.REQUEST_REFUND, _refund),
    "reverse_payment": (Act.REVERSE_PAYMENT, _reverse),
    "receive_forms": (Act.KEEP_FORMS, _forms),
    "mark_invoice": (Act.MARK_INVOICE, _invoice),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("person", STAFF[:5], ids=lambda person: person.role)
def test_each_act_asks_the_table(desk: Desk, person: Person, name: str) -> None:
    desk.pay(EVEN, pay_now=10000)
    act, run = ACTS[name]
    events = desk.count("event")
    if may(person.role, act):
        run(desk, person)
        assert desk.count("event") == events + 1
    else:
        with pytest.raises(NotAllowed) as refused:
            run(desk, person)
        assert (refused.value.role, refused.value.act) == (person.role, act.value)
        assert desk.count("event") == events


@pytest.mark.parametrize("person", STAFF[:5], ids=lambda person: person.role)
def test_looking_up_codes_asks_the_table(desk: Desk, person: Person) -> None:
    paid = desk.pay(EVEN, tenders=(code(75180),))
    event = paid.receipts[0].event_id
    if may(person.role, Act.CHECK_CODES):
        check_code(desk.books, event, 0, arrived=True, request_id="k", checker=person)
        assert desk.account("code_clearing") == 0
    else:
        with pytest.raises(NotAllowed):
            check_code(desk.books, event, 0, arrived=True, request_id="k", checker=person)
