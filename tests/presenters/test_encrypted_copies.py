"""Encrypted copies by keys: a passphrase is set by two people, and every way back asks for it."""

from pathlib import Path
from typing import Any

import pytest

from backup.manifest import last_copy
from counter.desk import encrypt_copies as desk_of_keys
from counter.desk.proving_copies import TRIAL, OlderCopyDamaged, try_a_restore
from counter.desk.restore_point import take_restore_point
from counter.desk.take_over import take_over
from counter.desk.timed_copies import TRIAL_RESTORE, JobRecord
from counter.platform.folders import Home
from counter.presenters.journal import JournalPlaces, JournalPresenter
from counter.presenters.journal_jobs import JobFacts, JobsPage, TimedCopies
from counter.presenters.settings_machine import MachineDeeds, MachinePresenter
from db import papers
from db.check import check_books
from db.queries.people import pending_acts
from db.store import open_reader
from printing.blocks import Code, load
from tests.backup.keys import PASSPHRASE, QUICK_KEY
from tests.desk.office import SUPERVISOR, desk_at
from tests.presenters.test_copies_and_bridges import Back
from tests.presenters.test_rescue import Way
from tests.presenters.test_settings_and_journal import agreeing, nobody_here


@pytest.fixture
def back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An office whose passphrase was set by keys, with an encrypted copy of today on its stick."""
    monkeypatch.setattr(desk_of_keys, "new_key", lambda passphrase: QUICK_KEY)
    made = Back(tmp_path / "office")
    machine(made).pressed("E")
    assert made.view.answer(passphrase=PASSPHRASE, again=PASSPHRASE + "!") != ""
    assert made.view.answer(passphrase="short", again="short").startswith("The passphrase needs 12 signs")
    assert made.view.answer(passphrase=PASSPHRASE, again=PASSPHRASE) == ""
    made.finish(made.desk.close().close_event)
    yield made
    made.session.close()
    made.desk.books.close()


def sheets_waiting(back: Back) -> list[str]:
    reader = open_reader(Path(back.desk.books.path))
    try:
        return [each.content for each in papers.waiting(reader) if load(each.content).kind == "recovery_sheet"]
    finally:
        reader.close()


def machine(back: Back) -> MachinePresenter:
    deeds = MachineDeeds(lambda s: None, lambda s, p: None, back.sticks, lambda: None)
    return MachinePresenter(back.session, back.view, deeds, agreeing(SUPERVISOR))


def test_the_passphrase_stands_nowhere_and_the_recovery_sheet_carries_the_sealed_key(back: Back) -> None:
    newest = last_copy(back.stick)
    assert newest is not None
    assert newest.recipient == QUICK_KEY.recipient
    everywhere = [path for path in back.home.root.rglob("*") if path.is_file()]
    assert not any(PASSPHRASE.encode() in path.read_bytes() for path in everywhere)
    (sheet,) = sheets_waiting(back)
    (code,) = [block for block in load(sheet).blocks if isinstance(block, Code)]
    assert code.content == QUICK_KEY.sealed
    reader = open_reader(Path(back.desk.books.path))
    assert check_books(reader).findings == ()
    reader.close()


def test_going_on_with_an_encrypted_copy_asks_for_its_passphrase_and_alone_owes_the_approval(back: Back) -> None:
    places = JournalPlaces(
        back.home.journals, back.home.attachments, back.home.data / "look", lambda: (), back.sticks,
        restart=back.restart,
    )  # fmt: skip
    page = JournalPresenter(back.session, back.view, places, nobody_here)
    page.pressed("R")
    rows = {row.cells[0]: row.id for row in back.view.pages[-1].rows}
    page.selected(rows["A, encrypted"])
    page.pressed("G")
    assert back.view.answer(passphrase="not this one, no") == ""
    assert back.view.said[-1] == ("risk", "This is not the passphrase of the copy on “A”.")
    assert back.view.answer(passphrase=PASSPHRASE) == ""
    assert back.view.answer(choice="1") == ""
    assert back.restarts == 1, back.view.said
    assert [each.act for each in pending_acts(back.desk.connection)] == ["restore"]
    back.session.close()
    back.desk.books.close()
    take_over(back.home.data)
    back.desk = desk_at(back.home.books, back.clock)
    assert [each.act for each in pending_acts(back.desk.connection)] == ["restore"]
    back.at_journal(back.desk)


def test_only_looking_at_an_encrypted_copy_asks_for_its_passphrase(back: Back, tmp_path: Path) -> None:
    back.page.pressed("R")
    back.page.pressed("L")
    assert back.view.answer(stick=str(back.stick), into=str(tmp_path / "look")) == ""
    assert back.view.answer(passphrase=PASSPHRASE) == ""
    assert (tmp_path / "look" / "books.sqlite").exists(), back.view.said


def test_a_new_computer_asks_for_the_passphrase_of_the_stick(back: Back, tmp_path: Path) -> None:
    way = Way(Home(tmp_path / "new", tmp_path / "new"), back.stick)
    way.rescue.choose("1")
    assert [field.name for field in way.view.shown[-1].fields] == ["passphrase"]
    way.rescue.answer({"passphrase": ""})
    assert "encrypted" in way.view.faults[-1]
    way.rescue.answer({"passphrase": "not this one, no"})
    assert "not the passphrase" in way.view.faults[-1]
    way.rescue.answer({"passphrase": PASSPHRASE})
    assert way.view.shown[-1].title == "Who agrees?"


def test_the_weekly_trial_reads_an_encrypted_copy_whole(back: Back) -> None:
    try_a_restore(back.desk.books, back.home.data, back.sticks)
    newest = last_copy(back.stick)
    assert newest is not None
    (back.stick / "COUNTERFOIL" / newest.books).write_bytes(b"")
    with pytest.raises(OlderCopyDamaged):
        try_a_restore(back.desk.books, back.home.data, back.sticks)


def test_an_encrypted_copy_that_could_only_be_read_is_said_to_be_untried_until_its_passphrase_is_given(
    back: Back,
) -> None:
    def try_with(passphrase: str) -> Exception | None:
        try_a_restore(back.desk.books, back.home.data, back.sticks, passphrase)
        return None

    record = JobFacts(JobRecord(TRIAL_RESTORE, back.clock.now(), None, None, ""), None)
    timed = TimedCopies(lambda: (record,), lambda name: None, try_with)
    page = JobsPage(back.session, back.view, timed, tuple, back.sticks)
    page.show()
    page.selected(TRIAL_RESTORE)
    assert back.view.boxes[-1] == "The last time went well."
    take_restore_point(back.home.books, back.home.snapshots, back.clock.now())
    try_a_restore(back.desk.books, back.home.data, back.sticks)
    page.selected(TRIAL_RESTORE)
    assert "“A” is encrypted: every file was read again, but it was not brought back" in back.view.boxes[-1]
    assert "last done: never" in back.view.boxes[-1]
    page.pressed("N")
    assert back.view.answer(passphrase=PASSPHRASE) == ""
    assert back.view.said[-1][0] == "saved", back.view.said
    page.selected(TRIAL_RESTORE)
    assert back.view.boxes[-1] == "The last time went well."
    try_a_restore(back.desk.books, back.home.data, back.sticks)
    page.selected(TRIAL_RESTORE)
    assert "never" not in back.view.boxes[-1]
    assert not (back.home.data / TRIAL).exists()
    assert not any(PASSPHRASE.encode() in each.read_bytes() for each in back.home.root.rglob("*") if each.is_file())


def test_copies_are_in_plain_again_where_two_people_want_it(back: Back) -> None:
    page = machine(back)
    page.pressed("E")
    assert back.view.answer(choice="2") == ""
    assert len(sheets_waiting(back)) == 2
    page.pressed("E")
    assert back.view.answer(choice="3") == ""
    back.clock.wait(days=1)
    back.desk.open()
    back.finish(back.desk.close().close_event)
    newest = last_copy(back.stick)
    assert newest is not None
    assert newest.recipient == ""
