"""The way back where no books are open: a new computer with the stick alone, and books that are damaged."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backup.anchor_log import log_beside
from counter.desk.copy_ages import aged_copies
from counter.desk.long_work import Progress
from counter.desk.move_data import Moved
from counter.desk.people import hash_pin
from counter.desk.restore_point import take_restore_point
from counter.platform.folders import Home
from counter.platform.known_homes import KnownHome, note_home, notes_folder
from counter.presenters.first_or_back import FirstOrBack
from counter.presenters.first_start import Deeds
from counter.presenters.moving import MoveDeeds, Moving
from counter.presenters.rescue import Rescue, RescueDeeds
from counter.presenters.start_trouble import is_there_more_than_books, trouble_at_start
from counter.rules.clock import verdict
from counter.settings import MachineSettings, load_settings, save_settings
from counter.wiring.first_window import settings_of_missing
from counter.words import Words
from db.faults import BooksDamaged, BooksGone, BooksMissing, DiskFull
from db.queries import bridges
from db.store import SystemClock, open_books, open_reader
from tests.desk.office import MANAGER, STAFF
from tests.presenters.test_copies_and_bridges import Back
from tests.presenters.test_settings_and_journal import FirstSeen

PIN = "4711"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an office with a copy on its stick, everybody's PIN the same; copy it."""
    root = tmp_path_factory.mktemp("lived") / "home"
    back = Back(root, {person.staff_id: hash_pin(PIN) for person in STAFF})
    take_restore_point(back.home.books, back.home.snapshots, back.clock.now())
    back.session.close()
    back.desk.books.close()
    return root


@pytest.fixture
def old(lived: Path, tmp_path: Path) -> Home:
    shutil.copytree(lived, tmp_path / "old")
    return Home(tmp_path / "old", tmp_path / "old")


class Way:
    """The assistant on a home, with the stick of the old one in the computer."""

    def __init__(self, home: Home, stick: Path, error: Exception | None = None) -> None:
        home.make()
        self.view, self.ended, w = FirstSeen(), list[bool](), Words.load("en")
        deeds = RescueDeeds(lambda: [stick], home.data, lambda: self.ended.append(True))
        self.rescue = Rescue(self.view, w, deeds, trouble_at_start(error, home, w) if error else None)
        self.rescue.start()

    @property
    def facts(self) -> dict[str, str]:
        return dict(self.view.shown[-1].facts)

    def walk(self, key: str) -> None:
        """Choose a copy and agree to it."""
        self.rescue.choose(key)
        self.rescue.answer({})
        self.rescue.answer({"name": MANAGER.name, "pin": PIN})


def test_a_new_computer_works_on_from_the_stick_alone(old: Home, tmp_path: Path) -> None:
    new = Home(tmp_path / "new", tmp_path / "new")
    way = Way(new, old.data / "stick")
    assert way.view.shown[-1].choices[0][1].startswith("Stick “A” · copy 1")
    way.rescue.choose("1")
    assert way.facts["Read again"] == "every file is whole"
    way.rescue.answer({})
    assert not new.books.exists(), "nothing takes over before somebody agreed"
    way.rescue.answer({"name": MANAGER.name, "pin": "9999"})
    assert "PIN" in way.view.faults[-1]
    assert not new.books.exists()
    way.rescue.answer({"name": "王芳", "pin": PIN})
    assert way.rescue.step == "who", "a cashier may not agree"
    way.rescue.answer({"name": MANAGER.name, "pin": PIN})
    assert way.view.shown[-1].title == "The books are back"
    way.rescue.answer({})
    assert way.ended == [True]
    assert len(list(new.journals.iterdir())) == 1
    assert not list(new.data.glob("kept-aside-*"))
    reader = open_reader(new.books)
    assert bridges.open_epoch(reader.connection()), "the lost numbers are still to be declared"
    assert aged_copies(reader.connection(), datetime.now(UTC), None).stick is None, "all of it came from a stick"
    reader.close()


def test_damaged_books_go_back_to_the_restore_point_and_are_kept_aside(old: Home) -> None:
    damaged = b"\0" * 4096 + old.books.read_bytes()[4096:]
    old.books.write_bytes(damaged)
    way = Way(old, old.data / "stick", BooksDamaged(str(old.books), "not a database"))
    page = way.view.shown[-1]
    assert page.title == "The books cannot be opened"
    assert way.facts["Journal files here"].startswith("1, the newest 2026-11-23_till1_Z000001")
    way.rescue.choose("1")
    choices = [word for _key, word in way.view.shown[-1].choices]
    assert choices[0].startswith("Restore point of this computer")
    way.walk("1")
    assert way.view.shown[-1].title == "The books are back", way.view.faults
    (aside,) = old.data.glob("kept-aside-*")
    assert (aside / "books.sqlite").read_bytes() == damaged
    with closing(sqlite3.connect(old.books)) as connection:
        assert connection.execute("SELECT count(*) FROM receipt").fetchone() == (2,)
    books = open_books(old.books, SystemClock(), verdict, "test")
    books.close()


def test_a_damaged_copy_cannot_be_chosen(old: Home, tmp_path: Path) -> None:
    books = next((old.data / "stick" / "COUNTERFOIL" / "books").iterdir())
    books.write_bytes(books.read_bytes()[:-1] + b"?")
    way = Way(Home(tmp_path / "new", tmp_path / "new"), old.data / "stick")
    way.rescue.choose("1")
    assert (way.view.shown[-1].confirm, way.facts["Read again"]) == ("", "1 of 2 files are damaged")


def test_a_full_disk_asks_for_room_and_not_for_a_copy(old: Home) -> None:
    way = Way(old, old.data / "stick", DiskFull(str(old.books), "no space left"))
    page = way.view.shown[-1]
    assert page.choices == ()
    assert "Free some space" in page.text
    assert way.facts["The system says"] == "no space left"
    way.rescue.answer({})
    assert way.ended == [True], "with room made the books are opened again"


def test_missing_books_beside_their_journals_are_no_new_office(old: Home, tmp_path: Path) -> None:
    old.books.unlink()
    assert is_there_more_than_books(old)
    empty = Home(tmp_path / "empty", tmp_path / "empty")
    empty.make()
    assert not is_there_more_than_books(empty)


def test_books_whose_disk_is_not_there_are_missed_by_what_the_settings_and_anchors_tell(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", tmp_path / "home")
    home.make()
    save_settings(home.settings, MachineSettings(language="en", books="b1"))
    log_beside(home.books).write_text("[]\n", encoding="utf-8")
    assert is_there_more_than_books(home)
    way = Way(home, tmp_path / "nothing", BooksMissing(str(home.books)))
    assert "connect the disk" in way.view.shown[-1].text
    assert way.facts["What tells of books here"] == "anchors.log, settings.toml"
    assert [key for key, _word in way.view.shown[-1].choices] == ["1", "2"]
    way.rescue.choose("2")
    assert way.ended == [True]
    assert not is_there_more_than_books(home), "new books may begin"
    assert load_settings(home.settings).settings.language == "en"
    assert len(list(home.data.glob("anchors.log-before-*"))) == 1


def test_a_home_that_is_gone_altogether_is_missed_by_what_is_noted_outside_of_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "disk" / "home", tmp_path / "disk" / "home")
    assert not is_there_more_than_books(home), "nothing was ever here"
    note_home(KnownHome(str(home.root), str(home.data), "b1", "sample", "阳光花园", "en", "2026-11-23"), notes_folder())
    assert not is_there_more_than_books(home), "a sample may be thrown away"
    note_home(KnownHome(str(home.root), "/second disk", "b1", "real", "翠湖花园", "en", "2026-11-23"), notes_folder())
    assert is_there_more_than_books(home)
    assert settings_of_missing(home).language == "en"
    w = Words.load("en")
    trouble = trouble_at_start(BooksMissing(str(home.books)), home, w)
    facts = dict(trouble.facts)
    assert facts["The folder"] == f"{home.data} is not there at all"
    assert facts["Books opened here"] == "翠湖花园, the last time on 2026-11-23"
    assert facts["They lay in"] == "/second disk", "the settings that named it are gone too"
    assert "Journal files here" not in facts
    assert "connect the disk or folder" in trouble.next_step
    assert not home.root.exists(), "asking makes nothing"
    assert trouble.begin_anew is not None
    trouble.begin_anew()
    assert not is_there_more_than_books(home)


def test_books_that_were_taken_away_while_they_were_open_are_asked_for_and_not_made_anew(old: Home) -> None:
    old.root.rename(old.root.with_name("away"))
    trouble = trouble_at_start(BooksGone(str(old.books)), old, Words.load("en"))
    assert "Take no money before" in trouble.next_step
    assert trouble.can_restore
    assert not old.root.exists()


def test_the_first_start_leads_to_the_copies_and_back(old: Home, tmp_path: Path) -> None:
    view = FirstSeen()
    deeds = Deeds(lambda a: lambda p, c: None, lambda a: lambda p, c: None, lambda s, p: None, lambda a: None, tmp_path)
    both = FirstOrBack(view, Words.load, deeds, RescueDeeds(list, tmp_path / "new", lambda: None))
    both.start()
    both.choose("2")
    both.answer({"name": "Sunny Garden"})
    both.choose("4")
    assert view.shown[-1].title == "No copy is here yet"
    both.answer({"path": str(old.data / "stick")})
    assert view.shown[-1].title == "Which copy?"
    both.back()
    assert view.shown[-1].title == "Where do units, owners and prices come from?"


def test_a_move_of_the_books_says_where_they_lie_afterwards_or_that_nothing_changed(tmp_path: Path) -> None:
    def moving(move: Callable[[Progress], Moved]) -> tuple[FirstSeen, list[str]]:
        view, done = FirstSeen(), list[str]()
        deeds = MoveDeeds(tmp_path / "new", move, lambda: done.append("given up"), lambda: done.append("finished"))
        page = Moving(view, Words.load("en"), deeds)
        page.start()
        page.answer({})
        return view, done

    view, done = moving(lambda progress: Moved(tmp_path / "new", tmp_path / "old"))
    assert (view.shown[-1].title, done) == ("The books have moved", ["finished"])
    assert dict(view.shown[-1].facts) == {
        "The books lie in": str(tmp_path / "new"),
        "Kept aside": str(tmp_path / "old"),
    }

    def full(progress: Progress) -> Moved:
        raise DiskFull(str(tmp_path / "new"), "no space left")

    view, done = moving(full)
    assert (view.shown[-1].title, done) == ("The books could not move", ["given up", "finished"])
    assert "disk of the books is full" in view.shown[-1].text
