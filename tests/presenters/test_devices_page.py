"""Settings, D: each device in words, where it is, its last fault, and a test of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from counter.presenters.devices_seen import DeviceSeen, SeenPort
from counter.presenters.session import Session
from counter.presenters.settings_devices import DeviceDeeds
from counter.presenters.settings_machine import MachineDeeds, MachinePresenter
from counter.settings import DisplaySettings, MachineSettings, TerminalSettings
from counter.words import Words
from printing.blocks import Paper
from tests.desk.office import CASHIER, MANAGER
from tests.presenters.page_view import SeenPage
from tests.presenters.units_office import SecondPerson, open_office

SEEN = (
    DeviceSeen("printer", "paper_low", "paper_out", "2026-11-23T00:30:00+00:00"),
    DeviceSeen("drawer", "open"),
    DeviceSeen("terminal", "ready"),
    DeviceSeen("scanner", "absent"),
    DeviceSeen("modem", "ready", signal=67),
    DeviceSeen("display", "not_found", "not_found", "2026-11-23T00:31:00+00:00"),
)


class Tried:
    """Devices that write down how they were tried."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.looks = self.displays = self.kicks = 0
        self.seen: tuple[DeviceSeen, ...] = SEEN

    def look(self) -> Sequence[DeviceSeen]:
        self.looks += 1
        return self.seen

    def show_test(self) -> None:
        self.displays += 1

    def kick(self) -> None:
        self.kicks += 1

    @property
    def deeds(self) -> MachineDeeds:
        devices = DeviceDeeds(
            self.look, lambda: (SeenPort("/dev/ttyUSB0", "USB Serial"),), lambda s, paper: self.papers.append(paper),
            self.show_test, self.kick,
        )  # fmt: skip
        return MachineDeeds(lambda s: None, lambda s, p: None, list, lambda: None, devices)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_device_is_told_in_words_with_a_test_of_its_own(tmp_path: Path, language: str) -> None:
    words = Words.load("zh_CN" if language == "zh_CN" else "en")
    settings = MachineSettings(
        terminal=TerminalSettings("zvt_serial", "/dev/ttyUSB1"), display=DisplaySettings("led8n", "/dev/ttyUSB2")
    )
    with open_office(tmp_path) as desk:
        session = Session(desk.books, settings, words, words)
        session.log_in(MANAGER)
        view, tried = SeenPage(), Tried()
        page = MachinePresenter(session, view, tried.deeds, SecondPerson())
        view.select = page.selected
        page.show()
        page.pressed("D")
        rows = {each.id: each.cells for each in view.pages[-1].rows}
        assert list(rows) == ["printer", "drawer", "terminal", "display", "scanner", "modem", "port:/dev/ttyUSB0"]
        assert rows["terminal"][2].endswith("· /dev/ttyUSB1")
        if language == "en":
            assert rows["printer"][1] == "the paper is running low"
            assert rows["printer"][3].endswith("the paper has run out")
            assert rows["drawer"][1] == "it is open"
            assert rows["terminal"][1] == "ready"
            assert rows["modem"][1:3] == ("ready, signal 67 %", "no modem")
            assert rows["display"][1:3] == ("it is not found", "eight figures, LED8N · /dev/ttyUSB2")
        view.select_row("printer")
        if language == "en":
            assert view.told[-1] == "Receipt printer: Put in a new roll soon. T prints a test page."
        page.selected("terminal")
        assert view.told[-1].startswith(f"{words('Card terminal')} · {rows['terminal'][2]}"), (
            "also where it is cut above"
        )
        for row, looks, papers, displays in (("printer", 1, 1, 0), ("terminal", 2, 1, 0), ("display", 2, 1, 1)):
            view.select_row(row)
            page.pressed("T")
            assert (tried.looks, len(tried.papers), tried.displays) == (looks, papers, displays)
        said = len(view.said)
        view.select_row("port:/dev/ttyUSB0")
        page.pressed("T")
        assert len(view.said) == said, "a port is no device"
        page.selected("port:/dev/ttyUSB1")
        assert view.told[-1].endswith(words("Used by: {device}", device=words("Card terminal")))
        view.select_row("drawer")
        page.pressed("T")
        assert (tried.kicks, view.said[-1][0]) == (0, "risk"), "the till is somebody else's"
        session.log_in(CASHIER)
        page.pressed("T")
        assert tried.kicks == 1
        assert desk.body(desk.count("event"))["kind"] == "drawer_opened", "opened without a payment, and noted"
        page.pressed("D")
        assert "scale" in view.rows, "back at the settings"
        session.close()


@pytest.mark.parametrize("row", ["printer", "drawer", "display"])
def test_what_is_not_there_is_not_tried_and_no_drawer_is_noted_as_opened(tmp_path: Path, row: str) -> None:
    with open_office(tmp_path) as desk:
        words = Words.load("en")
        session = Session(desk.books, MachineSettings(), words, words)
        session.log_in(CASHIER)
        view, tried = SeenPage(), Tried()
        tried.seen = (DeviceSeen("printer", "absent"), DeviceSeen("drawer", "absent"), DeviceSeen("display", "absent"))
        page = MachinePresenter(session, view, tried.deeds, SecondPerson())
        view.select = page.selected
        page.show()
        page.pressed("D")
        events = desk.count("event")
        view.select_row(row)
        page.pressed("T")
        assert "none is set" in view.said[-1][1]
        assert (tried.papers, tried.displays, tried.kicks, desk.count("event")) == ([], 0, 0, events)
        session.close()
