"""Settings, F, and the first start: printers that were found, a test page on Enter, and only what came out is used."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from counter.presenters.first_start import Answers, Deeds, FirstStart
from counter.presenters.session import Session
from counter.presenters.settings_find_printer import FindDeeds
from counter.presenters.settings_machine import MachineDeeds, MachinePresenter
from counter.settings import MachineSettings, PrinterSettings
from counter.words import Words
from printing.blocks import Paper
from printing.find import Candidate
from printing.transport import PrinterUnreachable
from tests.desk.office import MANAGER
from tests.presenters.page_view import SeenPage
from tests.presenters.test_settings_and_journal import FirstSeen
from tests.presenters.units_office import SecondPerson, open_office

USB = Candidate("usb", "04b8:0e15", "TM-T20")
QUEUE = Candidate("queue", "Office_Laser")
PORT = Candidate("serial", "/dev/ttyUSB0", "CH340")
AFAR = Candidate("network", "192.168.1.50:9100")


class Office:
    """A settings page over printers that are found; it keeps what is saved and where test pages went."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.saved: list[MachineSettings] = []
        self.tested: list[PrinterSettings] = []
        self.broken: PrinterUnreachable | None = None
        self.asked: list[str] = []
        self.view = SeenPage()
        self.kicked: list[int] = []
        self.shut: PrinterUnreachable | None = None
        deeds = FindDeeds(lambda: [USB, QUEUE, PORT], self.network, lambda: "192.168.1", self.print_paper, self.kick)
        self.page = MachinePresenter(
            session, self.view, MachineDeeds(self.saved.append, lambda s, p: None, list, lambda: None, None, deeds),
            SecondPerson(),
        )  # fmt: skip
        self.view.select = self.page.selected
        self.page.show()

    def network(self, text: str) -> Sequence[Candidate]:
        self.asked.append(text)
        if text != "192.168.1":
            raise ValueError(text)
        return [AFAR]

    def print_paper(self, settings: MachineSettings, paper: Paper) -> None:
        if self.broken is not None:
            raise self.broken
        self.tested.append(settings.printer)

    def kick(self, settings: MachineSettings) -> None:
        self.kicked.append(settings.printer.drawer_pin)
        if self.shut is not None:
            raise self.shut

    def answer(self, **values: str) -> str:
        return self.view.asked[-1].answer(values)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    words = Words.load("en")
    with open_office(tmp_path) as desk:
        settings = MachineSettings(printer=PrinterSettings("file", "/tmp/papers", columns=42))
        session = Session(desk.books, settings, words, words)
        session.log_in(MANAGER)
        desk.take_up(MANAGER)
        yield Office(session)
        session.close()


def test_a_printer_that_was_found_is_used_once_its_test_page_came_out_right(office: Office) -> None:
    office.page.pressed("F")
    assert [row.cells[:3] for row in office.view.rows.values()] == [
        ("USB printer", "TM-T20", "04b8:0e15"), ("printer queue", "", "Office_Laser"),
        ("serial port", "CH340", "/dev/ttyUSB0"),
    ]  # fmt: skip
    office.page.opened("0")
    assert (office.tested[-1].kind, office.tested[-1].port, office.tested[-1].columns) == ("usb", "04b8:0e15", 42)
    assert office.saved == [], "nothing is saved before somebody has looked at the page"
    assert office.answer(choice="1") == ""
    assert office.saved[-1].printer == replace(office.tested[-1])
    assert "scale" in office.view.rows, "back at the settings"


def openings(office: Office) -> int:
    found = office.session.connection.execute("SELECT count(*) FROM event WHERE kind = 'drawer_opened'").fetchone()
    return int(found[0])


def test_the_drawer_of_the_printer_that_was_found_is_tried_pin_by_pin_and_each_time_noted(office: Office) -> None:
    office.page.pressed("F")
    office.page.opened("0")
    office.answer(choice="1")
    assert office.view.asked[-1].title == "Does a cash drawer hang on this printer?"
    assert (office.kicked, openings(office)) == ([], 0), "nothing opens before somebody says so"
    office.answer(choice="1")
    office.answer(choice="2")
    assert (office.kicked, openings(office)) == ([2, 5], 2)
    office.answer(choice="1")
    assert office.saved[-1].printer.drawer_pin == 5
    assert office.view.said[-1] == ("saved", "The drawer is set.")


def test_without_a_drawer_none_is_set_and_nothing_is_noted(office: Office) -> None:
    office.page.pressed("F")
    office.page.opened("0")
    office.answer(choice="1")
    office.answer(choice="2")
    assert (office.saved[-1].printer.drawer_pin, office.kicked, openings(office)) == (0, [], 0)


def test_a_drawer_that_cannot_be_reached_is_told(office: Office) -> None:
    office.shut = PrinterUnreachable("04b8:0e15", "not_found")
    office.page.pressed("F")
    office.page.opened("0")
    office.answer(choice="1")
    office.answer(choice="1")
    assert office.view.said[-1][1].startswith("The drawer did not open: it is not found.")


def test_a_page_that_did_not_come_out_right_changes_nothing(office: Office) -> None:
    office.page.pressed("F")
    office.page.opened("0")
    assert office.answer(choice="2") == ""
    office.broken = PrinterUnreachable("04b8:0e15", "no_permission")
    office.page.opened("0")
    assert office.view.said[-1][0] == "risk"
    assert office.saved == []


def test_a_serial_printer_is_tried_at_the_next_speed_until_its_page_can_be_read(office: Office) -> None:
    office.page.pressed("F")
    office.page.opened("2")
    office.answer(choice="3")
    office.answer(choice="3")
    office.answer(choice="1")
    assert [each.baud for each in office.tested] == [9600, 19_200, 38_400]
    assert (office.saved[-1].printer.port, office.saved[-1].printer.baud) == ("/dev/ttyUSB0", 38_400)


def test_a_queue_of_an_office_printer_can_be_tried_with_pages(office: Office) -> None:
    office.page.pressed("F")
    office.page.opened("1")
    office.answer(choice="3")
    assert [each.form for each in office.tested] == ["thermal", "a4"]


def test_the_network_is_looked_at_only_where_somebody_says_so(office: Office) -> None:
    office.page.pressed("F")
    assert office.asked == []
    office.page.pressed("A")
    assert office.view.asked[-1].fields[0].value == "192.168.1"
    office.answer(network="8.8.8")
    assert office.view.said[-1] == ("risk", "A private network, for example 192.168.1.")
    office.answer(network="192.168.1")
    assert next(iter(office.view.rows.values())).cells[2] == AFAR.port
    office.page.opened("0")
    office.answer(choice="1")
    assert office.saved[-1].printer.kind == "network"


def first_start(found: Sequence[Candidate], tmp_path: Path) -> tuple[FirstStart, FirstSeen]:
    view = FirstSeen()
    deeds = Deeds(
        lambda a: lambda p, c: None, lambda a: lambda p, c: None, lambda s, p: None, lambda a: None, tmp_path,
        printers=lambda: found,
    )  # fmt: skip
    start = FirstStart(view, Words.load, deeds)
    start.answers = Answers("en", "Sunny Garden", "empty")
    start.words = Words.load("en")
    start.step = "manager"
    start.answer({"manager": "Chen", "pin": "3333", "again": "3333"})
    return start, view


def test_the_first_start_offers_the_printers_it_finds(tmp_path: Path) -> None:
    start, view = first_start([USB, PORT], tmp_path)
    assert view.shown[-1].title == "Which of these is the receipt printer?"
    assert view.shown[-1].choices == (
        ("1", "USB printer · TM-T20 · 04b8:0e15"), ("2", "serial port · CH340 · /dev/ttyUSB0"),
        ("6", "Another one, or none"),
    )  # fmt: skip
    start.choose("1")
    assert view.shown[-1].title == "Where is the printer found?"
    assert (start.answers.printer.kind, start.answers.printer.port) == ("usb", "04b8:0e15")
    start.back()
    start.choose("6")
    assert view.shown[-1].title == "How is the receipt printer connected?"
    start.choose("6")
    assert view.shown[-1].title == "Create the books of Sunny Garden?"


def test_where_nothing_but_a_bare_port_is_found_the_kind_is_asked_for(tmp_path: Path) -> None:
    _start, view = first_start([PORT], tmp_path)
    assert view.shown[-1].title == "How is the receipt printer connected?"
