"""`selftest`: on a throw-away sample, open the window, take a payment by keys, close it, check the books."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from counter.platform.folders import Home, find_home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words

if TYPE_CHECKING:
    from counter.wiring.main_window import MainWindow

FOUND = 1


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Prove that this installation works, without touching the books of the home. Raises NoScreen."""
    from counter.demo.sample import make_sample
    from counter.platform.screen import NoScreen, has_display
    from db.check.whole import check_books
    from db.store import open_reader

    if not has_display(os.environ):
        raise NoScreen
    with tempfile.TemporaryDirectory() as folder:
        sample = find_home({}, Path(folder), Path(folder))
        sample.make()
        make_sample(sample, 24, 1, 1)
        _one_payment(sample, Path(folder) / "pictures", w)
        reader = open_reader(sample.books)
        try:
            findings = len(check_books(reader).findings)
        finally:
            reader.close()
    text = w("The window opened, took a payment and closed; the books are whole.")
    return Answer((text,) if not findings else (), {"findings": findings}, FOUND if findings else 0)


def _one_payment(home: Home, pictures: Path, w: Words) -> None:
    from counter.app import run_window
    from counter.demo.scripted_day import take_one_payment
    from counter.verbs.day import world_of
    from counter.wiring.hands import Hands

    trouble: list[BaseException] = []

    def ready(window: "MainWindow") -> None:
        try:
            language = window.parts.settings.language
            take_one_payment(Hands(window.root, pictures), world_of(window), Words.load(language))
        except BaseException as error:
            trouble.append(error)
        finally:
            window.close()

    run_window(home, on_ready=ready)
    if trouble:
        raise trouble[0]


VERB = Verb("prove that this installation works, on a throw-away sample", lambda parser: None, run)
