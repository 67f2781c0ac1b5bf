"""Paid up to, and paying ahead."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.paid_up_to import ChargedPeriod, paid_up_to
from counter.rules.payahead import future_periods, months_ahead, price_ahead
from counter.rules.periods import Period, month, month_of, period_of
from counter.rules.tariff import by_area


def charge(label: str, still_open: int = 0) -> ChargedPeriod:
    period = period_of(label)
    return ChargedPeriod(period.first, period.last, still_open)


@pytest.mark.parametrize(
    ("charges", "ahead", "reached"),
    [
        ([], [], None),
        ([charge("2026-07"), charge("2026-08"), charge("2026-09", 25060)], [], date(2026, 8, 31)),
        ([charge("2026-07", 1), charge("2026-08")], [], None),
        ([charge("2026-08"), charge("2026-07")], [], date(2026, 8, 31)),
        ([charge("2026-07"), charge("2026-09")], [], date(2026, 7, 31)),
        ([charge("2026-07-01/2026-07-30"), charge("2026-08")], [], date(2026, 7, 30)),
        ([charge("2026-07")], [month("2026-08"), month("2026-09")], date(2026, 9, 30)),
        ([charge("2026-07", 5)], [month("2026-08")], None),
        ([], [month("2026-08")], date(2026, 8, 31)),
        ([charge("2026-Q3"), charge("2026-10")], [], date(2026, 10, 31)),
        ([charge("2026-07"), charge("2026-07", 100)], [], None),
        ([charge("2026-Q3"), charge("2026-08", 100)], [], date(2026, 7, 31)),
    ],
)
def test_paid_up_to_is_the_last_settled_day_without_a_gap(
    charges: list[ChargedPeriod], ahead: list[Period], reached: date | None
) -> None:
    assert paid_up_to(charges, ahead) == reached


@given(st.lists(st.integers(0, 3), min_size=1, max_size=24))
def test_paid_up_to_ends_before_the_first_open_month(opens: list[int]) -> None:
    period, charges = month("2026-01"), []
    for still_open in opens:
        charges.append(ChargedPeriod(period.first, period.last, still_open))
        period = period.next()
    settled = next((i for i, still_open in enumerate(opens) if still_open), len(opens))
    assert paid_up_to(charges) == (charges[settled - 1].last if settled else None)


def test_paying_to_a_month_names_every_month_between() -> None:
    periods = future_periods(date(2027, 10, 31), month("2028-01"))
    assert [period.label for period in periods] == ["2027-10", "2027-11", "2027-12", "2028-01"][1:]


def test_paying_to_a_month_already_covered_adds_nothing() -> None:
    assert future_periods(date(2027, 12, 31), month("2027-12")) == []


def test_a_quarterly_item_is_paid_to_the_end_of_the_quarter_that_holds_the_month() -> None:
    periods = future_periods(date(2026, 9, 30), month("2027-02"), months=3)
    assert [period.label for period in periods] == ["2026-Q4", "2027-Q1"]


def test_a_part_month_is_finished_first() -> None:
    periods = future_periods(date(2026, 9, 14), month("2026-10"))
    assert [period.label for period in periods] == ["2026-09-15/2026-09-30", "2026-10"]


def test_what_was_never_billed_is_paid_for_the_month_named() -> None:
    assert future_periods(None, month("2026-10")) == [month("2026-10")]


def test_future_months_are_priced_as_they_are_today() -> None:
    lines = price_ahead(date(2026, 10, 31), month("2026-12"), lambda period: by_area(8950, 28000, period))
    assert [(line.period.label, line.amount) for line in lines] == [("2026-11", 25060), ("2026-12", 25060)]
    assert lines[0].ingredients["area"] == 8950


def test_the_reach_of_a_payment_is_counted_from_this_month() -> None:
    assert months_ahead(date(2026, 11, 23), month("2027-12")) == 13
    assert months_ahead(date(2026, 11, 23), month("2026-01")) == 0


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 40), st.sampled_from([1, 3, 6, 12]))
def test_future_periods_join_without_gap_or_overlap_and_reach_the_month(after: date, further: int, months: int) -> None:
    to = month_of(after)
    for _ in range(further):
        to = to.next()
    periods = future_periods(after, to, months)
    reached = after
    for period in periods:
        assert period.first == reached + timedelta(days=1)
        assert period.first <= period.last
        reached = period.last
    assert reached >= to.last
    assert paid_up_to([], periods) == (reached if periods else None)
