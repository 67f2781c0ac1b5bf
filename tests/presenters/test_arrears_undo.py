"""The arrears card: a suit or promise noted by mistake is taken back; the list says of each note what it is."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.desk.note_contact import PUT_OFF, note_call
from counter.desk.note_suit import note_suit
from counter.presenters.arrears_list import ArrearsList
from counter.presenters.session import Session
from tests.desk.late_fee_office import next_day
from tests.desk.office import EVEN, MANAGER, Desk
from tests.desk.sms_office import queued
from tests.desk.test_letters_to_those_who_left import sold
from tests.presenters.test_arrears_pages import answer, shown
from tests.presenters.units_office import open_office, session_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Desk, Session]]:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER) as session:
        yield desk, session


def test_a_suit_and_a_call_put_off_are_named_in_the_list(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    note_suit(desk.books, EVEN, date(2026, 11, 20), "(2026)1", request_id="s", staff=MANAGER)
    page, view = shown(ArrearsList, session, tmp_path)
    assert view.rows[str(EVEN)].cells[7] == "11-20 suit filed"
    note_call(desk.books, EVEN, PUT_OFF, request_id="p", staff=MANAGER, next_call=date(2026, 11, 28))
    page.show()
    assert view.rows[str(EVEN)].cells[7] == "11-23 call put off"


def test_a_suit_noted_by_mistake_is_taken_back_on_the_card(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    note_suit(desk.books, EVEN, date(2026, 11, 20), "(2026)1", request_id="s", staff=MANAGER)
    page, view = shown(ArrearsList, session, tmp_path)
    page.opened(str(EVEN))
    assert view.told[-1].endswith("C takes it back.")
    page.pressed("C")
    assert answer(view, choice="6") == ""
    assert "what was wrong" in answer(view, why=" ")
    assert answer(view, why="another unit") == ""
    first = next(iter(view.rows.values()))
    assert first.cells[1:3] == ("Taken back: suit filed", "noted on 2026-11-23: another unit")
    assert not any(row.cells[1].startswith("Suit filed") for row in view.rows.values())
    view.select_row(first.id)
    assert view.told[-1] == ": "
    page.pressed("C")
    assert len(view.asked[-1].choices) == 5, "there is nothing more to take back"
    assert desk.findings() == []


def test_the_card_of_a_seller_shows_no_message_to_the_buyer(office: tuple[Desk, Session], tmp_path: Path) -> None:
    desk, session = office
    sold(desk, "2026-11-01")
    next_day(desk)
    (message,) = queued(desk, EVEN)
    assert message.person_id != EVEN
    page, view = shown(ArrearsList, session, tmp_path)
    page.opened(f"{EVEN}-{EVEN}")
    assert (view.facts["Has left"], [row for row in view.column(1) if row.startswith("SMS")]) == ("张三", [])
    page.pressed("X")
    page.opened(str(EVEN))
    assert (view.facts["Owner"], view.column(1)[0]) == ("买方甲", "SMS: waiting")
