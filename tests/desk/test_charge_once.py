"""Something charged once: at its price or a typed sum, owed at once, and no period of it is ever billed."""

import json
from datetime import date

import pytest

from counter.desk.approve import ReasonMissing
from counter.desk.change_prices import Scope, UnknownItem, set_price
from counter.desk.charge_once import ItemBilledByPeriod, NoOncePrice, charge_once, once_items
from counter.desk.preview_bills import preview
from counter.desk.standing import UnknownUnit, paid_to
from counter.rules.tariff import recompute
from db.check import check_books
from tests.desk.acts_at_desk import once_item
from tests.desk.office import CASHIER, EVEN, FEE, MANAGER, Desk

TODAY = "2026-11-23"


def once(desk: Desk, item: int, request: str = "", **more: object) -> int:
    return charge_once(
        desk.books, EVEN, item, request_id=request or desk.request(), staff=CASHIER,
        **more,  # type: ignore[arg-type]
    ).charge_id  # fmt: skip


def test_a_typed_sum_is_owed_at_once_and_paid_with_everything_else(desk: Desk) -> None:
    card = once_item(desk)
    for _ in range(2):
        charge = once(desk, card, "card", amount=2000, reason="补办门禁卡")
    made = next(each for each in desk.charges(EVEN) if each.charge_id == charge)
    assert (made.open, made.due, made.payer_id, made.period) == (2000, TODAY, EVEN, "2026-11")
    assert json.loads(made.ingredients) == {"kind": "once", "price": 200_000, "reason": "补办门禁卡"}
    desk.pay(EVEN, rounding=0)
    assert desk.owed(EVEN) == 0
    assert check_books(desk.books.database, recompute=recompute).clean


def test_its_price_needs_no_reason_and_two_of_a_day_are_two_charges(desk: Desk) -> None:
    card = once_item(desk)
    set_price(desk.books, card, Scope("flat"), "once", 150_000, date(2026, 1, 1), request_id="p", staff=MANAGER)
    made = {once(desk, card), once(desk, card)}
    assert len(made) == 2
    assert [each.amount for each in desk.charges(EVEN) if each.item_id == card] == [1500, 1500]
    assert [each.id for each in once_items(desk.connection)] == [card]


def test_no_day_counts_as_billed_and_nothing_as_paid_up_to(desk: Desk) -> None:
    card = once_item(desk)
    before = paid_to(desk.connection, EVEN)
    once(desk, card, amount=2000, reason="x")
    assert paid_to(desk.connection, EVEN) == before
    assert all(each.item_id != card for each in preview(desk.connection, ["2026-11"], compare=False).charges)


def test_what_cannot_be_charged_once_is_refused(desk: Desk) -> None:
    card = once_item(desk)
    with pytest.raises(ItemBilledByPeriod):
        once(desk, FEE, amount=100, reason="x")
    with pytest.raises(NoOncePrice):
        once(desk, card)
    with pytest.raises(ReasonMissing):
        once(desk, card, amount=100)
    with pytest.raises(UnknownItem):
        once(desk, 99, amount=100, reason="x")
    with pytest.raises(UnknownUnit):
        charge_once(desk.books, 99, card, request_id="u", staff=CASHIER, amount=1, reason="x")
    assert all(each.item_id != card for each in desk.charges(EVEN))
