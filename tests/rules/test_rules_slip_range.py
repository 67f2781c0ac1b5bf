import pytest

from counter.rules.slip_range import Unmatched, left_out, unmatched


@pytest.mark.parametrize(
    ("first", "last", "held", "found"),
    [
        (1, 3, [1, 2, 3], Unmatched((), ())),
        (1, 4, [1, 3], Unmatched((2, 4), ())),
        (5, 6, [5, 6, 9], Unmatched((), (9,))),
        (9998, 2, [9998, 1], Unmatched((9999, 2), ())),
        (0, 0, [1], Unmatched((), ())),
        (1, 9000, [1], Unmatched((), ())),
        (7, 7, [], Unmatched((7,), ())),
    ],
)
def test_slips_of_terminal_and_books_are_matched_number_by_number(
    first: int, last: int, held: list[int], found: Unmatched
) -> None:
    assert unmatched(first, last, held) == found


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ((), ()),
        ((7,), ()),
        ((7, 8, 9), ()),
        ((7, 10, 9), (8,)),
        ((1, 5), (2, 3, 4)),
        ((1, 900), ()),
        ((217, 900_001), ()),
    ],
)
def test_what_lies_between_the_numbers_of_a_batch_was_left_out(
    numbers: tuple[int, ...], missing: tuple[int, ...]
) -> None:
    assert left_out(numbers) == missing
