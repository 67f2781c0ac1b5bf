"""What each step after the Z does: the day's journal file, a restore point, the copy on the stick, the check."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backup.anchor_log import Noted
from backup.journal import write_journal
from backup.manifest import ManifestDamaged
from backup.snapshot import Snapshot
from backup.stick import Failing, ReadOnly, Ready, StickState, StickWrong, Stranger, Unreadable, Wrong, adopt, look
from backup.stick_faults import StickFailing, StickNotAdopted, StickReadOnly
from counter.desk.copy_out import Folders, Place, copy_onto_all
from counter.desk.finish_close import Done, Step
from counter.desk.people import Person
from counter.desk.prove_books import Around, BooksNotWhole, prove_books
from counter.desk.restore_point import take_restore_point
from counter.rules.permissions import Act
from db.books import Books
from db.queries import anchors, tills
from db.queries.settings import founding

__all__ = ["WHOLE_EVERY", "FindSticks", "Folders", "NoStick", "Place", "close_steps", "take_into_use"]

WHOLE_EVERY = 7  # closes


class NoStick(Exception):
    """No backup stick is in the computer: the day stays closed and the copy is owed."""

    code = "no_stick"


FindSticks = Callable[[], Sequence[Place]]


@dataclass(slots=True)
class _Newest:
    """The restore point of the close at hand, so that the stick does not need another one right after it."""

    taken: dict[int, Snapshot] = field(default_factory=dict)


def close_steps(books: Books, folders: Folders, find_sticks: FindSticks, program: str) -> tuple[Step, ...]:
    """Return the steps of a close in their order; each may run beside the window. program: its version.

    The steps raise what backup raises, and NoStick.
    """
    path, newest = Path(books.path), _Newest()

    def journal(close_event: int) -> Done:
        written = write_journal(path, close_event, folders.journals, program=program)
        outside = Noted("journal", written.path.name, written.last_event, _hash(books, written.last_event))
        return Done(written.path.name, written.content_digest, outside)

    def snapshot(close_event: int) -> Done:
        taken = take_restore_point(path, folders.snapshots, books.clock.now())
        newest.taken = {close_event: taken}
        return Done(taken.path.name, taken.sha256)

    def stick(close_event: int) -> Done:
        places = _ready(find_sticks(), *_identity(books))
        taken = newest.taken.get(close_event) or take_restore_point(path, folders.snapshots, books.clock.now())
        # A second disk or another stick gets the same copy; one that fails leaves it owed.
        first, *_others = copy_onto_all(books, places, taken, folders, program, close_event)
        newest.taken = {}
        return Done(first.noted.place, first.sha256, first.noted)

    def check(close_event: int) -> Done:
        return _check(
            books, Around(folders.journals, folders.attachments, tuple(p.path for p in find_sticks())), close_event
        )

    return Step("journal", journal), Step("snapshot", snapshot), Step("stick", stick), Step("check", check)


def _check(books: Books, around: Around, close_event: int) -> Done:
    """Check the chain from the last verified Z, the whole of it at every seventh close. Raises BooksNotWhole."""
    with _reading(books) as connection:
        since = anchors.verified_close(connection)
        if anchors.closes_before(connection, close_event) % WHOLE_EVERY == WHOLE_EVERY - 1:
            since = 0
        head = tills.head(connection)
    report = prove_books(Path(books.path), around, since_event=since)
    if report.findings:
        raise BooksNotWhole(len(report.findings))
    return Done(f"{since + 1}–{head[0]}", head[1])


def _hash(books: Books, event_id: int) -> str:
    with _reading(books) as connection:
        return anchors.hash_of(connection, event_id)


@contextmanager
def _reading(books: Books) -> Iterator[Any]:
    reader = books.reader()
    try:
        yield reader.connection()
    finally:
        reader.close()


def take_into_use(books: Books, find_sticks: FindSticks, name: str, *, person: Person) -> str:
    """Make the first stick that belongs to nobody one of these books' sticks, under a name; returns where it is.

    Raises NotAllowed, NoStick, SampleOnRealStick, and the faults of a stick that cannot be written.
    """
    person.require(Act.BACK_UP)
    books_id, kind = _identity(books)
    for place in find_sticks():
        if isinstance(look(place.path, books_id), Stranger):
            adopt(place.path, name.strip(), books_id, books_kind=kind, is_real_stick=place.removable)
            return str(place.path)
    raise NoStick


def _identity(books: Books) -> tuple[str, str]:
    with _reading(books) as connection:
        founded = founding(connection)
    return str(founded.get("books_id", "")), str(founded.get("books_kind", ""))


def _ready(places: Sequence[Place], books_id: str, kind: str) -> list[Place]:
    """Every stick that is ours and writable; where there is none, what is wrong with the one that comes nearest."""
    # Sample and training books keep away from real sticks wherever a folder stands in for one.
    usable = [place for place in places if kind == "real" or not place.removable] or list(places)
    states = [(place, look(place.path, books_id)) for place in usable]
    ready = [place for place, state in states if isinstance(state, Ready)]
    if ready:
        return ready
    for place, state in states:
        if isinstance(state, Stranger):
            raise StickNotAdopted(str(place.path))
    for place, state in states:
        _refuse(place, state)
    raise NoStick


def _refuse(place: Place, state: StickState) -> None:
    if isinstance(state, ReadOnly):
        raise StickReadOnly(str(place.path))
    if isinstance(state, Failing):
        raise StickFailing(state.path)
    if isinstance(state, Unreadable):
        raise ManifestDamaged(state.path)
    if isinstance(state, Wrong):
        raise StickWrong(state.name)
