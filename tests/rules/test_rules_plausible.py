"""What is odd about a reading, and the order of a route."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.metering import Advance, advanced
from counter.rules.plausible import REFUSED, Doubt, Judged, judged, usual
from counter.rules.route import route_key


@pytest.mark.parametrize(
    ("previous", "current", "often", "more", "found"),
    [
        (100, 110, 10, {}, Judged(10, None)),
        (None, 500, None, {}, Judged(0, None)),
        (100, 99, 10, {}, Judged(None, Doubt.BELOW)),
        (100, 99, 10, {"was_estimated": True}, Judged(-1, Doubt.CORRECTS)),
        (990, 5, 10, {"starts_over_at": 1000}, Judged(15, Doubt.STARTED_OVER)),
        (990, 1000, 10, {"starts_over_at": 1000}, Judged(None, Doubt.BEYOND)),
        (100, 130, 10, {}, Judged(30, None)),
        (100, 131, 10, {}, Judged(31, Doubt.HIGH)),
        (100, 100, 10, {}, Judged(0, Doubt.NOTHING_USED)),
        (100, 100, None, {}, Judged(0, None)),
    ],
)
def test_a_reading_is_judged_by_the_one_before_and_the_usual_use(
    previous: int | None, current: int, often: int | None, more: dict[str, int], found: Judged
) -> None:
    assert judged(previous, current, often, **more) == found  # type: ignore[arg-type]


@given(st.integers(0, 999), st.integers(0, 1200), st.sampled_from([0, 1000]), st.booleans())
def test_what_is_judged_possible_is_what_the_meter_rule_takes(
    previous: int, current: int, over: int, estimated: bool
) -> None:
    found = judged(previous, current, None, starts_over_at=over, was_estimated=estimated)
    advance = Advance(previous, current, over, estimated and current < previous)
    if found.doubt in REFUSED:
        with pytest.raises(ValueError, match=r"\d"):
            advanced(advance)
    else:
        assert advanced(advance) == found.advance


def test_the_usual_use_is_the_middle_one_of_the_newest() -> None:
    assert usual([]) is None
    assert usual([10, 12, 900]) == 12
    assert usual([900, 900, 900, 1, 2, 3, 4, 5, 6]) == 3


def test_the_ninth_floor_is_walked_before_the_tenth() -> None:
    rooms = [("2", "1", "901"), ("10", "1", "101"), ("2", "1", "1001"), ("2", "", "S-1"), ("2", "1", "101")]
    walked = sorted(rooms, key=lambda each: route_key(*each))
    assert walked == [("2", "", "S-1"), ("2", "1", "101"), ("2", "1", "901"), ("2", "1", "1001"), ("10", "1", "101")]
