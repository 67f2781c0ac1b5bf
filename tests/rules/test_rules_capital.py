"""Capital figures: examples from the rule, and a reader of its own that shares nothing with the writer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.money import to_capital

VALUES = {"零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_capital(text: str) -> int:
    """Fen from capital figures, by a running total as one reads aloud."""
    body = text.removeprefix("人民币")
    sign = -1 if body.startswith("负") else 1
    whole, _, odd = body.removeprefix("负").rpartition("元")
    fen = read_number(whole) * 100
    figure = 0
    for character in odd:
        if character in VALUES:
            figure = VALUES[character]
        elif character == "角":
            fen += figure * 10
        elif character == "分":
            fen += figure
    return sign * fen


def read_number(text: str) -> int:
    """A whole number: 亿 and 万 each multiply all that was read before them within their reach."""
    if "亿" in text:
        high, _, low = text.rpartition("亿")
        return (read_number(high) or 1) * 10**8 + read_number(low)
    if "万" in text:
        high, _, low = text.rpartition("万")
        return read_number(high) * 10**4 + read_number(low)
    total, figure = 0, 0
    for character in text:
        if character in VALUES:
            figure = VALUES[character]
        else:
            total, figure = total + figure * UNITS[character], 0
    return total + figure


@pytest.mark.parametrize(
    ("fen", "capital"),
    [
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (25, "贰角伍分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (1000, "壹拾元整"),
        (1100, "壹拾壹元整"),
        (10000, "壹佰元整"),
        (100100, "壹仟零壹元整"),
        (1000000, "壹万元整"),
        (1000100, "壹万零壹元整"),
        (10050000, "壹拾万零伍佰元整"),
        (100000000, "壹佰万元整"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_010_000_000, "壹亿零壹拾万元整"),
        (100_000_000_000_000, "壹万亿元整"),
        (100_010_000_000_000, "壹万零壹亿元整"),
        (-12305, "负壹佰贰拾叁元零伍分"),
        (-50, "负伍角整"),
    ],
)
def test_a_sum_is_written_by_the_rule(fen: int, capital: str) -> None:
    assert to_capital(fen) == "人民币" + capital


@given(st.integers(-(10**17), 10**17))
def test_capital_figures_read_back_to_the_same_sum(fen: int) -> None:
    assert read_capital(to_capital(fen)) == fen


@given(st.integers(-(10**17), 10**17))
def test_capital_figures_keep_the_rules_of_form(fen: int) -> None:
    text = to_capital(fen)
    assert text.startswith("人民币")
    assert "零零" not in text
    assert text.endswith("整") == (fen % 10 == 0)
    assert not text.removeprefix("人民币").removeprefix("负").startswith("拾")
    for wrong in ("零拾", "零佰", "零仟", "零万", "零亿", "零角", "零分", "零整", "万万", "元元"):
        assert wrong not in text


@given(st.integers(0, 10**14), st.integers(0, 10**14))
def test_different_sums_never_read_the_same(one: int, other: int) -> None:
    assert (to_capital(one) == to_capital(other)) == (one == other)
