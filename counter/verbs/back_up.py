"""`backup`: copy the books, journals and attachments onto an adopted stick, read back."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from counter.platform.folders import Home
from counter.verbs.answer import Answer, Said, Verb
from counter.words import Words


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stick", type=Path, help="the stick's folder; it must have been taken into use in the window")
    parser.add_argument("--staff", type=int, default=1, help="number of the member of staff who copies (1)")


def run(home: Home, arguments: argparse.Namespace, w: Words, said: Said) -> Answer:
    """Copy onto a stick. Raises NotAllowed and the faults of backup.stick and backup.stick_faults."""
    from backup.copy_to_stick import copy_to_stick
    from counter.desk.copy_out import Folders, older_copies, source_of
    from counter.desk.restore_point import must_hang_together, take_restore_point
    from counter.platform.sticks import list_sticks
    from counter.rules.permissions import Act
    from counter.verbs.office import who, writing
    from counter.wiring.parts import program_version

    now = datetime.now(UTC)
    real = any(stick.path == arguments.stick.absolute() and stick.removable for stick in list_sticks())
    folders = Folders(home.journals, home.snapshots, home.attachments, home.settings)
    with writing(home) as books:
        who(books, arguments.staff, w).require(Act.BACK_UP)
        snapshot = take_restore_point(Path(books.path), home.snapshots, now)
        copied = copy_to_stick(
            arguments.stick, source_of(books, snapshot, folders), books_id=snapshot.books_id,
            program=program_version(), now=now, is_real_stick=real, **older_copies(books), progress=said.progress,
        )  # fmt: skip
    must_hang_together(snapshot.path)
    facts = {"stick": copied.stick.name, "files": copied.files_written, "head": copied.head_event}
    text = w("The copy on {name} is written and read back ({files} files).", name=copied.stick.name,
             files=copied.files_written)  # fmt: skip
    return Answer((text,), facts)


VERB = Verb("copy the books onto a stick, read back", _arguments, run)
