"""`journal`: write the journal files that are owed, or days as plain-text accounting and as a sheet."""

import argparse
from pathlib import Path
from typing import Any

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--text", type=Path, metavar="FILE",
        help="write plain-text accounting: for beancount where the name ends in .beancount, else for hledger",
    )  # fmt: skip
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="write the daily sheet as .xlsx, and .csv beside it")
    parser.add_argument("--from", dest="first", default="", metavar="DAY", help="first closed day (ISO date)")
    parser.add_argument("--to", dest="last", default="", metavar="DAY", help="last closed day (ISO date)")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Write owed journals and mark them in the books, write missing ones again, or export closed days unchanged.

    Raises NoClosedDay, BooksMissing, OSError.
    """
    if arguments.text or arguments.sheet:
        return _export(home, arguments, w)
    return _files(home, w, said)


def _files(home: Home, w: Words, said: Said) -> Answer:
    from counter.desk.close_steps import Folders, close_steps
    from counter.desk.finish_close import finish_close, steps_owed
    from counter.desk.journal_files import write_again
    from counter.verbs.office import writing
    from counter.wiring.parts import program_version
    from db.queries.tills import closes

    with writing(home) as books:
        connection = books.database.connection()
        folders = Folders(home.journals, home.snapshots, home.attachments)
        journal = close_steps(books, folders, list, program_version())[:1]
        owed = [c.event_id for c in reversed(closes(connection)) if "journal" in steps_owed(connection, c.event_id)]
        for done, close_event in enumerate(owed, 1):
            finish_close(books, close_event, journal, staff_id=None)
            said.progress(done, len(owed))
        again = write_again(books, home.journals, program_version(), said.progress)
    lines = [w("{days} journal files are written and read back.", days=len(owed))]
    if again:
        lines.append(w("{files} that were missing are written again, with the contents they had.", files=again))
    return Answer(tuple(lines), {"written": len(owed), "again": again})


def _export(home: Home, arguments: argparse.Namespace, w: Words) -> Answer:
    from counter.desk.export_range import TEXTS, text_lines, write_lines
    from counter.files.list_out import write_list
    from counter.presenters.day_sheet import sheet_table
    from counter.words.formats import RENMINBI
    from db.store import open_reader

    reader = open_reader(home.books)
    try:
        connection = reader.connection()
        first, last = _events(connection, arguments.first, arguments.last)
        lines = []
        if arguments.text:
            suffix = arguments.text.suffix if arguments.text.suffix in TEXTS else ".journal"
            write_lines(arguments.text, (), ((line,) for line in text_lines(connection, suffix, first, last)))
            lines.append(w("Journal as plain text: {file}", file=arguments.text))
        if arguments.sheet:
            write_list(arguments.sheet, sheet_table(connection, first, last, w, RENMINBI, arguments.sheet.stem))
            lines.append(w("Daily sheet: {file}", file=arguments.sheet))
    finally:
        reader.close()
    return Answer(tuple(lines), {"first_event": first, "last_event": last})


def _events(connection: Any, first_day: str, last_day: str) -> tuple[int, int]:
    """Return the events of the days asked for; of everything, also what is not closed yet, where none are named."""
    from counter.desk.export_range import events_of
    from db.queries.tills import head

    if first_day or last_day:
        return events_of(connection, first_day or "0001-01-01", last_day or "9999-12-31")
    return 1, head(connection)[0]


VERB = Verb("write owed journal files, or closed days as plain text or a sheet", _arguments, run)
