"""What a till holds."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.till import (
    DENOMINATIONS_CNY,
    BadCount,
    Counted,
    Movement,
    MovementKind,
    SeriesRange,
    TenderTotal,
    UnknownMovement,
    compute_drawer,
    count_total,
    over_short,
)

K = MovementKind
DAY = [
    Movement(K.FLOAT, "cash", 50000),
    Movement(K.PAYMENT, "cash", 54840),
    Movement(K.ITEM, amount=54844, item="property", fund="operating"),
    Movement(K.RECEIPT, series="R2026", first=87),
    Movement(K.PAYMENT, "card", 30000),
    Movement(K.PAYMENT, "cash", 160),
    Movement(K.ITEM, amount=30160, item="parking", fund="operating"),
    Movement(K.RECEIPT, series="R2026", first=88),
    Movement(K.VOID, "cash", 160),
    Movement(K.VOID, "card", 30000),
    Movement(K.ITEM, amount=-30160, item="parking", fund="operating"),
    Movement(K.VOIDED, amount=30160, series="R2026", first=88),
    Movement(K.PAY_IN, amount=2000),
    Movement(K.PAY_OUT, amount=500),
    Movement(K.DROP, amount=40000),
    Movement(K.COPY, count=2),
    Movement(K.DRAWER_OPENING),
]

movements = st.lists(
    st.builds(
        Movement,
        kind=st.sampled_from(MovementKind),
        tender=st.sampled_from(["", "cash", "card", "scan"]),
        amount=st.integers(0, 10_000),
        item=st.sampled_from(["property", "parking"]),
        fund=st.sampled_from(["operating", "maintenance"]),
        series=st.sampled_from(["R2026", "M2026"]),
        first=st.integers(1, 500),
        count=st.integers(1, 3),
    ),
    max_size=25,
)


def test_a_day_adds_up_as_the_cashier_expects() -> None:
    drawer = compute_drawer(DAY)
    assert drawer.opening_float == 50000
    assert drawer.cash_expected == 50000 + 54840 + 2000 - 500 - 40000
    assert drawer.tenders == {"cash": TenderTotal(2, 55000, 160), "card": TenderTotal(1, 30000, 30000)}
    assert drawer.received == 54840
    assert drawer.receipts == {"R2026": SeriesRange(87, 88, 2)}
    assert drawer.voids == Counted(1, 30160)
    assert drawer.drops == Counted(1, 40000)
    assert (drawer.pay_in, drawer.pay_out) == (Counted(1, 2000), Counted(1, 500))
    assert (drawer.copies, drawer.drawer_openings) == (2, 1)
    assert drawer.by_item == {"property": 54844, "parking": 0}
    assert drawer.by_fund == {"operating": 54844}


def test_a_void_of_an_earlier_days_card_payment_leaves_the_cash_alone() -> None:
    drawer = compute_drawer([Movement(K.FLOAT, "cash", 100), Movement(K.VOID, "card", 70)])
    assert drawer.cash_expected == 100
    assert drawer.tenders["card"].net == -70


def test_an_idle_till_holds_nothing() -> None:
    drawer = compute_drawer([])
    assert (drawer.cash_expected, drawer.received, drawer.receipts) == (0, 0, {})


def test_movements_already_added_up_give_the_same_drawer() -> None:
    one_by_one = [Movement(K.PAYMENT, "cash", 10), Movement(K.PAYMENT, "cash", 20)]
    numbers = [Movement(K.RECEIPT, series="R", first=1), Movement(K.RECEIPT, series="R", first=2)]
    together = [Movement(K.PAYMENT, "cash", 30, count=2), Movement(K.RECEIPT, series="R", first=1, last=2, count=2)]
    assert compute_drawer(one_by_one + numbers) == compute_drawer(together)


def test_a_movement_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownMovement) as caught:
        compute_drawer([Movement("gift", "cash", 100)])
    assert caught.value.kind == "gift"


def added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in {**one, **other}}


@given(movements, movements)
def test_two_halves_of_a_day_add_up_to_the_day(morning: list[Movement], evening: list[Movement]) -> None:
    a, b, day = compute_drawer(morning), compute_drawer(evening), compute_drawer(morning + evening)
    for name in ("opening_float", "cash_expected", "copies", "drawer_openings", "received"):
        assert getattr(day, name) == getattr(a, name) + getattr(b, name)
    for name in ("voids", "refunds", "pay_in", "pay_out", "drops"):
        one, other = getattr(a, name), getattr(b, name)
        assert getattr(day, name) == Counted(one.count + other.count, one.amount + other.amount)
    assert day.by_item == added(a.by_item, b.by_item)
    assert day.by_fund == added(a.by_fund, b.by_fund)
    for tender, total in day.tenders.items():
        one, other = a.tenders.get(tender, TenderTotal()), b.tenders.get(tender, TenderTotal())
        assert total == TenderTotal(
            one.count + other.count, one.received + other.received, one.returned + other.returned
        )
    for series, found in day.receipts.items():
        halves = [half.receipts[series] for half in (a, b) if series in half.receipts]
        assert found == SeriesRange(
            min(half.first for half in halves), max(half.last for half in halves), sum(half.count for half in halves)
        )


@given(movements)
def test_items_and_funds_split_the_same_sum(some: list[Movement]) -> None:
    drawer = compute_drawer(some)
    assert sum(drawer.by_item.values()) == sum(drawer.by_fund.values())


def test_a_count_is_the_sum_of_its_pieces() -> None:
    counts = dict(zip(DENOMINATIONS_CNY, (34, 11, 7, 15, 9, 26, 4, 7), strict=True))
    assert count_total(counts) == 431370
    assert over_short(431400, count_total(counts)) == -30


@pytest.mark.parametrize("counts", [{100: -1}, {0: 1}, {-5: 2}])
def test_pieces_are_never_less_than_none(counts: dict[int, int]) -> None:
    with pytest.raises(BadCount):
        count_total(counts)
