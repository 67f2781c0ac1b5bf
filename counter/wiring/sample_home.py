"""A home with the sample estate in it, as ready to work as one after years: journals written, a stick in use."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from counter.desk.close_steps import Folders, close_steps, take_into_use
from counter.desk.finish_close import finish_close
from counter.desk.long_work import Progress, no_progress
from counter.desk.people import Person
from counter.platform.folders import Home
from counter.platform.sticks import list_sticks
from counter.settings import PrinterSettings, TerminalSettings, load_settings, save_settings
from counter.wiring.parts import judge_of, program_version
from counter.words import Words
from db.books import Books
from db.queries.people import staff
from db.queries.tills import closes
from db.store import SystemClock, open_books


def furnish(home: Home) -> Path:
    """Let the sample print into a folder and its terminal be simulated where nothing else is set.

    Its stick is a folder too, which is returned.
    """
    stick = home.data / "sample-stick"
    stick.mkdir(exist_ok=True)
    settings = load_settings(home.settings).settings
    if settings.printer.kind == "none":
        printer = PrinterSettings(kind="file", port=str(home.data / "printed"))
        settings = replace(settings, printer=printer)
    if settings.terminal.kind == "manual":
        settings = replace(settings, terminal=TerminalSettings("simulated_zvt"))
    save_settings(home.settings, replace(settings, sample=True, extra_sticks=(str(stick),)))
    return stick


def copy_out(
    home: Home, stick: Path, w: Words, *, days: Callable[[int], object] = lambda _days: None,
    progress: Progress = no_progress,
) -> None:  # fmt: skip
    """Write the journals of all days, a restore point, and the copy on the sample's stick.

    days: told how many days there are; progress: days done and all.
    """
    books = open_books(home.books, SystemClock(), judge_of(home), program_version())
    try:
        folders = Folders(home.journals, home.snapshots, home.attachments)
        steps = close_steps(books, folders, lambda: list_sticks((stick,)), program_version())
        closed = [close.event_id for close in reversed(closes(books.database.connection(), limit=100_000))]
        days(len(closed))
        for done, close_event in enumerate(closed, 1):
            finish_close(books, close_event, steps[:1], staff_id=None)
            progress(done, len(closed))
        take_into_use(books, lambda: list_sticks((stick,)), w("Stick A"), person=_first_manager(books))
        finish_close(books, closed[-1], steps, staff_id=None)
    finally:
        books.close()


def _first_manager(books: Books) -> Person:
    """Return the manager the books were founded with, for what the sample does by itself."""
    found = staff(books.database.connection(), 1)
    assert found is not None, "books are founded with a manager"
    return Person(found.id, found.name, found.role)
