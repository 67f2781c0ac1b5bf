"""The way back by keys: copies are listed and verified, one takes over, the lost numbers are declared."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from backup.stick_faults import StickFailing
from counter.desk.bring_back import copies_on
from counter.desk.close_steps import Folders, close_steps, take_into_use
from counter.desk.finish_close import finish_close, steps_owed
from counter.desk.prove_books import prove_books
from counter.desk.take_over import take_over
from counter.platform.folders import Home
from counter.platform.sticks import folder_as_stick
from counter.presenters.journal import JournalPlaces, JournalPresenter
from counter.presenters.session import Session
from counter.settings import MachineSettings
from counter.words import Words
from db.numbers import LostNumbersOpen
from db.queries import bridges
from db.queries.copies import sticks_used
from tests.desk.office import (
    EVEN,
    MANAGER,
    ODD,
    SUPERVISOR,
    THIRD,
    Desk,
    HandClock,
    desk_at,
    furnish,
    open_office_books,
)
from tests.presenters.test_settings_and_journal import Seen, agreeing


class Back:
    """An office with a copy of yesterday evening on stick A and a payment since; a manager at the Journal."""

    def __init__(self, root: Path, pins: dict[int, str] | None = None) -> None:
        self.home = Home(root, root)
        self.home.make()
        self.clock = HandClock()
        books = open_office_books(self.home.books, self.clock)
        furnish(books, pins)
        books.close()
        self.desk = desk_at(self.home.books, self.clock)
        self.stick = root / "stick"
        self.stick.mkdir()
        take_into_use(self.desk.books, self.sticks, "A", person=MANAGER)
        self.desk.open()
        self.desk.pay(EVEN)
        self.finish(self.desk.close().close_event)
        self.clock.wait(days=1)
        self.desk.open()
        self.desk.pay(ODD)
        self.restarts = 0
        self.at_journal(self.desk)

    def sticks(self) -> list[Any]:
        return [folder_as_stick(self.stick)]

    def finish(self, close_event: int) -> None:
        folders = Folders(self.home.journals, self.home.snapshots, self.home.attachments)
        finish_close(
            self.desk.books, close_event, close_steps(self.desk.books, folders, self.sticks, "test"), staff_id=1
        )

    def restart(self) -> None:
        self.restarts += 1

    def at_journal(self, desk: Desk) -> None:
        words = Words.load("en")
        self.session = Session(desk.books, MachineSettings(language="en"), words, words)
        self.session.log_in(MANAGER)
        self.view = Seen()
        places = JournalPlaces(
            self.home.journals, self.home.attachments, self.home.data / "look", lambda: (), self.sticks,
            restart=self.restart,
        )  # fmt: skip
        self.page = JournalPresenter(self.session, self.view, places, agreeing(SUPERVISOR))
        self.page.show()

    def go_on(self) -> None:
        """Bring the copy back, and open the books that took over as the next start does."""
        self.page.pressed("R")
        self.page.pressed("G")
        assert self.view.answer(choice="1") == ""
        self.session.close()
        self.desk.books.close()
        take_over(self.home.data)
        self.desk = desk_at(self.home.books, self.clock)
        self.at_journal(self.desk)


@pytest.fixture
def back(tmp_path: Path) -> Any:
    made = Back(tmp_path)
    yield made
    made.session.close()
    made.desk.books.close()


def test_copies_are_listed_with_what_is_not_in_them(back: Back) -> None:
    back.page.pressed("R")
    row, point = back.view.pages[-1].rows
    assert (point.cells[0], point.cells[1]) == ("this computer", "")
    assert (row.cells[0], row.cells[1], row.cells[3], row.cells[5]) == ("A", "1", "2026-11-23", "1 receipt")
    back.page.selected(row.id)
    assert "1 receipt over" in back.view.boxes[-1]
    back.page.pressed("R")
    assert back.view.pages[-1].title == "Journal"


def test_a_damaged_copy_is_told_and_does_not_take_over(back: Back) -> None:
    books = next((back.stick / "COUNTERFOIL" / "books").iterdir())
    books.write_bytes(books.read_bytes()[:-100])
    back.page.pressed("R")
    back.page.pressed("V")
    assert back.view.said[-1][0] == "risk"
    assert books.name in back.view.said[-1][1]
    asked = len(back.view.asked)
    back.page.pressed("G")
    assert len(back.view.asked) == asked, "nothing is asked about a copy whose books are damaged"
    assert back.restarts == 0


def test_a_copy_takes_over_and_the_lost_numbers_are_declared(back: Back) -> None:
    back.go_on()
    assert back.restarts == 1
    (aside,) = back.home.data.glob("kept-aside-*")
    with closing(sqlite3.connect(aside / "books.sqlite")) as kept:
        assert kept.execute("SELECT count(*) FROM receipt").fetchone() == (2,)
    with pytest.raises(LostNumbersOpen), back.desk.books.transaction("x", staff_id=1) as tx:
        tx.take_number("R2026")
    back.page.pressed("B")
    page = back.view.pages[-1]
    rows = {row.id: row.cells for row in page.rows}
    assert rows["R2026"] == ("Receipts 2026", "2026-000001", "2026-000002", "1", "1"), "the books left behind say so"
    back.page.opened("R2026")
    assert back.view.answer(last="1", papers="") == ""
    assert back.view.answer(last="0", papers="") != ""
    assert back.view.answer(last="3", papers="1=5.00") != "", "number 1 is in the copy"
    assert back.view.answer(last="4", papers="2=250.60 3=80") == ""
    back.page.pressed("D")
    assert back.view.said[-1] == ("saved", "3 lost numbers are declared.")
    assert bridges.bridged(back.desk.connection) == {"R2026": {2: 25060, 3: 8000, 4: None}}
    back.page.pressed("B")
    assert back.view.pages[-1].commands[0].key == "C"
    back.page.pressed("A")
    assert back.view.said[-1][0] == "saved"


def test_closed_days_are_exported_by_a_key_and_the_trail_says_so(back: Back, tmp_path: Path) -> None:
    back.page.pressed("X")
    fields = {"first": "2026-11-23", "last": "2026-11-23"}
    assert back.view.answer(**fields, file=str(tmp_path / "x.pdf")) != ""
    assert back.view.answer(first="2001-01-01", last="2001-01-02", file=str(tmp_path / "x.journal")) != ""
    for name in ("x.journal", "x.beancount", "x.xlsx"):
        assert back.view.answer(**fields, file=str(tmp_path / name)) == ""
        assert back.view.said[-1] == ("saved", f"Written: {tmp_path / name}")
        assert (tmp_path / name).stat().st_size > 100
    assert (tmp_path / "x.csv").exists()
    sql = "SELECT count(*) FROM event WHERE kind = 'exported' AND json_extract(body, '$.what') = 'closed_days'"
    assert back.desk.connection.execute(sql).fetchone() == (3,)


def test_a_second_disk_gets_the_same_copy_and_what_fails_there_leaves_the_copy_owed(back: Back) -> None:
    second = back.home.data / "second disk"
    second.mkdir()
    found = back.sticks
    back.sticks = lambda: [folder_as_stick(second)]  # type: ignore[method-assign]
    take_into_use(back.desk.books, back.sticks, "B", person=MANAGER)
    back.sticks = lambda: [*found(), folder_as_stick(second)]  # type: ignore[method-assign]
    back.finish(back.desk.close().close_event)
    for root in (back.stick, second):
        copies = copies_on([root])
        assert copies[0].manifest.head_event == copies_on([back.stick])[0].manifest.head_event
    assert sticks_used(back.desk.connection) == ["A", "A"]
    back.clock.wait(days=1)
    back.desk.open()
    closed = back.desk.close().close_event
    shutil.rmtree(second / "COUNTERFOIL" / "copies")
    (second / "COUNTERFOIL" / "copies").write_text("a file where the folder should be")
    with pytest.raises(StickFailing):
        back.finish(closed)
    assert "stick" in steps_owed(back.desk.connection, closed)


def test_what_is_booked_while_a_copy_is_brought_back_keeps_it_from_taking_over(
    back: Back, monkeypatch: pytest.MonkeyPatch
) -> None:

    def paying_meanwhile(*given: Any, **more: Any) -> Any:
        back.desk.pay(THIRD)
        return prove_books(*given, **more)

    monkeypatch.setattr("counter.desk.bring_back.prove_books", paying_meanwhile)
    back.page.pressed("R")
    back.page.pressed("G")
    back.view.answer(choice="1")
    assert back.view.said[-1][1].startswith("Something was booked while")
    assert take_over(back.home.data) is None
    assert back.restarts == 0
