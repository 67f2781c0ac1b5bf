"""Starts the real program on books it cannot open, goes back to a restore point by keys, and reaches the log-in.

Then the folder is taken away under the open window: it says so, and opens again once the folder is back.

A program of its own. Arguments: home, language, folder of pictures, scale. Prints what was read as JSON.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from counter.app import run_window
from counter.demo.team import MANAGER
from counter.platform.folders import Home
from counter.settings import load_settings, save_settings
from counter.wiring.hands import Hands, texts
from counter.wiring.main_window import MainWindow
from counter.words import Language, Words
from tests.screens.kit import assert_nothing_clipped


def main(home: Home, language: Language, pictures: Path, scale: float) -> None:
    """Go the whole way back."""
    settings = load_settings(home.settings).settings
    save_settings(home.settings, replace(settings, language=language, scale=round(scale * 100)))
    w, seen = Words.load(language), list[str]()

    away = home.root.with_name("away")

    def missing(root: Any) -> None:
        keys = Hands(root, pictures / "gone")
        keys.wait_for(w("{folder} is not there at all", folder=home.data))
        assert_nothing_clipped(root)
        keys.look(f"gone-{language}")
        seen.append("gone" if not home.root.exists() else "made anew")
        away.rename(home.root)
        keys.press("F9")

    def asking(root: Any) -> None:
        if away.exists():
            missing(root)
            return
        keys = Hands(root, pictures)

        def read(name: str) -> None:
            assert_nothing_clipped(root)
            keys.look(name)

        keys.wait_for(w("The books cannot be opened"))
        seen.extend(texts(root))
        read(f"rescue-trouble-{language}")
        keys.press("KeyPress-1")
        keys.wait_for(w("Which copy?"))
        read(f"rescue-copies-{language}")
        keys.press("KeyPress-1")
        keys.wait_for(w("every file is whole"))
        read(f"rescue-check-{language}")
        keys.press("F9")
        keys.wait_for(w("Who agrees?"))
        keys.press("Return")
        keys.type(MANAGER.pin)
        read(f"rescue-who-{language}")
        keys.press("F9")
        keys.wait_for(w("The books are back"), 60)
        read(f"rescue-done-{language}")
        keys.press("F9")

    def guarded(root: Any) -> None:
        try:
            asking(root)
        except BaseException:
            root.quit()
            raise

    def ready(window: MainWindow) -> None:
        if "log-in" not in seen:
            home.root.rename(away)  # the next tick of the window finds it out
        else:
            window.close()
        seen.append("log-in")

    run_window(home, on_ready=ready, on_asking=guarded)
    print(json.dumps(seen, ensure_ascii=False))


if __name__ == "__main__":
    main(Home(Path(sys.argv[1]), Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]), float(sys.argv[4]))  # type: ignore[arg-type]
