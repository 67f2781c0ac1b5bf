"""The order of the phone list."""

from datetime import datetime

import pytest

from counter.rules.call_order import is_time, rank

MONDAY, SATURDAY = "2026-11-23", "2026-11-28"


@pytest.mark.parametrize(
    ("best", "moment", "fits"),
    [
        ("morning", f"{MONDAY} 11:59", True), ("morning", f"{MONDAY} 12:00", False),
        ("afternoon", f"{MONDAY} 12:00", True), ("afternoon", f"{MONDAY} 18:00", False),
        ("evening", f"{MONDAY} 18:00", True), ("weekend", f"{MONDAY} 10:00", False),
        ("weekend", f"{SATURDAY} 20:00", True), ("", f"{MONDAY} 10:00", False),
    ],
)  # fmt: skip
def test_a_best_time_holds_until_the_next_one_begins(best: str, moment: str, fits: bool) -> None:
    assert is_time(best, datetime.fromisoformat(moment)) is fits


def test_whose_time_it_is_comes_first_then_who_waits_for_an_answer_then_the_oldest_debt() -> None:
    moment = datetime.fromisoformat(f"{MONDAY} 10:00")
    people = {
        "evening, asked": ("evening", "asks_back", 900), "never called, old": ("", "", 300),
        "never called, new": ("", "wrong_number", 20), "asked": ("", "asks_back", 10),
        "no answer": ("", "no_answer", 900), "morning, refused": ("morning", "refuses", 5),
    }  # fmt: skip
    assert sorted(people, key=lambda each: rank(*people[each], moment)) == [
        "morning, refused", "asked", "never called, old", "never called, new", "no answer", "evening, asked",
    ]  # fmt: skip
