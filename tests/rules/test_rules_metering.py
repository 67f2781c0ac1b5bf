"""Meters, tiered prices and shared bills: what was used, what it costs, and that the parts are the whole."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.metering import USAGE_SCALE, Advance, ReadingBelowLast, ReadingBeyondCounter, advanced, usage
from counter.rules.money import BadWeights
from counter.rules.periods import PartMethod, month, part_of
from counter.rules.shared_costs import spread
from counter.rules.tariff import charged, each, metered, once, recompute, tiered
from counter.rules.tiers import BadBands, Band, banded, in_bands

SEPTEMBER = month("2026-09")
WATER = (Band(0, 50_000), Band(180_000, 70_000), Band(260_000, 90_000))  # 5, 7 and 9 yuan from 0, 180 and 260 m³ a year
FINE = USAGE_SCALE // 1000
bands = st.lists(st.integers(1, 500_000), unique=True, max_size=4).flatmap(
    lambda begins: st.lists(st.integers(0, 200_000), min_size=len(begins) + 1, max_size=len(begins) + 1).map(
        lambda prices: tuple(Band(b, p) for b, p in zip([0, *sorted(begins)], sorted(prices), strict=True))
    )
)
used = st.integers(0, 900_000).map(lambda thousandths: thousandths * FINE)


def test_a_meter_is_billed_for_what_it_advanced() -> None:
    # 1234.5 → 1250.0 is 15.5 m³ at 4.10
    water = metered([Advance(1_234_500, 1_250_000)], 41_000)
    assert water.amount == 6355
    assert water.ingredients == {"kind": "metered", "price": 41_000, "advances": [[1_234_500, 1_250_000, 0]]}


def test_a_counter_that_started_over_is_no_negative_usage() -> None:
    assert advanced(Advance(99_990_000, 15_000, starts_over_at=100_000_000)) == 25_000


def test_a_meter_replaced_in_between_counts_with_both_its_ends() -> None:
    assert usage([Advance(500_000, 512_000), Advance(0, 3_500)]) == 15_500 * FINE


def test_transformers_and_losses_multiply() -> None:
    # 10 kWh × 40 × 1.03 = 412 kWh at 0.85
    charge = metered([Advance(0, 10_000)], 8_500, multiplier=40_000, loss=300)
    assert charge.amount == 35_020
    assert (charge.ingredients["multiplier"], charge.ingredients["loss"]) == (40_000, 300)


def test_a_meter_that_ran_backwards_is_refused() -> None:
    with pytest.raises(ReadingBelowLast) as caught:
        metered([Advance(10_000, 9_999)], 41_000)
    assert (caught.value.previous, caught.value.current) == (10_000, 9_999)


def test_a_reading_beyond_the_counter_is_refused() -> None:
    with pytest.raises(ReadingBeyondCounter) as caught:
        advanced(Advance(0, 100_000_000, starts_over_at=100_000_000))
    assert caught.value.reading == 100_000_000


def test_an_estimate_that_was_too_high_is_given_back() -> None:
    assert metered([Advance(120_000, 115_000, corrects=True)], 41_000).amount == -2050


def test_only_what_lies_in_a_band_costs_its_price() -> None:
    # 300 m³: 180 × 5 + 80 × 7 + 40 × 9 = 1820
    assert tiered([Advance(0, 300_000)], WATER).amount == 182_000
    # 10 m³ after 175: 5 × 5 + 5 × 7 = 60
    assert tiered([Advance(175_000, 185_000)], WATER, used_before=175_000 * FINE).amount == 6_000


@given(bands, used, used)
def test_two_bills_of_a_year_are_the_bill_of_the_year(table: tuple[Band, ...], first: int, second: int) -> None:
    assert banded(first, table) + banded(second, table, first) == banded(first + second, table)


@given(bands, used, used)
def test_more_usage_never_costs_less_and_no_step_jumps(table: tuple[Band, ...], a: int, b: int) -> None:
    low, high = sorted((a, b))
    difference = banded(high, table) - banded(low, table)
    assert 0 <= difference <= (high - low) * max(band.price for band in table)


@given(bands, used, used)
def test_taking_an_estimate_back_gives_back_what_it_cost(table: tuple[Band, ...], before: int, estimate: int) -> None:
    assert banded(-estimate, table, before + estimate) == -banded(estimate, table, before)


@given(bands, used, used)
def test_the_bands_share_out_the_whole_usage(table: tuple[Band, ...], quantity: int, before: int) -> None:
    assert sum(part.usage for part in in_bands(quantity, table, before)) == quantity


@pytest.mark.parametrize("begins", [(), (1,), (0, 0), (0, 5, 3)])
def test_bands_without_order_are_refused(begins: tuple[int, ...]) -> None:
    with pytest.raises(BadBands):
        banded(1, [Band(start, 1) for start in begins])


def test_shares_of_a_bill_carry_their_working() -> None:
    shares = spread(100_000, "area", {1: 8950, 2: 8950, 3: 11_832})
    assert [share.amount for share in shares.values()] == [30_102, 30_102, 39_796]
    assert shares[1].ingredients == {
        "kind": "share", "by": "area", "total": 100_000, "weight": 8950, "weights": 29_732,
    }  # fmt: skip


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_the_shares_are_the_bill_and_each_can_be_computed_again(total: int, weights: list[int]) -> None:
    shares = spread(total, "area", dict(enumerate(weights)))
    assert sum(share.amount for share in shares.values()) == total
    assert all(recompute(share.ingredients) == share.amount for share in shares.values())


def test_a_bill_cannot_be_spread_over_nothing() -> None:
    with pytest.raises(BadWeights):
        spread(100, "unit", {1: 0, 2: 0})


def test_persons_and_spaces_are_counted() -> None:
    assert each(3, "person", 60_000, SEPTEMBER).amount == 1800
    half = part_of(SEPTEMBER, date(2026, 9, 16), date(2026, 9, 30), PartMethod.ACTUAL)
    assert each(2, "space", 2_000_000, SEPTEMBER, half).amount == 20_000


def test_what_is_asked_for_once_has_no_months() -> None:
    card = once(250_000)
    assert (card.amount, card.ingredients) == (2500, {"kind": "once", "price": 250_000})


def test_a_reduction_is_let_off_before_rounding() -> None:
    # an empty flat pays 70 %: 89.50 m² × 2.80 × 0.7 = 175.42
    empty = charged({"kind": "area", "area": 8950, "price": 28_000}, SEPTEMBER, None, reduction=3000)
    assert empty.amount == 17_542
    assert recompute(empty.ingredients) == 17_542


@given(st.integers(0, 10**7), st.integers(0, 10**6), st.integers(1, 10**5), st.integers(0, 2000), bands)
def test_every_metered_sum_lies_within_half_a_fen_of_the_exact_one(
    start: int, went: int, multiplier: int, loss: int, table: tuple[Band, ...]
) -> None:
    advances = [Advance(start, start + went)]
    quantity = Fraction(went, 1000) * Fraction(multiplier, 1000) * (1 + Fraction(loss, 10_000))
    plain = metered(advances, 41_000, multiplier=multiplier, loss=loss)
    assert abs(plain.amount - quantity * Fraction(41_000, 10_000) * 100) <= Fraction(1, 2)
    stepped = tiered(advances, table, multiplier=multiplier, loss=loss)
    assert recompute(plain.ingredients) == plain.amount
    assert recompute(stepped.ingredients) == stepped.amount
