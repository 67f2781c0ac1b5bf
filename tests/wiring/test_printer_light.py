"""The printer's light: it names papers that only a person can tell of, and wakes what waits once it is back."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from counter.devices.card_terminal import TerminalReady
from counter.platform.folders import Home
from counter.screens.widgets.light import LightFacts
from counter.settings import MachineSettings, PrinterSettings, save_settings
from counter.wiring.copies_seen import CopiesSeen
from counter.wiring.lights import Lights, Seen
from counter.wiring.parts import OfficeParts, open_parts
from printing.status import Offline, Online, Status, Unknown
from tests.desk.office import EVEN, ODD, HandClock
from tests.presenters.units_office import open_office


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[OfficeParts]:
    home = Home(tmp_path, tmp_path)
    home.make()
    with open_office(tmp_path) as desk:
        desk.pay(EVEN)
        desk.pay(ODD)
        with desk.books.machine() as connection:
            connection.execute("UPDATE print_job SET state = 'sending'")  # the power went while they were printed
    printer = PrinterSettings("network", "127.0.0.1:9")
    save_settings(home.settings, MachineSettings(language="en", printer=printer))
    opened = open_parts(home, clock=HandClock(), on_paper=lambda *_moved: None)
    yield opened
    opened.close()


def light(parts: OfficeParts, *seen: Status) -> LightFacts:
    """Look once for each state; returns the last light of the printer."""
    shown: list[Sequence[LightFacts]] = []
    lights = Lights(parts, parts.timed_work(), shown.append)
    for status in seen:
        lights.show(Seen(status, TerminalReady(), CopiesSeen((), 0)))
    return shown[-1][0]


@pytest.mark.parametrize("status", [Online(), Online("paper_low"), Unknown()])
def test_papers_that_broke_off_are_named_until_somebody_looked(parts: OfficeParts, status: Status) -> None:
    found = light(parts, status)
    assert (found.text, found.state) == ("Printer: 2 papers unsure", "attention")
    with parts.books.machine() as connection:
        connection.execute("UPDATE print_job SET state = 'confirmed'")
    assert "unsure" not in light(parts, status).text


def test_what_the_printer_needs_comes_before_the_papers(parts: OfficeParts) -> None:
    assert light(parts, Offline("paper_out")).text == "Printer: the paper has run out"


def test_a_printer_that_fell_silent_is_told_from_one_that_never_says_anything(parts: OfficeParts) -> None:
    with parts.books.machine() as connection:
        connection.execute("UPDATE print_job SET state = 'confirmed'")
    assert light(parts, Unknown()).text == "Printer unknown"
    fell = light(parts, Online(), Unknown())
    assert (fell.text, fell.state) == ("Printer silent", "attention")
    assert "switched on" in fell.help
    assert light(parts, Online(), Unknown(), Online()).text == "Printer ready"


@pytest.mark.parametrize(
    ("seen", "times"),
    [
        ((Online(), Online()), 0),
        ((Offline("unreachable"), Offline("unreachable")), 0),
        ((Offline("unreachable"), Online(), Online()), 1),
        ((Offline("paper_out"), Online()), 1),
        ((Offline("unreachable"), Unknown()), 1),
    ],
)
def test_a_printer_that_is_back_goes_on_at_once(
    parts: OfficeParts, monkeypatch: pytest.MonkeyPatch, seen: tuple[Status, ...], times: int
) -> None:
    woken: list[str] = []
    monkeypatch.setattr(OfficeParts, "wake_spools", lambda parts: woken.append("woken"))
    light(parts, *seen)
    assert len(woken) == times
