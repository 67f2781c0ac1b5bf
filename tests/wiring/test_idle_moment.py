"""The idle moment in which the log is moved into the books, on a disk that fails: the window goes on."""

from pathlib import Path

import pytest
from peewee import SqliteDatabase

from counter.platform.folders import Home
from counter.wiring.parts import open_parts
from db import dialect
from db.faults import DiskFull
from db.store import SystemClock
from tests.presenters.units_office import open_office


def on_a_full_disk(database: SqliteDatabase) -> None:
    """Write more than the file may hold, so that SQLite itself says what it says on a full disk."""
    (pages,) = database.execute_sql("PRAGMA page_count").fetchone()
    database.execute_sql(f"PRAGMA max_page_count = {pages}")
    try:
        database.execute_sql("CREATE TABLE temporary_ballast AS SELECT zeroblob(1000000) AS ballast")
    finally:
        database.execute_sql("PRAGMA max_page_count = 1000000")


def test_a_full_disk_in_an_idle_moment_is_logged_once_and_not_at_every_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path, tmp_path)
    home.make()
    with open_office(tmp_path):
        pass
    parts = open_parts(home, clock=SystemClock(), on_paper=lambda *_moved: None)
    try:
        for number in range(20):
            with parts.books.machine() as writing:
                writing.execute("INSERT OR REPLACE INTO job_time VALUES ('idle', ?, '')", (str(number),))
        logged: list[BaseException] = []
        monkeypatch.setattr(parts.log, "log_event", logged.append)
        monkeypatch.setattr(dialect, "checkpoint", on_a_full_disk)
        for _moment in range(3):
            parts.tidy()
        assert len(logged) == 1
        assert isinstance(logged[0], DiskFull)
    finally:
        parts.close()
