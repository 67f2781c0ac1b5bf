"""Nothing is cut in the real window with real books: every screen, both languages, 1024×768 and the larger scales."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter.words import LANGUAGES
from tests.journey.walks import start_walk
from tests.screens.kit import SIZES

ROOT = Path(__file__).parents[2]
SCREENS = (
    "log-in", "pay", "pay-account", "till-opening", "till-day", "till-count", "unit", "unit-scans", "journal",
    "timetable", "settings",
)  # fmt: skip

Seen = dict[tuple[str, float, str], list[str]]


@pytest.fixture(scope="module")
def seen(own_home: Callable[[str], Path]) -> Seen:
    """What is cut, by language, scale and screen."""
    home = own_home("sizes")
    return {
        (language, each["scale"], each["screen"]): each["cut"]
        for language in LANGUAGES
        for each in walk(home, language)
    }


def walk(home: Path, language: str) -> list[dict[str, Any]]:
    done = start_walk("tests.journey.window_sizes", str(home), language)
    assert done.code == 0, done.out[-1000:] + done.err
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_on_any_screen(seen: Seen, language: str, scale: float) -> None:
    assert {screen: seen[language, scale, screen] for screen in SCREENS if seen[language, scale, screen]} == {}
