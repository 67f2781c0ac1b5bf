"""Shared bills, reductions and the barrier's list: entered on their pages, billed by the next run."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter.desk.people import Person
from counter.presenters.parking_page import ParkingPresenter
from counter.presenters.reductions import ReductionsPresenter
from counter.presenters.session import Session
from counter.presenters.shared_bills import SharedBillsPresenter
from counter.settings import MachineSettings
from counter.words import Words
from db.books import Books
from db.queries import registers
from db.queries.people import pending_acts
from tests.desk.charging_office import CODES, ENERGY, bill, charging_office, item_id
from tests.desk.office import CASHIER
from tests.desk.small_estate import MANAGER
from tests.presenters.page_view import SeenPage
from tests.presenters.units_office import SecondPerson


class At:
    """The books of the estate, seen through one page after the other."""

    def __init__(self, books: Books) -> None:
        words = Words.load("en")
        self.books = books
        self.session = Session(books, MachineSettings(), words, words)
        self.session.log_in(MANAGER)
        self.seen, self.second = SeenPage(), SecondPerson()

    def turn_to(self, page: Any) -> Any:
        self.seen.select = page.selected
        page.show()
        return page

    def answer(self, **values: str) -> str:
        return self.seen.asked[-1].answer(values)

    def billed(self, item: str) -> list[int]:
        rows = self.session.connection.execute(
            "SELECT amount FROM charge WHERE item_id = ? ORDER BY id", (item_id(self.books, item),)
        )
        return [row[0] for row in rows]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    with charging_office(tmp_path) as books:
        made = At(books)
        yield made
        made.session.close()


def test_a_shared_bill_is_entered_spread_to_the_fen_and_then_stands(at: At) -> None:
    page = at.turn_to(SharedBillsPresenter(at.session, at.seen))
    assert at.seen.page.empty[0] == "No shared bill yet"
    page.pressed("A")
    wrong = {"month": "2025-12", "total": "100.01", "building": "9", "paper": "E-7"}
    assert at.answer(**wrong) == "There is no building “9”."
    assert at.answer(**{**wrong, "building": ""}) == ""
    assert at.seen.column(5) == ["not spread yet"]
    page.opened("1")
    assert at.answer(**{**wrong, "building": "1", "total": "100.03"}) == ""
    bill(at.books, "2025-12")
    assert sum(at.billed(ENERGY)) == 10_003
    assert len(at.billed(ENERGY)) == len(CODES)
    page.show()
    assert at.seen.column(5) == ["spread over 6 units"]
    page.opened("1")
    assert "already" in at.answer(**{**wrong, "building": "1", "total": "90"})


def test_a_reduction_by_paper_is_billed_and_shown_with_its_paper(at: At) -> None:
    page = at.turn_to(ReductionsPresenter(at.session, at.seen, at.second))
    page.pressed("A")
    names = {text: key for key, text in at.seen.asked[-1].choices}
    at.answer(choice=names["物业费"])
    typed = {"unit": CODES[0], "percent": "30", "since": "2025-12-01", "until": "", "reason": "", "paper": "2025-44"}
    assert at.answer(**typed) == "Give the reason; it stands in the books."
    assert at.answer(**{**typed, "reason": "empty since May"}) == ""
    assert at.second.asked == []
    assert next(iter(at.seen.rows.values())).cells == (
        CODES[0], "物业费", "30 %", "2025-12-01", "", "empty since May", "2025-44"
    )  # fmt: skip
    bill(at.books, "2025-12")
    fees = at.billed("物业费")
    assert fees[:2] == [17_542, 25_060]  # the first flat's 250.60 less 30 %


def test_without_a_paper_a_second_person_agrees(at: At) -> None:
    page = at.turn_to(ReductionsPresenter(at.session, at.seen, at.second))
    page.pressed("A")
    at.answer(choice="1")
    typed = {
        "unit": CODES[0],
        "percent": "100",
        "since": "2026-01-01",
        "until": "2026-03-31",
        "reason": "fire",
        "paper": "",
    }
    assert at.answer(**typed) == ""
    assert registers.reductions(at.session.connection) == []
    asked = at.second.asked[-1]
    assert asked.title == f"Let {CODES[0]} off 100 %"
    assert asked.requested is not None
    asked.requested("fire")
    assert [each.act for each in pending_acts(at.session.connection)] == ["reduction"]
    assert registers.reductions(at.session.connection) == []
    asked.granted(Person(2, "李建国", "manager"), "")
    found = registers.reductions(at.session.connection)
    assert [(each.reduction, each.until) for each in found] == [(10_000, "2026-03-31")]
    assert at.seen.column(6) == ["second person"]


def test_a_reduction_is_ended_on_a_day_by_a_key(at: At) -> None:
    page = at.turn_to(ReductionsPresenter(at.session, at.seen, at.second))
    page.pressed("A")
    at.answer(choice="1")
    typed = {"unit": CODES[0], "percent": "30", "since": "2025-12-01", "until": "", "reason": "empty", "paper": "44"}
    assert at.answer(**typed) == ""
    page.pressed("E")
    assert at.answer(until="2025-12-31", reason=" ") == "Give the reason; it stands in the books."
    assert at.answer(until="2025-11-30", reason="lived in") != ""
    assert at.answer(until="2025-12-31", reason="lived in") == ""
    assert at.seen.column(4) == ["2025-12-31"]


def test_who_may_not_is_told_and_asked_nothing(at: At) -> None:
    at.session.log_in(CASHIER)
    for page in (
        SharedBillsPresenter(at.session, at.seen), ReductionsPresenter(at.session, at.seen, at.second),
    ):  # fmt: skip
        at.turn_to(page)
        assert at.seen.page.commands == ()
        page.pressed("A")
        assert at.seen.said[-1][0] == "risk"
    assert at.seen.asked == []


def test_the_barrier_list_says_until_when_and_goes_out_without_names(at: At, tmp_path: Path) -> None:
    page = at.turn_to(ParkingPresenter(at.session, at.seen))
    assert [row.cells for row in at.seen.rows.values()] == [("粤A12345", "B1-001", "张三", "", "never paid")]
    page.pressed("E")
    file = tmp_path / "out" / "barrier.csv"
    assert "xlsx" in at.answer(file=str(tmp_path / "barrier.txt"))
    assert at.answer(file=str(file)) == ""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    assert rows == [["Plate", "Place", "Valid until", "State"], ["粤A12345", "B1-001", "", "never paid"]]
    assert at.session.connection.execute("SELECT count(*) FROM event WHERE kind = 'exported'").fetchone()[0] == 1
