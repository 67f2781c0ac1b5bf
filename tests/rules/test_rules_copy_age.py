"""A copy grows old from the first money that it does not hold."""

from datetime import UTC, datetime, timedelta

import pytest

from counter.rules.copy_age import ON_A_STICK, ON_THIS_COMPUTER, Limits, copy_age

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_a_copy_that_holds_everything_is_never_old() -> None:
    assert copy_age(None, NOW, ON_A_STICK) is None


@pytest.mark.parametrize(
    ("age", "limits", "alarm"),
    [
        (timedelta(hours=2, minutes=59), ON_THIS_COMPUTER, "none"),
        (timedelta(hours=3), ON_THIS_COMPUTER, "attention"),
        (timedelta(hours=24), ON_THIS_COMPUTER, "fault"),
        (timedelta(hours=47), ON_A_STICK, "none"),
        (timedelta(days=2), ON_A_STICK, "attention"),
        (timedelta(days=7), ON_A_STICK, "fault"),
    ],
)
def test_the_warning_grows_with_the_age(age: timedelta, limits: Limits, alarm: str) -> None:
    found = copy_age(NOW - age, NOW, limits)
    assert found is not None
    assert (found.age, found.alarm) == (age, alarm)


def test_money_booked_in_the_future_has_no_age_below_nothing() -> None:
    found = copy_age(NOW + timedelta(days=9), NOW, ON_A_STICK)
    assert found is not None
    assert (found.age, found.alarm) == (timedelta(0), "none")
