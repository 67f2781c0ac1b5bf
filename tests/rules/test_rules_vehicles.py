"""Vehicles of a unit, day by day: one that replaces another on a day counts once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.periods import period_of
from counter.rules.vehicles import Stay, changes_within, vehicles_on

JANUARY = period_of("2026-01")


def on(day: int) -> date:
    return date(2026, 1, day)


def test_both_days_of_a_stay_count() -> None:
    stays = [Stay(on(11), on(20))]
    assert [vehicles_on(stays, on(day)) for day in (10, 11, 20, 21)] == [0, 1, 1, 0]
    assert changes_within(stays, JANUARY) == (on(11), on(21))


def test_a_car_that_replaces_another_on_a_day_counts_once() -> None:
    stays = [Stay(None, on(15)), Stay(on(15), None)]
    assert [vehicles_on(stays, on(day)) for day in (14, 15, 16)] == [1, 1, 1]
    assert changes_within(stays, JANUARY) == ()
    assert vehicles_on([*stays, Stay(on(15), None)], on(15)) == 2


def test_a_visit_of_one_day_counts_on_it() -> None:
    assert vehicles_on([Stay(on(15), on(15))], on(15)) == 1


DAYS = st.one_of(st.none(), st.dates(date(2025, 12, 20), date(2026, 2, 10)))
STAYS = st.lists(st.builds(Stay, DAYS, DAYS), max_size=4)


@given(STAYS)
def test_between_the_days_it_changes_the_number_is_the_same(stays: list[Stay]) -> None:
    cuts = changes_within(stays, JANUARY)
    for place in range(1, 31):
        day = JANUARY.first + timedelta(place)
        changed = vehicles_on(stays, day) != vehicles_on(stays, day - timedelta(1))
        assert changed == (day in cuts)
