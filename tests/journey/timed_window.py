"""Opens the real window on a home, waits for the restore point that is due, and prints what the Journal screen says.

A program of its own: customtkinter keeps one scale for the whole process. Argument: the home.
"""

import json
import sys
import threading
from pathlib import Path

from backup.snapshot import snapshots_in
from counter.app import run_window
from counter.demo.team import MANAGER
from counter.platform.folders import Home
from counter.wiring.hands import Hands, texts
from counter.wiring.main_window import MainWindow
from counter.words import Words


def main(home: Home) -> None:
    """Let the window stand open until its timetable has worked, then look at F7, T."""
    before = set(snapshots_in(home.snapshots))
    trouble: list[BaseException] = []

    def ready(window: MainWindow) -> None:
        try:
            look_on(window, home, before)
        except BaseException as error:
            trouble.append(error)
        finally:
            window.close()

    run_window(home, on_ready=ready)
    left = [thread.name for thread in threading.enumerate() if thread.name == "copies"]
    print(json.dumps({"left": left}), flush=True)
    if trouble:
        raise trouble[0]


def look_on(window: MainWindow, home: Home, before: set[Path]) -> None:
    """Wait for a new restore point and read the record of it."""
    w: Words = window.parts.session.words
    hands = Hands(window.root, home.cache)
    hands.wait_for(w("PIN"))
    hands.press("KeyPress-1")
    hands.type(MANAGER.pin)
    hands.press("Return")
    hands.wait_for(w("Who is paying?"))
    for _ in range(300):
        if set(snapshots_in(home.snapshots)) - before and window.timed.begun:
            break
        hands.rest(0.1)
    new = set(snapshots_in(home.snapshots)) - before
    hands.press("F7")
    hands.rest(0.2)
    hands.press("t")
    hands.wait_for(w("Restore point on this computer, every hour"))
    hands.look("timetable")
    print(json.dumps({"new": sorted(map(str, new)), "texts": list(texts(window.root))}), flush=True)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    main(Home(folder, folder))
