"""`journal`: write the journal files that are owed, or a range of days as plain-text accounting."""

import argparse
from pathlib import Path

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", type=Path, help="write everything as plain-text accounting (hledger) to this file")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Write owed journals and mark them in the books, or export as text without changing anything."""
    return _as_text(home, arguments.text, w) if arguments.text else _files(home, w, said)


def _files(home: Home, w: Words, said: Said) -> Answer:
    from counter.desk.close_steps import Folders, close_steps
    from counter.desk.finish_close import finish_close, steps_owed
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
    return Answer((w("{days} journal files are written and read back.", days=len(owed)),), {"written": len(owed)})


def _as_text(home: Home, file: Path, w: Words) -> Answer:
    from backup.plain_text import plain_text
    from db.queries.settings import founding
    from db.queries.tills import head
    from db.store import open_reader

    reader = open_reader(home.books)
    try:
        connection = reader.connection()
        currency = founding(connection)["currency"]
        lines = plain_text(connection, 1, head(connection)[0], currency=currency["code"], digits=currency["digits"])
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    finally:
        reader.close()
    return Answer((w("Journal as plain text: {file}", file=file),), {"text": str(file)})


VERB = Verb("write owed journal files, or everything as plain text", _arguments, run)
