"""Books of every released schema open in this program: copied first, brought to the new schema, whole, and go on."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from backup.check_journal import check_journals
from backup.journal import write_journal
from backup.journal_content import open_journal
from backup.journal_format import FIRST_FORMAT, FORMAT
from backup.snapshot import snapshots_in
from counter.platform.folders import Home
from counter.wiring.parts import open_books_of
from db.check import check_books
from db.migrate import known_migrations, schema_version
from db.queries.tills import closes
from db.rows import CloseStep
from db.store import open_reader
from tests.desk.office import CASHIER, EVEN, Desk, HandClock, desk_at

DATA = Path(__file__).parent.parent / "data"
JOURNAL = DATA / "2026-11-23_till1_Z000001.sqlite"  # of format 1, written by the program of schema 1
NOW = known_migrations()[-1][0]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home as the program of schema 1 left it, in the morning after a closed day, its till open."""
    found = Home(tmp_path, tmp_path)
    found.make()
    shutil.copy(DATA / "books-schema-1.sqlite", found.books)
    shutil.copy(JOURNAL, found.journals)
    return found


def version_of(path: Path) -> int:
    with closing(open_reader(path)) as reader:
        return schema_version(reader)


def findings(path: Path) -> tuple[object, ...]:
    with closing(open_reader(path)) as reader:
        return check_books(reader).findings


def tomorrow() -> HandClock:
    clock = HandClock()
    clock.wait(days=1, hours=2)
    return clock


def test_older_books_are_clean_before_anything_changes_them(home: Home) -> None:
    assert version_of(home.books) == 1
    assert findings(home.books) == ()


def test_opening_them_makes_a_restore_point_of_the_old_schema_first(home: Home) -> None:
    open_books_of(home, tomorrow()).close()
    (copy,) = snapshots_in(home.snapshots)
    assert (version_of(copy), version_of(home.books)) == (1, NOW)
    assert findings(home.books) == ()
    open_books_of(home, tomorrow()).close()
    assert snapshots_in(home.snapshots) == [copy]


def test_a_migration_whose_restore_point_cannot_be_made_changes_nothing(home: Home) -> None:
    home.snapshots.rmdir()
    home.snapshots.write_text("no folder", encoding="utf-8")
    with pytest.raises(FileExistsError):
        open_books_of(home, tomorrow())
    assert version_of(home.books) == 1


def closed_on(desk: Desk, home: Home) -> int:
    """Pay and close the day; returns the Z's event."""
    desk.pay(EVEN, to_balance=100, chosen=(), pay_now=0)
    return desk.close(request_id="close-2").close_event


def test_the_day_goes_on_and_journals_of_both_formats_stand_together(home: Home) -> None:
    open_books_of(home, tomorrow()).close()
    desk = desk_at(home.books, tomorrow())
    closed = closed_on(desk, home)
    desk.books.close()
    written = write_journal(home.books, closed, home.journals, program="test")
    assert [form_of(JOURNAL), form_of(written.path)] == [FIRST_FORMAT, FORMAT]
    assert check_journals([home.journals]) == []
    assert findings(home.books) == ()


def test_a_day_of_format_1_is_exported_again_as_it_was(home: Home) -> None:
    open_books_of(home, tomorrow()).close()
    first_close = _first_close(home.books)
    again = write_journal(home.books, first_close, home.data / "again", program="test")
    assert form_of(again.path) == FIRST_FORMAT
    assert _digest(again.path) == _digest(JOURNAL)


def test_a_closed_day_of_older_books_is_exported_without_changing_them(home: Home) -> None:
    again = write_journal(home.books, _first_close(home.books), home.data / "again", program="test")
    assert _digest(again.path) == _digest(JOURNAL)
    assert version_of(home.books) == 1


def test_a_step_of_the_new_day_still_finds_the_journal_of_the_old_format(home: Home) -> None:
    open_books_of(home, tomorrow()).close()
    desk = desk_at(home.books, tomorrow())
    closed = closed_on(desk, home)
    (home.journals / JOURNAL.name).unlink()
    written = write_journal(home.books, closed, home.journals, program="test")
    with desk.books.transaction("step-2", staff_id=CASHIER.staff_id) as tx:
        tx.post("step_done", {}, [CloseStep(closed, "journal", written.path.name, written.sha256)])
    desk.books.close()
    # The file of the day before is gone here and lies on the stick alone: the new one is still tied to it.
    shutil.copy(JOURNAL, home.journals)
    assert check_journals([home.journals]) == []


def form_of(path: Path) -> int:
    with closing(open_journal(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _digest(path: Path) -> str:
    with closing(open_journal(path)) as connection:
        return str(connection.execute("SELECT value FROM about WHERE key = 'content_digest'").fetchone()[0])


def _first_close(path: Path) -> int:
    with closing(open_reader(path)) as reader:
        return closes(reader.connection())[-1].event_id
