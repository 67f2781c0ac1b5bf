"""A flat sold in mid-month: seller and buyer owe their days, the parts are the charge, what was paid stays paid."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.adjust_charge import Wish, adjust_charge
from counter.desk.split_at_sale import NothingToSplit, parts_of_others, split_at_sale
from counter.desk.standing import UnknownUnit
from counter.rules.tariff import recompute
from db.check import check_books
from tests.desk.acts_at_desk import sell
from tests.desk.office import EVEN, FINANCE, FUNDED, MANAGER, ODD, Desk, desk_at, version

BUYER = 50


def split(desk: Desk, unit: int = EVEN, request: str = "") -> tuple[int, int]:
    return split_at_sale(desk.books, unit, request_id=request or desk.request(), staff=FINANCE)


def owed_by(desk: Desk, unit: int = EVEN) -> dict[tuple[str, int | None], int]:
    return {(each.period, each.payer_id): each.open for each in desk.charges(unit)}


def whole(desk: Desk) -> bool:
    return check_books(desk.books.database, recompute=recompute).clean


def test_each_owes_their_own_days_of_the_running_month_and_nothing_is_lost(desk: Desk) -> None:
    before = {name: desk.account(name) for name in ("income", "receivable", "balance")}
    sell(desk, EVEN, "2026-11-11")
    for _ in range(2):
        assert split(desk, request="s") == (1, 16_707)
    # 250.60 × 20/30 = 167.0666…, 250.60 × 10/30 = 83.5333…: the larger remainder is the seller's.
    assert owed_by(desk) == {
        ("2026-09", EVEN): 25_060, ("2026-10", EVEN): 25_060, ("2026-11", EVEN): 8353, ("2026-11", BUYER): 16_707,
    }  # fmt: skip
    assert {name: desk.account(name) for name in before} == before
    assert whole(desk)


def test_months_wholly_after_the_transfer_go_to_the_buyer(desk: Desk) -> None:
    sell(desk, FUNDED, "2026-10-01")
    split(desk, FUNDED)
    assert {(payer, period[-2:]) for period, payer in owed_by(desk, FUNDED)} == {
        (FUNDED, "09"), (BUYER, "10"), (BUYER, "11"),
    }  # fmt: skip
    today = desk.clock.today().isoformat()
    assert all(each.due >= today for each in desk.charges(FUNDED) if each.payer_id == BUYER), "the buyer is not late"
    assert whole(desk)
    with pytest.raises(NothingToSplit):
        split(desk, FUNDED)


def test_what_the_seller_paid_stays_paid(desk: Desk) -> None:
    desk.pay(EVEN, pay_now=2 * 25_060 + 20_000, rounding=0)
    sell(desk, EVEN, "2026-11-11")
    split(desk)
    assert owed_by(desk) == {("2026-11", BUYER): 5060}
    assert (desk.account("balance"), whole(desk)) == (0, True)


def test_the_buyers_part_can_be_waived_and_paid(desk: Desk) -> None:
    sell(desk, EVEN, "2026-11-11")
    split(desk)
    part = next(each for each in desk.charges(EVEN) if each.payer_id == BUYER)
    adjust_charge(
        desk.books, Wish(part.charge_id, "waiver", -707), "x", request_id="w", staff=FINANCE, approver=MANAGER
    )  # fmt: skip
    assert owed_by(desk)["2026-11", BUYER] == 16_000
    desk.pay(EVEN, rounding=0)
    assert (desk.owed(EVEN), whole(desk)) == (0, True)


def test_the_sellers_own_days_are_never_split_off_a_second_time(desk: Desk) -> None:
    sell(desk, EVEN, "2026-11-11")
    split(desk)
    with pytest.raises(NothingToSplit):
        split(desk)
    assert owed_by(desk)["2026-11", EVEN] == 8353


def test_what_was_waived_lets_both_off_by_their_days(desk: Desk) -> None:
    november = desk.charges(EVEN)[-1].charge_id
    wish = Wish(november, "waiver", -12_530)
    adjust_charge(desk.books, wish, "空置", request_id="w", staff=FINANCE, approver=MANAGER)
    sell(desk, EVEN, "2026-11-11")
    assert split(desk) == (1, 8353)
    assert (owed_by(desk)["2026-11", EVEN], owed_by(desk)["2026-11", BUYER]) == (4177, 8353)
    assert whole(desk)


def test_what_was_added_to_a_charge_is_split_like_it(desk: Desk) -> None:
    november = desk.charges(EVEN)[-1].charge_id
    wish = Wish(november, "adjustment", 3000)
    adjust_charge(desk.books, wish, "少收", request_id="w", staff=FINANCE, approver=MANAGER)
    sell(desk, EVEN, "2026-11-11")
    assert split(desk) == (2, 16_707 + 2000)
    with pytest.raises(NothingToSplit):
        split(desk)
    assert sum(each.open for each in desk.charges(EVEN) if each.payer_id == BUYER) == 18_707
    assert whole(desk)


def test_a_flat_sold_twice_in_a_month_is_owed_by_three(desk: Desk) -> None:
    sell(desk, EVEN, "2026-11-11")
    split(desk)
    again = {"unit_id": EVEN, "role": "owner"}
    with desk.books.transaction("sold-again", staff_id=1) as tx:
        old = version("holding", BUYER, person_id=BUYER, since="2026-11-11", until="2026-11-20", **again)
        new = version("holding", BUYER + 1, person_id=BUYER + 1, since="2026-11-21", **again)
        person = version("person", BUYER + 1, name="买方乙", kind="person")
        tx.change("registers_changed", {"unit": EVEN}, {"person": [person], "holding": [old, new]})
    assert split(desk) == (1, 8353)
    november = {payer: amount for (period, payer), amount in owed_by(desk).items() if period == "2026-11"}
    assert november == {EVEN: 8353, BUYER: 8354, BUYER + 1: 8353}
    assert whole(desk)


def test_without_a_new_owner_or_anything_open_it_is_refused(desk: Desk) -> None:
    with pytest.raises(NothingToSplit):
        split(desk)
    with pytest.raises(UnknownUnit):
        split(desk, 99)
    sell(desk, ODD, "2026-12-01")
    with pytest.raises(NothingToSplit):
        split(desk, ODD)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 90), st.integers(0, 75_180))
def test_whatever_the_day_and_whatever_was_paid_the_parts_are_what_was_open(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory, day: int, paid: int
) -> None:
    path = tmp_path_factory.mktemp("sale") / "books.sqlite"
    path.write_bytes(furnished.read_bytes())
    desk = desk_at(path)
    try:
        desk.open()
        if paid:
            desk.pay(EVEN, pay_now=paid, rounding=0)
        before = desk.owed(EVEN)
        sell(desk, EVEN, (date(2026, 9, 1) + timedelta(days=day)).isoformat())
        try:
            parts = parts_of_others(desk.connection, EVEN, desk.clock.today().isoformat())
        except NothingToSplit:
            assert before == 0
            return
        assert split(desk) == (len(parts), sum(part.amount for part in parts))
        assert (desk.owed(EVEN), whole(desk)) == (before, True)
    finally:
        desk.books.close()
