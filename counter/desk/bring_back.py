"""Bringing a copy back step by step: which there are, whether they are whole, into the stage, and on from there."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from backup import restore_points
from backup.manifest import Manifest, readable_copies
from backup.restore import Restored, damaged_files, restore
from counter.desk.begin_epoch import Left, begin_epoch, next_numbers_in
from counter.desk.people import Person, PinMustChange, prove
from counter.desk.prove_books import Alone, Around, Verdict, owe_in, prove_books
from counter.desk.take_over import plan_take_over, stage_of
from counter.rules.permissions import Act
from db.queries import people
from db.queries.people import StaffRow
from db.store import SystemClock, open_books, open_reader

Progress = Callable[[int, int], None]


class FoundCopy(NamedTuple):
    """A copy on a stick: where, its manifest, the newest closed day in it (ISO date, '' for none).

    point: the file, where it is no stick's copy but a restore point of this computer.
    """

    root: Path
    manifest: Manifest
    last_day: str
    point: Path | None = None

    @property
    def journals(self) -> int:
        """Return how many journal files it holds."""
        return sum(entry.path.startswith("journals/") for entry in self.manifest.files)

    @property
    def encrypted(self) -> bool:
        """Return whether its passphrase is needed."""
        return bool(self.manifest.recipient)


def points_of(snapshots: Path, name: str) -> list[FoundCopy]:
    """Return the restore points of this computer, newest first; name: what stands in place of the stick's name."""
    return [
        FoundCopy(snapshots, manifest, manifest.created[:10], path)
        for path, manifest in restore_points.points_in(snapshots, name)
    ]


def copies_on(roots: Iterable[Path], books_id: str = "") -> list[FoundCopy]:
    """Return the copies on sticks, of these books alone where an id is given, the newest of all sticks first."""
    found = []
    for root in roots:
        for _path, manifest in readable_copies(root):
            if books_id in ("", manifest.stick.books_id):
                days = [Path(entry.path).name[:10] for entry in manifest.files if entry.path.startswith("journals/")]
                found.append(FoundCopy(root, manifest, max(days, default="")))
    return sorted(found, key=lambda each: (each.manifest.created, each.manifest.number), reverse=True)


def verified(copy: FoundCopy, progress: Progress = lambda done, total: None) -> tuple[str, ...]:
    """Read every file of a copy again; returns those that are damaged or gone."""
    if copy.point is not None:
        return () if restore_points.is_whole(copy.point) else (copy.manifest.books,)
    return damaged_files(copy.root, copy.manifest, progress=progress)


def bring(
    copy: FoundCopy, data: Path, progress: Progress = lambda done, total: None, *, passphrase: str = ""
) -> Restored:  # fmt: skip
    """Bring a copy into the stage beside the present books. Raises what backup.restore does, BooksDamaged."""
    if copy.point is not None:
        return restore_points.bring_point(copy.point, copy.manifest, data, stage_of(data))
    return restore(
        copy.root, stage_of(data), number=copy.manifest.number, progress=progress, passphrase=passphrase
    )  # fmt: skip


def staff_of(brought: Restored, today: str) -> list[StaffRow]:
    """Return who works in the office that was brought back."""
    reader = open_reader(brought.books)
    try:
        return [row for row in people.all_staff(reader.connection()) if not row.left(today)]
    finally:
        reader.close()


def prove_in(brought: Restored, staff_id: int, pin: str) -> Person:
    """Prove a PIN against the staff of the copy, where the present books cannot be asked.

    Raises WrongPin, PinLocked, UnknownStaff, PinMustChange, NotAllowed.
    """
    books = open_books(brought.books, SystemClock(), lambda last, now: "ok", brought.manifest.program)
    try:
        person = prove(books, staff_id, pin)
    finally:
        books.close()
    if person.must_change:
        raise PinMustChange(person.name)
    person.require(Act.APPROVE_RESTORE)
    return person


class NumbersGivenMeanwhile(Exception):
    """While a copy was being brought back the present books gave out further numbers."""

    code = "numbers_given_meanwhile"


def go_on(
    brought: Restored, copy: FoundCopy, data: Path, staff_id: int | None,
    progress: Progress = lambda done, total: None, *, owed: Alone | None = None,
) -> Verdict:  # fmt: skip
    """Begin the epoch of a copy in the stage, check it, and have it take over at the next start.

    owed: who takes over with nobody there to agree; the copy then goes on with that approval owed. Where the check
    finds something nothing takes over. Raises NumbersGivenMeanwhile and what begin_epoch, prove_books and
    plan_take_over do.
    """
    present = data.joinpath("books.sqlite")
    before = next_numbers_in(present)
    begin_epoch(brought, copy.root, Left(present, data.joinpath("journals")), staff_id)
    if owed is not None:
        owe_in(brought, owed)
    stage = brought.books.parent
    around = Around(stage.joinpath("journals"), stage.joinpath("attachments"), (copy.root,))
    report = prove_books(brought.books, around, progress=progress, only_to=brought.manifest.head_event)
    if next_numbers_in(present) != before:
        raise NumbersGivenMeanwhile
    if not report.findings:
        aside = plan_take_over(data, datetime.now(UTC))
        return Verdict((), report.events, brought.files, str(aside), brought.missing, (), report.confirmed_to)
    return Verdict(report.findings, report.events, brought.files, "", brought.missing, (), report.confirmed_to)
