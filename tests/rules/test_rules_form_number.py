import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.form_number import (
    Gap,
    NotAFormNumber,
    check_form_number,
    following,
    gap,
    parts,
    same_form,
    spellings,
)


@pytest.mark.parametrize(
    ("number", "next_one"),
    [("A000017", "A000018"), ("0009999", "0010000"), ("999", "1000"), ("B-2026-009", "B-2026-010"), ("7", "8")],
)
def test_the_next_form_is_one_further_and_keeps_its_width(number: str, next_one: str) -> None:
    assert following(number) == next_one


@pytest.mark.parametrize(
    ("typed", "kept"), [(" a000017 ", "A000017"), ("Ａ０００１７", "A00017"), ("00 34 567", "0034567")]
)
def test_a_number_is_kept_as_it_compares(typed: str, kept: str) -> None:
    assert check_form_number(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "A", "17A", "№17", "1" * 30, "A 1;DROP", "一二三"])
def test_what_no_form_carries_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(NotAFormNumber) as refused:
        check_form_number(typed)
    assert refused.value.text == typed
    check_form_number(refused.value.example)


@given(st.sampled_from(["", "A", "B-"]), st.integers(0, 10**9), st.integers(0, 1000))
def test_counting_on_never_comes_back_to_a_number(head: str, start: int, steps: int) -> None:
    number = f"{head}{start:07d}"
    further = following(number, steps)
    assert parts(further) == (head, start + steps)
    assert (further == number) == (steps == 0)


@pytest.mark.parametrize(
    ("expected", "found", "missing"),
    [
        ("A18", "A18", None),
        ("A18", "A17", None),
        ("A18", "B20", None),
        ("A18", "A19", Gap("A18", "A18", 1)),
        ("A008", "A011", Gap("A008", "A010", 3)),
    ],
)
def test_a_leap_ahead_leaves_a_gap(expected: str, found: str, missing: Gap | None) -> None:
    assert gap(expected, found) == missing


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A000017", "a17", True), ("A-000017", "A17", True), ("17", "0017", True), ("A17", "B17", False),
        ("A17", "A170", False), ("A-B-17", "A-B017", True), ("AB17", "A-B17", False),
    ],
)  # fmt: skip
def test_one_form_is_known_however_it_is_typed(one: str, other: str, same: bool) -> None:
    assert same_form(one, other) is same_form(other, one) is same
    assert (check_form_number(one) in spellings(check_form_number(one))) is True
