"""The top bar says that a copy is getting old, and names the age; the more urgent copy comes first."""

from datetime import timedelta
from pathlib import Path

import pytest

from counter.desk.copy_ages import Ages, aged_copies
from counter.rules.copy_age import ON_A_STICK, ON_THIS_COMPUTER, Age, copy_age
from counter.wiring.copies_light import copies_light
from counter.words import Words
from db.queries import tills
from tests.desk.office import HandClock
from tests.presenters.units_office import open_office

NOW = HandClock().now()


def here(**time: int) -> Age | None:
    return copy_age(NOW - timedelta(**time), NOW, ON_THIS_COMPUTER)


def stick(**time: int) -> Age | None:
    return copy_age(NOW - timedelta(**time), NOW, ON_A_STICK)


@pytest.mark.parametrize(
    ("ages", "text", "state"),
    [
        (Ages(here(hours=5), None), "No restore point: 5 hours", "attention"),
        (Ages(here(hours=30), None), "No restore point: 30 hours", "fault"),
        (Ages(None, stick(days=3)), "Stick copy old: 3 days", "attention"),
        (Ages(here(hours=5), stick(days=8)), "Stick copy old: 8 days", "fault"),
        (Ages(here(hours=5), stick(days=3)), "No restore point: 5 hours", "attention"),
    ],
)
def test_the_more_urgent_copy_is_named_with_its_age(ages: Ages, text: str, state: str) -> None:
    light = copies_light(ages, Words.load("en"))
    assert light is not None
    assert (light.text, light.state) == (text, state)
    assert light.help.startswith("What was booked since")


def test_young_copies_say_nothing() -> None:
    assert copies_light(Ages(here(hours=1), stick(hours=20)), Words.load("en")) is None


def test_the_age_counts_from_the_first_money_that_no_copy_holds(tmp_path: Path) -> None:
    with open_office(tmp_path) as office:
        head = tills.head(office.connection)[0]
        office.clock.wait(days=9)
        assert aged_copies(office.connection, office.clock.now(), head).restore_point is None
        office.clock.wait(days=-9)
        office.pay(1)
        office.clock.wait(hours=4)
        ages = aged_copies(office.connection, office.clock.now(), head)
        assert ages.restore_point is not None
        assert ages.restore_point.age == timedelta(hours=4)
        assert aged_copies(office.connection, office.clock.now(), None).restore_point is None
        assert ages.stick is not None, "no stick was ever written"
