"""`check`: the books are proved against everything that lies outside them, and told of in words."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from backup.anchor_log import log_beside
from counter.platform.folders import Home
from counter.wiring.lights import Lights
from counter.wiring.parts import open_parts
from db.books import Books
from db.store import SystemClock, open_books
from tests.db.small_books import judge
from tests.db.tampering import forge, without_guards
from tests.verbs.deeds import asked, closes, cut_after, run, stick_of

Capsys = pytest.CaptureFixture[str]


def remove_journals(home: Home) -> None:
    shutil.rmtree(home.journals)


def remove_stick(home: Home) -> None:
    shutil.rmtree(stick_of(home))


def remove_log(home: Home) -> None:
    log_beside(home.books).unlink()


def test_a_home_as_it_was_left_is_whole(home: Home, capsys: Capsys) -> None:
    ran = run(capsys, "check", "--home", home.root)
    assert ran.code == 0, ran.text
    assert "Everything is whole" in ran.text
    assert "2 journal files" in ran.text


def test_books_whose_first_event_is_no_text_any_more_are_told_of_like_any_others(home: Home, capsys: Capsys) -> None:
    """It names the books, and so which witnesses are asked; the check must not end with it."""
    with without_guards(home.books) as connection:
        connection.execute("UPDATE event SET body = '{' WHERE id = 1")
    ran = run(capsys, "check", "--home", home.root, "--json")
    assert ran.code == 1, ran.text
    assert "chain_broken" in {each["code"] for each in json.loads(ran.text)["findings"]}


def test_books_whose_newest_event_cannot_be_read_are_called_damaged(home: Home, capsys: Capsys) -> None:
    connection = sqlite3.connect(home.books)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event'").fetchone()
    connection.close()
    with home.books.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    ran = run(capsys, "check", "--home", home.root)
    assert ran.code == 3, ran.text
    assert "damaged" in ran.text


@pytest.mark.parametrize(
    ("gone", "witness"),
    [
        ((), "journal"),
        ((remove_stick, remove_log), "journal"),
        ((remove_journals, remove_log), "stick A"),
        ((remove_journals, remove_stick), "stick A"),
    ],
    ids=["all witnesses", "only the journals", "only the stick", "only the log"],
)
def test_the_newest_day_cut_out_is_found_by_any_of_its_witnesses(
    home: Home, capsys: Capsys, gone: tuple[object, ...], witness: str
) -> None:
    first, second = closes(home)
    cut_after(home, first)
    for remove in gone:
        assert callable(remove)
        remove(home)
    ran = run(capsys, "check", "--home", home.root)
    assert ran.code == 1, ran.text
    assert f"The {witness}".replace("stick A", "stick “A”") in ran.text
    assert f"event {second}" in ran.text or witness == "stick A"
    assert "which the books do not hold" in ran.text


def test_with_every_witness_gone_a_cut_cannot_be_seen(home: Home, capsys: Capsys) -> None:
    """This is what the witnesses are for; the manual says so."""
    cut_after(home, closes(home)[0])
    for remove in (remove_journals, remove_stick, remove_log):
        remove(home)
    assert run(capsys, "check", "--home", home.root).code == 0


def test_a_chain_rewritten_as_a_whole_is_found_back_to_the_newest_anchor_that_agrees(
    home: Home, capsys: Capsys
) -> None:
    first, second = closes(home)
    with without_guards(home.books) as connection:
        connection.execute("UPDATE event SET staff_id = 6 WHERE id = ?", (second - 2,))
        connection.execute("DELETE FROM anchor_seen")
        connection.execute("UPDATE paper SET event_id = NULL")
        forge(connection)
    ran = run(capsys, "check", "--home", home.root)
    assert ran.code == 1
    assert f"does not match event {second}" in ran.text
    assert f"does not match event {first}:" not in ran.text
    assert "Up to event" in ran.text


def test_an_anchor_of_other_books_bears_no_witness_here(home: Home, capsys: Capsys) -> None:
    with log_beside(home.books).open("a", encoding="utf-8") as log:
        log.write('["2026-01-01T00:00:00Z", "other-books", "stick", "B", 99999, "ab"]\n["torn')
    assert run(capsys, "check", "--home", home.root).code == 0


def test_a_journal_that_is_no_database_is_told_in_a_sentence(tmp_path: Path, home: Home, capsys: Capsys) -> None:
    bad = tmp_path / "bad.sqlite"
    bad.write_bytes(b"not a database at all" * 99)
    ran = run(capsys, "check", bad, "--home", home.root)
    assert ran.code == 1
    assert "bad.sqlite cannot be read" in ran.text
    assert "journal_unreadable" not in ran.text


def test_broken_settings_are_told_and_set_aside_while_the_check_goes_on(home: Home, capsys: Capsys) -> None:
    home.settings.write_text("language = ", "utf-8")
    checked = run(capsys, "check", "--home", home.root)
    assert checked.code == 0
    assert "settings.toml.broken-" in checked.text
    assert len(list(home.root.glob("settings.toml.broken-*"))) == 1


def test_sums_are_told_as_money(home: Home, capsys: Capsys) -> None:
    with without_guards(home.books) as connection:
        connection.execute("UPDATE open_item SET open = 15060 WHERE charge_id = (SELECT max(charge_id) FROM open_item)")
    ran = run(capsys, "check", "--home", home.root)
    assert ran.code == 1
    assert "¥150.60" in ran.text
    assert "minor units" not in ran.text


def test_a_check_after_an_event_that_is_not_there_yet_is_a_wrong_wish_and_no_finding(
    home: Home, capsys: Capsys
) -> None:
    ran = run(capsys, "check", "--since", 999_999, "--home", home.root)
    assert ran.code == 3
    assert "no event 999999 yet" in ran.text


def test_derived_tables_are_made_anew_and_named(home: Home, capsys: Capsys) -> None:
    with without_guards(home.books) as connection:
        connection.execute("DELETE FROM open_item WHERE charge_id = (SELECT max(charge_id) FROM open_item)")
        connection.execute("INSERT INTO pending_act VALUES (1, 'void', 'receipt:1', 2, 'x')")
    assert run(capsys, "check", "--home", home.root).code == 1
    head = asked(home, "SELECT max(id), hash FROM event")
    ran = run(capsys, "check", "--repair", "--home", home.root)
    assert ran.code == 0, ran.text
    assert "Rebuilt from the books: pending_act 1" in ran.text
    assert "open_item" in ran.text
    assert asked(home, "SELECT max(id), hash FROM event") == head
    assert run(capsys, "check", "--home", home.root).code == 0
    assert "Nothing had to be repaired" in run(capsys, "check", "--repair", "--home", home.root).text


def test_nothing_is_made_anew_from_books_that_are_not_whole(home: Home, capsys: Capsys) -> None:
    with without_guards(home.books) as connection:
        connection.execute(
            "UPDATE allocation SET amount = amount - 1 WHERE event_id = (SELECT min(event_id) FROM allocation)"
        )
    before = asked(home, "SELECT charge_id, open FROM open_item")
    ran = run(capsys, "check", "--repair", "--home", home.root)
    assert ran.code == 1
    assert "Nothing was repaired" in ran.text
    assert asked(home, "SELECT charge_id, open FROM open_item") == before


def test_nothing_is_made_anew_while_the_window_is_open(home: Home, capsys: Capsys) -> None:
    window: Books = open_books(home.books, SystemClock(), judge, "test")
    try:
        ran = run(capsys, "check", "--repair", "--home", home.root)
    finally:
        window.close()
    assert ran.code == 3
    assert "open in another window" in ran.text


def test_what_was_found_is_there_for_programs_too(home: Home, capsys: Capsys) -> None:
    first, second = closes(home)
    cut_after(home, first)
    found = json.loads(run(capsys, "check", "--json", "--home", home.root).text)
    assert found["exit"] == 1
    assert {each["code"] for each in found["findings"]} == {"anchor_missing"}
    assert second in {each["event"] for each in found["findings"]}
    assert found["confirmed_to"] >= first


def test_a_stick_that_was_only_in_the_computer_while_the_window_was_open_bears_witness(
    home: Home, capsys: Capsys
) -> None:
    """The lights look at it; nothing was written to it."""
    first, second = closes(home)
    log_beside(home.books).unlink()
    with without_guards(home.books) as connection:
        connection.execute("DELETE FROM anchor_seen")
    parts = open_parts(home, on_paper=lambda job, state, reason: None)
    try:
        Lights(parts, parts.timed_work(), lambda lights: None).look()
    finally:
        parts.close()
    cut_after(home, first)
    remove_journals(home)
    remove_stick(home)
    ran = run(capsys, "check", "--home", home.root)
    assert ran.code == 1
    assert "The stick “A” names event" in ran.text
    assert second < asked_log(home)


def asked_log(home: Home) -> int:
    """Return the newest event that the log beside the books knows."""
    return max(int(json.loads(line)[4]) for line in log_beside(home.books).read_text("utf-8").splitlines())
