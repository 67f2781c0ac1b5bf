"""What keeps the books from opening, in words: what is known, what is safe, and the one right next step."""

from backup.snapshot import snapshots_in
from counter.platform.folders import Home
from counter.presenters.rescue import Trouble
from counter.words import Words, formats
from counter.words.errors import explain, explain_unknown
from db.faults import BooksDamaged, BooksMissing

# Only where the books themselves are damaged or gone is a copy the right next step; a full disk wants room first.
_WANT_A_COPY = (BooksDamaged, BooksMissing)


def is_there_more_than_books(home: Home) -> bool:
    """Return whether journals or restore points lie where the books are missing: then these are no new books."""
    return any(home.journals.glob("*.sqlite")) or any(snapshots_in(home.snapshots))


def trouble_at_start(error: Exception, home: Home, w: Words) -> Trouble:
    """Return what is told of a failure to open the books."""
    told = explain(error, w) or explain_unknown("", w)
    next_step = told.next_step
    if isinstance(error, _WANT_A_COPY):
        next_step = w("The right next step: bring the newest whole copy or restore point back. Change nothing by hand.")
    journals, points = sorted(home.journals.glob("*.sqlite")), snapshots_in(home.snapshots)
    facts = [
        (w("Journal files here"), _counted(len(journals), journals[-1].name if journals else "", w)),
        (w("Restore points here"), _counted(len(points), points[0].name if points else "", w)),
        (w("Nothing is deleted"), w("What is here now is kept aside whole, also where a copy takes over.")),
    ]  # fmt: skip
    reason = str(getattr(error, "reason", ""))
    if reason:
        facts.insert(0, (w("The system says"), reason[:200]))
    return Trouble(told.sentence, next_step, tuple(facts), isinstance(error, _WANT_A_COPY))


def _counted(number: int, newest: str, w: Words) -> str:
    return w("{n}, the newest {name}", n=formats.count(number), name=newest) if number else w("none")
