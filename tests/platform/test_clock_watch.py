"""A clock that was set back is noticed once, also where a payment was taken before anybody looked."""

from datetime import UTC, datetime, timedelta

from counter.wiring.clock_watch import ClockWatch

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def test_a_clock_set_back_is_said_once_until_it_is_right_again() -> None:
    watch = ClockWatch()
    assert watch.look(text(NOON), NOON) is None
    found = watch.look(text(NOON), NOON - DAY)
    assert found is not None
    assert (found.known, found.now) == (NOON, NOON - DAY)
    assert watch.look(text(NOON), NOON - DAY) is None
    assert watch.look(text(NOON), NOON + DAY) is None
    assert watch.look(text(NOON), NOON - DAY) is not None


def test_an_entry_at_the_wrong_time_does_not_hide_that_the_clock_was_set_back() -> None:
    watch = ClockWatch()
    watch.look(text(NOON), NOON)
    found = watch.look(text(NOON - DAY), NOON - DAY + timedelta(seconds=1))
    assert found is not None
    assert found.known == NOON


def test_empty_books_know_no_time() -> None:
    assert ClockWatch().look("", NOON) is None
