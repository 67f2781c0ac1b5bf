"""The queue of papers: what was worded, exactly as it was printed, and how far each print has come.

Machine tables: a lost queue loses no money. States of a job: queued → sending → sent (unconfirmed) → confirmed;
failed (will be tried again), unsure (power or line lost while sending), dropped (given up by a person).
The drawer that opens for a paper is a job beside it: wanted, and taken once, whatever becomes of the paper.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from peewee import SqliteDatabase

from db.books import Books, Tx
from db.paper_digests import digest

_PAPER = "INSERT INTO paper(kind, receipt_id, event_id, content, queued_at, salt) VALUES (?, ?, ?, ?, ?, ?)"
_OF_RECEIPT = (
    "SELECT p.id, p.content, p.salt, (SELECT e.body FROM event e WHERE e.id = p.event_id + 1) FROM paper p"
    " WHERE p.receipt_id = ? ORDER BY p.id LIMIT 1"
)
_JOB = (
    "INSERT INTO print_job(paper_id, device, state, copy_number, drawer, changed_at) VALUES (?, ?, 'queued', ?, ?, ?)"
)
# The index of the jobs under way has this condition; it is used only where a query repeats it word for word.
_UNDER_WAY = "state IN ('queued', 'sending', 'unsure', 'failed')"
_UNSURE = f"UPDATE print_job SET state = 'unsure' WHERE {_UNDER_WAY} AND state = 'sending' AND device = ?"
_JOB_ROWS = (
    "SELECT j.id, j.paper_id, p.kind, p.receipt_id, p.content, j.device, j.state, j.copy_number, j.drawer, j.attempts,"
    " j.note, p.queued_at FROM print_job j JOIN paper p ON p.id = j.paper_id"
)


WANTED, TAKEN = 1, 2


class PaperAltered(Exception):
    """A kept paper is not what was printed: the chain carries another digest of it, or none."""

    code = "paper_altered"

    def __init__(self, paper_id: int) -> None:
        super().__init__(paper_id)
        self.paper_id = paper_id


class PrintJob(NamedTuple):
    """A paper on its way to a printer; content is the worded paper as JSON.

    drawer: WANTED where it is still to open for the paper, TAKEN where that was tried or let go; at: when it was
    queued (UTC).
    """

    id: int
    paper_id: int
    kind: str
    receipt_id: int | None
    content: str
    device: str
    state: str
    copy_number: int
    drawer: int
    attempts: int
    note: str
    at: str


def enqueue(
    tx: Tx, kind: str, content: str, *, device: str = "receipt", receipt_id: int | None = None,
    event_id: int | None = None, copy_number: int = 0, drawer: bool = False,
) -> int:  # fmt: skip
    """Keep a worded paper and queue it for a printer in the same commit; returns the paper's id.

    event_id: the event it belongs to, which must be the newest, for the next one carries the paper's digest. A paper of
    no event (a statement) is not bound. Raises ValueError.
    """
    paper_id = keep(tx, kind, content, receipt_id=receipt_id, event_id=event_id)
    tx.connection.execute(_JOB, (paper_id, device, copy_number, int(drawer), tx.at))
    return paper_id


def keep(tx: Tx, kind: str, content: str, *, receipt_id: int | None = None, event_id: int | None = None) -> int:
    """Keep a worded paper that goes to no printer of ours (a letter of a batch); as enqueue otherwise."""
    if event_id is not None and event_id != tx.head_id:
        raise ValueError(f"paper of event {event_id} kept after event {tx.head_id}")
    row = (kind, receipt_id, event_id, content, tx.at, tx.salt() if event_id is not None else "")
    paper_id: int = tx.connection.execute(_PAPER, row).lastrowid
    return paper_id


def enqueue_again(tx: Tx, paper_id: int, *, device: str, copy_number: int) -> None:
    """Queue a paper that is kept once more, as a marked copy."""
    tx.connection.execute(_JOB, (paper_id, device, copy_number, 0, tx.at))


def next_queued(database: SqliteDatabase, device: str) -> PrintJob | None:
    """Return the oldest job that waits to be sent to a printer, or None."""
    wanted = f"j.{_UNDER_WAY} AND j.state IN ('queued', 'failed') AND j.device = ?"
    waiting_here = f"{_JOB_ROWS} WHERE {wanted} ORDER BY j.id LIMIT 1"
    row = database.execute_sql(waiting_here, (device,)).fetchone()
    return PrintJob(*row) if row else None


def next_pulse(database: SqliteDatabase, device: str) -> PrintJob | None:
    """Return the oldest job whose drawer has not been opened yet, or None."""
    wanted = f"j.{_UNDER_WAY} AND j.state IN ('queued', 'failed') AND j.drawer = {WANTED} AND j.device = ?"
    row = database.execute_sql(f"{_JOB_ROWS} WHERE {wanted} ORDER BY j.id LIMIT 1", (device,)).fetchone()
    return PrintJob(*row) if row else None


def take_pulse(books: Books, job_id: int) -> None:
    """Record that the drawer is opened for a job now: whatever comes of it, it is not opened for it again."""
    with books.machine() as connection:
        connection.execute("UPDATE print_job SET drawer = ? WHERE id = ?", (TAKEN, job_id))


def waiting(database: SqliteDatabase) -> list[PrintJob]:
    """Return every job that has not come to an end, oldest first."""
    rows = database.execute_sql(f"{_JOB_ROWS} WHERE j.{_UNDER_WAY} ORDER BY j.id")
    return [PrintJob(*row) for row in rows.fetchall()]


def mark(books: Books, job_id: int, state: str, note: str = "") -> None:
    """Record how far a job has come; every move to sending counts as an attempt."""
    with books.machine() as connection:
        connection.execute(
            "UPDATE print_job SET state = ?, note = ?, attempts = attempts + ?, changed_at = datetime('now')"
            " WHERE id = ?",
            (state, note, int(state == "sending"), job_id),
        )


def end(books: Books, job_id: int, state: str, note: str, *, of: Collection[str]) -> bool:
    """Record that a job ended where a person says so; returns False where it is in none of the states `of` any more."""
    row = (state, note, job_id, *of)
    with books.machine() as connection:
        changed: int = connection.execute(
            "UPDATE print_job SET state = ?, note = ?, changed_at = datetime('now')"
            f" WHERE id = ? AND state IN ({', '.join('?' * len(of))})",
            row,
        ).rowcount
    return changed > 0


def found_sending(books: Books, device: str) -> int:
    """At start: a job found in sending may or may not be on paper; mark it unsure and return how many there were."""
    with books.machine() as connection:
        count: int = connection.execute(_UNSURE, (device,)).rowcount
        return count


def doubt_waiting(tx: Tx) -> None:
    """In books that go on from a copy: what waited in it may have been printed since, so a person looks first."""
    tx.connection.execute(f"UPDATE print_job SET state = 'unsure' WHERE {_UNDER_WAY} AND state <> 'unsure'")


def forget(connection: Any, traces: Sequence[str]) -> int:
    """Take away the papers with a name or number on them, and their prints; receipts are vouchers and stay.

    Returns how many.
    """
    named = {
        row[0]
        for trace in traces
        for row in connection.execute("SELECT id FROM paper WHERE kind <> 'receipt' AND instr(content, ?)", (trace,))
    }
    connection.executemany("DELETE FROM print_job WHERE paper_id = ?", [(each,) for each in named])
    connection.executemany("DELETE FROM paper WHERE id = ?", [(each,) for each in named])
    return len(named)


def paper_of_receipt(connection: Any, receipt_id: int) -> tuple[int, str] | None:
    """Return (paper id, content) of the receipt as it was printed first. Raises PaperAltered."""
    row = connection.execute(_OF_RECEIPT, (receipt_id,)).fetchone()
    if row is None:
        return None
    paper_id, content, salt, next_body = row
    if next_body is not None:  # the newest event's papers are bound by the next event
        said = dict(json.loads(next_body).get("kept", ()))
        wanted = said.get(paper_id)
        if wanted != (digest(salt, content) if salt or wanted else None):
            raise PaperAltered(paper_id)
    return paper_id, content
