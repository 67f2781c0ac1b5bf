"""Periods from anniversary to anniversary: no gap, no overlap, whatever the day of handover."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.cycles import boundary, cycle_at, cycle_billed_in, part_of_cycle
from counter.rules.periods import Part, PartMethod, Period, month

ONE_DAY = timedelta(days=1)
handovers = st.dates(date(2000, 1, 1), date(2028, 12, 31))
lengths = st.sampled_from([1, 3, 6, 12])


def test_a_year_from_leap_day_begins_on_the_28th_and_comes_back() -> None:
    leap = date(2024, 2, 29)
    assert [boundary(leap, 12 * n) for n in range(5)] == [
        leap, date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29),
    ]  # fmt: skip


def test_a_31st_stays_a_31st() -> None:
    assert [boundary(date(2026, 1, 31), n).isoformat() for n in (1, 2, 3)] == ["2026-02-28", "2026-03-31", "2026-04-30"]


def test_the_year_that_holds_a_day() -> None:
    assert cycle_at(date(2025, 3, 15), 12, date(2026, 3, 14)) == Period(date(2025, 3, 15), date(2026, 3, 14))
    assert cycle_at(date(2025, 3, 15), 12, date(2026, 3, 15)) == Period(date(2026, 3, 15), date(2027, 3, 14))


def test_a_year_is_billed_where_it_begins_or_where_it_ends() -> None:
    handover, march = date(2025, 3, 15), month("2026-03")
    assert cycle_billed_in(handover, 12, march, in_advance=True) == Period(date(2026, 3, 15), date(2027, 3, 14))
    assert cycle_billed_in(handover, 12, march, in_advance=False) == Period(handover, date(2026, 3, 14))
    assert cycle_billed_in(handover, 12, month("2026-04"), in_advance=True) is None
    assert cycle_billed_in(handover, 12, month("2025-02"), in_advance=False) is None


def test_months_are_counted_from_the_15th_to_the_14th() -> None:
    year = Period(date(2025, 3, 15), date(2026, 3, 14))
    assert part_of_cycle(year.first, year, year.first, year.last, PartMethod.ACTUAL) == Part(12)
    assert part_of_cycle(year.first, year, year.first, date(2025, 4, 30), PartMethod.ACTUAL) == Part(1, 16, 30)


@given(handovers, lengths, st.integers(0, 6000))
def test_every_day_belongs_to_exactly_one_period(handover: date, months: int, later: int) -> None:
    day = handover + timedelta(days=later)
    period = cycle_at(handover, months, day)
    assert period.first <= day <= period.last
    assert cycle_at(handover, months, period.first) == period == cycle_at(handover, months, period.last)
    assert cycle_at(handover, months, period.last + ONE_DAY).first == period.last + ONE_DAY


@given(handovers, lengths, st.booleans())
def test_the_months_of_a_life_bill_every_period_once(handover: date, months: int, in_advance: bool) -> None:
    here, billed = month(f"{handover:%Y-%m}"), list[Period]()
    for _ in range(40):
        found = cycle_billed_in(handover, months, here, in_advance=in_advance)
        billed += [found] if found is not None else []
        here = here.next()
    assert billed[0].first == handover
    assert all(later.first == earlier.last + ONE_DAY for earlier, later in pairwise(billed))


@given(handovers, lengths, st.integers(0, 400), st.integers(0, 400))
def test_two_parts_of_a_period_are_the_whole(handover: date, months: int, later: int, cut: int) -> None:
    period = cycle_at(handover, months, handover + timedelta(days=later))
    last = min(period.last, period.first + timedelta(days=cut))

    def shares(first: date, end: date) -> float:
        part = part_of_cycle(handover, period, first, end, PartMethod.ACTUAL)
        return part.months + part.days / part.of_days + part.end_days / part.end_of_days

    assert abs(shares(period.first, last) + shares(last + ONE_DAY, period.last) - months) < 1e-9
