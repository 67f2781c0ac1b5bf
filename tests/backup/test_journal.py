"""The daily journal: whole, readable by others, the same whenever it is written."""

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from backup.check_journal import check_journals
from backup.disk import ReadBackDiffers
from backup.journal import JournalDiffers, JournalFile, write_journal
from backup.journal_book import DETAILS, EVENT
from backup.journal_content import CloseUnknown, open_journal
from db import tables
from db.chain import GENESIS
from db.faults import BooksMissing
from db.registers import erase_person
from tests.backup.disks import LyingDisk
from tests.backup.little_estate import (
    FEE,
    FLOAT,
    NAMES,
    PARKING,
    PHONES,
    PLATE,
    Estate,
    close_till,
    next_day,
    open_till,
    pay,
    step_done,
    version,
    work_a_day,
)

RECEIVED = FEE + PARKING + 20000 + 2 * FEE + PARKING


def journal(estate: Estate, close_event: int, folder: Path | None = None) -> JournalFile:
    return write_journal(estate.path, close_event, folder or estate.journals, program="0.1.0")


def shell(path: Path, sql: str) -> list[dict[str, object]]:
    """What the sqlite3 command line answers: a reader that is not ours."""
    told = subprocess.run(["sqlite3", "-readonly", "-json", str(path), sql], capture_output=True, text=True, check=True)
    found: list[dict[str, object]] = json.loads(told.stdout or "[]")
    return found


def test_the_file_is_named_after_its_day_and_ends_with_its_z(estate: Estate) -> None:
    closed = work_a_day(estate)
    written = journal(estate, closed.id)
    assert written.path.name == "2026-11-23_till1_Z000001.sqlite"
    assert (written.first_event, written.last_event) == (1, closed.id)
    about = {row["key"]: row["value"] for row in shell(written.path, "SELECT * FROM about")}
    assert about["chain_head"] == closed.hash
    assert about["previous_hash"] == GENESIS
    assert about["content_digest"] == written.content_digest
    assert about["estate_zh"] == "翠湖花园"


def test_the_command_line_of_sqlite_reads_every_table_and_view(estate: Estate) -> None:
    written = journal(estate, work_a_day(estate).id)
    day = {row["en"]: row["amount"] for row in shell(written.path, "SELECT * FROM day_summary")}
    assert day["Opening float"] == FLOAT
    assert day["Receipts"] == RECEIVED + 7000
    assert day["Voided"] == -7000
    assert day["Over/short"] == 10
    assert day["Perpetual total"] == RECEIVED
    receipts = shell(written.path, "SELECT * FROM receipts")
    assert [row["receipt"] for row in receipts] == [f"2026-00000{n}" for n in (1, 2, 3, 4)]
    assert receipts[0] | {"at": ""} == {
        "receipt": "2026-000001", "day": "2026-11-23", "at": "", "unit": "3-2-1201", "fund": "operating",
        "amount": 55060, "shown": "550.60", "tenders": "cash 55060", "cashier": "王芳", "void": 0,
        "event_id": receipts[0]["event_id"],
    }  # fmt: skip
    assert [row["void"] for row in receipts] == [0, 0, 1, 0]
    tenders = {row["tender"]: row["shown"] for row in shell(written.path, "SELECT * FROM by_tender")}
    assert tenders == {"card": "200.00", "cash": "550.60", "qr_code": "801.20"}
    items = shell(written.path, "SELECT zh, sum(amount) AS amount FROM by_item GROUP BY item_id")
    assert {row["zh"]: row["amount"] for row in items} == {"物业费": 2 * FEE + 20000, "车位费": 2 * PARKING, None: FEE}
    book = shell(written.path, "SELECT * FROM cash_book WHERE account = 'till_cash'")
    assert [row["running"] for row in book] == [50000, 105060, 112060, 105060, 0]
    assert book[-1]["shown"] == "0.00"


def test_every_table_view_and_column_is_explained_in_both_languages(estate: Estate) -> None:
    written = journal(estate, work_a_day(estate).id)
    there = shell(
        written.path,
        "SELECT m.name AS part, x.name AS col FROM sqlite_master m, pragma_table_info(m.name) x"
        " WHERE m.type IN ('table', 'view')",
    )
    told = shell(written.path, "SELECT table_name, column_name FROM README WHERE zh <> '' AND en <> ''")
    explained = {(row["table_name"], row["column_name"]) for row in told}
    assert {(row["part"], row["col"]) for row in there} | {(row["part"], "") for row in there} == explained


def test_every_table_is_strict_and_holds_the_columns_of_the_books(estate: Estate) -> None:
    written = journal(estate, work_a_day(estate).id)
    strict = shell(written.path, "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
    assert {row["name"] for row in strict if not row["strict"]} == {"sqlite_schema"}
    ours = {table.name: tuple(column.name for column in table.columns) for table in (EVENT, *DETAILS)}
    assert set(ours) == set(tables.BOOK)
    for kind, name in tables.DETAILS.items():
        assert ours[name] == ("event_id", "line", *kind._fields), name  # type: ignore[attr-defined]


def test_names_phones_plates_and_pins_never_enter_a_journal(estate: Estate) -> None:
    content = journal(estate, work_a_day(estate).id).path.read_bytes()
    for secret in (*NAMES, *PHONES, PLATE, "argon2-secret"):
        assert secret.encode() not in content
    assert "王芳".encode() in content


def test_writing_it_again_elsewhere_gives_the_same_bytes(estate: Estate, tmp_path: Path) -> None:
    closed = work_a_day(estate)
    first = journal(estate, closed.id)
    second = journal(estate, closed.id, tmp_path / "again")
    assert first.sha256 == second.sha256
    assert first.path.read_bytes() == second.path.read_bytes()


def test_a_journal_that_is_there_already_is_accepted_and_left_alone(estate: Estate) -> None:
    closed = work_a_day(estate)
    first = journal(estate, closed.id)
    before = first.path.stat().st_mtime_ns
    assert journal(estate, closed.id) == first
    assert first.path.stat().st_mtime_ns == before


def test_the_same_rows_laid_out_otherwise_are_accepted(estate: Estate) -> None:
    closed = work_a_day(estate)
    first = journal(estate, closed.id)
    with closing(sqlite3.connect(first.path)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("VACUUM")
    again = journal(estate, closed.id)
    assert again.sha256 != first.sha256
    assert again.content_digest == first.content_digest


def test_a_journal_that_says_something_else_is_never_overwritten(estate: Estate) -> None:
    closed = work_a_day(estate)
    first = journal(estate, closed.id)
    with closing(sqlite3.connect(first.path)) as connection, connection:
        connection.execute("UPDATE tender SET amount = amount + 1")
    before = first.path.read_bytes()
    with pytest.raises(JournalDiffers) as caught:
        journal(estate, closed.id)
    assert caught.value.expected == first.content_digest
    assert first.path.read_bytes() == before


def test_erasing_a_person_later_changes_no_journal(estate: Estate, tmp_path: Path) -> None:
    closed = work_a_day(estate)
    first = journal(estate, closed.id)
    with estate.books.transaction("erase", staff_id=2) as tx:
        tx.post("person_erased", {"person": 1})
        erase_person(tx.connection, 1)
    assert journal(estate, closed.id, tmp_path / "again").sha256 == first.sha256


def test_later_changes_of_registers_do_not_reach_back(estate: Estate, tmp_path: Path) -> None:
    closed = work_a_day(estate)
    first = journal(estate, closed.id)
    with estate.books.transaction("new price", staff_id=2) as tx:
        tx.change("prices_changed", {}, {"fee_item": [version("fee_item", 1, name_zh="物业服务费")]})
    assert journal(estate, closed.id, tmp_path / "again").sha256 == first.sha256


def test_the_next_journal_follows_the_one_before(estate: Estate) -> None:
    first = journal(estate, work_a_day(estate).id)
    step_done(estate, first.last_event, first.path.name, first.content_digest)
    next_day(estate)
    second = journal(estate, work_a_day(estate).id)
    assert second.first_event == first.last_event + 1
    assert second.path.name == "2026-11-24_till1_Z000002.sqlite"
    about = {row["key"]: row["value"] for row in shell(second.path, "SELECT * FROM about")}
    assert about["previous_content_digest"] == first.content_digest
    assert check_journals([estate.journals]) == []


def test_the_next_journal_is_the_same_when_the_one_before_is_lost(estate: Estate, tmp_path: Path) -> None:
    first = journal(estate, work_a_day(estate).id)
    step_done(estate, first.last_event, first.path.name, first.content_digest)
    next_day(estate)
    closed = work_a_day(estate)
    assert journal(estate, closed.id).sha256 == journal(estate, closed.id, tmp_path / "alone").sha256


def test_two_tills_share_one_chain_and_their_journals_fit_together(estate: Estate) -> None:
    one, two = open_till(estate, 1), open_till(estate, 2)
    pay(estate, 1, FEE, till=1)
    pay(estate, 2, FEE, "card", till=2)
    first = close_till(estate, one)
    pay(estate, 2, PARKING, till=2)
    second = close_till(estate, two)
    paths = [journal(estate, event.id).path for event in (first, second)]
    assert [path.name for path in paths] == ["2026-11-23_till1_Z000001.sqlite", "2026-11-23_till2_Z000001.sqlite"]
    assert check_journals(paths) == []


def test_a_day_that_was_never_closed_has_no_journal(estate: Estate) -> None:
    with pytest.raises(CloseUnknown):
        journal(estate, 1)
    assert not estate.journals.exists()


def test_missing_books_are_told(tmp_path: Path) -> None:
    with pytest.raises(BooksMissing):
        write_journal(tmp_path / "none.sqlite", 1, tmp_path, program="0.1.0")


def test_a_disk_that_reads_back_something_else_gets_no_journal(estate: Estate) -> None:
    closed = work_a_day(estate)
    disk = LyingDisk()
    with pytest.raises(ReadBackDiffers):
        write_journal(estate.path, closed.id, estate.journals, program="0.1.0", disk=disk)
    assert disk.lied
    assert list(estate.journals.glob("*.sqlite")) == []
    assert journal(estate, closed.id).path.exists()


def test_a_journal_is_read_without_writing_beside_it(estate: Estate) -> None:
    written = journal(estate, work_a_day(estate).id)
    with closing(open_journal(written.path)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM event")
    assert [path.name for path in estate.journals.iterdir()] == [written.path.name]
