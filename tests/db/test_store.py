"""Opening the books: one writer, any number of readers, only a schema that is known."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import peewee
import pytest

from db import dialect, migrate, store
from db.books import Books
from db.faults import BooksDamaged, BooksFault, BooksInUse, BooksMissing, BooksReadOnly, DiskFull, books_fault
from tests.db.small_books import SteppingClock, found, judge, new_books

ROOT = Path(__file__).parents[2]
_HOLD = (
    "import sys; from pathlib import Path; from tests.db.small_books import new_books;"
    " books = new_books(Path(sys.argv[1])); print('open', flush=True); sys.stdin.readline()"
)


def test_a_second_program_is_told_that_the_books_are_in_use(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(BooksInUse):
            new_books(path)
        store.open_reader(path).close()
        other.communicate("\n")
    new_books(path).close()


def test_the_lock_of_a_program_that_died_is_free(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
        other.wait()
    new_books(path).close()


def test_closed_books_can_be_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        new_books(tmp_path / "books.sqlite").close()


def test_a_reader_cannot_write(books: Books) -> None:
    found(books)
    for reader in (books.reader(), store.open_reader(Path(books.path))):
        with pytest.raises((sqlite3.OperationalError, peewee.OperationalError), match="readonly"):
            reader.execute_sql("INSERT INTO job_time VALUES ('x', 'x', 'x')")
        with pytest.raises((sqlite3.OperationalError, peewee.OperationalError), match="readonly"):
            reader.execute_sql("DELETE FROM open_item")
        reader.close()


def test_books_that_are_not_there_are_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(BooksMissing):
        store.open_reader(tmp_path / "books.sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("opens", [store.open_reader, new_books])
def test_a_file_that_is_no_database_is_named_damaged_and_left_alone(tmp_path: Path, opens: object) -> None:
    path = tmp_path / "books.sqlite"
    path.write_bytes(b"this was once a letter " * 400)
    before = path.read_bytes()
    with pytest.raises(BooksDamaged):
        opens(path)  # type: ignore[operator]
    assert path.read_bytes() == before


def test_a_schema_that_is_no_text_any_more_is_named_damaged(path: Path) -> None:
    content = path.read_bytes()
    broken = content.replace(b"CREATE TABLE event(", b"CREATE \xf4\xf4\xf4\xf4\xf4 event(", 1)
    assert broken != content
    path.write_bytes(broken)
    with pytest.raises(BooksDamaged):
        store.open_reader(path)
    with pytest.raises(BooksDamaged):
        new_books(path)


def _newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO schema_version VALUES (999, '2030-01-01', '9.0')")
    connection.commit()
    connection.close()


def test_books_of_a_newer_program_are_refused(path: Path) -> None:
    _newer(path)
    with pytest.raises(migrate.NewerSchema) as caught:
        new_books(path)
    assert caught.value.found == 999
    with pytest.raises(migrate.NewerSchema):
        store.open_reader(path)
    with pytest.raises(migrate.NewerSchema):  # the lock was given back: this is not BooksInUse
        new_books(path)


def test_a_snapshot_is_asked_for_only_before_older_books_change(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def open_it(where: Path, name: str) -> None:
        store.open_books(where, SteppingClock(), judge, "0.1.0", before_migration=lambda: asked.append(name)).close()

    open_it(tmp_path / "fresh" / "books.sqlite", "fresh")
    open_it(path, "current")
    assert asked == []

    folder = tmp_path / "migrations"
    folder.mkdir()
    for _number, file in migrate.known_migrations():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "0999_note.sql").write_text("CREATE TABLE note(text TEXT) STRICT;", encoding="utf-8")
    monkeypatch.setattr(dialect, "MIGRATIONS", folder)
    open_it(path, "older")
    open_it(path, "current again")
    assert asked == ["older"]
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT max(version) FROM schema_version").fetchone() == (999,)
    connection.close()


def test_a_migration_that_fails_leaves_the_books_as_they_were(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for _number, file in migrate.known_migrations():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "0999_bad.sql").write_text(
        "CREATE TABLE note(text TEXT) STRICT; SELECT * FROM nowhere;", encoding="utf-8"
    )
    monkeypatch.setattr(dialect, "MIGRATIONS", folder)
    with pytest.raises(BooksDamaged):
        new_books(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT max(version) FROM schema_version").fetchone()[0] < 999
    assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'note'").fetchone() is None
    connection.close()


def test_every_migration_has_its_own_number_and_they_follow_each_other() -> None:
    """A number may be left out; none is given twice."""
    numbers = [number for number, _file in migrate.known_migrations()]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1


def test_too_old_a_database_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 30, 0))
    with pytest.raises(dialect.TooOldSqlite):
        dialect.require_version()


def test_the_writer_is_fully_durable_and_guards_against_replacing(books: Books) -> None:
    connection = books.database.connection()
    said = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in
            ("journal_mode", "synchronous", "recursive_triggers", "foreign_keys")}  # fmt: skip
    assert said == {"journal_mode": "wal", "synchronous": 2, "recursive_triggers": 1, "foreign_keys": 1}


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_READONLY, BooksReadOnly),
        (sqlite3.SQLITE_READONLY_DBMOVED, BooksReadOnly),
        (sqlite3.SQLITE_CORRUPT, BooksDamaged),
        (sqlite3.SQLITE_NOTADB, BooksDamaged),
        (sqlite3.SQLITE_IOERR_FSYNC, BooksFault),
    ],
)
def test_each_fault_of_the_file_has_its_own_class(number: int, kind: type[BooksFault]) -> None:
    error = sqlite3.OperationalError("it says")
    error.sqlite_errorcode = number
    fault = books_fault(error, "there")
    assert type(fault) is kind
    assert (fault.path, fault.reason) == ("there", "it says")


def test_a_commit_reaches_the_medium_on_a_system_whose_sync_stops_at_the_drive(books: Books) -> None:
    for pragma in ("fullfsync", "checkpoint_fullfsync"):
        assert books.database.execute_sql(f"PRAGMA {pragma}").fetchone() == (1,), pragma
