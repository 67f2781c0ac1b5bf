"""`demo`: make a sample estate with years of history, posted through the same desk as real work."""

import argparse
from dataclasses import replace
from pathlib import Path

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--units", type=int, default=1200, help="number of flats (1200)")
    parser.add_argument("--years", type=int, default=3, help="years of history (3)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same estate (1)")
    parser.add_argument("--if-missing", action="store_true", help="do nothing where there are books already")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Make the sample estate in an empty home. Raises SampleExists."""
    from counter.demo.sample import make_sample

    if arguments.if_missing and home.books.exists():
        return Answer((w("There are books in {home} already.", home=home.data),), {"made": False})
    home.make()
    units, years = arguments.units, arguments.years
    said.line(w("Making a sample estate of {units} flats with {years} years of history…", units=units, years=years))
    made = make_sample(home, units, years, arguments.seed, progress=said.progress)
    _copy_out(home, _furnish(home), said, w)
    facts = {"made": True, "first_day": made.first_day, "last_day": made.last_day, **made.size._asdict()}
    return Answer((w("The sample estate is ready in {home}.", home=home.data),), facts)


def _furnish(home: Home) -> Path:
    """Let the sample print into a folder; its stick is a folder too, which is returned."""
    from counter.settings import PrinterSettings, load_settings, save_settings

    stick = home.data / "sample-stick"
    stick.mkdir(exist_ok=True)
    settings = load_settings(home.settings).settings
    if settings.printer.kind == "none":
        printer = PrinterSettings(kind="file", port=str(home.data / "printed"))
        save_settings(home.settings, replace(settings, sample=True, printer=printer, extra_sticks=(str(stick),)))
    return stick


def _copy_out(home: Home, stick: Path, said: Said, w: Words) -> None:
    """Write the journals of all days, a restore point, and the copy on the sample's stick."""
    from counter.desk.close_steps import Folders, close_steps, take_into_use
    from counter.desk.finish_close import finish_close
    from counter.platform.sticks import list_sticks
    from counter.verbs.office import first_manager, writing
    from counter.wiring.parts import program_version
    from db.queries.tills import closes

    with writing(home) as books:
        folders = Folders(home.journals, home.snapshots, home.attachments)
        steps = close_steps(books, folders, lambda: list_sticks((stick,)), program_version())
        days = [close.event_id for close in reversed(closes(books.database.connection(), limit=100_000))]
        said.line(w("Writing the journals of {days} days…", days=len(days)))
        for done, close_event in enumerate(days, 1):
            finish_close(books, close_event, steps[:1], staff_id=None)
            said.progress(done, len(days))
        take_into_use(books, lambda: list_sticks((stick,)), w("Stick A"), person=first_manager(books))
        finish_close(books, days[-1], steps, staff_id=None)


VERB = Verb("make a sample estate", _arguments, run)
