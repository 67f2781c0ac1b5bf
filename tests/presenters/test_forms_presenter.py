"""Numbered forms on the sheets: the next one is shown and put right, and a receipt says which form it is on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from counter.desk.forms import register_printed, set_next_form
from counter.presenters.session import Session
from counter.settings import MachineSettings, PrinterSettings
from counter.words import Words
from db.queries import forms
from tests.desk.office import CASHIER, EVEN, Desk
from tests.presenters.test_paper_queue_presenter import Queue
from tests.presenters.test_receipt_sheet_presenter import Sheet
from tests.presenters.units_office import open_office


@contextmanager
def session_on_stock(desk: Desk) -> Iterator[Session]:
    words = Words.load("en")
    settings = replace(MachineSettings(), printer=PrinterSettings(form="preprinted"))
    session = Session(desk.books, settings, words, words)
    session.log_in(CASHIER)
    try:
        yield session
    finally:
        session.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_office(tmp_path) as made:
        yield made
        assert made.findings() == []


@pytest.fixture
def queue(desk: Desk) -> Iterator[Queue]:
    with session_on_stock(desk) as session:
        yield Queue(desk, session)


def test_a_roll_has_no_forms(desk: Desk) -> None:
    words = Words.load("en")
    session = Session(desk.books, MachineSettings(), words, words)
    session.log_in(CASHIER)
    queue = Queue(desk, session)
    queue.presenter.open()
    queue.presenter.next_form()
    assert (queue.view.forms, queue.view.questions) == ("", [])
    session.close()


def test_the_first_number_is_asked_for_and_the_next_ones_are_counted_on(queue: Queue) -> None:
    queue.presenter.open()
    assert queue.view.forms == "Nobody said yet which form lies next in the printer."
    queue.presenter.next_form()
    question = queue.view.questions[-1]
    assert "is no number of a form" in question.answer({"number": "none"})
    assert question.answer({"number": "a000017"}) == ""
    assert queue.view.forms == "Next form: A000017."
    assert queue.view.said[-1] == ("saved", "Noted.")
    register_printed(queue.desk.books, 1, till=1)
    queue.presenter.refresh()
    assert queue.view.forms == "Next form: A000018."


def test_a_leap_is_said_and_stays_to_be_seen(queue: Queue) -> None:
    set_next_form(queue.desk.books, "A000017", request_id="first", person=CASHIER, till=1)
    queue.presenter.open()
    queue.presenter.next_form()
    assert queue.view.questions[-1].fields[0].value == "A000017"
    assert queue.view.questions[-1].answer({"number": "A000020"}) == ""
    assert queue.view.said[-1] == ("risk", "Not accounted for: A000017 to A000019.")
    assert queue.view.forms == "Next form: A000020. Not accounted for: A000017 to A000019."


def test_a_paper_that_a_person_sees_takes_its_form(queue: Queue) -> None:
    set_next_form(queue.desk.books, "A000017", request_id="first", person=CASHIER, till=1)
    job = queue.becomes("unsure")
    queue.presenter.confirm(job)
    assert forms.of_receipt(queue.desk.connection, queue.receipt_id) == {"A000017": "used"}
    assert queue.view.forms == "Next form: A000018."


def test_the_sheet_of_a_receipt_shows_its_form_and_puts_it_right(desk: Desk) -> None:
    set_next_form(desk.books, "A000017", request_id="first", person=CASHIER, till=1)
    receipt_id = desk.pay(EVEN).receipts[0].id
    register_printed(desk.books, 1, till=1)
    with session_on_stock(desk) as session:
        sheet = Sheet(session)
        sheet.presenter.open(receipt_id)
        assert dict(sheet.view.shown().rows)["Form no."] == "A000017"
        sheet.presenter.note_form()
        assert sheet.view.questions[-1].fields[0].value == "A000017"
        assert sheet.answer(number=" ") == "Type the number that is printed on the form."
        assert sheet.answer(number="A000019") == ""
        assert dict(sheet.view.shown().rows)["Form no."] == "A000019"
        sheet.presenter.spoil()
        assert sheet.answer(number="A000019") == ""
        assert "Form no." not in dict(sheet.view.shown().rows)
        assert dict(sheet.view.shown().rows)["Forms spoiled"] == "A000019"


def test_a_form_of_another_receipt_is_refused_with_its_receipt(desk: Desk) -> None:
    set_next_form(desk.books, "A000017", request_id="first", person=CASHIER, till=1)
    desk.pay(EVEN, chosen=desk.charges(EVEN)[:1])
    register_printed(desk.books, 1, till=1)
    second = desk.pay(EVEN).receipts[0].id
    with session_on_stock(desk) as session:
        sheet = Sheet(session)
        sheet.presenter.open(second)
        sheet.presenter.note_form()
        assert sheet.view.questions[-1].fields[0].value == "A000018"
        told = sheet.answer(number="A000017")
        assert told.startswith("Form A000017 is accounted for already (used), receipt 2026-000001.")
