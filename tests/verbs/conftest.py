"""A home as an office leaves it: two closed days, their journals, restore points, and a stick with two copies."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter.desk.close_steps import Folders, close_steps, take_into_use
from counter.desk.finish_close import finish_close
from counter.desk.people import hash_pin
from counter.platform.folders import Home
from counter.platform.sticks import list_sticks
from counter.settings import MachineSettings, save_settings
from tests.desk.office import EVEN, MANAGER, ODD, STAFF, Desk, HandClock, desk_at, furnish, open_office_books
from tests.verbs.deeds import PIN, stick_of


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home; copy it, do not write in it."""
    root = tmp_path_factory.mktemp("lived-in")
    home = Home(root, root)
    home.make()
    clock = HandClock(datetime.now(UTC).replace(hour=1, minute=0) - timedelta(days=2))
    books = open_office_books(home.books, clock)
    pin = hash_pin(PIN)
    furnish(books, {person.staff_id: pin for person in STAFF})
    books.close()
    desk = desk_at(home.books, clock)
    stick = stick_of(home)
    stick.mkdir()
    take_into_use(desk.books, lambda: list_sticks((stick,)), "A", person=MANAGER)
    for unit in (EVEN, ODD):
        work_a_day(desk, home, unit)
        clock.wait(days=1)
    desk.books.close()
    return home


def work_a_day(desk: Desk, home: Home, unit: int) -> None:
    """Open, take a payment, close, and bring the day out of the computer."""
    desk.open()
    desk.pay(unit)
    closed = desk.close()
    folders = Folders(home.journals, home.snapshots, home.attachments)
    steps = close_steps(desk.books, folders, lambda: list_sticks((stick_of(home),)), "0.1.0")
    desk.clock.wait(seconds=5)
    assert finish_close(desk.books, closed.close_event, steps, staff_id=None) == (
        "journal",
        "snapshot",
        "stick",
        "check",
    )


@pytest.fixture
def home(lived_in: Home, tmp_path: Path) -> Home:
    """A copy of the home, answered in English, whose stick is in the computer."""
    root = tmp_path / "home"
    shutil.copytree(lived_in.root, root)
    home = Home(root, root)
    save_settings(home.settings, MachineSettings(language="en", extra_sticks=(str(stick_of(home)),)))
    return home
