"""What a charge costs and what it is made of."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.periods import Part, PartMethod, month, part_of, period_of
from counter.rules.tariff import UnknownTariff, by_area, fixed, recompute

SEPTEMBER = month("2026-09")
parts = st.none() | st.builds(
    part_of,
    st.sampled_from([SEPTEMBER, period_of("2026-Q3"), period_of("2026")]),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sampled_from(PartMethod),
)
areas = st.integers(0, 10**7)
prices = st.integers(0, 10**7)


def test_the_flat_of_the_manual_costs_what_the_manual_says() -> None:
    charged = by_area(8950, 28000, SEPTEMBER)
    assert charged.amount == 25060
    assert charged.ingredients == {"kind": "area", "area": 8950, "price": 28000, "months": 1}


def test_the_half_that_binary_fractions_lose_is_rounded_up() -> None:
    assert by_area(13070, 1500, SEPTEMBER).amount == 1961


def test_a_quarter_is_three_months_rounded_once() -> None:
    assert by_area(3333, 10001, period_of("2026-Q3")).amount == 10000
    assert 3 * by_area(3333, 10001, SEPTEMBER).amount == 9999


def test_a_part_month_is_explained_by_its_days() -> None:
    part = part_of(month("2026-07"), date(2026, 7, 15), date(2026, 12, 31), PartMethod.ACTUAL)
    charged = by_area(8950, 28000, month("2026-07"), part)
    assert charged.amount == 13743
    assert charged.ingredients == {
        "kind": "area",
        "area": 8950,
        "price": 28000,
        "months": 0,
        "method": "actual",
        "days": 17,
        "of_days": 31,
    }


def test_a_parking_place_has_a_price_without_area() -> None:
    assert fixed(2_000_000, SEPTEMBER).amount == 20000
    assert fixed(2_000_000, SEPTEMBER, Part(0, 15, 30)).amount == 10000


def test_a_currency_without_decimals_is_charged_in_whole_units() -> None:
    charged = fixed(1234 * 10000 + 5000, SEPTEMBER, digits=0)
    assert charged.amount == 1235
    assert recompute(charged.ingredients) == 1235


@given(areas, prices, parts, st.sampled_from([0, 2, 3]))
def test_every_sum_can_be_computed_again_from_its_ingredients(
    area: int, price: int, part: Part | None, digits: int
) -> None:
    for charged in (by_area(area, price, SEPTEMBER, part, digits), fixed(price, SEPTEMBER, part, digits)):
        assert recompute(charged.ingredients) == charged.amount


@given(areas, prices, parts)
def test_a_sum_lies_within_half_a_fen_of_the_exact_price(area: int, price: int, part: Part | None) -> None:
    used = Fraction(1) if part is None else part.months + Fraction(part.days, part.of_days)
    used += 0 if part is None else Fraction(part.end_days, part.end_of_days)
    exact = Fraction(area, 100) * Fraction(price, 10_000) * used * 100
    assert abs(by_area(area, price, SEPTEMBER, part).amount - exact) <= Fraction(1, 2)


def test_an_unknown_kind_is_no_sum() -> None:
    with pytest.raises(UnknownTariff) as caught:
        recompute({"kind": "moonlight", "price": 1, "months": 1})
    assert caught.value.kind == "moonlight"
