"""Limitation: the hand-worked examples of tests/data, and what holds for every claim."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.rules.limitation import Calendar, Restart, RestYear, expiry, years_after

WORKED = tomllib.loads(
    (Path(__file__).resolve().parents[1] / "data" / "worked_limitation.toml").read_text(encoding="utf-8")
)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def days(texts: list[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, texts))


CALENDAR: Calendar = {
    int(year): RestYear(days(each.get("off", [])), days(each.get("worked", [])))
    for year, each in WORKED["calendar"].items()
}


@pytest.mark.parametrize("case", WORKED["case"], ids=lambda case: case["name"])
def test_a_claim_expires_on_the_day_worked_out_by_hand(case: dict[str, Any]) -> None:
    restarts = [Restart(date.fromisoformat(each), "letter") for each in case.get("restarts", [])]
    found = expiry(date.fromisoformat(case["due"]), restarts, CALENDAR)
    assert found.day.isoformat() == case["day"]
    assert (found.moved.isoformat() if found.moved else None) == case.get("moved")
    assert found.missing_year == case.get("missing")
    assert (found.by.day.isoformat() if found.by else None) == case.get("by")
    assert len(found.too_late) == case.get("late", 0)


@settings(max_examples=25, deadline=None)
@given(due=DAYS, restarts=st.lists(DAYS, max_size=4))
def test_no_restart_brings_the_end_nearer_and_moving_never_shortens_it(due: date, restarts: list[date]) -> None:
    calendar = {year: RestYear() for year in range(2015, 2045)}
    found = expiry(due, [Restart(each, "letter") for each in restarts], calendar)
    assert found.day >= years_after(due, 3)
    assert found.moved is not None
    assert 0 <= (found.moved - found.day).days <= 2
    assert found.by is None or found.day == years_after(found.by.day, 3)
