"""Our own code on paper."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules import codes
from counter.rules.codes import Code, paper_number, parse_code, parse_paper_number, receipt_code

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
series_texts = st.sampled_from(["R2026", "R-2026", "M2027", "L", "Z-1-2026"])
numbers = st.integers(0, 10**7)
hashes = st.binary(min_size=1, max_size=4).map(lambda data: hashlib.sha256(data).hexdigest())


@given(series_texts, numbers, hashes)
def test_a_code_reads_back_to_series_number_and_hash(series: str, number: int, hash_hex: str) -> None:
    code = receipt_code(series, number, hash_hex)
    assert set(code) <= set(ALPHABET)
    assert parse_code(code) == Code(series, number, hash_hex[:8].upper())


def test_a_code_is_read_in_any_case_and_width() -> None:
    code = receipt_code("R2026", 123, "7f3a09c1ffff")
    assert code.startswith("CF1-R2026-000123-7F3A09C1-")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert parse_code(f" {code.lower()}\n") == parse_code(wide) == Code("R2026", 123, "7F3A09C1")


@given(series_texts, numbers, hashes, st.data())
def test_one_wrong_character_is_always_noticed(series: str, number: int, hash_hex: str, data: st.DataObject) -> None:
    code = receipt_code(series, number, hash_hex)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(ALPHABET.replace(code[place], "")))
    with pytest.raises((codes.NotOurCode, codes.WrongCheck)):
        parse_code(code[:place] + other + code[place + 1 :])


def test_no_wrong_character_at_all_slips_through_one_code() -> None:
    code = receipt_code("R-2026", 123, "7f3a09c1")
    wrong = [code[:i] + c + code[i + 1 :] for i in range(len(code)) for c in ALPHABET if c != code[i]]
    for text in wrong:
        with pytest.raises((codes.NotOurCode, codes.WrongCheck)):
            parse_code(text)


@given(series_texts, numbers, hashes, st.data())
def test_two_neighbours_exchanged_are_always_noticed(
    series: str, number: int, hash_hex: str, data: st.DataObject
) -> None:
    code = receipt_code(series, number, hash_hex)
    places = [i for i in range(len(code) - 1) if code[i] != code[i + 1]]
    place = data.draw(st.sampled_from(places))
    with pytest.raises((codes.NotOurCode, codes.WrongCheck)):
        parse_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@pytest.mark.parametrize("text", ["", "3-2-1201", "CF1", "CF2-R2026-000123-7F3A09C1-00", "CF1-R2026-123-7F3A09C1-00"])
def test_what_is_not_ours_is_said_so(text: str) -> None:
    with pytest.raises(codes.NotOurCode):
        parse_code(text)


@pytest.mark.parametrize(
    ("series", "number", "hash_hex"),
    [("收", 1, "7f3a09c1"), ("R2026", -1, "7f3a09c1"), ("R2026", 1, "7f3a"), ("", 1, "0" * 8)],
)
def test_a_code_is_not_made_of_what_it_cannot_carry(series: str, number: int, hash_hex: str) -> None:
    with pytest.raises(codes.BadSeries):
        receipt_code(series, number, hash_hex)


def test_the_number_on_paper_reads_back() -> None:
    assert paper_number("R2026", 123) == "R2026-000123"
    assert parse_paper_number(" r2026-000123") == ("R2026", 123)
    assert parse_paper_number("2026-000123") == ("2026", 123)
    with pytest.raises(codes.NotOurCode):
        parse_paper_number("3-2-1201")
