"""Promises: what came in counts for one of them, a later one may take the place of those that run, the books judge."""

from datetime import date
from typing import Any

import pytest

from counter.desk.letter_settings import LetterSettings
from counter.desk.owing import owing_unit
from counter.desk.payment_order import LateEntry
from counter.desk.promises import promise_to_pay
from counter.desk.transfers import record_transfer
from counter.rules.tender import TenderKind
from tests.desk.late_fee_office import next_day, void
from tests.desk.office import CASHIER, EVEN, FINANCE, THIRD, Desk
from tests.desk.test_desk_move import move
from tests.desk.test_desk_transfers_and_codes import claim


def promise(desk: Desk, amount: int, until: str, *, renews: bool = False) -> int:
    return promise_to_pay(
        desk.books, EVEN, amount, date.fromisoformat(until), request_id=desk.request(), staff=CASHIER, renews=renews
    )


def states(desk: Desk) -> list[tuple[str, int]]:
    found = owing_unit(desk.connection, EVEN, desk.clock.today(), LetterSettings())
    assert found is not None
    return [(each.state, each.received) for each in found.promises]


def pay(desk: Desk, amount: int, **more: Any) -> int:
    return desk.pay(EVEN, pay_now=amount, rounding=0, **more).receipts[0].id


def test_each_instalment_is_kept_by_money_of_its_own_and_a_void_breaks_it(desk: Desk) -> None:
    promise(desk, 20_000, "2026-11-25")
    promise(desk, 30_000, "2026-12-10")
    first = pay(desk, 25_000)
    assert states(desk) == [("kept", 25_000), ("running", 5_000)]
    pay(desk, 25_000)
    assert states(desk) == [("kept", 50_000), ("kept", 30_000)]
    void(desk, first)
    assert states(desk) == [("kept", 25_000), ("running", 5_000)]
    next_day(desk, 20)
    assert states(desk) == [("kept", 25_000), ("broken", 5_000)]


def test_a_promise_that_was_renewed_is_neither_kept_nor_broken(desk: Desk) -> None:
    promise(desk, 20_000, "2026-11-25")
    promise(desk, 20_000, "2026-12-10", renews=True)
    assert states(desk) == [("renewed", 0), ("running", 0)]
    next_day(desk, 10)
    found = owing_unit(desk.connection, EVEN, desk.clock.today(), LetterSettings())
    assert found is not None
    assert (found.debtor.broken, found.debtor.promise_until) == (0, date(2026, 12, 10))
    pay(desk, 20_000)
    assert states(desk) == [("renewed", 0), ("kept", 20_000)]
    next_day(desk, 20)
    promise(desk, 1_000, "2027-01-10", renews=True)
    assert states(desk)[:2] == [("renewed", 0), ("kept", 20_000)], "what is over is not renewed"
    assert desk.findings() == []


@pytest.mark.parametrize("how", ["handwritten", "transfer"])
def test_money_counts_from_the_day_it_came_not_from_the_day_it_was_entered(desk: Desk, how: str) -> None:
    promise(desk, 25_060, "2026-11-25")
    next_day(desk, 4)
    assert states(desk) == [("broken", 0)]
    if how == "handwritten":
        pay(desk, 25_060, late=LateEntry("A17", "2026-11-25", "王芳"))
    else:
        incoming = record_transfer(desk.books, date(2026, 11, 25), 25_060, "x", "", request_id="t", clerk=FINANCE)
        tender = claim(25_060, incoming)._replace(details={"incoming": str(incoming), "date": "2026-11-25"})
        assert tender.kind is TenderKind.TRANSFER
        pay(desk, 25_060, tenders=[tender])
    assert states(desk) == [("kept", 25_060)]


def test_a_payment_that_was_moved_to_the_right_unit_keeps_a_promise_by_the_day_it_was_taken(desk: Desk) -> None:
    promise(desk, 1000, desk.clock.today().isoformat())
    paid = desk.pay(THIRD, pay_now=1000, rounding=0).receipts[0].id
    next_day(desk, 2)
    assert states(desk) == [("broken", 0)]
    move(desk, paid, EVEN)
    assert states(desk) == [("kept", 1000)]
