"""A copy onto one stick, disk or folder, at the close and every night; how fast it went is remembered."""

import threading
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, Protocol, TypedDict

from backup.anchor_log import Noted
from backup.copy_to_stick import copy_to_stick
from backup.generations import Generations
from backup.snapshot import Snapshot
from backup.stick import Ready, look
from backup.stick_plan import Source
from counter.desk.copy_key import copy_key
from counter.desk.known_anchors import note_stick
from counter.desk.restore_point import take_restore_point
from db.books import Books
from db.queries import anchors, copies, tills
from db.queries.copies import JobTime
from db.queries.settings import founding

KEPT_COPIES, ALL_COPIES = Generations(2, daily=7, weekly=4, monthly=12, yearly=10), Generations(10_000)
# Below this a stick is worn out or plugged into the wrong socket; smaller copies say nothing about it.
SLOW_BYTES_A_SECOND, TELLING_BYTES = 1_000_000, 4_000_000

# The close and the timetable work on threads of their own; one would take the other's half-made files away.
_ONE_AT_A_TIME = threading.Lock()


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
    """Bring a restore point and its companions onto an adopted stick. Raises what backup.copy_to_stick does."""
    with _ONE_AT_A_TIME:
        begun = time.monotonic_ns()
        copied = copy_to_stick(
            place.path, source_of(books, taken, folders), books_id=taken.books_id, program=program,
            now=books.clock.now(), is_real_stick=place.removable, **older_copies(books, close_event),
        )  # fmt: skip
        took = max(time.monotonic_ns() - begun, 1)
    if copied.bytes_written >= TELLING_BYTES:
        speed = str(copied.bytes_written * 1_000_000_000 // took)
        moment = books.clock.now().isoformat(timespec="seconds")
        copies.note_job(books, JobTime(_speed_of(copied.stick.name), moment, speed))
    noted = Noted("stick", copied.stick.name, copied.head_event, copied.head_hash)
    return Out(noted, copied.sha256)


def copy_to_what_is_there(books: Books, folders: Folders, places: Sequence[Place], program: str) -> list[str]:
    """Copy onto every stick of these books that is there and does not hold everything yet; returns their names.

    Where none is there nothing is done: how old the newest copy is, is told elsewhere. Raises as copy_onto.
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
    names = []
    for place in behind:
        note_stick(books, place.path)
        names.append(copy_onto(books, place, taken, folders, program).noted.place)
        note_stick(books, place.path)
    return names


def speed_of(connection: object, stick: str) -> int | None:
    """Return at how many bytes a second the last copy that tells went onto a stick, None where none did."""
    note = copies.job_time(connection, _speed_of(stick)).note
    return int(note) if note.isdecimal() else None


def _speed_of(stick: str) -> str:
    return f"speed {stick}"
