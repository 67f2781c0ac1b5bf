"""A copy onto one stick, disk or folder, at the close and every night; how fast it went is remembered."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol, TypedDict

from backup.anchor_log import Noted
from backup.copy_to_stick import copy_to_stick
from backup.generations import Generations
from backup.manifest import ManifestDamaged, ManifestTooNew, read_stick
from backup.snapshot import Snapshot
from backup.stick import Ready, look
from backup.stick_faults import StickFailing, StickLies
from backup.stick_plan import Source
from counter.desk.copy_key import copy_key
from counter.desk.known_anchors import note_stick
from counter.desk.restore_point import must_hang_together, take_restore_point
from counter.desk.stick_health import TELLING_BYTES, failing_key, speed_key
from db.books import Books
from db.queries import anchors, copies, tills
from db.queries.copies import JobTime
from db.queries.settings import founding

KEPT_COPIES, ALL_COPIES = Generations(2, daily=7, weekly=4, monthly=12, yearly=10), Generations(10_000)

# The close and the timetable work on threads of their own; one would take the other's half-made files away.
ONE_AT_A_TIME = threading.Lock()


class Place(Protocol):
    """A stick or a folder that stands in for one."""

    @property
    def path(self) -> Path:
        """Return where its files appear."""

    @property
    def removable(self) -> bool:
        """Return whether it is a stick rather than a folder named in the settings."""


class Folders(NamedTuple):
    """Where the companions of the books lie on this computer; settings: the file of this computer's own settings."""

    journals: Path
    snapshots: Path
    attachments: Path
    settings: Path | None = None


class Older(TypedDict):
    """Which copies of the books stay, and whether older ones may go first where room is short."""

    keep: Generations
    free_older: bool


class Out(NamedTuple):
    """A copy that was read back: its link of the chain, and the digest of its manifest."""

    noted: Noted
    sha256: str


def older_copies(books: Books, close_event: int | None = None) -> Older:
    """Return what a copy may do with older ones: they go only while the days before a close (the newest) were proved.

    Otherwise they may be all that is left of what was changed.
    """
    with closing(books.reader()) as reader:
        connection = reader.connection()
        close_event = tills.last_anchor(connection) if close_event is None else close_event
        proved = anchors.verified_close(connection) >= anchors.close_before(connection, close_event)
    return {"keep": KEPT_COPIES, "free_older": True} if proved else {"keep": ALL_COPIES, "free_older": False}


def source_of(books: Books, taken: Snapshot, folders: Folders) -> Source:
    """Return what goes onto a stick with a restore point, encrypted where the office wants it so."""
    with closing(books.reader()) as reader:
        key = copy_key(reader.connection(), books.clock.today().isoformat())
    return Source(taken, folders.journals, folders.attachments, key, folders.settings)


def copy_onto(
    books: Books, place: Place, taken: Snapshot, folders: Folders, program: str, close_event: int | None = None
) -> Out:  # fmt: skip
    """Bring a restore point and its companions onto an adopted stick. Raises what backup.copy_to_stick does.

    A stick that fails is remembered by its name until a copy on it was proved again.
    """
    with ONE_AT_A_TIME, _remembering_failures(books, place.path):
        begun = time.monotonic_ns()
        copied = copy_to_stick(
            place.path, source_of(books, taken, folders), books_id=taken.books_id, program=program,
            now=books.clock.now(), is_real_stick=place.removable, **older_copies(books, close_event),
        )  # fmt: skip
        took = max(time.monotonic_ns() - begun, 1)
    if copied.bytes_written >= TELLING_BYTES:
        speed = str(copied.bytes_written * 1_000_000_000 // took)
        moment = books.clock.now().isoformat(timespec="seconds")
        copies.note_job(books, JobTime(speed_key(copied.stick.name), moment, speed))
    noted = Noted("stick", copied.stick.name, copied.head_event, copied.head_hash)
    return Out(noted, copied.sha256)


@contextmanager
def _remembering_failures(books: Books, root: Path) -> Iterator[None]:
    try:
        stick = read_stick(root)
    except (ManifestDamaged, ManifestTooNew, OSError):
        stick = None  # the copy says so itself
    moment = books.clock.now().isoformat(timespec="seconds")
    try:
        yield
    except (StickFailing, StickLies) as error:
        if stick is not None:
            copies.note_job(books, JobTime(failing_key(stick.name), moment, error.path))
        raise
    if stick is not None and _note(books, failing_key(stick.name)):
        copies.note_job(books, JobTime(failing_key(stick.name), moment, ""))


def _note(books: Books, key: str) -> str:
    with closing(books.reader()) as reader:
        return copies.job_time(reader.connection(), key).note


def copy_to_what_is_there(books: Books, folders: Folders, places: Sequence[Place], program: str) -> list[str]:
    """Copy onto every stick of these books that is there and does not hold everything yet; returns their names.

    Where none is there nothing is done: how old the newest copy is, is told elsewhere. Raises as copy_onto,
    and CopyChainBroken after the copies are made.
    """
    with closing(books.reader()) as reader:
        connection = reader.connection()
        founded, head = founding(connection), tills.head(connection)[0]
    usable = [place for place in places if founded.get("books_kind") == "real" or not place.removable]
    states = [(place, look(place.path, str(founded.get("books_id", "")))) for place in usable]
    behind = [
        place
        for place, state in states
        if isinstance(state, Ready) and (state.last is None or state.last.head_event < head)
    ]
    if not behind:
        return []
    taken = take_restore_point(Path(books.path), folders.snapshots, books.clock.now())
    done = copy_onto_all(books, behind, taken, folders, program)
    must_hang_together(taken.path)
    return [each.noted.place for each in done]


def copy_onto_all(
    books: Books, places: Sequence[Place], taken: Snapshot, folders: Folders, program: str,
    close_event: int | None = None,
) -> list[Out]:  # fmt: skip
    """Copy onto each of several sticks and note what they hold now; one that fails keeps none of the others waiting.

    Raises the first fault of all, as copy_onto, after every stick had its turn.
    """
    done, wrong = list[Out](), list[Exception]()
    for place in places:
        try:
            note_stick(books, place.path)
            done.append(copy_onto(books, place, taken, folders, program, close_event))
            note_stick(books, place.path)
        except Exception as error:
            wrong.append(error)
    if wrong:
        raise wrong[0]
    return done
