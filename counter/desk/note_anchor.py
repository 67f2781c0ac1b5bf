"""Keeping an anchor: in the books' own table, and in the log beside the books."""

from pathlib import Path
from typing import Any

from backup.anchor_log import Noted, add_to_log
from db.books import Books
from db.queries import anchors
from db.queries.settings import founding


def note_anchor(books: Books, connection: Any, noted: Noted) -> None:
    """Keep an anchor in the books' own table (inside the transaction given) and in the log beside the books.

    Raises db.faults.DiskFull, BooksReadOnly.
    """
    books_id = str(founding(connection).get("books_id", ""))
    at = books.clock.now().isoformat(timespec="seconds")
    add_to_log(Path(books.path), books_id, at, noted)
    anchors.see(connection, *noted)
