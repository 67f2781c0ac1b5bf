"""The page of readings over real books: typed down the route, judged at once, saved as one batch."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.presenters.readings import ReadingsPresenter
from counter.presenters.session import Session
from counter.settings import MachineSettings
from counter.words import Words
from db.books import Books
from db.queries import registers
from tests.desk.charging_office import CODES, charging_office
from tests.desk.office import CASHIER
from tests.desk.small_estate import MANAGER
from tests.presenters.page_view import SeenPage

NOW, USED, REMARK = 4, 5, 6


class At:
    """The page of readings with hands on it."""

    def __init__(self, books: Books) -> None:
        words = Words.load("en")
        self.books = books
        self.session = Session(books, MachineSettings(), words, words)
        self.session.log_in(MANAGER)
        self.seen = SeenPage()
        self.page = ReadingsPresenter(self.session, self.seen)
        self.seen.select = self.page.selected
        self.page.show()

    def type(self, *texts: str) -> None:
        """Type figures and Enter, meter after meter."""
        for text in texts:
            self.page.typed(text)
            self.page.entered()

    def values(self, period: str) -> list[tuple[int, str, int]]:
        found = registers.readings(self.books.database.connection())
        return [(each.meter_id, each.kind, each.value) for each in found if each.period == period]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    with charging_office(tmp_path) as books:
        made = At(books)
        yield made
        made.session.close()


def test_the_route_goes_up_the_building_whatever_the_order_of_the_register(at: At) -> None:
    assert at.seen.column(0) == list(CODES)
    assert at.seen.column(2) == ["140"] * 6
    assert at.seen.column(3) == ["10"] * 6


def test_readings_are_typed_down_the_route_and_saved_as_one_batch(at: At) -> None:
    at.type("150", "151.5", "", "149")
    assert at.seen.column(USED) == ["10", "11.5", "", "9", "", ""]
    assert at.seen.selected == list(at.seen.rows)[4]
    assert at.values("2026-01") == []
    at.page.pressed("F9")
    assert at.seen.said[-1] == ("saved", "3 readings saved.")
    assert at.seen.rests[-1] == "3 meters have no reading yet"
    assert sorted(value for _, _, value in at.values("2026-01")) == [149_000, 150_000, 151_500]
    assert at.seen.column(REMARK)[:4] == ["saved", "saved", "", "saved"]


def test_a_reading_below_the_last_stays_where_it_is_and_nothing_is_saved(at: At) -> None:
    at.type("150", "12")
    assert at.seen.selected == list(at.seen.rows)[1]
    assert at.seen.verdict == ("below the last reading", True)
    at.page.pressed("F9")
    assert at.seen.said[-1] == ("risk", "The reading of 1-1-102 cannot be; nothing was saved.")
    assert at.values("2026-01") == []
    assert at.seen.column(NOW)[:2] == ["150", "12"]


def test_three_times_the_usual_use_wants_enter_twice(at: At) -> None:
    at.type("171")
    assert at.seen.selected == next(iter(at.seen.rows))
    assert at.seen.verdict[1]
    at.page.entered()
    assert at.seen.selected == list(at.seen.rows)[1]
    assert at.seen.column(REMARK)[0] == "more than three times the usual use"


def test_what_is_no_reading_is_said_and_kept(at: At) -> None:
    at.type("15x")
    assert at.seen.verdict[1]
    assert at.seen.column(NOW)[0] == "15x"
    assert at.seen.column(REMARK)[0] == "not a reading"


def test_an_estimate_takes_the_usual_use_and_is_marked_so(at: At) -> None:
    at.page.pressed("E")
    assert at.seen.column(NOW)[0] == "150"
    assert at.seen.column(REMARK)[0] == "estimated"
    at.page.pressed("F9")
    assert [kind for _, kind, _ in at.values("2026-01")] == ["estimated"]


def test_what_was_typed_outlives_another_month_a_lock_and_a_refusal(at: At) -> None:
    at.type("150")
    at.page.pressed("M")
    assert at.seen.asked[-1].answer({"month": "2512"}) == ""
    assert at.seen.page.title == "Readings: Water, 2025-12"
    assert at.seen.column(REMARK)[0] == "saved"
    at.page.pressed("M")
    at.seen.asked[-1].answer({"month": "2601"})
    at.session.lock()
    at.session.log_in(CASHIER)
    at.page.pressed("F9")
    assert at.seen.said[-1][0] == "risk"
    assert at.seen.column(NOW)[0] == "150"
    at.session.log_in(MANAGER)
    at.page.pressed("F9")
    assert [value for _, _, value in at.values("2026-01")] == [150_000]


def test_a_meter_is_replaced_in_one_commit_and_both_are_billed(at: At) -> None:
    before = len(at.values("2026-01"))
    at.page.pressed("R")
    form = at.seen.asked[-1]
    wrong = form.answer({"last": "12", "serial": "N1", "start": "2", "on": "2026-01-15"})
    assert "below the last one" in wrong
    assert len(at.values("2026-01")) == before
    assert form.answer({"last": "144", "serial": "N1", "start": "2", "on": "2026-01-15"}) == ""
    assert [(kind, value) for _, kind, value in at.values("2026-01")] == [("read", 144_000), ("start", 2_000)]
    assert at.seen.column(1)[:2] == ["W101", "N1"]
    new = list(at.seen.rows)[1]
    at.seen.select_row(new)
    at.type("8")
    at.page.pressed("F9")
    assert at.seen.rows[new].cells[USED] == "6"


def test_a_meter_is_put_into_a_unit_by_its_room(at: At) -> None:
    at.page.pressed("A")
    form = at.seen.asked[-1]
    figures = {"serial": "S9", "start": "5", "times": "40", "over": "", "on": "2026-01-02"}
    assert "whole number" in form.answer({"unit": "1-1", **figures})
    assert form.answer({"unit": "S-1", **figures}) == ""
    meter = registers.meters(at.books.database.connection())[-1]
    assert (meter.serial, meter.multiplier, meter.since) == ("S9", 40_000, "2026-01-02")
    at.seen.select_row(str(meter.id))
    at.type("6")
    assert at.seen.rows[str(meter.id)].cells[USED] == "40"


def test_where_nothing_is_metered_the_page_says_what_to_do_first(tmp_path: Path) -> None:
    from tests.desk.small_estate import SMALL, bring, founded

    with founded(tmp_path, date(2026, 1, 5)) as books:
        bring(books, SMALL)
        made = At(books)
        assert made.seen.page.empty[0] == "No fee item is billed by meter"
        made.session.close()
