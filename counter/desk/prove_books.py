"""The proof of the books: one way for the command line, the window, the close of a day and a copy brought back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from backup.anchor_log import Noted
from backup.check_journal import check_journals, journals_in
from backup.journal_findings import JournalFinding
from backup.outside_heads import stick_heads
from backup.restore import Restored, restore
from counter.desk.formulas import recompute
from counter.desk.known_anchors import known_anchors
from db.check import Anchor, Finding, Report, check_books
from db.queries import safe
from db.queries.tills import head
from db.store import SystemClock, open_books, open_reader

Progress = Callable[[int, int], None]


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

    confirmed_to: the newest event that an anchor outside confirms, 0 for none; missing: files of a copy that could
    not be brought; passed_over: newer copies that are damaged; erased: how many records of personal data were erased;
    safe_below: by how much the safe holds less than nothing (minor units); the change fund puts it right.
    """

    findings: tuple[Finding | JournalFinding, ...]
    events: int = 0
    files: int = 0
    restored: str = ""
    missing: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    confirmed_to: int = 0
    erased: int = 0
    safe_below: int = 0

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
    EventNotReached.
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
    finally:
        reader.close()


def prove_all(books: Path, around: Around, *, since_event: int = 0, progress: Progress) -> Verdict:
    """Check the books, every journal file, and each against the others. Raises BooksMissing."""
    report = prove_books(books, around, since_event=since_event, progress=progress)
    has_journals = around.journals.is_dir()
    found = check_journals([around.journals], recompute) if has_journals else []
    files = len(journals_in([around.journals])) if has_journals else 0
    return Verdict(
        (*report.findings, *found), report.events, files, confirmed_to=report.confirmed_to, erased=report.erased,
        safe_below=0 if report.findings else _safe_below(books),
    )  # fmt: skip


def _safe_below(books: Path) -> int:
    reader = open_reader(books)
    try:
        return safe.below_nothing(reader.connection())
    finally:
        reader.close()


def restore_and_prove(stick: Path, into: Path, *, progress: Progress) -> Verdict:
    """Bring the newest whole copy of a stick into a new folder and check it there, with the stick's own anchors.

    Where newer copies had to be passed over, the restored books say in their chain what was given up with them.
    Raises what backup.restore does.
    """
    done = restore(stick, into, progress=progress)
    _give_up(done, stick_heads(stick, done.manifest.stick.books_id))
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


def _give_up(done: Restored, heads: Iterable[Noted]) -> None:
    """Record the links that lay behind the copy, so that the books can go on from it without being called cut off."""
    lost = sorted({(each.event_id, each.hash) for each in heads if each.event_id > done.manifest.head_event})
    if not lost:
        return
    books = open_books(done.books, SystemClock(), lambda last, now: "ok", done.manifest.program)
    try:
        with books.transaction(f"restored-{done.manifest.number}", staff_id=None) as tx:
            tx.post("copy_restored", {"stick": done.manifest.stick.name, "given_up": [list(link) for link in lost]})
    finally:
        books.close()
