"""The log of anchors beside the books: one line for each link of the chain that was seen outside them.

Whoever cuts or rewrites the books has this file against them too. A line is a JSON list: moment (UTC), id of the books,
kind (journal, stick), place, event, hash.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from db.durable import sync_file
from db.faults import folder_fault


class Noted(NamedTuple):
    """A line of the log: where a link was seen, and which one."""

    kind: str
    place: str
    event_id: int
    hash: str


def log_beside(books: Path) -> Path:
    """Return where the log of these books lies."""
    return books.with_name("anchors.log")


def read_log(books: Path, books_id: str) -> Iterator[Noted]:
    """Yield what was noted of these books; a line cut off by a power cut, or of other books, is passed over."""
    try:
        lines = log_beside(books).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        try:
            _at, whose, kind, place, event_id, digest = json.loads(line)
        except (ValueError, TypeError):
            continue
        if whose == books_id and type(event_id) is int:
            yield Noted(str(kind), str(place), event_id, str(digest))


def add_to_log(books: Path, books_id: str, at: str, noted: Noted) -> None:
    """Append a line and wait until it is on the disk; what stands there already is not written twice.

    at: the moment, UTC. Raises db.faults.DiskFull, BooksReadOnly.
    """
    path = log_beside(books)
    said = json.dumps([books_id, *noted], ensure_ascii=False)[1:].encode()
    try:
        with path.open("ab+") as file:
            file.seek(0)
            content = file.read()
            if said in content:
                return
            torn = b"" if content.endswith(b"\n") or not content else b"\n"
            file.write(torn + json.dumps([at]).encode()[:-1] + b", " + said + b"\n")
            sync_file(file)
    except OSError as error:
        raise folder_fault(error, str(path)) from error
