"""What is known of the chain outside the books: the journals, the sticks, and the log of what was ever seen of them.

A cut tail or a chain rewritten as a whole is clean in itself; it is found back to the newest of these anchors.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backup.anchor_log import read_log
from backup.outside_heads import journal_heads, stick_heads
from counter.desk.note_anchor import note_anchor
from db.books import Books
from db.check import Anchor
from db.queries import anchors
from db.queries.settings import founding


def known_anchors(connection: Any, books: Path, journals: Path, sticks: Iterable[Path] = ()) -> list[Anchor]:
    """Return every link of these books that is known outside them, each with its place; nothing is written."""
    books_id = _id_of(connection)
    noted = {*read_log(books, books_id), *journal_heads(journals, books_id)}
    for root in sticks:
        noted |= set(stick_heads(root, books_id))
    return [Anchor(each.event_id, each.hash, f"{each.kind} {each.place}") for each in sorted(noted)]


def _id_of(connection: Any) -> str:
    """Return the id of the books, "" where their first event is too damaged to tell: the check names that event."""
    try:
        return str(founding(connection).get("books_id", ""))
    except (ValueError, AttributeError):
        return ""


def note_stick(books: Books, root: Path) -> int:
    """Keep the heads of a stick that is seen for the first time; returns how many were new.

    Raises db.faults.DiskFull, BooksReadOnly, BooksFault.
    """
    reader = books.reader()
    try:
        connection = reader.connection()
        heads = stick_heads(root, str(founding(connection).get("books_id", "")))
        fresh = [each for each in heads if not anchors.is_seen(connection, each.kind, each.place, each.event_id)]
    finally:
        reader.close()
    if fresh:
        with books.machine() as connection:
            for each in fresh:
                note_anchor(books, connection, each)
    return len(fresh)
