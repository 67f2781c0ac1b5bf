"""Sums as text and as fen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules import money
from counter.rules.money import divide_half_up, format_amount, parse_amount, split_by_weight

amounts = st.integers(min_value=0, max_value=money.ABSURD_MINOR)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("600", 60000),
        ("12.5", 1250),
        ("12.50", 1250),
        (".5", 50),
        ("7.", 700),
        ("1,409.50", 140950),
        ("1,000,000", 100000000),
        (" ¥ 1,409.50 ", 140950),
        ("\uffe51\uff0c409\u300250", 140950),
        ("\uff11\uff12\uff0e\uff15\uff10", 1250),
        ("\uff11\uff12\u3002\uff15", 1250),
        ("000012", 1200),
        ("0", 0),
        ("10000000.00", money.ABSURD_MINOR),
    ],
)
def test_a_sum_is_read_as_people_type_it(text: str, fen: int) -> None:
    assert parse_amount(text) == fen


@pytest.mark.parametrize(
    "text", ["", " ", ".", "¥", "12a", "a", "1,5", "1,2345", ",100", "1.2.3", "1 2", "5²", "½", "+5", "-", "-.", "¥-5"]
)
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(money.NotAnAmount) as caught:
        parse_amount(text)
    assert caught.value.text == text


def test_three_decimals_are_refused_and_named() -> None:
    with pytest.raises(money.TooManyDecimals) as caught:
        parse_amount("12.345")
    assert caught.value.digits == 2


@pytest.mark.parametrize("text", ["-5", "−5.00", "\uff0d5", "- ¥5", "-1,000"])
def test_a_minus_sign_is_refused_whatever_its_shape(text: str) -> None:
    with pytest.raises(money.NegativeAmount):
        parse_amount(text)


@pytest.mark.parametrize("text", ["10000000.01", "6222021234567890123", "9" * 10_000])
def test_an_absurd_sum_is_refused(text: str) -> None:
    with pytest.raises(money.AbsurdAmount) as caught:
        parse_amount(text)
    assert caught.value.limit_minor == money.ABSURD_MINOR


def test_a_currency_may_have_no_or_three_decimals() -> None:
    assert parse_amount("1,500", digits=0) == 1500
    assert format_amount(1500, digits=0) == "1,500"
    assert parse_amount("1.5", digits=3) == 1500
    assert format_amount(-1500, digits=3) == "\N{MINUS SIGN}1.500"


def test_a_negative_sum_is_written_with_a_true_minus_sign() -> None:
    assert format_amount(-4) == "\N{MINUS SIGN}0.04"
    assert format_amount(-140950) == "\N{MINUS SIGN}1,409.50"


@given(amounts, st.integers(min_value=0, max_value=3))
def test_a_written_sum_reads_back_the_same(fen: int, digits: int) -> None:
    assert parse_amount(format_amount(fen, digits), digits) == fen


@given(st.text() | st.text("0123456789.,-¥ \u3002", max_size=12))
def test_any_text_is_a_sum_or_one_of_four_errors(text: str) -> None:
    try:
        fen = parse_amount(text)
    except (money.NotAnAmount, money.TooManyDecimals, money.NegativeAmount, money.AbsurdAmount):
        return
    assert parse_amount(format_amount(fen)) == fen


@given(st.integers(-(10**15), 10**15), st.integers(-(10**6), 10**6).filter(bool))
def test_division_goes_to_the_nearest_and_from_the_half_away_from_zero(n: int, d: int) -> None:
    exact, result = Fraction(n, d), divide_half_up(n, d)
    distance = abs(exact - result)
    assert distance <= Fraction(1, 2)
    assert distance < Fraction(1, 2) or abs(result) > abs(exact)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_shares_sum_to_the_total_and_lie_within_one_of_the_exact_share(total: int, weights: list[int]) -> None:
    shares = split_by_weight(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


def test_equal_weights_give_the_odd_fen_to_the_first() -> None:
    assert split_by_weight(100, [1, 1, 1]) == [34, 33, 33]
    assert split_by_weight(-100, [1, 1, 1]) == [-34, -33, -33]


def test_the_largest_remainder_gets_the_odd_fen() -> None:
    assert split_by_weight(10, [33, 33, 34]) == [3, 3, 4]


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_nothing_is_shared_by_weights_that_cannot_carry_it(weights: list[int]) -> None:
    with pytest.raises(money.BadWeights):
        split_by_weight(100, weights)


def test_nothing_shared_by_no_weight_is_nothing() -> None:
    assert split_by_weight(0, [0, 0]) == [0, 0]
