"""What keeps the books from opening, in words: what is known, what is safe, and the one right next step."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from backup.anchor_log import log_beside
from backup.snapshot import snapshots_in
from counter.platform.folders import Home
from counter.platform.known_homes import KnownHome, forget_home, known_home, notes_folder
from counter.presenters.rescue import Trouble
from counter.settings import load_settings, save_settings
from counter.words import Words, formats
from counter.words.errors import explain, explain_unknown
from db.faults import BooksDamaged, BooksGone, BooksMissing

# Only where the books themselves are damaged or gone is a copy the right next step; a full disk wants room first.
_WANT_A_COPY = (BooksDamaged, BooksMissing, BooksGone)


def is_there_more_than_books(home: Home) -> bool:
    """Return whether anything tells that there were books where they are missing: then these are no new books."""
    return has_evidence(home) or bool(traces_of(home)) or noted_home(home) is not None


def noted_home(home: Home) -> KnownHome | None:
    """Return what is noted outside of a home of the real books that were opened in it; samples may be thrown away."""
    noted = known_home(home, notes_folder())
    return noted if noted is not None and noted.books_kind == "real" else None


def has_evidence(home: Home) -> bool:
    """Return whether journals or restore points of the missing books are here."""
    return any(home.journals.glob("*.sqlite")) or any(snapshots_in(home.snapshots))


def traces_of(home: Home) -> list[Path]:
    """Return what else tells of books that were here: the log of anchors, scans, the settings of this computer."""
    traces = [path for path in (log_beside(home.books),) if path.exists()]
    traces += [home.attachments] if any(home.attachments.glob("??/*")) else []
    return traces + ([home.settings] if load_settings(home.settings).settings.books else [])


def begin_anew(home: Home) -> None:
    """Leave the traces of books that are gone for good behind, so that new ones may begin here. Raises OSError."""
    for path in traces_of(home):
        if path == home.settings:
            save_settings(path, replace(load_settings(path).settings, books=""))
        else:
            path.rename(path.with_name(f"{path.name}-before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"))
    forget_home(home, notes_folder())


def trouble_at_start(error: Exception, home: Home, w: Words) -> Trouble:
    """Return what is told of a failure to open the books."""
    told = explain(error, w) or explain_unknown("", w)
    next_step = told.next_step
    missing = isinstance(error, BooksMissing | BooksGone) and not has_evidence(home)
    if missing:
        next_step = w(
            "The right next step: connect the disk or folder the books lie on, then try again. Take no money before."
        )
    elif isinstance(error, _WANT_A_COPY):
        next_step = w("The right next step: bring the newest whole copy or restore point back. Change nothing by hand.")
    facts = [*_of_missing(home, w)] if missing else []
    reason = str(getattr(error, "reason", ""))
    if reason:
        facts.append((w("The system says"), reason[:200]))
    if home.data.is_dir():
        facts += _of_what_is_here(home, w)
    gone_for_good = missing and not home.books.exists()
    return Trouble(
        told.sentence, next_step, tuple(facts), isinstance(error, _WANT_A_COPY),
        partial(begin_anew, home) if gone_for_good else None,
    )  # fmt: skip


def _of_missing(home: Home, w: Words) -> Iterator[tuple[str, str]]:
    """What is known of books that are not there, and what of them is safe wherever they are."""
    if not home.data.is_dir():
        yield w("The folder"), w("{folder} is not there at all", folder=home.data)
    noted = noted_home(home)
    if noted is not None:
        yield w("Books opened here"), w("{estate}, the last time on {day}", estate=noted.estate, day=noted.seen)
        if noted.data != str(home.data):
            yield w("They lay in"), noted.data
    names = w(", ").join(path.name for path in traces_of(home))
    if names:
        yield w("What tells of books here"), names
    yield w("What is safe"), w("every copy on a backup stick; the books themselves if only their disk is missing")


def _of_what_is_here(home: Home, w: Words) -> list[tuple[str, str]]:
    journals, points = sorted(home.journals.glob("*.sqlite")), snapshots_in(home.snapshots)
    return [
        (w("Journal files here"), _counted(len(journals), journals[-1].name if journals else "", w)),
        (w("Restore points here"), _counted(len(points), points[0].name if points else "", w)),
        (w("Nothing is deleted"), w("What is here now is kept aside whole, also where a copy takes over.")),
    ]  # fmt: skip


def _counted(number: int, newest: str, w: Words) -> str:
    return w("{n}, the newest {name}", n=formats.count(number), name=newest) if number else w("none")
