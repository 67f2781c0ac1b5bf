"""The proof of the books: one way for the command line, the window, the close of a day and a copy brought back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from backup.check_journal import check_journals, journals_in
from backup.journal_findings import JournalFinding
from backup.manifest import Manifest
from backup.restore import Restored, restore
from counter.desk.begin_epoch import Left, begin_epoch
from counter.desk.formulas import recompute
from counter.desk.journal_files import gone_journals
from counter.desk.known_anchors import given_up_on, known_anchors
from counter.desk.people import Person
from counter.desk.restore_copy import owe_in_copy
from db.check import Anchor, Finding, Report, check_books
from db.dialect import UNREADABLE
from db.faults import BooksFault, BooksMissing, opening_fault
from db.queries import safe
from db.queries.owed import OwedRow
from db.queries.tills import head
from db.store import SystemClock, open_books, open_reader

Progress = Callable[[int, int], None]


class Alone(NamedTuple):
    """Who restores a copy with nobody there to agree, by which request and why."""

    person: Person
    request_id: str
    reason: str


class BooksNotWhole(Exception):
    """The check of a close found something."""

    code = "books_not_whole"

    def __init__(self, finding_count: int) -> None:
        super().__init__(finding_count)
        self.finding_count = finding_count


class EventNotReached(Exception):
    """A check is to begin after an event that these books have not reached."""

    code = "event_not_reached"

    def __init__(self, event_id: int, last_event: int) -> None:
        super().__init__(event_id, last_event)
        self.event_id = event_id
        self.last_event = last_event


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around the books and bears witness to them."""

    journals: Path
    attachments: Path
    sticks: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The end of a check. events: of the books, 0 where they were not looked at; restored: the folder of a copy.

    confirmed_to: the newest event that an anchor outside confirms, 0 for none; missing: files of a copy that could not
    be brought; passed_over: newer copies that are damaged; erased: how many records of personal data were erased;
    owed: acts whose approval is owed, which is no damage; given_up: copies elsewhere that hold what was given up when
    the books went on from an older copy, which is none either; safe_below: by how much the safe holds less than nothing
    (minor units); the change fund puts it right.
    """

    findings: tuple[Finding | JournalFinding, ...]
    events: int = 0
    files: int = 0
    restored: str = ""
    missing: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    confirmed_to: int = 0
    erased: int = 0
    owed: tuple[OwedRow, ...] = ()
    safe_below: int = 0
    given_up: tuple[Manifest, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong, missing or passed over."""
        return not (self.findings or self.missing or self.passed_over)


def prove_books(
    books: Path, around: Around, *, since_event: int = 0, progress: Progress = lambda done, total: None,
    only_to: int | None = None,
) -> Report:  # fmt: skip
    """Check the books with every anchor that is known outside them.

    only_to: ask only for anchors up to an event, as a copy of that moment cannot hold later ones. Raises BooksMissing,
    BooksDamaged, EventNotReached.
    """
    reader = open_reader(books)
    try:
        last = head(reader.connection())[0]
        if since_event > last:
            raise EventNotReached(since_event, last)
        known: Iterable[Anchor] = known_anchors(reader.connection(), books, around.journals, around.sticks)
        if only_to is not None:
            known = [each for each in known if each.event_id <= only_to]
        return check_books(
            reader, since_event, anchors=known, recompute=recompute, attachments=around.attachments, progress=progress
        )
    except UNREADABLE as error:  # pages so damaged that not even the newest event can be read
        raise opening_fault(error, str(books)) from error
    finally:
        reader.close()


def prove_all(books: Path, around: Around, *, since_event: int = 0, progress: Progress) -> Verdict:
    """Check the books, every journal file, and each against the others. Raises BooksMissing."""
    report = prove_books(books, around, since_event=since_event, progress=progress)
    has_journals = around.journals.is_dir()
    found = check_journals([around.journals], recompute) if has_journals else []
    found += _gone(books, around.journals)
    files = len(journals_in([around.journals])) if has_journals else 0
    return Verdict(
        (*report.findings, *found), report.events, files, confirmed_to=report.confirmed_to, erased=report.erased,
        owed=report.owed, safe_below=0 if report.findings else _safe_below(books),
        given_up=() if report.findings else _given_up(books, around.sticks),
    )  # fmt: skip


def _gone(books: Path, journals: Path) -> list[JournalFinding]:
    """A journal that was written and is not there: the files alone cannot tell that the newest of them are missing."""
    try:
        reader = open_reader(books)
    except (BooksFault, BooksMissing):
        return []  # that was told already
    try:
        gone = gone_journals(reader.connection(), journals)
    except UNREADABLE:
        return []
    finally:
        reader.close()
    return [JournalFinding("journal_gone", journals.joinpath(each.name), each.close_event) for each in gone]


def _given_up(books: Path, sticks: tuple[Path, ...]) -> tuple[Manifest, ...]:
    reader = open_reader(books)
    try:
        return tuple(given_up_on(reader.connection(), sticks))
    finally:
        reader.close()


def _safe_below(books: Path) -> int:
    reader = open_reader(books)
    try:
        return safe.below_nothing(reader.connection())
    finally:
        reader.close()


def restore_and_prove(
    stick: Path, into: Path, *, progress: Progress, number: int | None = None, home: Left | None = None,
    owed: Alone | None = None, passphrase: str = "", sealed_key: str = "",
) -> Verdict:  # fmt: skip
    """Bring a copy of a stick into a new folder, check it there with the stick's own anchors, and begin a new epoch.

    number: which copy, the newest whole one if left out. home: the books that are left behind for it. owed: with
    nobody there to agree the approval is owed in the restored books too. passphrase and what it raises: as
    backup.restore.
    """
    done = restore(
        stick, into, number=number, progress=progress, passphrase=passphrase, sealed_key=sealed_key
    )  # fmt: skip
    begin_epoch(done, stick, home)
    if owed is not None:
        owe_in(done, owed)
    around = Around(into.joinpath("journals"), into.joinpath("attachments"), (stick,))
    report = prove_books(done.books, around, progress=progress, only_to=done.manifest.head_event)
    return Verdict(
        report.findings,
        report.events,
        done.files,
        str(into),
        done.missing,
        done.passed_over,
        report.confirmed_to,
        report.erased,
    )


def owe_in(done: Restored, owed: Alone) -> None:
    """Let books that were just brought back begin with the approval of it owed."""
    books = open_books(done.books, SystemClock(), lambda last, now: "ok", done.manifest.program)
    try:
        owe_in_copy(books, owed.reason, request_id=owed.request_id, person=owed.person)
    finally:
        books.close()
