"""Copies are proved again by themselves: older ones read in rotation, and one brought back for a trial each week."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from backup.copy_chain import first_broken_link
from backup.disk import REAL_DISK
from backup.manifest import FOLDER, StickId, readable_copies, wrong_manifests
from backup.restore import restore
from backup.restore_points import bring_point, is_whole
from backup.snapshot import hash_in, snapshots_in
from backup.stick import Ready, look
from backup.stick_rota import reread_older
from counter.desk.bring_back import FoundCopy, copies_on, points_of, verified
from counter.desk.close_steps import FindSticks
from counter.desk.prove_books import Around, prove_books
from counter.desk.timed_copies import note_encrypted_trial
from db.books import Books
from db.queries import copies, lost
from db.queries.copies import JobTime
from db.queries.settings import founding
from db.store import open_reader

TRIAL = "trial-restore"


class OlderCopyDamaged(Exception):
    """An older copy that was whole once is not any more: the stick or the disk is failing."""

    code = "older_copy_damaged"

    def __init__(self, place: str, path: str) -> None:
        super().__init__(place, path)
        self.place = place
        self.path = path


class TrialRestoreDiffers(Exception):
    """A copy that was brought back for a trial does not give the books' own totals."""

    code = "trial_restore_differs"

    def __init__(self, place: str, finding_count: int) -> None:
        super().__init__(place, finding_count)
        self.place = place
        self.finding_count = finding_count


def read_older_again(books: Books, snapshots: Path, find_sticks: FindSticks) -> None:
    """Read the next older copy of every stick that is there, and the next restore point: each has its turn.

    Raises OlderCopyDamaged, OSError.
    """
    for root, stick in _ours(find_sticks, _books_id(books)):
        number, damaged = reread_older(root, REAL_DISK, int(_read_last(books, stick.stick_id) or 0))
        _note_read(books, stick.stick_id, str(number))
        damaged = damaged or next(iter(wrong_manifests(root)), "") or _broken_in(root, number)
        if damaged:
            raise OlderCopyDamaged(stick.name, damaged)
    points = snapshots_in(snapshots)
    if points:
        last = _read_last(books, snapshots.name)
        point = next((each for each in points if each.name < last), points[0])
        _note_read(books, snapshots.name, point.name)
        if not is_whole(point) or first_broken_link(point):
            raise OlderCopyDamaged(snapshots.name, point.name)


def _ours(find_sticks: FindSticks, books_id: str) -> Iterator[tuple[Path, StickId]]:
    for place in find_sticks():
        state = look(place.path, books_id)
        if isinstance(state, Ready):
            yield place.path, state.stick


def _broken_in(root: Path, number: int) -> str:
    """Return the books of a copy whose chain is broken or ends elsewhere than its manifest says, '' where none is.

    An encrypted one says nothing without its passphrase; that it is as it was written was read before.
    """
    copy = next((each for _path, each in readable_copies(root) if each.number == number), None)
    if copy is None or copy.recipient:
        return ""
    path = root.joinpath(FOLDER, copy.books)
    whole = hash_in(path, copy.head_event) == copy.head_hash and not first_broken_link(path)
    return "" if whole else copy.books


def _read_last(books: Books, place: str) -> str:
    reader = books.reader()
    try:
        return copies.job_time(reader.connection(), f"turn {place}").note
    finally:
        reader.close()


def _note_read(books: Books, place: str, what: str) -> None:
    copies.note_job(books, JobTime(f"turn {place}", books.clock.now().isoformat(timespec="seconds"), what))


def try_a_restore(books: Books, data: Path, find_sticks: FindSticks, passphrase: str = "") -> None:
    """Bring the newest copy back into a folder of its own, check it whole, compare every total, and remove it again.

    A stick's copy comes first, else the newest restore point; where there is neither nothing is tried. An encrypted
    copy without its passphrase is read whole and noted as not tried, and a restore point is tried in its place. Raises
    TrialRestoreDiffers, OlderCopyDamaged and what backup.restore does.
    """
    newest = newest_on_sticks(books, find_sticks)
    readable = newest is not None and (bool(passphrase) or not newest.encrypted)
    if newest is not None and not readable:
        _must_be_readable(newest)
    copies = [newest] if newest is not None and readable else points_of(data.joinpath("snapshots"), "")
    if copies:
        _try(books, copies[0], data, passphrase)
    if newest is not None:
        untried = "" if readable else newest.manifest.stick.name
        note_encrypted_trial(books, untried, tried=readable and newest.encrypted)


def newest_on_sticks(books: Books, find_sticks: FindSticks) -> FoundCopy | None:
    """Return the newest copy of these books on the sticks that are there, None where there is none."""
    return next(iter(copies_on([place.path for place in find_sticks()], _books_id(books))), None)


def _try(books: Books, copy: FoundCopy, data: Path, passphrase: str) -> None:
    into = data.joinpath(TRIAL)
    shutil.rmtree(into, ignore_errors=True)
    try:
        if copy.point is not None:
            back = bring_point(copy.point, copy.manifest, data, into)
        else:
            back = restore(copy.root, into, number=copy.manifest.number, passphrase=passphrase)
        around = Around(into.joinpath("journals"), into.joinpath("attachments"))
        report = prove_books(back.books, around, only_to=copy.manifest.head_event)
        wrong = len(report.findings) + len(back.missing)
        if wrong or _totals(back.books, copy) != _totals(Path(books.path), copy):
            raise TrialRestoreDiffers(copy.manifest.stick.name or copy.root.name, wrong)
    finally:
        shutil.rmtree(into, ignore_errors=True)


def _must_be_readable(copy: FoundCopy) -> None:
    damaged = verified(copy)
    if damaged:
        raise OlderCopyDamaged(copy.manifest.stick.name, damaged[0])


def _totals(path: Path, copy: FoundCopy) -> object:
    reader = open_reader(path)
    try:
        return lost.totals_up_to(reader.connection(), copy.manifest.head_event)
    finally:
        reader.close()


def _books_id(books: Books) -> str:
    reader = books.reader()
    try:
        return str(founding(reader.connection()).get("books_id", ""))
    finally:
        reader.close()
