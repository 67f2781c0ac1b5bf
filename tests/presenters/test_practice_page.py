"""Settings, S: what a simulated terminal does next is chosen by keys; real books are refused one, with a sentence."""

from pathlib import Path
from typing import Any

import pytest

from counter.devices.practice.machine import Taken
from counter.devices.practice.terminal import PracticeSeen
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_devices import DeviceDeeds
from counter.presenters.settings_machine import MachineDeeds, MachinePresenter
from counter.presenters.settings_terminal import terminal_knobs
from counter.settings import MachineSettings, TerminalSettings
from counter.words import Language, Words
from tests.desk.office import MANAGER
from tests.presenters.page_view import SeenPage
from tests.presenters.units_office import SecondPerson, open_office

EN = Words.load("en")


class OnPaper:
    """A simulated terminal that writes down what was chosen."""

    def __init__(self) -> None:
        self.lesson, self.takes_back = "none", False

    def look(self) -> PracticeSeen:
        taken = (Taken("0007", 75_180, "taken_back"), Taken("0006", 500, "taken"))
        return PracticeSeen(("none", "declined", "power_off"), self.lesson, self.takes_back, True, taken)

    def choose(self, lesson: str) -> None:
        self.lesson = lesson

    def turn(self) -> None:
        self.takes_back = not self.takes_back


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_comes_next_is_chosen_and_said(tmp_path: Path, language: Language) -> None:
    words, terminal, view = Words.load(language), OnPaper(), SeenPage()
    devices = DeviceDeeds(list, list, lambda settings, paper: None, lambda: None)
    deeds = MachineDeeds(lambda s: None, lambda s, p: None, list, lambda: None, devices, practice=terminal)
    with open_office(tmp_path) as desk:
        session = Session(desk.books, MachineSettings(), words, words)
        session.log_in(MANAGER)
        page = MachinePresenter(session, view, deeds, SecondPerson())
        view.select = page.selected
        page.show()
        page.pressed("D")
        page.pressed("S")
        page.opened("declined")
        assert terminal.lesson == "declined"
        assert [row.cells[1] for row in view.pages[-1].rows] == [
            "", words("the next payment"), "", words("it keeps it"),
        ]  # fmt: skip
        page.selected("turn")
        page.opened("turn")
        assert terminal.takes_back
        assert view.pages[-1].rows[-1].cells[1] == words("it takes it back")
        page.selected("power_off")
        if language == "en":
            assert dict(view.pages[-1].facts) == {
                "It is": "switched on", "Payments on it": "1 · 5.00", "The last: 0007, taken back": "751.80",
            }  # fmt: skip
            assert view.told[-1].startswith("Its power goes when it has taken the card: The outcome is unknown")
            assert view.said[-1][1] == "The next payment: The card is declined"
        page.pressed("D")
        page.selected("terminal")
        assert view.told[-1].endswith(
            words("It is simulated, no real card is charged. S chooses what its next payment meets.")
        )
        page.pressed("D")
        assert "scale" in {row.id for row in view.pages[-1].rows}, "back at the settings"
        session.close()


def knobs(terminal: TerminalSettings, books_kind: str, saved: list[dict[str, Any]]) -> dict[str, Form]:
    def change(**new: Any) -> str:
        saved.append(new)
        return ""

    made = {each.key: each.ask() for each in terminal_knobs(terminal, "CNY", books_kind, EN, change)}
    return {key: form for key, form in made.items() if isinstance(form, Form)}


def test_real_books_are_offered_no_simulated_terminal_and_refuse_its_port() -> None:
    saved: list[dict[str, Any]] = []
    forms = knobs(TerminalSettings("zvt_serial", "/dev/ttyUSB0"), "real", saved)
    assert [word for _key, word in forms["terminal_kind"].choices] == [
        "worked by hand, slips typed", "ZVT on a serial port", "ZVT on the network",
    ]  # fmt: skip
    wrong = forms["terminal_port"].answer({"value": "/dev/pts/4"})
    assert wrong == "A simulated terminal takes no money: real books take none. Choose a real one, or type the slips."
    assert saved == []
    forms["terminal_port"].answer({"value": " /dev/ttyUSB1 "})
    assert saved == [{"port": "/dev/ttyUSB1"}]


def test_a_simulated_terminal_that_stands_in_the_settings_of_real_books_can_only_be_left() -> None:
    saved: list[dict[str, Any]] = []
    form = knobs(TerminalSettings("simulated_zvt"), "real", saved)["terminal_kind"]
    assert form.choices[-1][1] == "simulated, for practice: ZVT"
    assert form.answer({"choice": form.choices[-1][0]}).startswith("A simulated terminal takes no money")
    assert form.answer({"choice": "1"}) == ""
    assert saved == [{"kind": "manual"}]


@pytest.mark.parametrize("books_kind", ["sample", "training"])
def test_books_for_practice_are_offered_simulated_terminals_and_refuse_a_real_port(books_kind: str) -> None:
    saved: list[dict[str, Any]] = []
    forms = knobs(TerminalSettings("zvt_serial", ""), books_kind, saved)
    assert [word for _key, word in forms["terminal_kind"].choices] == [
        "worked by hand, slips typed", "simulated, for practice: ZVT", "simulated, for practice: Transbank",
        "ZVT on a serial port",
    ]  # fmt: skip
    wrong = forms["terminal_port"].answer({"value": "COM3"})
    assert wrong == "Books for practice reach simulated terminals only: type the port that the simulator names."
    assert (
        forms["terminal_kind"].answer({"choice": "2"}) == forms["terminal_port"].answer({"value": "/dev/pts/4"}) == ""
    )
    assert saved == [{"kind": "simulated_zvt"}, {"port": "/dev/pts/4"}]
