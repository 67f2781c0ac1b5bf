"""Books that go on from a copy: what was given out since is declared, and nothing is given out twice."""

import itertools
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from counter.desk import queue_sms
from counter.desk.begin_epoch import Left, loss_since
from counter.desk.bridge_numbers import Lost, NotAfterTheCopy, NothingToBridge, TooManyLost, bridge_numbers
from counter.desk.change_settings import change_settings
from counter.desk.close_steps import Folders, close_steps, take_into_use
from counter.desk.copy_out import copy_to_what_is_there
from counter.desk.finish_close import finish_close
from counter.desk.message_settings import RECEIPTS
from counter.desk.message_wishes import wish_messages
from counter.desk.prove_books import Around, prove_all, prove_books, restore_and_prove
from counter.desk.send_sms import decide_sms
from counter.desk.sms_messages import messages_of
from counter.devices.sms import count_parts
from counter.platform.sticks import list_sticks
from counter.presenters.journal_checks import noted
from counter.words import Words
from db import papers
from db.check import check_books, rebuild_machine
from db.numbers import LostNumbersOpen
from db.queries import bridges
from db.store import open_reader
from tests.db.tampering import without_guards
from tests.desk.office import EVEN, MANAGER, ODD, SUPERVISOR, THIRD, Desk, desk_at
from tests.desk.sms_office import every, next_of, queued


def silent(done: int, total: int) -> None:
    pass


@pytest.fixture
def gone_on(desk: Desk, tmp_path: Path) -> Desk:
    """Books brought back from the stick of an evening, after the next morning's two payments were lost with the PC."""
    stick = tmp_path / "stick"
    stick.mkdir()
    find = partial(list_sticks, (stick,))
    take_into_use(desk.books, find, "A", person=MANAGER)
    desk.pay(EVEN)
    folders = Folders(tmp_path / "journals", tmp_path / "snapshots", tmp_path / "attachments")
    closed = desk.close()
    finish_close(desk.books, closed.close_event, close_steps(desk.books, folders, find, "test"), staff_id=1)
    desk.clock.wait(days=1)
    desk.open()
    desk.pay(ODD)
    desk.pay(THIRD)
    into = tmp_path / "back"
    left = Left(Path(desk.books.path), tmp_path / "journals")
    verdict = restore_and_prove(stick, into, progress=silent, home=left)
    assert verdict.clean, verdict
    back = desk_at(into / "books.sqlite", desk.clock)
    back._requests = itertools.count(1000)  # other requests than those of the books left behind
    return back


def brought_back(desk: Desk, tmp_path: Path) -> Desk:
    """The books as they go on from a copy that is made now."""
    stick = tmp_path / "another stick"
    stick.mkdir()
    find = partial(list_sticks, (stick,))
    take_into_use(desk.books, find, "B", person=MANAGER)
    folders = Folders(tmp_path / "journals", tmp_path / "snapshots", tmp_path / "attachments")
    copy_to_what_is_there(desk.books, folders, find(), "test")
    verdict = restore_and_prove(stick, tmp_path / "again", progress=silent)
    assert verdict.clean, verdict
    back = desk_at(tmp_path / "again" / "books.sqlite", desk.clock)
    back._requests = itertools.count(1000)
    return back


def test_a_message_that_waited_in_the_copy_is_not_sent_again_without_a_persons_word(desk: Desk, tmp_path: Path) -> None:
    (waits,) = queued(desk, EVEN)
    back = brought_back(desk, tmp_path)
    assert [(each.state, each.reason) for each in every(back).values()] == [("unknown", "restored")]
    assert [each.state for each in messages_of(back.connection, EVEN).values()] == ["unknown"]
    assert next_of(back) is None
    decide_sms(back.books, waits.id, "again", request_id="again", staff=MANAGER)
    assert next_of(back) is not None
    assert queued(back, ODD)[-1].state == "waiting", "what is asked for afterwards goes out as ever"


def test_a_payment_that_stood_in_the_copy_is_not_told_once_more(desk: Desk, tmp_path: Path) -> None:
    change_settings(desk.books, {RECEIPTS: True}, desk.clock.today(), request_id="tell", staff=MANAGER)
    wish_messages(desk.books, EVEN, request_id="wish", staff=MANAGER, sms_receipt=True)
    desk.pay(EVEN)
    back = brought_back(desk, tmp_path)
    queue_sms.queue_receipts(back.books, back.connection, 0, back.office, back.words, count_parts)
    assert every(back) == {}


def test_a_paper_that_waited_in_the_copy_is_not_printed_again_unmarked(gone_on: Desk) -> None:
    waiting = papers.waiting(gone_on.books.database)
    assert {each.state for each in waiting} == {"unsure"}
    assert {each.kind for each in waiting} >= {"receipt", "z_report"}


def found(desk: Desk) -> list[str]:
    reader = open_reader(Path(desk.books.path))
    try:
        return [f"{each.code} {each.row} {each.expected}" for each in check_books(reader).findings]
    finally:
        reader.close()


def declare(desk: Desk, *lost: Lost) -> int:
    return bridge_numbers(
        desk.books, lost, "disk broken", request_id=desk.request(), person=MANAGER, approver=SUPERVISOR
    )


def test_no_number_is_given_out_before_the_lost_ones_are_declared(gone_on: Desk) -> None:
    gone_on.open()
    with pytest.raises(LostNumbersOpen):
        gone_on.pay(ODD)
    assert declare(gone_on, Lost("R2026", 3, {2: 75_205})) == 2
    gone_on.pay(ODD)
    numbers = gone_on.connection.execute("SELECT number FROM receipt WHERE series = 'R2026' ORDER BY number").fetchall()
    assert numbers == [(1,), (4,)]
    assert bridges.bridged(gone_on.connection) == {"R2026": {2: 75_205, 3: None}}
    gone_on.close()
    assert found(gone_on) == []
    rebuild_machine(gone_on.books)
    assert found(gone_on) == []


def test_what_the_books_left_behind_still_say_is_known(gone_on: Desk) -> None:
    event = bridges.open_epoch(gone_on.connection)
    said = bridges.epoch(gone_on.connection, event)
    assert said["known"]["R2026"]["last"] == 3
    assert [number for number, _total in said["known"]["R2026"]["sums"]] == [2, 3]
    assert said["head"][0] == event - 1
    assert said["machine"]
    assert said["copy"] == 1
    assert said["given_up"]


def test_what_would_be_lost_is_counted_in_the_present_books(gone_on: Desk, desk: Desk) -> None:
    head, digest = bridges.epoch(gone_on.connection, bridges.open_epoch(gone_on.connection))["head"]
    loss = loss_since(Path(desk.books.path), head, digest)
    assert (loss.readable, loss.receipts, loss.closes) == (True, 2, 0)
    assert loss.received == sum(row[0] for row in desk.connection.execute(
        "SELECT total FROM receipt WHERE event_id > ?", (head,)))  # fmt: skip
    assert not loss_since(Path(desk.books.path), head, "0" * 64).readable


def test_books_that_cannot_be_read_do_not_stand_in_the_way(desk: Desk, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"not a database at all" * 400)
    assert not loss_since(damaged, 1, "").readable
    assert not loss_since(tmp_path / "none.sqlite", 1, "").readable


def test_only_declared_numbers_are_no_gap(gone_on: Desk) -> None:
    declare(gone_on, Lost("R2026", 3, {}))
    gone_on.open()
    gone_on.pay(ODD)
    with without_guards(Path(gone_on.books.path)) as connection:
        connection.execute("UPDATE receipt SET number = 5 WHERE series = 'R2026' AND number = 4")
    assert any(each.startswith("number_gap receipt R2026 4") for each in found(gone_on))
    with without_guards(Path(gone_on.books.path)) as connection:
        connection.execute("UPDATE receipt SET number = 3 WHERE series = 'R2026' AND number = 5")
    assert any(each.startswith("bridge_differs receipt R2026") for each in found(gone_on))


def test_a_slip_of_the_keys_declares_nothing(gone_on: Desk) -> None:
    with pytest.raises(NotAfterTheCopy):
        declare(gone_on, Lost("R2026", 2, {1: 100}))
    with pytest.raises(NotAfterTheCopy):
        declare(gone_on, Lost("R2026", 0, {}))
    with pytest.raises(TooManyLost):
        declare(gone_on, Lost("R2026", 99_999, {}))
    assert bridges.open_epoch(gone_on.connection)
    assert declare(gone_on, Lost("R2026", 1, {})) == 0
    with pytest.raises(NothingToBridge):
        declare(gone_on)


def test_a_series_of_which_the_copy_holds_nothing_may_be_declared_too(gone_on: Desk) -> None:
    declare(gone_on, Lost("RM2026", 2, {}))
    assert found(gone_on) == []
    with closing(sqlite3.connect(gone_on.books.path)) as connection:
        assert connection.execute("SELECT next FROM series WHERE series = 'RM2026'").fetchone() == (3,)


def test_copying_books_alone_begins_no_epoch(desk: Desk, tmp_path: Path) -> None:
    desk.pay(EVEN)
    shutil.copy(desk.books.path, tmp_path / "copy.sqlite")
    with pytest.raises(NothingToBridge):
        declare(desk, Lost("R2026", 5, {}))


def test_a_newer_copy_on_a_stick_that_was_elsewhere_is_given_up_and_no_damage(
    gone_on: Desk, desk: Desk, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    folders = Folders(tmp_path / "journals", tmp_path / "snapshots", tmp_path / "attachments")
    take_into_use(desk.books, lambda: list_sticks((other,)), "B", person=MANAGER)
    desk.close()  # the books left behind knew more than the stick that was brought back
    assert copy_to_what_is_there(desk.books, folders, list_sticks((other,)), "test") == ["B"]
    declare(gone_on, Lost("R2026", 3, {}))
    back = Path(gone_on.books.path)
    around = Around(back.parent / "journals", back.parent / "attachments", (other,))
    verdict = prove_all(back, around, progress=silent)
    assert verdict.clean, verdict.findings
    assert [(copy.stick.name, copy.number) for copy in verdict.given_up] == [("B", 1)]
    assert "given up" in noted(verdict, Words.load("en"))
    with without_guards(back) as connection:
        connection.execute("UPDATE event SET at = '2026-11-01T00:00:00+00:00' WHERE kind = 'copy_restored'")
    report = prove_books(back, around)
    assert {"anchor_differs", "anchor_missing"} & {each.code for each in report.findings}, "made after it: a finding"
