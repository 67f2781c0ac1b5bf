"""Whatever is done to a journal behind our back, the check names it, without the books."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from backup.check_journal import JOURNAL_CODES, JournalFinding, check_journals
from backup.journal import write_journal
from backup.journal_digest import OUTSIDE, TABLES, content_digest
from backup.journal_format import Table
from counter.desk.drawer import drawer_of
from counter.rules.till import TenderTotal
from db.chain import canonical, link
from db.check.findings import CODES
from db.queries.tills import last_close
from tests.backup import little_estate
from tests.backup.little_estate import Estate, next_day, open_estate, step_done, work_a_day


@pytest.fixture(scope="module")
def three_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the journals of three days; copy it, do not write in it."""
    estate = open_estate(tmp_path_factory.mktemp("estate"))
    for _ in range(3):
        written = write_journal(estate.path, work_a_day(estate).id, estate.journals, program="0.1.0")
        step_done(estate, written.last_event, written.path.name, written.content_digest)
        next_day(estate)
    estate.books.close()
    return estate.journals


@pytest.fixture
def folder(three_days: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(three_days, tmp_path / "journals"))


def day(folder: Path, number: int) -> Path:
    return sorted(folder.iterdir())[number - 1]


@contextmanager
def tampering(path: Path, *, knowing: bool = False) -> Iterator[sqlite3.Connection]:
    """Change a journal; a knowing forger also writes the content digest that fits."""
    with closing(sqlite3.connect(path)) as connection:
        yield connection
        if knowing:
            digest = content_digest(connection)
            connection.execute("UPDATE about SET value = ? WHERE key = 'content_digest'", (digest,))
        connection.commit()


def codes(findings: list[JournalFinding]) -> set[str]:
    return {finding.code for finding in findings}


def test_journals_as_they_were_written_are_clean(folder: Path) -> None:
    assert check_journals([folder]) == []
    assert check_journals([day(folder, 2)]) == []


def test_every_column_of_every_table_is_watched(folder: Path) -> None:
    """Each value of a row of each table is changed in turn, and the change is found in that file alone."""
    path = day(folder, 1)
    whole = path.read_bytes()
    tried = 0
    for table in TABLES:
        for column in table.columns:
            number = column.type.startswith("INTEGER")
            value = f"coalesce({column.name}, 0) + 1000001" if number else f"coalesce({column.name}, '') || 'x'"
            with tampering(path) as connection:
                key = table.key.split(", ")
                first = f"SELECT {table.key} FROM {table.name} ORDER BY {table.key} DESC LIMIT 1"
                row = connection.execute(first).fetchone()
                if row is None:
                    continue
                if table.name == "about" and row[0] in OUTSIDE:
                    row = ("z_number",)
                where = " AND ".join(f"{name} = ?" for name in key)
                connection.execute(f"UPDATE {table.name} SET {column.name} = {value} WHERE {where}", row)
            assert check_journals([path]), f"{table.name}.{column.name}"
            path.write_bytes(whole)
            tried += 1
    assert tried > 100


def test_a_knowing_forger_of_any_table_is_found_against_the_next_file(folder: Path) -> None:
    path = day(folder, 2)
    whole, tried = path.read_bytes(), 0
    for table in TABLES:
        with tampering(path, knowing=True) as connection:
            removed = connection.execute(remove_first(table)).rowcount
        assert not removed or check_journals([folder]), table.name
        path.write_bytes(whole)
        tried += removed
    assert tried > 10


def test_whatever_a_journal_says_of_itself_is_watched_but_the_program_that_wrote_it(folder: Path) -> None:
    path = day(folder, 2)
    whole = path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        keys = [row[0] for row in connection.execute("SELECT key FROM about")]
    unwatched = []
    for key in keys:
        with tampering(path, knowing=key != "content_digest") as connection:
            connection.execute("UPDATE about SET value = value || '1' WHERE key = ?", (key,))
        if not check_journals([folder]):
            unwatched.append(key)
        path.write_bytes(whole)
    assert unwatched == ["program"]


def remove_first(table: Table) -> str:
    name, key = table.name, table.key
    first = "key = 'estate_en'" if name == "about" else f"({key}) = (SELECT {key} FROM {name} ORDER BY {key} LIMIT 1)"
    return f"DELETE FROM {name} WHERE {first}"


def test_an_edited_sum_is_named_with_its_row(folder: Path) -> None:
    with tampering(day(folder, 1), knowing=True) as connection:
        event, line = connection.execute("SELECT event_id, line FROM tender LIMIT 1").fetchone()
        connection.execute("UPDATE tender SET amount = amount - 100 WHERE event_id = ? AND line = ?", (event, line))
    found = check_journals([day(folder, 1)])
    assert ("detail_differs", event, f"tender {event}/{line}") in {(f.code, f.event_id, f.row) for f in found}


def test_a_bulk_row_that_was_edited_is_named_with_its_event(folder: Path) -> None:
    with tampering(day(folder, 1), knowing=True) as connection:
        connection.execute("UPDATE charge SET amount = 1 WHERE id = 1")
        (event,) = connection.execute("SELECT event_id FROM charge WHERE id = 1").fetchone()
    assert ("bulk_differs", event, "charge") in {(f.code, f.event_id, f.row) for f in check_journals([day(folder, 1)])}


def test_a_register_change_that_was_altered_is_named(folder: Path) -> None:
    with tampering(day(folder, 1), knowing=True) as connection:
        (event,) = connection.execute("SELECT event_id FROM person WHERE id = 1").fetchone()
        connection.execute("UPDATE register_version SET digest = 'x' WHERE register = 'person' AND id = 1")
    found = {(f.code, f.event_id, f.row) for f in check_journals([day(folder, 1)])}
    assert found == {("register_differs", event, "person"), ("version_differs", event, "person 1")}


def test_a_removed_event_is_named(folder: Path) -> None:
    with tampering(day(folder, 1), knowing=True) as connection:
        (event,) = connection.execute("SELECT max(event_id) FROM receipt").fetchone()
        for table in ("posting", "tender", "receipt", "allocation"):
            connection.execute(f"DELETE FROM {table} WHERE event_id = ?", (event,))
        connection.execute("DELETE FROM event WHERE id = ?", (event,))
    found = check_journals([day(folder, 1)])
    assert ("event_missing", event) in {(f.code, f.event_id) for f in found}


def test_a_chain_rewritten_within_a_file_does_not_fit_the_next_one(folder: Path) -> None:
    """The forger changes a payment whole: rows, body, every later hash, the digests."""
    with tampering(day(folder, 1), knowing=True) as connection:
        rewrite_reason(connection)
    assert check_journals([day(folder, 1)]) == [], "the lie is consistent in itself"
    assert {"journal_link_differs", "journal_step_differs"} <= codes(check_journals([folder]))


def rewrite_reason(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE approval SET reason = 'as agreed'")
    head = connection.execute("SELECT value FROM about WHERE key = 'previous_hash'").fetchone()[0]
    for event_id, text in connection.execute("SELECT id, body FROM event ORDER BY id").fetchall():
        body = json.loads(text)
        for row in body.get("rows", {}).get("approval", ()):
            row[5] = "as agreed"
        text = canonical(body)
        head = link(head, text)
        connection.execute("UPDATE event SET body = ?, hash = ? WHERE id = ?", (text, head, event_id))
    connection.execute("UPDATE about SET value = ? WHERE key = 'chain_head'", (head,))


def test_files_with_swapped_names_are_named(folder: Path) -> None:
    one, two = day(folder, 1), day(folder, 2)
    kept = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(kept)
    found = check_journals([folder])
    assert {f.path for f in found if f.code == "journal_name_differs"} == {one, two}


def test_a_re_dated_file_is_named(folder: Path) -> None:
    with tampering(day(folder, 2), knowing=True) as connection:
        connection.execute("UPDATE about SET value = '2026-11-30' WHERE key = 'day'")
    moved = day(folder, 2).rename(folder / "2026-11-30_till1_Z000002.sqlite")
    found = check_journals([folder])
    assert {"journal_about_differs", "journal_name_differs"} <= {f.code for f in found if f.path == moved}


def test_a_missing_day_is_named_by_the_event_it_began_with(folder: Path) -> None:
    with closing(sqlite3.connect(day(folder, 2))) as connection:
        (first,) = connection.execute("SELECT min(id) FROM event").fetchone()
    day(folder, 2).unlink()
    assert [(f.code, f.event_id) for f in check_journals([folder])] == [("journal_missing", first)]


def test_a_day_given_twice_is_named(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copy(day(folder, 2), tmp_path / day(folder, 2).name)
    assert "journal_twice" in codes(check_journals([folder, Path(copy)]))


def test_a_journal_of_other_books_is_named(folder: Path) -> None:
    with tampering(day(folder, 3), knowing=True) as connection:
        connection.execute("UPDATE about SET value = 'b-elsewhere' WHERE key = 'books_id'")
    assert "journal_other_books" in codes(check_journals([folder]))


@pytest.mark.parametrize("view", ["day_summary", "receipts", "by_item", "by_tender", "cash_book"])
def test_a_view_that_tells_something_else_is_named(folder: Path, view: str) -> None:
    with tampering(day(folder, 1)) as connection:
        connection.execute(f"DROP VIEW {view}")
        connection.execute(f"CREATE VIEW {view} AS SELECT 0 AS amount")
    assert [(f.code, f.row) for f in check_journals([day(folder, 1)])] == [("journal_schema_differs", view)]


def test_a_file_that_is_no_journal_is_named(folder: Path) -> None:
    text, cut, newer = folder / "a.sqlite", day(folder, 1), day(folder, 2)
    text.write_text("no journal", encoding="utf-8")
    cut.write_bytes(cut.read_bytes()[:20000])
    with tampering(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    found = {f.path: f.code for f in check_journals([text, cut, newer, folder / "absent.sqlite"])}
    assert found == {
        text: "journal_unreadable",
        cut: "journal_unreadable",
        newer: "journal_format_unknown",
        folder / "absent.sqlite": "journal_unreadable",
    }


def test_a_bit_that_flipped_at_rest_is_found_wherever_it_lies_in_what_is_said(folder: Path) -> None:
    path = day(folder, 1)
    whole = path.read_bytes()
    place = whole.index("翠湖花园".encode())
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    assert check_journals([path])


def test_a_z_that_its_own_rows_contradict_is_named(estate: Estate) -> None:
    """The program itself wrote a wrong sum, so the chain is whole and only the arithmetic tells."""
    state = little_estate.open_till(estate)
    little_estate.pay(estate, 1, little_estate.FEE)

    def wrong(connection: object, till: object) -> object:
        right = drawer_of(connection, state)
        return replace(right, tenders={"cash": TenderTotal(1, right.tenders["cash"].received + 100, 0)})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(little_estate, "drawer_of", wrong)
        closed = little_estate.close_till(estate, state)
    written = write_journal(estate.path, closed.id, estate.journals, program="0.1.0")
    found = check_journals([written.path])
    assert [(f.code, f.row, f.expected, f.found) for f in found] == [
        ("journal_z_differs", "received cash", "25060", "25160")
    ]


def test_a_perpetual_total_that_does_not_grow_by_the_day_is_named(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_journal(estate.path, work_a_day(estate).id, estate.journals, program="0.1.0")
    next_day(estate)
    right = last_close
    monkeypatch.setattr(little_estate, "last_close", lambda *asked: right(*asked)._replace(perpetual=7))  # type: ignore[union-attr]
    closed = work_a_day(estate)
    write_journal(estate.path, closed.id, estate.journals, program="0.1.0")
    found = [(f.code, f.event_id, f.row) for f in check_journals([estate.journals])]
    assert found == [("journal_z_differs", closed.id, "perpetual")]


def test_every_code_a_journal_check_gives_is_declared(folder: Path) -> None:
    with tampering(day(folder, 1)) as connection:
        connection.execute("DELETE FROM event")
        connection.execute("DELETE FROM close")
    assert codes(check_journals([folder])) <= JOURNAL_CODES | CODES
