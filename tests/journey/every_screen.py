"""Opens what the scripted day passes by: cash in and out, hand-over, finance, sheets of a receipt, every setting.

A program of its own: customtkinter keeps one scale for the whole process. Arguments: the home, the language, the folder
of the pictures. What is opened here is left again unanswered, but for the till's opening and one break.
"""

import sys
from dataclasses import replace
from pathlib import Path

from counter.app import run_window
from counter.demo.at_the_window import World
from counter.demo.team import CASHIER, MANAGER
from counter.platform.folders import Home
from counter.settings import load_settings, save_settings
from counter.verbs.day import world_of
from counter.wiring.hands import Hands
from counter.wiring.main_window import MainWindow
from counter.words import LANGUAGES, Language, Words

FINANCE = ("handed-in", "to-check", "cheques", "safe", "to-the-bank", "refunds", "forms", "brought-in")
SETTINGS = ("readings", "shared-bills", "reductions", "barrier")


def main(home: Home, language: Language, pictures: Path) -> None:
    """Open the window of a home and look at its screens."""
    save_settings(home.settings, replace(load_settings(home.settings).settings, language=language))
    trouble: list[BaseException] = []

    def ready(window: MainWindow) -> None:
        try:
            look_around(Hands(window.root, pictures), world_of(window), Words.load(language))
        except BaseException as error:
            trouble.append(error)
        finally:
            window.close()

    run_window(home, on_ready=ready)
    if trouble:
        raise trouble[0]


def look_around(keys: Hands, world: World, w: Words) -> None:
    """The cashier's screens, then the manager's."""
    keys.wait_for(w("PIN"))
    keys.type("2")
    keys.type(CASHIER.pin)
    keys.press("Return")
    keys.wait_for(w("Who is paying?"))
    _till(keys, w)
    _pay(keys, world.rooms[-1], w)
    _receipt(keys, world.rooms[0], w)
    _other_person(keys, MANAGER.pin, w)
    _finance(keys, w)
    _units(keys, world.rooms[-1], w)
    _cases(keys, world.rooms[-1], w)
    _arrears(keys, w)
    _journal(keys, w)
    _settings(keys, w)


def _till(keys: Hands, w: Words) -> None:
    keys.press("F4")
    keys.wait_for(w("Opening float"))
    keys.press("F9")
    keys.wait_for(w("X report"))
    keys.type("61")
    keys.wait_for(w("Move it"))
    _seen(keys, "pay-in", leave=2)
    keys.type("7")
    _seen(keys, "pay-out")
    keys.type("8")
    keys.wait_for(w("Drop it"))
    _seen(keys, "drop")
    keys.type("9")
    _seen(keys, "hand-over")
    keys.type("0")
    keys.rest(0.5)
    keys.type(CASHIER.pin)  # a break locks the window
    keys.press("Return")
    keys.rest(0.3)
    keys.look("break")
    keys.press("F9")
    keys.rest(0.3)


def _pay(keys: Hands, room: str, w: Words) -> None:
    keys.press("F2")
    keys.wait_for(w("Who is paying?"))
    keys.type(room)
    keys.press("Return")
    keys.rest(0.6)
    for key, name in (("c", "cheque"), ("l", "entered-later"), ("m", "payer")):
        keys.type(key)
        keys.rest(0.3)
        _seen(keys, name)
    keys.type("h")
    keys.rest(0.5)
    keys.look("put-aside")
    keys.press("F4")
    keys.wait_for(w("X report"))
    keys.type("p")
    keys.rest(0.5)
    keys.look("list-aside")
    keys.press("F10", "Escape")


def _receipt(keys: Hands, room: str, w: Words) -> None:
    keys.press("F3")
    keys.wait_for(w("Receipts"))
    keys.press("Escape")
    keys.type(room)
    keys.press("Return")
    keys.type("3")
    keys.press("Return")
    keys.wait_for(w("Print a copy"))
    for key, name in (("t", "refund"), ("c", "reversal"), ("m", "move"), ("i", "invoice-mark")):
        keys.type(key)
        _seen(keys, name)
    keys.press("Escape")


def _other_person(keys: Hands, pin: str, w: Words) -> None:
    keys.press("F12")
    keys.wait_for(w("The window is locked. What was typed is still there."))
    keys.press("Up")
    keys.type(pin)
    keys.press("Return")
    keys.rest(0.5)


def _finance(keys: Hands, w: Words) -> None:
    keys.press("F4")
    keys.rest(0.5)
    keys.look("somebody-elses-till")
    keys.type("f")
    for number, name in enumerate(FINANCE, start=1):
        keys.type(str(number))
        keys.rest(0.3)
        keys.look(f"finance-{name}")
    keys.type("m")
    keys.rest(0.3)
    keys.look("finance-maintenance-fund")
    for place, key, name in (
        ("1", "F9", "receive"),
        ("4", "F9", "bag"),
        ("4", "F10", "change-fund"),
        ("7", "F9", "forms-book"),
        ("8", "F10", "batch"),
    ):
        keys.type(place)
        keys.rest(0.2)
        keys.press(key)
        _seen(keys, name)
    keys.press("Escape")


def _units(keys: Hands, room: str, w: Words) -> None:
    keys.press("F3")
    keys.wait_for(w("Receipts"))
    keys.press("Escape", "Escape")
    keys.rest(0.3)
    keys.type(room)
    keys.press("Return")
    keys.type("5")
    keys.rest(0.3)
    keys.look("unit-scans")
    keys.type("6")
    keys.rest(0.3)
    keys.look("unit-more")
    keys.press("F9")
    _seen(keys, "floor-plan")


def _cases(keys: Hands, room: str, w: Words) -> None:
    keys.press("F3", "Escape", "Escape")
    keys.rest(0.3)
    keys.type(room)
    keys.press("Return")
    keys.type("1d")
    keys.wait_for(w("Complaint"))
    keys.look("case-kind")
    keys.type("111")
    keys.wait_for(w("What is said"))
    _seen(keys, "dispute-form")
    keys.type("d311")  # a complaint where a charge can be disputed too
    keys.rest(0.3)
    keys.type("noise")
    keys.press("F9")
    keys.rest(0.5)
    keys.press("F6")
    keys.wait_for(w("Print the register"))
    keys.look("cases")
    keys.press("Return")
    keys.wait_for(w("Keep a scan"))
    keys.look("case")
    keys.press("Escape")
    keys.type("3")
    keys.wait_for(w("Print for the assembly"))
    keys.look("case-figures")
    keys.type("r")
    keys.wait_for(w("Figures"))
    keys.type("r1")


def _arrears(keys: Hands, w: Words) -> None:
    keys.press("F5")
    keys.wait_for(w("Units that owe"))
    keys.look("arrears")
    keys.press("Return")
    keys.rest(0.5)
    keys.look("arrears-card")
    keys.type("p")
    _seen(keys, "arrears-promise")
    keys.press("Escape")
    keys.type("2")
    keys.press("F9")
    keys.wait_for(w("Sheets, about"))
    keys.look("arrears-letters")
    for digit, name in (
        ("3", "sent"),
        ("4", "calls"),
        ("5", "limitation"),
        ("6", "rules"),
        ("7", "results"),
        ("8", "messages"),
        ("9", "bad-debt"),
    ):
        keys.type(digit)
        keys.rest(0.4)
        keys.look(f"arrears-{name}")
        if name == "rules":
            _letter_editor(keys, w)
    keys.type("1")
    keys.press("Escape")


def _letter_editor(keys: Hands, w: Words) -> None:
    keys.type("e")
    keys.wait_for("{count} ")  # what it gives, known once the letter is drawn
    keys.press("Control-End", "Return")
    keys.press("Shift-F1")
    keys.rest(1.0)
    keys.look("arrears-editor")
    keys.press("Shift-F9")
    keys.rest(0.5)
    keys.press("Escape", "Escape")
    keys.wait_for(w("Write the letters"))


def _journal(keys: Hands, w: Words) -> None:
    keys.press("F7")
    keys.wait_for(w("Check everything"))
    keys.type("2")
    keys.rest(0.5)
    keys.look("audit-trail")
    keys.type("1t")
    keys.wait_for(w("Restore point on this computer, every hour"))
    keys.look("timetable")
    keys.type("tr")
    keys.wait_for(w("Copies and restore points"))
    keys.look("copies")
    keys.type("r")
    keys.press("Escape")


def _settings(keys: Hands, w: Words) -> None:
    keys.press("Shift-F12")
    keys.wait_for(w("This computer"))
    keys.type("e")
    keys.wait_for(w("Once more"))
    _seen(keys, "encrypt-copies")
    for place, name in zip("7890", SETTINGS, strict=True):
        keys.type(place)
        keys.rest(0.5)
        keys.look(f"settings-{name}")
        keys.press("Escape")
    keys.type("1d")
    keys.rest(1.0)
    keys.press("Down")
    keys.look("devices")
    keys.type("s")  # the sample's terminal is simulated
    keys.rest(0.3)
    keys.look("simulated-terminal")
    keys.type("d")
    keys.rest(1.0)
    keys.type("df")
    keys.rest(1.0)
    keys.look("find-printer")
    keys.type("f")
    keys.type("3t")
    _seen(keys, "permissions")
    keys.type("4n")
    _seen(keys, "price-of-any-kind")
    keys.type("6")
    keys.rest(0.3)
    keys.look("settings-import")


def _seen(keys: Hands, name: str, leave: int = 1) -> None:
    keys.rest(0.3)
    keys.look(name)
    keys.press(*["Escape"] * leave)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    main(Home(folder, folder), next(each for each in LANGUAGES if each == sys.argv[2]), Path(sys.argv[3]))
