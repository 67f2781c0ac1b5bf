"""Opens the real window at every scale and prints, as JSON, what is cut on each of its screens.

A program of its own: customtkinter keeps one scale for the whole process. Arguments: the home, the language.
"""

import json
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from counter.app import run_window
from counter.demo.team import CASHIER
from counter.platform.folders import Home
from counter.settings import load_settings, save_settings
from counter.verbs.day import world_of
from counter.wiring.hands import Hands
from counter.wiring.main_window import MainWindow
from counter.words import LANGUAGES, Language, Words
from tests.screens.kit import SIZES, assert_nothing_clipped


def main(home: Home, language: Language) -> None:
    """Visit the screens at every scale, each in a fresh copy of the home; a line of JSON for each screen."""
    for scale in SIZES:
        own = home.root.with_name(f"{home.root.name}-{language}-{scale}")
        shutil.copytree(home.root, own, ignore=shutil.ignore_patterns("snapshots", "sample-stick", "*.lock"))
        look_around(Home(own, own), scale, language)
        shutil.rmtree(own)


def look_around(home: Home, scale: float, language: Language) -> None:
    """Open the window of a home and visit its screens."""
    settings = load_settings(home.settings).settings
    save_settings(home.settings, replace(settings, language=language, scale=round(scale * 100)))
    trouble: list[BaseException] = []

    def ready(window: MainWindow) -> None:
        try:
            shrink_root(window.root, scale)
            hands = Hands(window.root, home.cache)
            for screen in walk(window, hands, Words.load(language)):
                hands.rest(0.1)
                print(json.dumps({"scale": scale, "screen": screen, "cut": cut(window)}), flush=True)
        except BaseException as error:
            trouble.append(error)
        finally:
            window.close()

    run_window(home, on_ready=ready)
    if trouble:
        raise trouble[0]


def shrink_root(root: Any, scale: float) -> None:
    """Give a window the least size of its scale, as on a screen that is no larger."""
    root.tk.call("wm", "minsize", str(root), 1, 1)
    for waited in range(1000):
        if waited % 100 == 0:  # a window manager that is still zooming the window overrides the first wish
            root.attributes("-fullscreen", False, "-zoomed", False)
            root.tk.call("wm", "geometry", str(root), "{}x{}+0+0".format(*SIZES[scale]))
        root.update()
        time.sleep(0.01)
        if (root.winfo_width(), root.winfo_height()) == SIZES[scale]:
            return
    raise AssertionError(f"the window never became {SIZES[scale]}")


def walk(window: MainWindow, hands: Hands, w: Words) -> Iterator[str]:
    """Go from screen to screen by keys, naming where we are."""
    hands.wait_for(w("PIN"))
    yield "log-in"
    hands.type("2")
    hands.type(CASHIER.pin)
    hands.press("Return")
    hands.wait_for(w("Who is paying?"))
    yield "pay"
    room = world_of(window).rooms[-1]
    hands.type(room)
    hands.press("Return")
    hands.wait_for(room)
    yield "pay-account"
    hands.press("F4")
    hands.wait_for(w("Opening float"))
    yield "till-opening"
    hands.press("F9")
    hands.wait_for(w("X report"))
    yield "till-day"
    hands.press("F9")
    hands.wait_for(w("Cash count (blind)"))
    yield "till-count"
    hands.press("Escape", "F3")
    hands.wait_for(w("Receipts"))
    hands.type(room)
    hands.press("Return")
    yield "unit"
    hands.press("5")
    hands.rest(0.2)
    yield "unit-scans"
    hands.press("F7")
    hands.rest(0.2)
    yield "journal"
    hands.press("t")
    hands.wait_for(w("Restore point on this computer, every hour"))
    yield "timetable"
    hands.press("Shift-F12")
    hands.rest(0.2)
    yield "settings"


def cut(window: MainWindow) -> list[str]:
    """What does not fit where it stands."""
    try:
        assert_nothing_clipped(window.root)
    except AssertionError as error:
        return str(error).splitlines()
    return []


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    main(Home(folder, folder), next(each for each in LANGUAGES if each == sys.argv[2]))
