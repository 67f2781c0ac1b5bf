import itertools
import re
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.width import _PLAIN, _SAME, NOT_FIRST, NOT_LAST, _prints, columns, is_amount, normalise, pad, pieces, wrap

TEXTS = st.text("物业费车位管理，。、（）：“”￥元0123456789.,-abc ¥×①²", max_size=60)
CALM = st.lists(st.sampled_from(["物业", "管理费，", "（车位）", "￥1,036.20", "2026-10", "pool。", " "]), max_size=12)


@given(TEXTS, st.integers(2, 48))
def test_no_line_is_wider_than_its_paper(text: str, limit: int) -> None:
    assert all(columns(line) <= limit for line in wrap(normalise(text), limit))


@given(TEXTS, st.integers(2, 48))
def test_wrapping_loses_nothing_but_spaces(text: str, limit: int) -> None:
    normal = normalise(text)
    assert "".join("".join(wrap(normal, limit)).split()) == "".join(normal.split())


@given(CALM, st.integers(12, 48))
def test_no_line_begins_or_ends_with_a_forbidden_mark(parts: list[str], limit: int) -> None:
    lines = wrap("".join(parts), limit)
    for before, after in itertools.pairwise(lines):
        assert not after or after[0] not in NOT_FIRST
        assert not before or before[-1] not in NOT_LAST


@given(CALM, st.integers(12, 48))
def test_amounts_and_dates_stay_whole(parts: list[str], limit: int) -> None:
    lines = wrap("".join(f"{part} " for part in parts), limit)
    for wanted in ("￥1,036.20", "2026-10"):
        assert sum(line.count(wanted) for line in lines) == sum(part == wanted for part in parts)


def test_a_full_stop_stays_with_the_last_character() -> None:
    assert wrap("物业费已缴清。", 12) == ["物业费已缴", "清。"]


def test_an_opening_bracket_goes_with_what_it_opens() -> None:
    assert wrap("地下车位（负一层）", 10) == ["地下车位", "（负一层）"]


def test_a_word_longer_than_the_paper_is_cut_rather_than_lost() -> None:
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_the_yen_sign_is_the_wide_one_before_anything_is_measured() -> None:
    assert normalise("¥100.00") == "￥100.00"
    assert columns(normalise("¥100.00")) == 8


def test_what_is_taken_as_it_is_would_not_have_been_changed() -> None:
    plain = [char for char in map(chr, range(0x10000)) if _PLAIN.fullmatch(char)]
    assert len(plain) > 20_000
    assert [char for char in plain if char in _SAME or not _prints(char) or not is_normalized("NFC", char)] == []
    assert not _PLAIN.fullmatch("m²")


def test_invisible_characters_do_not_count() -> None:
    assert normalise("a\u200bb\x07c\u00a0d\te") == "abc d e"


@pytest.mark.parametrize("text", ["268.50", "-0.01", "−1.00", "¥−1.00", "¥1,816.40", "+3", "1,036.20", "5%", " 12 "])
def test_figures_are_amounts(text: str) -> None:
    assert is_amount(text)


@pytest.mark.parametrize("text", ["", "2026-10", "3-2-1201", "物业费", "12元起", "1 2"])
def test_dates_rooms_and_words_are_no_amounts(text: str) -> None:
    assert not is_amount(text)


@given(TEXTS)
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@given(st.text("物a1", max_size=8), st.integers(0, 20), st.sampled_from(["left", "center", "right"]))
def test_padding_fills_to_the_width(text: str, width: int, align: str) -> None:
    padded = pad(text, width, align)
    assert columns(padded) == max(width, columns(text))
    assert re.sub(" ", "", padded) == text


def test_a_sum_keeps_its_unit_on_its_line() -> None:
    assert wrap("欠费 947.50 元，最早一笔", 14) == ["欠费", "947.50 元，最", "早一笔"]
