"""Journal files that were written and are not there any more: named by the check, and written again from the books."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from backup.journal import JournalDiffers, write_journal
from db.books import Books
from db.queries import tills


class GoneJournal(NamedTuple):
    """The journal of a closed day whose file is gone: the close's event, the file's name, its content digest."""

    close_event: int
    name: str
    digest: str


def gone_journals(connection: Any, folder: Path) -> list[GoneJournal]:
    """Return the journals that are marked as written and lie in a folder no more, oldest first."""
    there = {path.name for path in folder.glob("*.sqlite")}
    return [
        GoneJournal(close_event, name, digest)
        for close_event, name, digest in tills.journals_written(connection)
        if name not in there
    ]


def write_again(
    books: Books, folder: Path, program: str, progress: Callable[[int, int], None] = lambda done, total: None
) -> int:  # fmt: skip
    """Write the journals that are gone anew and return how many; each must hold what it held.

    Raises JournalDiffers where the books give another one, and what backup.journal.write_journal does.
    """
    with closing(books.reader()) as reader:
        gone = gone_journals(reader.connection(), folder)
    for done, each in enumerate(gone, start=1):
        written = write_journal(Path(books.path), each.close_event, folder, program=program)
        if written.content_digest != each.digest:
            raise JournalDiffers(str(written.path), each.digest, written.content_digest)
        progress(done, len(gone))
    return len(gone)
