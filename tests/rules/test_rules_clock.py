"""The clock guard, the till day, and the frozen charge."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.clock import ClockOk, FarAhead, SetBack, judge, till_day, verdict
from counter.rules.freeze import is_frozen

LAST = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moved", "judged", "word"),
    [
        (timedelta(0), ClockOk(), "ok"),
        (timedelta(days=2), ClockOk(), "ok"),
        (timedelta(days=2, seconds=1), FarAhead(timedelta(days=2, seconds=1)), "far_ahead"),
        (timedelta(seconds=-1), SetBack(timedelta(seconds=1)), "set_back"),
    ],
)
def test_the_clock_is_held_against_the_last_known_time(moved: timedelta, judged: object, word: str) -> None:
    assert judge(LAST, LAST + moved) == judged
    assert judge(LAST.isoformat(), (LAST + moved).isoformat()) == judged
    assert verdict(LAST, LAST + moved) == word


def test_new_books_believe_the_clock() -> None:
    assert judge(None, LAST) == ClockOk()


def test_a_time_without_an_offset_is_nobodys() -> None:
    with pytest.raises(ValueError, match="no UTC offset"):
        judge(LAST, "2026-11-23T09:00:00")


def test_a_longer_absence_may_be_allowed() -> None:
    assert judge(LAST, LAST + timedelta(days=9), limit=timedelta(days=10)) == ClockOk()


@given(st.dates(), st.none() | st.dates())
def test_a_till_never_opens_before_the_last_closed_day(today: date, last_closed: date | None) -> None:
    opened = till_day(today, last_closed)
    assert opened >= today
    assert last_closed is None or opened >= last_closed
    assert opened in (today, last_closed)


def test_a_charge_is_frozen_while_it_is_disputed() -> None:
    assert is_frozen(7, {7, 9})
    assert not is_frozen(8, {7, 9})
