"""Rest days as people write them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.rules.rest_days import NoSuchDay, days_of, text_of

THIS_YEAR = st.dates(date(2028, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", []), ("10-01", [(10, 1)]), ("1.1、1.3", [(1, 1), (1, 3)]), ("2月29日", [(2, 29)]),
        ("10-01~10-03 10-02", [(10, 1), (10, 2), (10, 3)]), ("10月1日至3日", [(10, 1), (10, 2), (10, 3)]),
        ("9/30", [(9, 30)]), ("1月31日～2月1日", [(1, 31), (2, 1)]),
        ("10-03~10-01", None), ("13-01", None), ("10-01-10-03", None), ("02-30", None),
    ],
)  # fmt: skip
def test_days_and_stretches_are_read_in_either_way_of_writing(text: str, days: list[tuple[int, int]] | None) -> None:
    if days is None:
        with pytest.raises(NoSuchDay):
            days_of(text, 2028)
    else:
        assert days_of(text, 2028) == [date(2028, *each) for each in days]


@settings(max_examples=25, deadline=None)
@given(days=st.frozensets(THIS_YEAR, max_size=12))
def test_what_is_shown_is_read_as_the_same_days(days: frozenset[date]) -> None:
    assert frozenset(days_of(text_of(days), 2028)) == days
