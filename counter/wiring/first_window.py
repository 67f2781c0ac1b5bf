"""The first start's window: asks, founds the books or makes the sample, saves the settings, and makes way."""

import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from backup.manifest import SETTINGS_HOME
from counter.desk.change_fund import enter_change_fund
from counter.desk.found_books import FirstReceipt, found_books
from counter.desk.import_estate import import_estate
from counter.desk.long_work import Cancel, Progress, stop_if
from counter.desk.move_data import Moved, forget_move, move_data, planned_move
from counter.desk.people import Person
from counter.logs import log_of
from counter.platform.folders import Home
from counter.platform.known_homes import known_home, known_homes, notes_folder
from counter.platform.sticks import list_sticks
from counter.presenters.first_or_back import FirstOrBack
from counter.presenters.first_start import Answers, Deeds
from counter.presenters.moving import MoveDeeds, Moving
from counter.presenters.rescue import Rescue, RescueDeeds
from counter.presenters.settings_page import Work
from counter.presenters.start_trouble import trouble_at_start
from counter.rules.clock import verdict
from counter.rules.permissions import Role
from counter.settings import SIMULATED, MachineSettings, TerminalSettings, load_settings, of_old_computer, save_settings
from counter.wiring.find_printers import look_for_printers
from counter.wiring.parts import program_version
from counter.wiring.printers import receipt_printer
from counter.words import Words
from counter.words.errors import explain_unknown
from db.store import SystemClock, open_books
from printing.blocks import Paper

TITLE = "Counterfoil"
SAMPLE_UNITS, SAMPLE_YEARS = 1200, 3


def run_first_start(home: Home, family: str, on_asking: Callable[[Any], object] | None = None) -> bool:
    """Ask what an office begins with and found its books, or bring a copy back; returns whether there are books now.

    family: of the bundled face; on_asking: called with the window when it can be used. Raises FolderNotUsable.
    """
    settings = load_settings(home.settings).settings

    def make(view: Any, finish: Callable[[], object]) -> FirstOrBack:
        deeds = Deeds(
            lambda answers: founding(home, answers, settings), lambda answers: sampling(home, answers, settings),
            lambda chosen, paper: print_now(home, chosen, paper), lambda answers: finish(), _template(home),
            printers=lambda: look_for_printers(settings),
        )  # fmt: skip

        def brought() -> None:
            chosen = replace(load_settings(home.settings).settings, language=both.first.answers.language)
            save_settings(home.settings, of_old_computer(home.data / SETTINGS_HOME, chosen))
            finish()

        both = FirstOrBack(view, Words.load, deeds, RescueDeeds(lambda: _sticks(settings), home.data, brought))
        both.first.answers = replace(both.first.answers, elsewhere=_other_books())
        return both

    run_assistant(home, family, make, on_asking)
    return home.books.exists()


def run_rescue(home: Home, family: str, error: Exception, on_asking: Callable[[Any], object] | None = None) -> bool:
    """Say what keeps the books from opening, what is safe, and bring a copy back; returns whether one took over."""
    settings = settings_of_missing(home)
    words, done = Words.load(settings.language), list[bool]()
    trouble = trouble_at_start(error, home, words)

    def make(view: Any, finish: Callable[[], object]) -> Rescue:
        def brought() -> None:
            done.append(True)
            finish()

        return Rescue(view, words, RescueDeeds(lambda: _sticks(settings), home.data, brought), trouble)

    run_assistant(home, family, make, on_asking, settings)
    return bool(done)


def run_move(home: Home, family: str, on_asking: Callable[[Any], object] | None = None) -> Home:
    """Move the books where that was planned, and say how it ended; returns the home as it is in force afterwards."""
    target = planned_move(home.root)
    if target is None:
        return home
    settings = load_settings(home.settings).settings

    def switch(folder: Path) -> None:
        save_settings(home.settings, replace(settings, data_folder=str(folder)))

    def move(progress: Progress) -> Moved:
        return move_data(home.root, switch, switched=settings.data_folder == str(target), progress=progress)

    def make(view: Any, finish: Callable[[], object]) -> Moving:
        deeds = MoveDeeds(target, move, lambda: forget_move(home.root), finish)
        return Moving(view, Words.load(settings.language), deeds)

    run_assistant(home, family, make, on_asking, settings)
    return Home(home.root, home.root).with_data(load_settings(home.settings).settings.data_folder)


def settings_of_missing(home: Home) -> MachineSettings:
    """Return the settings of a home; where it is gone altogether, the language that is noted outside of it."""
    noted = None if home.settings.exists() else known_home(home, notes_folder())
    settings = load_settings(home.settings).settings
    return replace(settings, language="en") if noted is not None and noted.language == "en" else settings


def run_assistant(
    home: Home, family: str, make: Callable[[Any, Callable[[], object]], Any],
    on_asking: Callable[[Any], object] | None = None, rescued: MachineSettings | None = None,
) -> None:  # fmt: skip
    """Open the assistant's window until it is finished. make: builds its presenter over the view and the end.

    rescued: settings for a home in trouble, in which nothing is made anew before somebody decides so.
    """
    from counter.screens import theme
    from counter.screens.first_start import FirstStartScreen
    from counter.screens.root import catch_errors, closed_by, open_root, release_clicks, shut
    from counter.screens.worker import Worker

    if rescued is None:
        home.make()
    settings, log = rescued or load_settings(home.settings).settings, log_of(home)
    scale = settings.scale / 100
    root = open_root(TITLE, scale)
    look = theme.apply(root, theme.palette_named(settings.theme), scale, family)
    worker = Worker(root)
    screen = FirstStartScreen(root, look, worker, lambda view: make(view, lambda: root.after_idle(root.quit)))

    def unforeseen(error: BaseException) -> None:
        told = explain_unknown(log.log_event(error), screen.presenter.words)
        screen.wrong(told.whole)

    catch_errors(root, unforeseen)
    release_clicks(root)
    closed_by(root, root.quit)
    if on_asking is not None:
        root.after(50, on_asking, root)
    root.mainloop()
    worker.close()
    shut(root)
    log.close()


def _other_books() -> str:
    """Return where books were opened last on this computer, '' where none were: a wrong folder makes no new office."""
    last = next((each for each in known_homes(notes_folder()) if each.books_kind == "real"), None)
    return f"{last.estate} · {last.data}" if last else ""


def _sticks(settings: MachineSettings) -> list[Path]:
    return [stick.path for stick in list_sticks(settings.extra_sticks)]


def print_now(home: Home, settings: MachineSettings, paper: Paper) -> None:
    """Print a paper at once on the printer of the settings. Raises PrinterSettingWrong, PrinterUnreachable."""
    receipt_printer(settings, home).print(paper, 0)


def kick_now(home: Home, settings: MachineSettings) -> None:
    """Open the drawer on the printer of the settings. Raises PrinterSettingWrong, PrinterUnreachable."""
    receipt_printer(settings, home).kick()


def founding(home: Home, answers: Answers, settings: MachineSettings) -> Work:
    """Return the work that founds the books: made under another name, they are there whole or not at all."""

    def work(progress: Progress, cancel: Cancel) -> None:
        part = home.books.with_name(f"making-{home.books.name}")
        _remove(part)
        try:
            _found(part, answers)
            stop_if(cancel)
            _keep(part, home.books)
        finally:
            _remove(part)
        printer = answers.printer
        terminal = TerminalSettings() if settings.terminal.kind in SIMULATED else settings.terminal
        save_settings(
            home.settings,
            replace(settings, language=answers.language, printer=printer, terminal=terminal, sample=False),
        )
        progress(1, 1)

    return work


def _found(path: Path, answers: Answers) -> None:
    books = open_books(path, SystemClock(), verdict, program_version())
    try:
        chinese = answers.language == "zh_CN"
        founded = found_books(
            books, request_id=uuid.uuid4().hex, kind="real", estate_zh=answers.name,
            estate_en="" if chinese else answers.name, manager_name=answers.manager, pin_hash=answers.pin_hash,
            first_receipt=FirstReceipt(books.clock.today().year, answers.first_receipt),
        )  # fmt: skip
        manager = Person(founded.manager_id, answers.manager, Role.MANAGER.value)
        if answers.change_fund:
            w = Words.load(answers.language)
            reason = w("counted when the books were created")
            enter_change_fund(books, answers.change_fund, reason, request_id=uuid.uuid4().hex, clerk=manager)
        if answers.estate_file is not None:
            import_estate(books, answers.estate_file, request_id=uuid.uuid4().hex, staff=manager)
    finally:
        books.close()


def sampling(home: Home, answers: Answers, settings: MachineSettings) -> Work:
    """Return the work that makes the sample estate, whose papers and stick are folders beside its books."""

    def work(progress: Progress, cancel: Cancel) -> Any:
        from counter.demo.sample import make_sample
        from counter.wiring.sample_home import copy_out, furnish

        make_sample(home, SAMPLE_UNITS, SAMPLE_YEARS, progress=progress, cancel=cancel)
        save_settings(home.settings, replace(settings, language=answers.language))
        copy_out(home, furnish(home), Words.load(answers.language), progress=progress)

    return work


def _keep(part: Path, books: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(books)


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".lock"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)


def _template(home: Home) -> Path:
    """Where the empty template is written: the person's documents, else the folder of the books."""
    with suppress(RuntimeError):
        documents = Path.home() / "Documents"
        if documents.is_dir():
            return documents / "counterfoil-template.xlsx"
    return home.data / "counterfoil-template.xlsx"
