"""What is known of the chain outside the books: the journals, the sticks, and the log of what was ever seen of them.

A cut tail or a chain rewritten as a whole is clean in itself; it is found back to the newest of these anchors.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from backup.anchor_log import Noted, add_to_log, read_log
from backup.manifest import Manifest
from backup.outside_heads import copies_of, head_of, journal_heads
from db.books import Books
from db.check import Anchor
from db.queries import anchors, bridges
from db.queries.settings import founding


def known_anchors(connection: Any, books: Path, journals: Path, sticks: Iterable[Path] = ()) -> list[Anchor]:
    """Return every link of these books that is known outside them, each with its place; nothing is written."""
    books_id = _id_of(connection)
    noted = {*read_log(books, books_id), *journal_heads(journals, books_id)}
    epochs = bridges.epochs(connection)
    for root in sticks:
        noted |= {head_of(copy) for copy in copies_of(root, books_id) if not _is_given_up(copy, epochs)}
    return [Anchor(each.event_id, each.hash, f"{each.kind} {each.place}") for each in sorted(noted)]


def given_up_on(connection: Any, sticks: Iterable[Path]) -> list[Manifest]:
    """Return the copies on sticks that hold what was given up when the books went on from an older copy."""
    books_id, epochs = _id_of(connection), bridges.epochs(connection)
    return [copy for root in sticks for copy in copies_of(root, books_id) if _is_given_up(copy, epochs)]


def _is_given_up(copy: Manifest, epochs: Iterable[tuple[int, str]]) -> bool:
    """Whether a copy was made before the books went on from an older one: its stick was elsewhere at that time.

    A copy made afterwards is no such one: books that are used on two computers are a finding.
    """
    made = datetime.fromisoformat(copy.created)
    return any(copy.head_event > head and made <= datetime.fromisoformat(at) for head, at in epochs)


def _id_of(connection: Any) -> str:
    """Return the id of the books, "" where their first event is too damaged to tell: the check names that event."""
    try:
        return str(founding(connection).get("books_id", ""))
    except (ValueError, AttributeError):
        return ""


def note_anchor(books: Books, connection: Any, noted: Noted) -> None:
    """Keep an anchor in the books' own table (inside the transaction given) and in the log beside the books.

    Raises db.faults.DiskFull, BooksReadOnly.
    """
    books_id = str(founding(connection).get("books_id", ""))
    at = books.clock.now().isoformat(timespec="seconds")
    add_to_log(Path(books.path), books_id, at, noted)
    anchors.see(connection, *noted)


def note_stick(books: Books, root: Path) -> int:
    """Keep the heads of a stick that is seen for the first time; returns how many were new.

    Raises db.faults.DiskFull, BooksReadOnly, BooksFault.
    """
    reader = books.reader()
    try:
        connection = reader.connection()
        epochs, copies = bridges.epochs(connection), copies_of(root, str(founding(connection).get("books_id", "")))
        heads = [head_of(copy) for copy in copies if not _is_given_up(copy, epochs)]
        fresh = [each for each in heads if not anchors.is_seen(connection, each.kind, each.place, each.event_id)]
    finally:
        reader.close()
    if fresh:
        with books.machine() as connection:
            for each in fresh:
                note_anchor(books, connection, each)
    return len(fresh)
