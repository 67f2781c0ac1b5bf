"""The books: the only writer of money. One request is one transaction, one commit, one or more chained events.

`with books.transaction(request_id, staff_id=…) as tx:` takes the writer's mutex and SQLite's write lock; leaving the
block commits with one durable sync, an exception leaves nothing behind.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, cast

from peewee import PeeweeException, SqliteDatabase

from db import dialect, find, numbers, open_items, paper_digests, registers, tables
from db.chain import BODY_VERSION, GENESIS, canonical, digest_lines, link
from db.faults import ClockFarAhead, books_fault, opening_fault
from db.inserts import insert_details
from db.last_time import greatest_time, head
from db.rows import Allocation, DetailRow
from db.whereabouts import Whereabouts

ClockVerdict = Literal["ok", "set_back", "far_ahead"]


class Clock(Protocol):
    """Where the time comes from; tests and the sample estate bring their own."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def today(self) -> date:
        """Return the local date."""


class Event(NamedTuple):
    """One link of the chain."""

    id: int
    kind: str
    hash: str


class Earlier(NamedTuple):
    """An event that the same request posted before: a second Enter, a crash, a retry."""

    id: int
    kind: str
    body: str
    hash: str


class Unbalanced(Exception):
    """Postings of one event do not sum to zero within a fund: a defect of the program, never of the person."""

    code = "unbalanced"

    def __init__(self, kind: str, fund: str, rest_minor: int) -> None:
        super().__init__(kind, fund, rest_minor)
        self.kind = kind
        self.fund = fund
        self.rest_minor = rest_minor


class HalfAnEvent(Exception):
    """Somebody went on after an event could not be written whole: a defect of the program, so nothing is kept."""

    code = "half_an_event"

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.request_id = request_id


class Bulk(NamedTuple):
    """Rows of a bulk event under their digests, prepared before the lock is taken."""

    rows: dict[str, Sequence[DetailRow]]
    digests: dict[str, dict[str, int | str]]


def prepare_bulk(rows: Mapping[type, Sequence[DetailRow]]) -> Bulk:
    """Return rows by table with count and digest, for Tx.post_bulk."""
    by_table = {tables.DETAILS[kind]: lines for kind, lines in rows.items()}
    return Bulk(by_table, {t: {"count": len(r), "sha256": digest_lines(r)} for t, r in by_table.items()})


class Tx:
    """One open transaction: what desk may do to the books between BEGIN and COMMIT."""

    def __init__(
        self, connection: Any, request_id: str, staff_id: int | None, till: int | None, day: str, at: str,
        salt: registers.Salt, head: tuple[int, str],
    ) -> None:  # fmt: skip
        self.connection = connection
        self.request_id = request_id
        self.staff_id = staff_id
        self.till = till
        self.day = day
        self.at = at
        self.salt = salt
        self.head_id, self.head = head
        self.earlier = tuple(
            Earlier(*found)
            for found in connection.execute(
                "SELECT id, kind, body, hash FROM event WHERE request_id = ? ORDER BY request_line", (request_id,)
            )
        )
        self._line = len(self.earlier)
        self.whole = True

    def post(self, kind: str, facts: Mapping[str, Any], rows: Sequence[DetailRow] = ()) -> Event:
        """Append one event whose body holds its facts and all its rows; raises Unbalanced, AlreadySettled."""
        by_table: dict[str, list[DetailRow]] = {}
        for row in rows:
            by_table.setdefault(tables.DETAILS[type(row)], []).append(row)
        return self._append(kind, {**facts, "rows": by_table}, by_table)

    def post_bulk(self, kind: str, facts: Mapping[str, Any], bulk: Bulk) -> Event:
        """Append one event whose body holds the digests of its many rows."""
        return self._append(kind, {**facts, "digests": bulk.digests}, bulk.rows)

    def change(
        self, kind: str, facts: Mapping[str, Any], changes: Mapping[str, Sequence[tuple[Any, ...]]],
        rows: Sequence[DetailRow] = (),
    ) -> Event:  # fmt: skip
        """Write register versions, each (id, *columns), under one event that carries their digest."""
        sealed = registers.seal(changes, self.salt)
        event = self.post(kind, {**facts, "registers": sealed.body}, rows)
        touched = find.touched(self.connection, changes) if find.FED_BY & changes.keys() else ()
        registers.write(self.connection, event.id, sealed)
        find.follow(self.connection, touched)
        return event

    def take_number(self, series: str) -> int:
        """Return the next number of a gap-free series."""
        return numbers.take(self.connection, series)

    def next_id(self, table: str) -> int:
        """Return the first unused id of a register, of charge or of receipt."""
        return registers.next_id(self.connection, table)

    def _append(self, kind: str, facts: Mapping[str, Any], rows: Mapping[str, Sequence[DetailRow]]) -> Event:
        self.whole = False
        _must_balance(kind, rows.get("posting", ()))
        event_id = self.head_id + 1
        body = canonical(
            {
                **facts,
                **paper_digests.carried(self.connection, self.head_id),
                "at": self.at,
                "day": self.day,
                "kind": kind,
                "request": [self.request_id, self._line],
                "staff": self.staff_id,
                "till": self.till,
            }
        )
        digest = link(self.head, body)
        self.connection.execute(
            "INSERT INTO event(id, kind, body, body_version, hash, at, day, staff_id, till, request_id, request_line)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event_id, kind, body, BODY_VERSION, digest, self.at, self.day, self.staff_id, self.till,
                self.request_id, self._line,
            ),
        )  # fmt: skip
        for table, lines in rows.items():
            insert_details(self.connection, table, _COLUMNS[table], lines, event_id)
        if "charge" in rows:
            open_items.add_charges(self.connection, event_id)
        if "allocation" in rows:
            open_items.allocate(self.connection, cast("Sequence[Allocation]", rows["allocation"]))
        self.head_id, self.head = event_id, digest
        self._line += 1
        self.whole = True
        return Event(event_id, kind, digest)


_COLUMNS: dict[str, tuple[str, ...]] = {
    table: kind._fields  # type: ignore[attr-defined]
    for kind, table in tables.DETAILS.items()
}


def _must_balance(kind: str, postings: Sequence[Any]) -> None:
    for fund in dict.fromkeys([posting[0] for posting in postings]):
        rest = sum([posting[2] for posting in postings if posting[0] == fund])
        if rest:
            raise Unbalanced(kind, fund, rest)


class Books:
    """The open books of one estate: one writing connection, one mutex, any number of readers.

    judge(last_known, now): whether the clock can be believed (counter.rules.clock); ticks: nanoseconds passed.
    """

    def __init__(
        self, database: SqliteDatabase, clock: Clock, judge: Callable[[datetime, datetime], ClockVerdict],
        on_close: Callable[[], None] = lambda: None, salt: registers.Salt = registers.random_salt,
        ticks: Callable[[], int] = time.monotonic_ns,
    ) -> None:  # fmt: skip
        self.database = database
        self.clock = clock
        self.ticks = ticks
        self.path = str(database.database)
        self._judge = judge
        self._on_close = on_close
        self._salt = salt
        self._mutex = threading.RLock()
        self._commits = 0
        self.whereabouts = Whereabouts(self.path)
        self._latest: datetime | None = None

    @contextmanager
    def transaction(
        self, request_id: str, *, staff_id: int | None, till: int | None = None, day: str | None = None,
        confirms_date: bool = False,
    ) -> Iterator[Tx]:  # fmt: skip
        """Open one transaction; commits at the end of the block, leaves nothing behind on an exception.

        day: business day as ISO date, the office date if left out. Raises ClockFarAhead, and the faults of
        db.faults where the disk or the file fails.
        """
        with self._mutex, self._writing() as connection:
            now = self.clock.now()
            head_id, newest, last = head(connection) or (0, GENESIS, now)
            # A dead clock lowers the newest event's time; what is known is the greatest time there was.
            self._latest = max(last, self._latest or greatest_time(connection) or last)
            if not confirms_date and head_id and self._judge(self._latest, now) == "far_ahead":
                raise ClockFarAhead(self._latest, now)
            set_back = head_id > 0 and self._judge(last, now) == "set_back"
            at, day = _utc_text(now), day or self.clock.today().isoformat()
            tx = Tx(connection, request_id, staff_id, till, day, at, self._salt, (head_id, newest))
            if set_back and not tx.earlier:
                tx.post("clock_set_back", {"from": _utc_text(last), "to": at})
            yield tx
            if not tx.whole:
                raise HalfAnEvent(request_id)

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        connection = self.database.connection()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            self.whereabouts.must_stand()  # as late as can be: after this what is committed is told as saved
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            _roll_back(connection)
            raise books_fault(error, self.path) from error
        except BaseException:
            _roll_back(connection)
            raise
        self._commits += 1

    @contextmanager
    def machine(self) -> Iterator[Any]:
        """Open a transaction for machine tables only: spool progress, PIN back-off, job times."""
        with self._mutex, self._writing() as connection:
            yield connection

    def reader(self) -> SqliteDatabase:
        """Return a new read-only connection that sees every commit; close it when done. Raises BooksGone."""
        self.whereabouts.must_stand()
        return dialect.reader(Path(self.path))

    def tidy(self, after: int = 20) -> bool:
        """Checkpoint in an idle moment once enough was committed; returns whether it did. Raises a BooksFault."""
        if self._commits < after or not self._mutex.acquire(blocking=False):
            return False
        self._commits = 0  # a disk that fails is tried again after as many commits, not at every idle moment
        try:
            dialect.checkpoint(self.database)
            return True
        except PeeweeException as error:
            raise opening_fault(error, self.path) from error
        finally:
            self._mutex.release()

    def close(self) -> None:
        """Close the writing connection and give back the writer's lock."""
        with self._mutex:
            self.database.close()
            self._on_close()


def _roll_back(connection: Any) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _utc_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
