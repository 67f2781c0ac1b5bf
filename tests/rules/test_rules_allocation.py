"""Which debt a payment settles."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.allocation import (
    Allocation,
    ChargeListedTwice,
    ChosenNotOpen,
    OpenLine,
    Order,
    settle,
    settleable,
)

SEPTEMBER = OpenLine(1, "2026-09-30", "2026-09", 1, 25060)
OCTOBER = OpenLine(2, date(2026, 10, 31), "2026-10", 1, 25060)
ENERGY = OpenLine(3, "2026-10-15", "2026-Q3", 2, 4612)
LATE_FEE = OpenLine(4, "2026-09-30", "2026-09", 1, 112, "late_fee")
FROZEN = OpenLine(5, "2026-01-31", "2026-01", 3, 20000, frozen=True)
ALL = [OCTOBER, FROZEN, LATE_FEE, ENERGY, SEPTEMBER]

lines = st.lists(
    st.builds(
        OpenLine,
        charge_id=st.integers(1, 30),
        due=st.sampled_from(["2026-01-31", "2026-02-28", "2026-03-31"]),
        period=st.sampled_from(["2026-01", "2026-02"]),
        item_rank=st.integers(1, 2),
        open=st.integers(0, 5000),
        kind=st.sampled_from(["principal", "late_fee"]),
        frozen=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda line: line.charge_id,
)


@st.composite
def lines_and_choice(draw: st.DrawFn) -> tuple[list[OpenLine], list[int]]:
    some = draw(lines)
    chosen = draw(st.lists(st.sampled_from(some), max_size=4)) if some else []
    return some, [line.charge_id for line in chosen]


def test_the_oldest_principal_comes_first_and_late_fees_last() -> None:
    assert settle(ALL, 54844) == [
        Allocation(1, 25060),
        Allocation(3, 4612),
        Allocation(2, 25060),
        Allocation(4, 112),
    ]


def test_a_part_payment_stays_on_the_oldest() -> None:
    assert settle(ALL, 8000) == [Allocation(1, 8000)]
    assert settle(ALL, 26000) == [Allocation(1, 25060), Allocation(3, 940)]


def test_the_law_takes_the_late_fee_of_each_debt_first() -> None:
    assert settle(ALL, 25172, order=Order.STATUTORY) == [Allocation(4, 112), Allocation(1, 25060)]


def test_the_law_shares_equal_debts_pro_rata() -> None:
    twins = [OpenLine(1, "2026-09-30", "2026-09", 1, 3000), OpenLine(2, "2026-09-30", "2026-09", 1, 1000)]
    assert settle(twins, 1000, order=Order.STATUTORY) == [Allocation(1, 750), Allocation(2, 250)]
    assert settle(twins, 1000) == [Allocation(1, 1000)]


@pytest.mark.parametrize("order", list(Order))
def test_the_payers_choice_comes_before_any_order(order: Order) -> None:
    assert settle(ALL, 30000, [2, 3], order)[:2] == [Allocation(2, 25060), Allocation(3, 4612)]


def test_a_frozen_charge_is_settled_only_when_named() -> None:
    assert settle([FROZEN], 20000) == []
    assert settle([FROZEN], 20000, [5]) == [Allocation(5, 20000)]
    assert settleable([FROZEN]) == 0


def test_a_chosen_charge_that_is_gone_is_named() -> None:
    with pytest.raises(ChosenNotOpen) as caught:
        settle([SEPTEMBER], 100, [1, 9])
    assert caught.value.charge_id == 9


def test_a_charge_listed_twice_is_refused() -> None:
    with pytest.raises(ChargeListedTwice):
        settle([SEPTEMBER, SEPTEMBER], 100)


@given(lines_and_choice(), st.integers(-10, 40_000), st.sampled_from(Order))
def test_allocations_sum_to_the_payment_and_exceed_no_charge(
    given_lines: tuple[list[OpenLine], list[int]], amount: int, order: Order
) -> None:
    some, chosen = given_lines
    result = settle(some, amount, chosen, order)
    opens = {line.charge_id: line.open for line in some}
    assert sum(allocation.amount for allocation in result) == max(0, min(amount, settleable(some, chosen)))
    assert all(0 < allocation.amount <= opens[allocation.charge_id] for allocation in result)
    assert len({allocation.charge_id for allocation in result}) == len(result)


@given(lines_and_choice(), st.integers(0, 40_000), st.sampled_from(Order))
def test_frozen_charges_receive_nothing_unless_chosen(
    given_lines: tuple[list[OpenLine], list[int]], amount: int, order: Order
) -> None:
    some, chosen = given_lines
    frozen = {line.charge_id for line in some if line.frozen} - set(chosen)
    assert not frozen & {allocation.charge_id for allocation in settle(some, amount, chosen, order)}


@given(lines, st.integers(0, 40_000))
def test_nothing_later_is_paid_while_something_earlier_is_open(some: list[OpenLine], amount: int) -> None:
    paid = {allocation.charge_id: allocation.amount for allocation in settle(some, amount)}
    order = sorted(
        (line for line in some if not line.frozen and line.open),
        key=lambda line: (line.kind == "late_fee", str(line.due), line.period, line.item_rank, line.charge_id),
    )
    short = [line for line in order if paid.get(line.charge_id, 0) < line.open]
    if short:
        after = order[order.index(short[0]) + 1 :]
        assert not [line for line in after if line.charge_id in paid]


@given(lines, st.integers(0, 40_000), st.randoms(use_true_random=False), st.sampled_from(Order))
def test_the_order_of_the_lines_given_changes_nothing(
    some: list[OpenLine], amount: int, random: Random, order: Order
) -> None:
    shuffled = list(some)
    random.shuffle(shuffled)
    assert settle(shuffled, amount, order=order) == settle(some, amount, order=order)


@given(lines, st.integers(0, 20_000), st.integers(0, 20_000))
def test_two_payments_settle_what_one_of_both_would(some: list[OpenLine], one: int, other: int) -> None:
    first = {allocation.charge_id: allocation.amount for allocation in settle(some, one)}
    rest = [line._replace(open=line.open - first.get(line.charge_id, 0)) for line in some]
    both = dict(first)
    for charge_id, amount in settle(rest, other):
        both[charge_id] = both.get(charge_id, 0) + amount
    assert both == dict(settle(some, one + other))
