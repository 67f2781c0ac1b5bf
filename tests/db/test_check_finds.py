"""Each check is seen to fail: one thing is broken, and exactly that is found."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db import dialect
from db.check import check_books
from db.check.findings import Finding
from tests.db.checking import (
    BILL,
    CLOSE,
    COPY,
    IMPORT,
    LAST,
    MISSED,
    PAID,
    PRICES,
    SETTINGS,
    STAFF,
    VOID,
    Found,
    check,
    found,
)
from tests.db.small_books import recompute
from tests.db.tampering import without_guards


def test_whole_books_are_clean(path: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = check(path, progress=lambda done, total: seen.append((done, total)))
    assert report.findings == ()
    assert report.clean
    assert report.events == LAST
    assert report.confirmed_to == CLOSE
    assert seen[-1] == (LAST, LAST)


def test_the_books_may_be_checked_on_the_connection_that_writes(path: Path) -> None:
    database = dialect.writer(path)
    assert check_books(database, recompute=recompute).clean
    assert not database.connection().in_transaction
    database.close()


# What somebody does with a database tool, and what must be found: code, event, row.
EDITS: list[tuple[str, str, Found]] = [
    ("an_edited_body", f"UPDATE event SET body = replace(body, '\"change\":0', '\"change\":1') WHERE id = {PAID}",
     [("chain_broken", PAID, "event")]),
    ("a_body_that_is_no_json", f"UPDATE event SET body = '{{' WHERE id = {PAID}",
     [("chain_broken", PAID, "event"), ("body_unreadable", PAID, "event")]),
    ("a_sum_edited_in_the_body_alone", f"UPDATE event SET body = replace(body, '25160', '25161') WHERE id = {PAID}",
     [("chain_broken", PAID, "event"), ("detail_differs", PAID, f"posting {PAID}/0"),
      ("detail_differs", PAID, f"receipt {PAID}/0"), ("detail_differs", PAID, f"tender {PAID}/0")]),
    ("a_hash_that_is_none", f"UPDATE event SET hash = 'x' WHERE id = {PAID}",
     [("chain_broken", PAID, "event"), ("chain_broken", PAID + 1, "event")]),
    ("a_body_version_of_the_future", f"UPDATE event SET body_version = 9 WHERE id = {PAID}",
     [("body_version_unknown", PAID, "event")]),
    ("an_edited_kind", f"UPDATE event SET kind = 'gift' WHERE id = {PAID}", [("column_differs", PAID, "event kind")]),
    ("an_edited_time", f"UPDATE event SET at = '2020-01-01' WHERE id = {PAID}", [("column_differs", PAID, "event at")]),
    ("an_edited_day", f"UPDATE event SET day = '2020-01-01' WHERE id = {PAID}",
     [("column_differs", PAID, "event day")]),
    ("another_cashier", f"UPDATE event SET staff_id = 2 WHERE id = {PAID}", [("column_differs", PAID, "event staff")]),
    ("another_till", f"UPDATE event SET till = 2 WHERE id = {PAID}", [("column_differs", PAID, "event till"), *MISSED]),
    ("another_request", f"UPDATE event SET request_id = 'x' WHERE id = {PAID}",
     [("column_differs", PAID, "event request")]),
    ("another_place_in_the_request", f"UPDATE event SET request_line = 7 WHERE id = {PAID}",
     [("column_differs", PAID, "event request_line")]),
    ("a_removed_event", f"DELETE FROM event WHERE id = {COPY + 1}",
     [("event_missing", COPY + 1, "event"), ("detail_unknown", COPY + 1, f"form {COPY + 1}/0")]),
    ("an_event_before_the_first", "INSERT INTO event VALUES (0, 'x', '{}', 9, '', '', '', 1, 1, 'x', 0)",
     [("body_version_unknown", 0, "event"), ("event_missing", 1, "event"), ("chain_broken", 1, "event")]),
    ("a_posting_on_another_unit", f"UPDATE posting SET unit_id = 1 WHERE event_id = {PAID} AND line = 1",
     [("detail_differs", PAID, f"posting {PAID}/1")]),
    ("an_edited_posting", f"UPDATE posting SET amount = amount + 1 WHERE event_id = {PAID} AND line = 0",
     [("detail_differs", PAID, f"posting {PAID}/0"), *MISSED]),
    ("an_edited_sum_of_an_allocation",
     f"UPDATE allocation SET amount = amount - 1 WHERE event_id = {PAID} AND line = 0",
     [("detail_differs", PAID, f"allocation {PAID}/0")]),
    ("an_edited_account_of_a_posting", f"UPDATE posting SET account = 'pocket' WHERE event_id = {PAID} AND line = 0",
     [("detail_differs", PAID, f"posting {PAID}/0"), *MISSED]),
    ("a_row_on_another_line", f"UPDATE posting SET line = 9 WHERE event_id = {PAID} AND line = 0",
     [("detail_missing", PAID, f"posting {PAID}/0"), ("detail_unknown", PAID, f"posting {PAID}/9")]),
    ("an_edited_allocation", f"UPDATE allocation SET receipt_id = 1 WHERE event_id = {PAID} AND line = 0",
     [("detail_differs", PAID, f"allocation {PAID}/0")]),
    ("an_edited_tender", f"UPDATE tender SET kind = 'card' WHERE event_id = {PAID}",
     [("detail_differs", PAID, f"tender {PAID}/0")]),
    ("an_edited_receipt", f"UPDATE receipt SET payer_id = 3 WHERE event_id = {PAID}",
     [("detail_differs", PAID, f"receipt {PAID}/0")]),
    ("an_edited_receipt_line", f"UPDATE receipt SET event_id = {PAID - 1} WHERE event_id = {PAID}",
     [("detail_unknown", PAID - 1, f"receipt {PAID - 1}/0"), ("detail_missing", PAID, f"receipt {PAID}/0")]),
    ("an_edited_check_of_money", "UPDATE tender_check SET outcome = 'missing'",
     [("detail_differs", COPY + 2, f"tender_check {COPY + 2}/0")]),
    ("an_edited_card_payment", "UPDATE card_intent SET details = '{1}' WHERE state = 'sent'",
     [("detail_differs", COPY + 3, f"card_intent {COPY + 3}/0")]),
    ("an_edited_form", "UPDATE form SET printed_number = 'A000018'",
     [("detail_differs", COPY + 1, f"form {COPY + 1}/0")]),
    ("an_edited_close", "UPDATE close SET counted = counted - 1", [("detail_differs", CLOSE, f"close {CLOSE}/0")]),
    ("an_edited_step", "UPDATE close_step SET digest = 'x'",
     [("detail_differs", CLOSE + 1, f"close_step {CLOSE + 1}/0")]),
    ("a_removed_approval", "DELETE FROM approval", [("detail_missing", VOID, f"approval {VOID}/0")]),
    ("a_removed_void", "DELETE FROM receipt_void", [("detail_missing", VOID, f"receipt_void {VOID}/0")]),
    ("a_removed_copy", "DELETE FROM copy", [("detail_missing", COPY, f"copy {COPY}/0")]),
    ("an_added_copy", f"INSERT INTO copy VALUES ({PAID}, 0, 2, 1)", [("detail_unknown", PAID, f"copy {PAID}/0")]),
    ("a_row_after_the_last_event", "INSERT INTO form VALUES (999, 0, NULL, 'A1', 'used')",
     [("detail_unknown", 999, "form 999/0")]),
    ("a_row_before_the_first_event", "INSERT INTO form VALUES (-1, 0, NULL, 'A1', 'used')",
     [("detail_unknown", -1, "form -1/0")]),
    ("a_row_too_many_beside_a_bulk_event", f"INSERT INTO form VALUES ({BILL}, 0, NULL, 'A1', 'used')",
     [("detail_unknown", BILL, f"form {BILL}/0")]),
    ("an_edited_bulk_row", "UPDATE charge SET payer_id = 9 WHERE id = 4", [("bulk_differs", BILL, "charge")]),
    ("a_bulk_posting_on_another_unit", "UPDATE posting SET unit_id = 9 WHERE account = 'income' AND charge_id = 1",
     [("bulk_differs", BILL, "posting")]),
    ("a_bulk_row_on_another_line", f"UPDATE posting SET line = 99 WHERE event_id = {BILL} AND line = 7",
     [("bulk_differs", BILL, "posting")]),
    ("an_edited_price", "UPDATE tariff SET price = 1", [("version_differs", PRICES, "tariff 1")]),
    ("an_emptied_room", "UPDATE unit SET code = NULL WHERE id = 1",
     [("version_differs", IMPORT, "unit 1"), *[("find_key_differs", None, "find_key 1")] * 2]),
    ("an_owner_of_nothing", "UPDATE holding SET unit_id = NULL WHERE id = 1",
     [("version_differs", IMPORT, "holding 1"), *[("find_key_differs", None, "find_key 1")] * 4]),
    ("a_car_that_belongs_nowhere", "UPDATE vehicle SET unit_id = NULL",
     [("version_differs", IMPORT, "vehicle 1"), *[("find_key_differs", None, "find_key 4")] * 2]),
    ("an_attachment_without_its_digest", "UPDATE attachment SET sha256 = NULL",
     [("version_differs", PRICES, "attachment 1"), ("attachment_missing", PRICES, "attachment 1")]),
    ("an_edited_note", "UPDATE person SET note = 'x' WHERE row_id = 1", [("version_differs", IMPORT, "person 1")]),
    ("an_edited_salt", "UPDATE staff SET salt = 'x' WHERE row_id = 2", [("version_differs", STAFF, "staff 2")]),
    ("an_edited_digest", "UPDATE setting SET digest = 'x'",
     [("version_differs", SETTINGS, "setting 1"), ("register_differs", SETTINGS, "setting")]),
    ("an_ended_version_brought_back", "UPDATE fee_item SET until_event = 9 WHERE row_id = 2",
     [("version_order", PRICES, "fee_item 2")]),
    ("a_version_that_ended_at_another_event", "UPDATE person SET until_event = 6 WHERE row_id = 3",
     [("version_order", IMPORT, "person 3")]),
    ("a_removed_version", "DELETE FROM setting", [("register_differs", SETTINGS, "setting")]),
    ("an_added_version", "INSERT INTO setting(id, event_id, salt, digest, key) VALUES (9, 9, '', 'x', 'rounding')",
     [("version_differs", 9, "setting 2"), ("register_differs", 9, "setting")]),
    ("a_price_that_was_erased", "UPDATE tariff SET erased = 1, salt = ''", [("version_emptied", PRICES, "tariff 1")]),
    ("a_person_marked_erased_but_edited", "UPDATE person SET erased = 1, note = 'x' WHERE row_id = 1",
     [("version_emptied", IMPORT, "person 1"), ("erasure_unknown", IMPORT, "person 1")]),
    ("a_person_erased_without_anybody_saying_so",
     "UPDATE person SET erased = 1, salt = '', name = NULL, phone = NULL, initials = NULL WHERE row_id = 3",
     [("erasure_unknown", IMPORT, "person 3")]),
    ("an_altered_paper", "UPDATE paper SET content = '[]' WHERE receipt_id = 2", [("paper_differs", PAID, "paper 2")]),
    ("a_paper_that_is_gone", "DELETE FROM paper WHERE receipt_id = 2", [("paper_missing", PAID, "paper 2")]),
    ("a_paper_slipped_in",
     f"INSERT INTO paper SELECT 99, kind, receipt_id, {PAID}, content, queued_at, salt FROM paper WHERE id = 2",
     [("paper_unknown", PAID, "paper 99")]),
    ("a_request_that_nobody_made", f"INSERT INTO pending_act VALUES ({PAID}, 'void', 'receipt:1', 1, 'x')",
     [("pending_differs", None, f"pending_act {PAID}")]),
    ("an_edited_open_item", "UPDATE open_item SET open = 1 WHERE charge_id = 8",
     [("open_item_differs", None, "open_item 8")]),
    ("an_open_item_of_another_unit", "UPDATE open_item SET unit_id = 1 WHERE charge_id = 8",
     [("open_item_differs", None, "open_item 8")]),
    ("an_open_item_due_later", "UPDATE open_item SET due = '2030-01-01' WHERE charge_id = 8",
     [("open_item_differs", None, "open_item 8")]),
    ("a_removed_open_item", "DELETE FROM open_item WHERE charge_id = 8", [("open_item_differs", None, "open_item 8")]),
    ("an_open_item_of_nothing", "INSERT INTO open_item VALUES (77, 1, 1, '2026-01-01', 5)",
     [("open_item_differs", None, "open_item 77")]),
    ("a_number_that_would_be_given_twice", "UPDATE series SET next = 2 WHERE series = 'R2026'",
     [("series_differs", None, "series R2026")]),
    ("a_number_that_would_be_left_out", "UPDATE series SET next = 99 WHERE series = 'Z1'",
     [("series_differs", None, "series Z1")]),
    ("a_forgotten_series", "DELETE FROM series WHERE series = 'R2026'", [("series_differs", None, "series R2026")]),
    ("a_till_that_looks_closed", "DELETE FROM till_state", [("till_state_differs", None, "till_state 1")]),
    ("a_till_that_looks_open", "INSERT INTO till_state VALUES (2, '2026-11-23', 1, 1)",
     [("till_state_differs", None, "till_state 2")]),
    ("another_cashier_at_the_open_till", "UPDATE till_state SET cashier_id = 2",
     [("till_state_differs", None, "till_state 1")]),
    ("a_break_that_nobody_took", "INSERT INTO till_aside VALUES (1, 1, 'suspended', 20, 2, '{}')",
     [("till_aside_differs", None, "till_aside 1 suspended")]),
    ("a_missing_search_key", "DELETE FROM find_key WHERE kind = 'plate' AND key = 'B12345'",
     [("find_key_differs", None, "find_key 4")]),
    ("a_search_key_too_many", "INSERT INTO find_key VALUES ('X', 'name', 2, 2)",
     [("find_key_differs", None, "find_key 2")]),
    ("an_anchor_seen_that_never_was", "INSERT INTO anchor_seen VALUES ('stick', 'blue', 999, 'ab')",
     [("anchor_missing", 999, "anchor stick blue")]),
    ("an_anchor_seen_with_another_hash", f"INSERT INTO anchor_seen VALUES ('stick', 'blue', {PAID}, 'ab')",
     [("anchor_differs", PAID, "anchor stick blue")]),
    ("a_dropped_index", "DROP INDEX event_day", [("schema_missing", None, "index event_day")]),
    ("a_table_nobody_knows", "CREATE TABLE shadow(x)", [("schema_unknown", None, "table shadow")]),
    ("a_view_nobody_knows", "CREATE VIEW shadow AS SELECT 1", [("schema_unknown", None, "view shadow")]),
    ("a_machine_table_that_is_gone", "DROP TABLE pin_backoff", [("schema_missing", None, "table pin_backoff")]),
    ("a_column_added", "ALTER TABLE copy ADD COLUMN x TEXT", [("schema_changed", None, "table copy")]),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), [pytest.param(sql, want, id=name) for name, sql, want in EDITS])
def test_what_was_edited_behind_our_back_is_found_and_nothing_else(path: Path, edit: str, expected: Found) -> None:
    with without_guards(path) as connection:
        before = connection.total_changes
        connection.execute(edit)
        assert connection.total_changes > before or edit.startswith(("DROP", "CREATE", "ALTER"))
    assert found(path) == expected


def test_a_check_from_an_event_that_was_cut_says_so(path: Path) -> None:
    assert found(path, since_event=LAST + 5) == [("event_missing", LAST + 5, "event")]


@pytest.mark.parametrize("table", ["posting", "event", "person", "close_step"])
def test_a_dropped_guard_is_named(path: Path, table: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"DROP TRIGGER {table}_no_delete")
    connection.close()
    assert found(path) == [("guard_missing", None, f"trigger {table}_no_delete")]


def test_a_guard_that_guards_nothing_is_named(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DROP TRIGGER copy_no_delete")
    connection.execute("CREATE TRIGGER copy_no_delete BEFORE DELETE ON copy WHEN 0 BEGIN SELECT 1; END")
    connection.close()
    assert found(path) == [("schema_changed", None, "trigger copy_no_delete")]


def _attachment(path: Path) -> Path:
    (file,) = [file for file in (path.parent / "attachments").rglob("*") if file.is_file()]
    return file


def _remove(file: Path) -> None:
    file.unlink()


def _edit(file: Path) -> None:
    file.write_bytes(b"another contract")


@pytest.mark.parametrize(("harm", "code"), [(_remove, "attachment_missing"), (_edit, "attachment_differs")])
def test_an_attachment_that_is_gone_or_edited_is_found(path: Path, harm: Callable[[Path], None], code: str) -> None:
    harm(_attachment(path))
    assert found(path) == [(code, PRICES, "attachment 1")]


def test_damaged_pages_are_found_and_said_once(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'find_key_unit'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    findings = check(path).findings
    assert findings
    assert {finding.code for finding in findings} == {"file_damaged"}


def test_a_check_that_stumbles_over_damaged_pages_names_them(path: Path) -> None:
    """Where a value must stand there is none: no sound file can hold that, and sums cannot be made of it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'number INTEGER NOT NULL', 'number INTEGER')")
    connection.close()
    with without_guards(path) as raw:
        raw.execute("UPDATE receipt SET number = NULL")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'number INTEGER,', 'number INTEGER NOT NULL,')")
    connection.close()
    assert ("file_damaged", None, "file") in found(path)


def test_the_first_wrong_place_comes_first(path: Path) -> None:
    with without_guards(path) as connection:
        connection.execute("UPDATE series SET next = 2 WHERE series = 'R2026'")
        connection.execute("UPDATE tariff SET price = 1")
        connection.execute(f"UPDATE tender SET kind = 'card' WHERE event_id = {PAID}")
    assert [event for _code, event, _row in found(path)] == [PRICES, PAID, None]


def test_a_check_of_the_last_days_leaves_out_what_came_before(path: Path) -> None:
    with without_guards(path) as connection:
        connection.execute(f"UPDATE tender SET kind = 'card' WHERE event_id = {PAID}")
        connection.execute(f"UPDATE tender SET kind = 'card' WHERE event_id = {LAST}")
    assert found(path, since_event=CLOSE) == [("detail_differs", LAST, f"tender {LAST}/0")]
    assert check(path, since_event=CLOSE).events == LAST - CLOSE


def test_a_check_of_the_last_days_knows_what_was_open_before_them(path: Path) -> None:
    assert found(path, since_event=PAID) == []
    with without_guards(path) as connection:
        connection.execute("UPDATE open_item SET open = open + 1 WHERE charge_id = 6")
    assert found(path, since_event=LAST - 1) == [("open_item_differs", None, "open_item 6")]


def test_findings_cannot_be_changed() -> None:
    finding = Finding("chain_broken", 1, "event", "", "")
    with pytest.raises(AttributeError):
        finding.code = "other"  # type: ignore[misc]
