"""The check of the books: every link, every row, every figure that was derived, compared with what it follows from."""

import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase

from db.check.anchors import Anchored, check_anchors
from db.check.bad_debt import check_bad_debt
from db.check.charges import Recompute
from db.check.closes import check_closes
from db.check.files import check_files
from db.check.findings import Anchor, Finding, Progress, Report, in_order
from db.check.funds import check_funds
from db.check.index import check_index
from db.check.intents import check_intents
from db.check.owed import check_owed
from db.check.pending import check_pending
from db.check.purses import check_purses
from db.check.schema import check_schema, lacks_tables
from db.check.series import check_series
from db.check.tills import check_asides, check_close_ranges, check_till_state
from db.check.versions import check_versions, count_erased
from db.check.walk import Walk
from db.dialect import UNREADABLE
from db.migrate import schema_version
from db.queries.owed import OwedRow, waiting


def _silent(_done: int, _total: int) -> None:
    return None


def check_books(
    database: SqliteDatabase, since_event: int = 0, *, anchors: Iterable[Anchor | tuple[int, str]] = (),
    recompute: Recompute | None = None, attachments: Path | None = None, progress: Progress = _silent,
) -> Report:  # fmt: skip
    """Check the books as they stand at this moment, without changing them.

    since_event: walk only later events (a check from the last verified Z); the file's pages, the search index and the
    attachments are then left to the next whole check. anchors: links known from outside, beside those the books have
    seen. recompute: derives a charge's amount from its ingredients (counter.rules.tariff). attachments: their folder.
    progress: called with (events done, events in all).
    """
    started = time.monotonic()
    connection = database.connection()
    anchored, erased, events = Anchored([], 0), 0, 0
    owed: list[OwedRow] = []
    findings: list[Finding] = []
    try:
        with _one_moment(connection), _few_collections():
            findings += check_schema(connection, schema_version(database))
            if not lacks_tables(findings):
                anchored = check_anchors(connection, anchors)
                findings += anchored.findings
                walk = Walk(connection, since_event, recompute, progress)
                findings.extend(_all(connection, since_event, walk, attachments))
                events, erased = walk.events, count_erased(connection)
                owed = waiting(connection)
    except UNREADABLE as error:
        findings.append(Finding("file_damaged", None, "file", "", str(error)))
    except Exception:
        # Values that no sound file can hold, an empty one where there must be one, make any of the checks stumble.
        damage = _damage(connection)
        if not damage:
            raise
        findings += [each for each in damage if each not in findings]
    return Report(in_order(findings), events, time.monotonic() - started, erased, anchored.confirmed_to, tuple(owed))


@contextmanager
def _one_moment(connection: Any) -> Iterator[None]:
    """Hold one read transaction, so that a payment made meanwhile is seen whole or not at all."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let the garbage collector look less often: bodies are parsed by the thousand and never hold a circle."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _all(connection: Any, since_event: int, walk: Walk, attachments: Path | None) -> Iterator[Finding]:
    if not since_event:
        yield from _pages(connection)
    yield from walk.along_the_chain()
    yield from check_versions(connection, since_event, walk.said_of_registers)
    yield from check_series(connection)
    yield from check_till_state(connection)
    yield from check_asides(connection)
    yield from check_pending(connection)
    yield from check_owed(connection)
    yield from check_close_ranges(connection)
    yield from check_bad_debt(connection)
    yield from check_intents(connection, since_event)
    yield from check_closes(connection, since_event)
    yield from check_funds(connection, since_event)
    yield from check_purses(connection, since_event)
    if not since_event:
        yield from check_index(connection)
        if attachments is not None:
            yield from check_files(connection, attachments)


def _damage(connection: Any) -> list[Finding]:
    try:
        return list(_pages(connection))
    except UNREADABLE as error:
        return [Finding("file_damaged", None, "file", "", str(error))]


def _pages(connection: Any) -> Iterator[Finding]:
    for (said,) in connection.execute("PRAGMA quick_check(20)"):
        if said != "ok":
            yield Finding("file_damaged", None, "file", "ok", said)
