"""The window around the screens: who gets which key, and where the focus is."""

import tkinter as tk
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from counter.screens.look import FontHolder, Look
from counter.screens.navigation import NavEntry
from counter.screens.shell import Shell
from counter.screens.topbar import HeaderFacts, TopBar
from counter.screens.widgets.boxes import Choice, nothing
from counter.screens.widgets.field import Field
from counter.screens.widgets.key_button import KeyButton
from counter.screens.widgets.light import Light, LightFacts
from counter.screens.widgets.overlay import Command, Sheet
from counter.words import Words
from tests.screens.kit import Stage, assert_nothing_clipped, below, texts, words_on

NAV = (NavEntry("pay", "Pay", "F2"), NavEntry("till", "Till", "F4"), NavEntry("settings", "Settings"))


class TwoFields:
    """A small screen of two fields that writes down what it hears."""

    help_scopes = ("tables",)

    def __init__(self, parent: tk.Frame, look: Look, heard: list[str]) -> None:
        self.frame = tk.Frame(parent, bg=look.palette.ground)
        self.upper = Field(self.frame, look, "Find")
        self.lower = Field(self.frame, look, "Received", kind="number")
        for field in (self.upper, self.lower):
            field.pack(fill="x")
        self._heard = heard

    @property
    def keys(self) -> Mapping[str, Command]:
        names = ("F9", "F10", "Shift-F9", "P", "Escape")
        return {name: lambda name=name: self._heard.append(name) for name in names}  # type: ignore[misc]

    def first_focus(self) -> tk.Misc:
        return self.upper.entry

    def shown(self) -> None:
        self._heard.append("shown")


class House(NamedTuple):
    """A shell with two screens, and what was heard in it."""

    shell: Shell
    heard: list[str]
    screens: dict[str, TwoFields]


@pytest.fixture
def house(stage: Stage) -> House:
    look = stage.dress()
    heard: list[str] = []
    screens: dict[str, TwoFields] = {}

    def log(error: BaseException) -> str:
        heard.append(repr(error))
        return "E-7"

    shell = Shell(stage.root, Words.load("en"), look, NAV, log=log, on_lock=lambda: heard.append("lock"))
    for entry in NAV:

        def build(parent: tk.Frame, name: str = entry.name) -> TwoFields:
            screens[name] = TwoFields(parent, look, heard)
            return screens[name]

        shell.add_screen(entry.name, build)
    shell.set_header(HeaderFacts("Sunshine Garden", "Till 1", "Wang Fang · cashier", "Mon 2026-11-23", "open 08:31"))
    shell.show("pay")
    stage.pump()
    heard.clear()
    return House(shell, heard, screens)


def test_screens_are_built_when_first_shown_and_only_once(stage: Stage, house: House) -> None:
    assert set(house.screens) == {"pay"}
    stage.press("F4", "F2", "F4")
    assert set(house.screens) == {"pay", "till"}
    assert house.shell.current == "till"
    assert house.heard == ["shown", "shown", "shown"]


def test_what_was_half_typed_is_still_there_with_the_focus_in_it(stage: Stage, house: House) -> None:
    stage.press("Tab")
    stage.type_text("60")
    stage.press("F4", "F2")
    stage.type_text("0")
    assert house.screens["pay"].lower.get() == "600"


def test_tab_does_not_lead_to_a_screen_that_is_not_up(stage: Stage, house: House) -> None:
    stage.press("F4")
    stage.press("Tab", "Tab", "Tab", "Tab")
    assert not str(stage.focused()).startswith(str(house.screens["pay"].frame))


def test_keys_go_to_the_screen_and_f10_never_reaches_a_menu(stage: Stage, house: House) -> None:
    reached: list[str] = []
    stage.root.bind_all("<F10>", lambda _: reached.append("menu"))
    stage.press("F9", "F10", "Shift-F9", "Escape")
    stage.root.unbind_all("<F10>")
    assert house.heard == ["F9", "F10", "Shift-F9", "Escape"]
    assert reached == []


def test_a_letter_typed_into_a_field_is_text(stage: Stage, house: House) -> None:
    stage.type_text("p")
    assert house.heard == []
    assert house.screens["pay"].upper.get() == "p"


def test_f12_locks_and_a_click_on_the_navigation_changes_the_screen(stage: Stage, house: House) -> None:
    stage.press("F12")
    till = next(part for part in below(house.shell.frame) if isinstance(part, tk.Canvas) and "Till" in words_on(part))
    stage.click(till)
    assert house.heard == ["lock", "shown"]
    assert house.shell.current == "till"


def test_an_unexpected_error_shows_its_id_and_the_program_goes_on(stage: Stage, house: House) -> None:
    stage.root.after(1, lambda: 1 // 0)
    stage.pump(lambda: house.shell.overlay.is_open)
    assert house.heard == ["ZeroDivisionError('integer division or modulo by zero')"]
    assert any("E-7" in text for text in texts(house.shell.frame))
    stage.press("Return")
    assert not house.shell.overlay.is_open
    stage.type_text("3")
    assert house.screens["pay"].upper.get() == "3"


def test_under_a_box_no_key_of_the_screen_acts(stage: Stage, house: House) -> None:
    house.shell.ask("Void?", "Receipt 2026-000123, 548.40", [Choice("Keep", nothing), Choice("Void", nothing, "F8")])
    stage.press("F9", "F4")
    assert house.heard == []
    assert house.shell.current == "pay"
    stage.press("Tab", "Tab", "Tab")
    assert str(stage.focused()).startswith(str(house.shell.overlay.holder))
    stage.press("Escape")
    assert not house.shell.overlay.is_open
    assert stage.focused() is house.screens["pay"].upper.entry


def test_the_window_can_be_locked_whatever_lies_above_it(stage: Stage, house: House) -> None:
    house.shell.ask("Void?", "Receipt 2026-000123, 548.40", [Choice("Keep", nothing)])
    stage.press("F12")
    assert house.heard == ["lock"]
    assert house.shell.overlay.is_open


def test_a_choice_is_pressed_by_its_key(stage: Stage, house: House) -> None:
    chosen: list[str] = []
    choices = [Choice("Keep", nothing), Choice("Void", lambda: chosen.append("void"), "F8", "danger")]
    house.shell.ask("Void?", "Receipt 2026-000123, 548.40", choices)
    stage.press("F8")
    assert chosen == ["void"]
    assert not house.shell.overlay.is_open


def test_a_box_above_a_sheet_gives_the_focus_back_to_it(stage: Stage, house: House) -> None:
    overlay, look = house.shell.overlay, house.shell.look
    frame = tk.Frame(overlay.holder)
    pin = Field(frame, look, "PIN", kind="secret")
    pin.pack()
    gone: list[str] = []
    overlay.open(Sheet(frame, lambda: pin.entry, {"F9": lambda: gone.append("F9")}, lambda: gone.append("back")))
    stage.type_text("12")
    house.shell.notice("A notice", "Something to read.")
    stage.press("F9", "Escape")
    stage.type_text("34")
    assert pin.get() == "1234"
    stage.press("F9", "Escape")
    assert gone == ["F9", "back"]
    assert stage.focused() is house.screens["pay"].upper.entry


def test_a_sheet_is_built_once_and_opened_again(stage: Stage, house: House) -> None:
    overlay, look = house.shell.overlay, house.shell.look
    frame = tk.Frame(overlay.holder)
    button = KeyButton(frame, look, "Close", overlay.back)
    button.pack()
    sheet = Sheet(frame, lambda: button.focus_target)
    for _ in range(2):
        overlay.open(sheet)
        stage.press("space")
        assert not overlay.is_open


def test_f1_shows_the_keys_of_this_place_and_goes_away_again(stage: Stage, house: House) -> None:
    stage.press("F1")
    shown = texts(house.shell.frame)
    assert "Tick or untick the line" in shown
    assert "See reports" not in shown
    assert_nothing_clipped(stage.root)
    stage.press("F1")
    assert not house.shell.overlay.is_open


def test_a_light_that_is_not_ready_says_on_enter_what_to_do(stage: Stage, house: House) -> None:
    ready = LightFacts("printer", "Printer ready", "ready")
    absent = LightFacts("stick", "Stick absent", "absent", "Put the stick in.")
    house.shell.set_lights([ready, absent])
    stage.pump()
    lights = [part for part in below(house.shell.frame) if isinstance(part, Light)]
    assert [light.cget("takefocus") for light in lights] == ["0", "1"]
    lights[1].focus_set()
    stage.press("Return")
    assert "Put the stick in." in texts(house.shell.frame)


def test_the_bar_fits_with_more_words_than_usual(stage: Stage, house: House) -> None:
    house.shell.set_header(
        HeaderFacts(
            "The Sunshine Garden of the Eastern Lake, Phase II", "Till 12", "Ouyang Xiaoming · supervisor", "x", "y"
        )
    )
    house.shell.set_lights([LightFacts(str(n), "Stick: put stick B in", "attention", "x") for n in range(3)])
    stage.pump()
    assert_nothing_clipped(stage.root)


def test_where_faults_are_told_at_length_nothing_lies_below_them_and_the_till_stays(stage: Stage, house: House) -> None:
    house.shell.set_header(
        HeaderFacts("Sunny Garden", "SAMPLE · Till 1", "王芳 · cashier", "Thu 2026-11-26", "Shift open 21:15")
    )
    faults = "Printer: it cannot be reached", "Card: outcome unknown", "Backup: stick is full"
    house.shell.set_lights([LightFacts(text, text, "fault", "x") for text in faults])
    stage.pump()
    (bar,) = (part for part in below(house.shell.frame) if isinstance(part, TopBar))
    words = [part for part in below(bar) if isinstance(part, tk.Label)]
    lock = max(words, key=lambda part: part.winfo_rootx())
    first = min(part.winfo_rootx() for part in below(bar) if isinstance(part, Light))
    assert all(part.winfo_rootx() + part.winfo_width() <= first for part in words if part is not lock)
    assert "SAMPLE · Till 1" in [str(part.cget("text")) for part in words]


def test_a_mark_stands_at_the_entry_of_a_screen_until_it_is_taken_away(stage: Stage, house: House) -> None:
    def shown() -> list[str]:
        found = [text for part in below(stage.root) if isinstance(part, tk.Canvas) for text in words_on(part)]
        return [text for text in found if "late" in text]

    assert shown() == []
    house.shell.mark("till", "12 late")
    stage.pump()
    assert shown() == ["12 late"]
    assert_nothing_clipped(stage.root)
    house.shell.mark("till", "")
    house.shell.mark("nowhere", "3 late")
    assert shown() == []


def test_the_window_can_be_built_anew_in_another_look(stage: Stage, house: House) -> None:
    house.shell.close()
    stage.pump()
    stage.press("F9")
    assert house.heard == []
    assert [each for each in stage.root.winfo_children() if not isinstance(each, FontHolder)] == []
