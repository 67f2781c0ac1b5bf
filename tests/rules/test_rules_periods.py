"""Months, their labels, due days and parts."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.periods import (
    NotAMonth,
    Part,
    PartMethod,
    Period,
    due_date,
    month,
    month_of,
    months_between,
    parse_month,
    part_of,
    period_of,
)

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text", ["2712", "202712", "2027-12", "2027/12", "27-12", "2027年12月", "\uff12\uff17\uff11\uff12", " 2712 "]
)
def test_a_month_is_read_as_people_type_it(text: str) -> None:
    assert parse_month(text) == Period(date(2027, 12, 1), date(2027, 12, 31))


@pytest.mark.parametrize("text", ["", "2713", "2700", "271", "27", "20271", "2027-13", "1999-12", "dec", "202712311"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(NotAMonth) as caught:
        parse_month(text)
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-07-15/2026-07-31", date(2026, 7, 15), date(2026, 7, 31)),
        ("2026-02-01/2026-04-30", date(2026, 2, 1), date(2026, 4, 30)),
    ],
)
def test_a_label_names_its_days_and_the_days_their_label(label: str, first: date, last: date) -> None:
    assert period_of(label) == Period(first, last)
    assert Period(first, last).label == label


@pytest.mark.parametrize("label", ["2026-13", "2026-Q5", "26-09", "2026-09-01/2026-08-31", "2026-09-01/x", "9999"])
def test_a_label_that_names_nothing_is_refused(label: str) -> None:
    with pytest.raises(NotAMonth):
        period_of(label)


def test_a_quarter_is_no_month() -> None:
    with pytest.raises(NotAMonth):
        month("2026-Q3")


@given(days, days)
def test_every_stretch_of_days_has_a_label_that_reads_back(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    assert period_of(period.label) == period


@given(days)
def test_the_next_month_begins_the_day_after(day: date) -> None:
    this = month_of(day)
    assert this.next().first == this.last + timedelta(days=1)
    assert months_between(this.first, this.next().last) == 1
    assert month(this.label) == this


def test_the_next_quarter_and_year_are_as_long() -> None:
    assert period_of("2026-Q4").next() == period_of("2027-Q1")
    assert period_of("2026").next() == period_of("2027")


def test_due_days_are_brought_back_into_a_short_month() -> None:
    assert due_date(month("2026-09"), 31) == date(2026, 9, 30)
    assert due_date(month("2027-02"), 30) == date(2027, 2, 28)
    assert due_date(period_of("2026-Q3"), 15, months_after=1) == date(2026, 10, 15)
    assert due_date(month("2026-12"), 10, months_after=1) == date(2027, 1, 10)


@pytest.mark.parametrize(
    ("method", "part"),
    [
        (PartMethod.ACTUAL, Part(0, 17, 31, method=PartMethod.ACTUAL)),
        (PartMethod.THIRTY, Part(0, 17, 30, method=PartMethod.THIRTY)),
        (PartMethod.WHOLE, Part(1, method=PartMethod.WHOLE)),
    ],
)
def test_a_month_begun_on_the_fifteenth_is_counted_by_the_method(method: PartMethod, part: Part) -> None:
    assert part_of(month("2026-07"), date(2026, 7, 15), date(9998, 12, 31), method) == part


def test_a_quarter_cut_at_both_ends_keeps_both_parts() -> None:
    part = part_of(period_of("2026-Q3"), date(2026, 7, 15), date(2026, 9, 10), PartMethod.ACTUAL)
    assert part == Part(1, 17, 31, 10, 30)


def test_nothing_of_a_period_outside_is_used() -> None:
    assert part_of(month("2026-07"), date(2026, 8, 1), date(2026, 9, 1), PartMethod.ACTUAL) == Part(0)


def test_thirty_of_thirty_one_days_are_never_more_than_the_month() -> None:
    assert part_of(month("2026-07"), date(2026, 7, 2), date(2026, 7, 31), PartMethod.THIRTY) == Part(
        1, method=PartMethod.THIRTY
    )


def size(part: Part) -> Fraction:
    return part.months + Fraction(part.days, part.of_days) + Fraction(part.end_days, part.end_of_days)


@given(days, days, st.sampled_from([1, 3, 12]))
def test_two_owners_of_one_period_pay_together_for_the_whole_by_actual_days(day: date, cut: date, months: int) -> None:
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    end_month = start.month + months - 1
    period = Period(start, date(start.year, end_month, monthrange(start.year, end_month)[1]))
    before = part_of(period, date(1999, 1, 1), cut, PartMethod.ACTUAL)
    after = part_of(period, cut + timedelta(days=1), date(2100, 1, 1), PartMethod.ACTUAL)
    assert size(before) + size(after) == months
