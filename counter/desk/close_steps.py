"""What each step after the Z does: the day's journal file, a restore point, the copy on the stick."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from backup.copy_to_stick import copy_to_stick
from backup.journal import write_journal
from backup.manifest import ManifestDamaged
from backup.snapshot import Snapshot
from backup.stick import ReadOnly, Ready, StickState, StickWrong, Stranger, Unreadable, Wrong, adopt, look
from backup.stick_faults import StickNotAdopted, StickReadOnly
from backup.stick_plan import Source
from counter.desk.finish_close import Done, Step
from counter.desk.people import Person
from counter.desk.restore_point import take_restore_point
from counter.rules.permissions import Act
from db.books import Books
from db.queries.settings import founding


class NoStick(Exception):
    """No backup stick is in the computer: the day stays closed and the copy is owed."""

    code = "no_stick"


class Place(Protocol):
    """A stick or a folder that stands in for one."""

    @property
    def path(self) -> Path:
        """Return where its files appear."""

    @property
    def removable(self) -> bool:
        """Return whether it is a stick rather than a folder named in the settings."""


FindSticks = Callable[[], Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the companions of the books lie on this computer."""

    journals: Path
    snapshots: Path
    attachments: Path


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
        return Done(written.path.name, written.content_digest)

    def snapshot(close_event: int) -> Done:
        taken = take_restore_point(path, folders.snapshots, books.clock.now())
        newest.taken = {close_event: taken}
        return Done(taken.path.name, taken.sha256)

    def stick(close_event: int) -> Done:
        place = _ready(find_sticks(), *_identity(books))
        taken = newest.taken.get(close_event) or take_restore_point(path, folders.snapshots, books.clock.now())
        copied = copy_to_stick(
            place.path, Source(taken, folders.journals, folders.attachments), books_id=taken.books_id, program=program,
            now=books.clock.now(), is_real_stick=place.removable, free_older=True,
        )  # fmt: skip
        newest.taken = {}
        return Done(copied.stick.name, copied.sha256)

    return Step("journal", journal), Step("snapshot", snapshot), Step("stick", stick)


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
    reader = books.reader()
    try:
        founded = founding(reader.connection())
    finally:
        reader.close()
    return str(founded.get("books_id", "")), str(founded.get("books_kind", ""))


def _ready(places: Sequence[Place], books_id: str, kind: str) -> Place:
    """The first stick that is ours and writable; otherwise what is wrong with the one that comes nearest."""
    # Sample and training books keep away from real sticks wherever a folder stands in for one.
    usable = [place for place in places if kind == "real" or not place.removable] or list(places)
    states = [(place, look(place.path, books_id)) for place in usable]
    for place, state in states:
        if isinstance(state, Ready):
            return place
    for place, state in states:
        if isinstance(state, Stranger):
            raise StickNotAdopted(str(place.path))
    for place, state in states:
        _refuse(place, state)
    raise NoStick


def _refuse(place: Place, state: StickState) -> None:
    if isinstance(state, ReadOnly):
        raise StickReadOnly(str(place.path))
    if isinstance(state, Unreadable):
        raise ManifestDamaged(state.path)
    if isinstance(state, Wrong):
        raise StickWrong(state.name)
