"""What happens to payments of the sample after they were taken: voids, payments on the wrong unit, copies."""

from collections.abc import Sequence
from random import Random

from counter.demo.habits import Visit
from counter.demo.window import Window
from counter.desk.copies import reprint
from counter.desk.move_payment import move_payment
from counter.desk.people import Person
from counter.desk.take_payment import Paid
from counter.desk.void_receipt import void_receipt
from counter.rules.tender import TenderKind
from db.books import Books

_VOID_ONE_IN, _MOVE_ONE_IN, _COPY_ONE_IN = 400, 450, 90


def think_again(
    books: Books, window: Window, supervisor: Person, done: Sequence[tuple[Visit, Paid]], chance: Random
) -> int:
    """Void, move and copy some of today's payments; returns the cash that went back, in minor units."""
    back = 0
    for visit, paid in done:
        # Only what settles nothing ahead is undone here, so that nothing of it can have been used since.
        void, move = chance.randrange(_VOID_ONE_IN) == 0, chance.randrange(_MOVE_ONE_IN) == 0
        undone = not visit.ahead_months and visit.tender is not TenderKind.TRANSFER
        if void and undone:
            back += _void(books, window, supervisor, visit, paid)
        elif move and undone and len(window.households[visit.household].units) == 1:
            _move(books, window, supervisor, visit, paid)
        elif chance.randrange(_COPY_ONE_IN) == 0:
            _copy(books, window, paid)
    return back


def _void(books: Books, window: Window, supervisor: Person, visit: Visit, paid: Paid) -> int:
    back = 0
    for receipt in paid.receipts:
        void_receipt(
            books, receipt.id, "交款人要求改用其他方式付款", request_id=f"sample-void-{receipt.id}",
            requester=window.cashier, till=window.till, approver=supervisor, parts_in_hand=True,
        )  # fmt: skip
        back += receipt.total if visit.tender == "cash" else 0
    return back


def _move(books: Books, window: Window, supervisor: Person, visit: Visit, paid: Paid) -> None:
    """Put a payment on the flat next door, for which it was meant; what is too much there becomes its balance."""
    next_door = (visit.household + 1) % len(window.households)
    unit_id = window.unit_ids[window.households[next_door].units[0]]
    if window.unit_ids[window.households[visit.household].units[0]] == unit_id:
        return
    for receipt in paid.receipts:
        move_payment(
            books, receipt.id, unit_id, "收费时选错房号", request_id=f"sample-move-{receipt.id}",
            requester=window.cashier, approver=supervisor, till=window.till, office=window.office, words=window.words,
        )  # fmt: skip
    window.savers.add(next_door)


def _copy(books: Books, window: Window, paid: Paid) -> None:
    for receipt in paid.receipts:
        reprint(
            books, receipt.id, request_id=f"sample-copy-{receipt.id}", person=window.cashier, till=window.till,
            office=window.office, words=window.words,
        )  # fmt: skip
