"""`day`: a whole day at the counter by keys in the real window, in both languages, with everything it leaves behind."""

import argparse
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import LANGUAGES, Language, Words

if TYPE_CHECKING:
    from counter.demo.at_the_window import World
    from counter.wiring.hands import Hands
    from counter.wiring.main_window import MainWindow

FOUND = 1


class NotASample(Exception):
    """The scripted day works on sample books alone."""

    code = "not_a_sample"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("demo"), help="folder for what the day leaves (demo)")
    parser.add_argument("--language", choices=LANGUAGES, help="only in this language; else one day in each")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Do the day in each language, then restore its stick and check it. Raises NoScreen, BooksMissing, NotASample."""
    from counter.platform.screen import NoScreen, has_display
    from counter.verbs.restore import restore_and_check
    from db.faults import BooksMissing

    if not home.books.exists():
        raise BooksMissing(str(home.books))
    _require_sample(home)
    if not has_display(os.environ):
        raise NoScreen
    out: Path = arguments.out
    languages: tuple[Language, ...] = (arguments.language,) if arguments.language else LANGUAGES
    for language in languages:
        said.line(w("A day at the counter by keys, {language}…", language=language))
        _one_day(home, out / "screens", language)
    _collect(home, out)
    restored = out / "restored"
    if restored.exists():
        shutil.rmtree(restored)
    verdict = restore_and_check(out / "stick", restored, said)
    findings = len(verdict.findings) + len(verdict.missing)
    lines = (
        w("Screens, receipts, the journal and the stick's content are in {folder}.", folder=out),
        w("The stick was restored to {folder} and checked: {found} findings.", folder=restored, found=findings),
    )
    return Answer(lines, {"out": str(out), "restored": str(restored), "findings": findings}, FOUND if findings else 0)


def _require_sample(home: Home) -> None:
    """Refuse other books before a window opens: the day logs in, takes money and closes under the sample's names."""
    from counter.desk.office import load_office
    from db.dialect import reader

    database = reader(home.books)
    try:
        kind = load_office(database.connection(), date.today().isoformat()).books_kind
    finally:
        database.close()
    if kind != "sample":
        raise NotASample(str(home.books))


def _one_day(home: Home, pictures: Path, language: Language) -> None:
    from counter.app import run_window
    from counter.demo.scripted_day import run_day
    from counter.settings import TerminalSettings, load_settings, save_settings
    from counter.wiring.hands import Hands

    settings = load_settings(home.settings).settings
    # The day shows what most windows do with a card: its slip is typed.
    by_hand = replace(settings, terminal=TerminalSettings())
    save_settings(home.settings, replace(by_hand, language=language, paper_language=language))
    trouble: list[BaseException] = []

    def ready(window: "MainWindow") -> None:
        try:
            hands = Hands(window.root, pictures / language)
            run_day(hands, world_of(window), Words.load(language))
            _let_papers_out(window, hands)
        except BaseException as error:
            trouble.append(error)
        finally:
            window.close()

    try:
        run_window(home, on_ready=ready)
    finally:
        save_settings(home.settings, settings)
    if trouble:
        raise trouble[0]


def _let_papers_out(window: "MainWindow", hands: "Hands") -> None:
    """Stay until the queue of papers is empty, at the most half a minute: what is left prints at the next start."""
    from db.papers import waiting

    for _ in range(150):
        if not waiting(window.parts.session.reader):
            return
        hands.rest(0.2)


def world_of(window: "MainWindow") -> "World":
    """Return what the people of the day see without the screen."""
    from counter.demo.at_the_window import Cast, World
    from counter.demo.team import CASHIER, MANAGER, SUPERVISOR
    from db.queries import drawer, tills
    from db.queries.sample import rooms_that_owe

    session = window.parts.session

    def since_opening() -> tuple[int, int, int]:
        state = tills.till_state(session.connection, session.till)
        assert state is not None, "the day has opened the till"
        return state.opened_event, tills.head(session.connection)[0], session.till

    def cash() -> int:
        return sum(drawer.cash_in_till(session.connection, *since_opening()).values())

    def slips() -> list[tuple[int, int]]:
        sums = drawer.tender_sums(session.connection, *since_opening())
        return [
            (sum(e.times for e in sums if e.tender == tender), sum(e.amount for e in sums if e.tender == tender))
            for tender in ("card", "scan")
            if any(each.tender == tender for each in sums)
        ]

    year = date.today().year + 1
    tag = f"{tills.head(session.connection)[0]:06d}"[-6:]
    cast = Cast("2", CASHIER.pin, SUPERVISOR.name, SUPERVISOR.pin, MANAGER.pin)
    return World(tuple(rooms_that_owe(session.connection, 9)), cash, slips, f"{year % 100}12", cast, tag)


def _collect(home: Home, out: Path) -> None:
    """Put what the day left beside its screens: receipts as bytes and pictures, the journal, the stick's content."""
    from counter.settings import load_settings

    printed = Path(load_settings(home.settings).settings.printer.port)
    for name, source, pattern in (
        ("receipts", printed, "*"),
        ("papers", home.papers, "*.pdf"),
    ):
        _copy(sorted(source.glob(pattern)), out / name)
    _copy(sorted(home.journals.glob("*.sqlite"))[-len(LANGUAGES) :], out / "journal")
    for stick in load_settings(home.settings).settings.extra_sticks:
        shutil.copytree(stick, out / "stick", dirs_exist_ok=True)


def _copy(files: list[Path], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copy2(file, folder / file.name)


VERB = Verb("do a whole day by keys in the real window, and keep what it leaves", _arguments, run)
