"""Books brought back from a copy begin a new epoch: the chain itself says from which copy, at which head, on which
machine, which links lay behind it, and what is known of the numbers given out since.
"""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backup.anchor_log import read_log
from backup.outside_heads import copies_of, head_of, journal_heads
from backup.restore import Restored
from counter.desk.note_anchor import note_anchor
from db import papers
from db.faults import BooksFault, BooksMissing
from db.queries import anchors, bridges, tills
from db.queries import lost as lost_rows
from db.store import SystemClock, open_books, open_reader

KIND = "copy_restored"
Link = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Left:
    """What is left behind for a copy: the present books, readable or not, and their journals."""

    books: Path
    journals: Path


@dataclass(frozen=True, slots=True)
class Loss:
    """What the present books hold and a copy does not; received in minor units, days as ISO dates.

    readable: whether the present books could be read at all and hold the copy's head; otherwise nothing is known.
    """

    readable: bool
    events: int = 0
    receipts: int = 0
    received: int = 0
    closes: int = 0
    first_at: str = ""


def loss_since(books: Path, head_event: int, head_hash: str) -> Loss:
    """Return what would be lost of the present books with a copy that ends at a link of their chain."""
    try:
        reader = open_reader(books)
    except (BooksFault, BooksMissing, OSError):
        return Loss(False)
    try:
        connection = reader.connection()
        if anchors.hash_of(connection, head_event) != head_hash:
            return Loss(False)
        return Loss(True, *lost_rows.summed_after(connection, head_event))
    except Exception:  # damaged books raise whatever their pages give
        return Loss(False)
    finally:
        reader.close()


def next_numbers_in(books: Path) -> dict[str, int]:
    """Return the next number of each series of books, nothing where they cannot be read."""
    try:
        reader = open_reader(books)
    except (BooksFault, BooksMissing, OSError):
        return {}
    try:
        return bridges.next_numbers(reader.connection())
    except Exception:  # damaged books raise whatever their pages give
        return {}
    finally:
        reader.close()


def begin_epoch(done: Restored, stick: Path, left: Left | None, staff_id: int | None = None) -> None:
    """Post the epoch's event in books that were just brought back; nothing was lost that is not declared after it."""
    manifest = done.manifest
    behind = {link for link in _behind(done, stick, left) if link[0] > manifest.head_event}
    facts = {
        "stick": manifest.stick.name, "stick_id": manifest.stick.stick_id, "copy": manifest.number,
        "created": manifest.created, "head": [manifest.head_event, manifest.head_hash], "machine": platform.node(),
        "given_up": [list(link) for link in sorted(behind)], "known": _known(done, left),
    }  # fmt: skip
    books = open_books(done.books, SystemClock(), lambda last, now: "ok", manifest.program)
    try:
        request = f"restored-{manifest.stick.stick_id}-{manifest.number}-{manifest.head_hash[:16]}"
        with books.transaction(request, staff_id=staff_id) as tx:
            if not tx.earlier:
                tx.post(KIND, facts)
                papers.doubt_waiting(tx)
                if manifest.stick.stick_id:  # everything up to here is on that stick: no copy of it is old
                    note_anchor(books, tx.connection, head_of(manifest))
    finally:
        books.close()


def _behind(done: Restored, stick: Path, left: Left | None) -> Iterator[Link]:
    """Every link that is known outside the copy: on the stick, beside the books left behind, and in them."""
    books_id = done.manifest.stick.books_id
    for copy in copies_of(stick, books_id):
        yield copy.head_event, copy.head_hash
    if left is None:
        return
    for each in (*read_log(left.books, books_id), *journal_heads(left.journals, books_id)):
        yield each.event_id, each.hash
    try:
        reader = open_reader(left.books)
    except (BooksFault, BooksMissing, OSError):
        return
    try:
        yield tills.head(reader.connection())[:2]
    except Exception:  # damaged books raise whatever their pages give
        return
    finally:
        reader.close()


def _known(done: Restored, left: Left | None) -> dict[str, Any]:
    """Return for each series the last number of the books left behind and the sums on receipts after the copy."""
    manifest = done.manifest
    if left is None or not loss_since(left.books, manifest.head_event, manifest.head_hash).readable:
        return {}
    reader, old = open_reader(done.books), open_reader(left.books)
    try:
        copied, last = bridges.next_numbers(reader.connection()), bridges.next_numbers(old.connection())
        sums = lost_rows.receipts_after(old.connection(), manifest.head_event)
    finally:
        reader.close()
        old.close()
    return {
        series: {"last": following - 1, "sums": sums.get(series, [])}
        for series, following in last.items()
        if following > copied.get(series, 1)
    }
