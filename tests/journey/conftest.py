"""One small sample estate for all journeys; each that changes it works on a copy of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter.platform.screen import has_display

ROOT = Path(__file__).parents[2]

Verb = Callable[..., dict[str, Any]]
OwnHome = Callable[[str], Path]


@pytest.fixture(scope="session")
def verb() -> Verb:
    """Runs one verb of the program as a child process and returns its JSON answer."""

    def run(*words: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "main.py", *words, "--json"], cwd=ROOT, capture_output=True, text=True, timeout=400
        )
        assert done.returncode == 0, done.stdout + done.stderr
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    return run


@pytest.fixture(scope="session")
def display() -> None:
    """Skips where there is no display to open a window on."""
    if not has_display(os.environ):
        pytest.skip("no display to open a window on")


@pytest.fixture(scope="session")
def own_home(verb: Verb, display: None, tmp_path_factory: pytest.TempPathFactory) -> OwnHome:
    """Gives a home of one's own with the sample estate of 40 flats and a year behind it, printing into its own folder.

    Whoever wants a home here wants to open its window.
    """
    made = tmp_path_factory.mktemp("estate")
    verb("demo", "--home", str(made), "--units", "40", "--years", "1")

    def own(name: str) -> Path:
        home = tmp_path_factory.mktemp(name) / "home"
        shutil.copytree(made, home)
        settings = home / "settings.toml"
        settings.write_text(settings.read_text("utf-8").replace(str(made), str(home)), "utf-8")
        return home

    return own
