"""A day's journal holds the cases of the day and is whole; what people said is in none, so erasing it changes none."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from backup.check_journal import check_journals
from backup.journal import write_journal
from counter.desk.open_case import Disputed
from counter.rules.cases import Kind, Step
from db.registers import erase_person
from tests.desk.case_office import bring, examined, move, settle
from tests.desk.office import EVEN, ODD, OWNERS, Desk, HandClock, desk_at, furnish, open_office_books

SAID, TOLD = "the lift stood still", "the deed says otherwise"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    books = open_office_books(tmp_path / "books.sqlite", HandClock())
    furnish(books)
    books.close()
    desk = desk_at(tmp_path / "books.sqlite")
    desk.open()
    yield desk
    desk.books.close()


def a_day_of_cases(desk: Desk) -> int:
    """One dispute that goes on, one that is settled, and a complaint; returns the Z's event."""
    first, second = (each.charge_id for each in desk.charges(EVEN)[:2])
    move(desk, examined(desk, Disputed(first, 5_000), said=SAID), Step.MEDIATION, TOLD, members="Zhao")
    settle(desk, examined(desk, Disputed(second, 2_000)), Disputed(second, 1_000))
    bring(desk, kind=Kind.COMPLAINT, topic="noise", unit_id=ODD, said=SAID)
    return desk.close().close_event


def written(desk: Desk, close: int, folder: Path) -> Path:
    return write_journal(Path(desk.books.path), close, folder, program="0.1.0").path


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_a_day_with_cases_leaves_a_journal_that_is_whole_and_tells_what_is_frozen(desk: Desk, tmp_path: Path) -> None:
    path = written(desk, a_day_of_cases(desk), tmp_path / "journals")
    assert check_journals([path]) == []
    assert rows(path, "SELECT number, kind, step FROM case_file") == [
        ("Y2026-000001", "dispute", "mediation"), ("Y2026-000002", "dispute", "settled"),
        ("U2026-000001", "complaint", "received"),
    ]  # fmt: skip
    assert rows(path, "SELECT step FROM case_step WHERE case_id = 1 ORDER BY id") == [
        ("received",), ("examined",), ("mediation",)
    ]  # fmt: skip
    assert rows(path, "SELECT case_id, amount FROM case_charge WHERE until IS NULL") == [(1, 5_000)]
    kept = path.read_bytes()
    assert [text for text in (SAID, TOLD, "Zhao", OWNERS[EVEN]) if text.encode() in kept] == []


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE case_file SET step = 'rejected' WHERE id = 1",
        "UPDATE case_step SET on_day = '2026-01-01' WHERE id = 2",
        "UPDATE case_charge SET amount = 1 WHERE case_id = 1",
        "UPDATE case_charge SET digest = 'x' WHERE case_id = 1",
        "DELETE FROM register_version WHERE register = 'case_step'",
    ],
)
def test_whoever_changes_a_case_in_a_journal_is_found(desk: Desk, tmp_path: Path, lie: str) -> None:
    path = written(desk, a_day_of_cases(desk), tmp_path / "journals")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute(lie).rowcount > 0
    assert check_journals([path]) != []


def test_erasing_what_somebody_said_changes_no_journal(desk: Desk, tmp_path: Path) -> None:
    close = a_day_of_cases(desk)
    before = written(desk, close, tmp_path / "journals").read_bytes()
    with desk.books.transaction("erase", staff_id=2) as tx:
        tx.post("person_erased", {"person": EVEN})
        erase_person(tx.connection, EVEN)
    assert desk.connection.execute("SELECT count(*) FROM case_step WHERE erased = 1").fetchone()[0] > 0
    assert written(desk, close, tmp_path / "again").read_bytes() == before


def test_a_day_of_format_2_with_cases_is_whole_and_comes_out_as_it_was(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter.desk.close_till.FORMAT", 2)
    close = a_day_of_cases(desk)
    path = written(desk, close, tmp_path / "journals")
    shutil.copy(path, tmp_path / "kept.sqlite")
    assert rows(path, "SELECT count(*) FROM sqlite_master WHERE name LIKE 'case%'") == [(0,)]
    assert rows(path, "SELECT count(*) FROM register_version WHERE register LIKE 'case%'") == [(0,)]
    assert check_journals([path]) == []
    assert written(desk, close, tmp_path / "again").read_bytes() == (tmp_path / "kept.sqlite").read_bytes()
