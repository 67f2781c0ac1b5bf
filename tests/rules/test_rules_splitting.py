"""A period that is split costs the same as one that is not."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.periods import PartMethod, Period, period_of
from counter.rules.splitting import SplitPart, split_period
from counter.rules.tariff import by_area

PERIODS = st.sampled_from(
    ["2026-02", "2028-02", "2026-09", "2026-Q1", "2026-Q3", "2026", "2028", "2026-03-15/2026-09-14"]
)
DAYS = st.lists(st.dates(date(2025, 12, 1), date(2029, 1, 31)), max_size=4)
# Days of the period itself, so that most are cut into several parts.
CUTS = st.lists(st.integers(-3, 400), min_size=1, max_size=5)
TOTALS = st.integers(-10_000_000, 10_000_000)


def test_a_sale_on_the_eleventh_leaves_ten_days_to_the_seller() -> None:
    # 250.60 × 10 ÷ 30 = 83.5333, × 20 ÷ 30 = 167.0667
    parts = split_period(25_060, period_of("2026-09"), [date(2026, 9, 11)])
    assert parts == [
        SplitPart(date(2026, 9, 1), date(2026, 9, 10), 8353),
        SplitPart(date(2026, 9, 11), date(2026, 9, 30), 16_707),
    ]


def test_a_split_quarter_goes_by_its_months() -> None:
    # 300.00 for a quarter, sold on 16 February of 28 days: 1 + 15/28 of 3 months = 153.571
    parts = split_period(30_000, period_of("2026-Q1"), [date(2026, 2, 16)])
    assert [part.amount for part in parts] == [15_357, 14_643]


@given(TOTALS, PERIODS, CUTS, st.sampled_from([PartMethod.ACTUAL, PartMethod.THIRTY]))
def test_the_parts_are_the_sum_and_leave_no_day_out(
    total: int, label: str, cuts: list[int], method: PartMethod
) -> None:
    period = period_of(label)
    length = (period.last - period.first).days + 3
    days = [period.first + timedelta(cut % length - 1) for cut in cuts]
    parts = split_period(total, period, days, method)
    assert sum(part.amount for part in parts) == total
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    assert all(one.last + timedelta(1) == after.first for one, after in pairwise(parts))
    assert len(parts) == 1 + len({day for day in days if period.first < day <= period.last})


@given(st.integers(1, 50_000), st.integers(1, 100_000), PERIODS, CUTS)
def test_a_price_for_split_days_comes_to_the_same_as_for_the_whole(
    area: int, price: int, label: str, cuts: list[int]
) -> None:
    period: Period = period_of(label)
    length = (period.last - period.first).days + 1
    days = [period.first + timedelta(cut % length) for cut in cuts]
    whole = by_area(area, price, period).amount
    assert sum(part.amount for part in split_period(whole, period, days)) == whole


@given(TOTALS, PERIODS, DAYS, st.integers(0, 3))
def test_each_part_is_within_a_fen_of_its_days(total: int, label: str, days: list[date], at: int) -> None:
    period = period_of(label)
    alone = split_period(total, period, days[at : at + 1])
    parts = split_period(total, period, days)
    cut = alone[0].last
    assert abs(alone[0].amount - sum(part.amount for part in parts if part.last <= cut)) <= len(parts)
