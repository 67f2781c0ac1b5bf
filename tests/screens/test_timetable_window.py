"""The timetable on the Journal screen: readable at every scale in both languages, a job done at once by its key."""

from datetime import UTC, datetime
from pathlib import Path
from tkinter import ttk
from types import SimpleNamespace

import pytest

from counter.desk.timed_copies import RESTORE_POINT, JobRecord
from counter.presenters.journal import JournalPlaces
from counter.presenters.journal_jobs import JobFacts, TimedCopies
from counter.screens.journal import JournalScreen
from counter.screens.navigation import NavEntry
from counter.screens.shell import Shell
from counter.screens.worker import Worker
from counter.words import Language, Words
from tests.desk.office import AUDITOR, CASHIER
from tests.presenters.units_office import SecondPerson, open_office, session_of
from tests.screens.kit import Stage, assert_nothing_clipped, below, texts

LAST = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
FULL = SimpleNamespace(code="disk_full", path="/srv/counterfoil/snapshots", reason="no space left on device")
FAILED = JobFacts(JobRecord(RESTORE_POINT, LAST, LAST, FULL, ""), datetime(2026, 11, 23, 1, 30, tzinfo=UTC))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_record_of_the_jobs_fits_and_names_the_last_error(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    look, w, done = stage.dress(scale=scale), Words.load(language), list[str]()
    worker = Worker(stage.root)
    with open_office(tmp_path) as office, session_of(office, CASHIER, language) as session:
        office.pay(1)
        office.close()
        timed = TimedCopies(lambda: (FAILED,), lambda name: done.append(name))
        places = JournalPlaces(tmp_path, tmp_path, tmp_path / "back", list, list, timed)
        shell = Shell(stage.root, w, look, [NavEntry("journal", w("Journal"), "F7")], log=str, on_lock=lambda: None)
        shell.add_screen(
            "journal", lambda parent: JournalScreen(parent, shell, session, worker, places, SecondPerson())
        )
        shell.show("journal")
        assert_nothing_clipped(stage.root)
        stage.press("t")
        assert_nothing_clipped(stage.root)
        assert any("/srv/counterfoil/snapshots" in text for text in texts(stage.root))
        stage.press("n")
        stage.pump(lambda: not worker.busy)
        assert done == [RESTORE_POINT]
        assert shell.message == w("Copied and read back.")
        stage.press("t")
        assert w("Over/short") in headings(shell)
    worker.close()


def test_whoever_only_reads_makes_no_copy(stage: Stage, tmp_path: Path) -> None:
    look, w, done = stage.dress(), Words.load("en"), list[str]()
    worker = Worker(stage.root)
    with open_office(tmp_path) as office, session_of(office, AUDITOR) as session:
        timed = TimedCopies(lambda: (FAILED,), lambda name: done.append(name))
        places = JournalPlaces(tmp_path, tmp_path, tmp_path / "back", list, list, timed)
        shell = Shell(stage.root, w, look, [NavEntry("journal", w("Journal"), "F7")], log=str, on_lock=lambda: None)
        shell.add_screen(
            "journal", lambda parent: JournalScreen(parent, shell, session, worker, places, SecondPerson())
        )
        shell.show("journal")
        stage.press("t", "n")
        assert (done, shell.message) == ([], "Your role may not make copies.")
    worker.close()


def headings(shell: Shell) -> list[str]:
    """The headings of the table at hand."""
    trees = [part for part in below(shell.frame) if isinstance(part, ttk.Treeview)]
    return [str(tree.heading(column, "text")) for tree in trees for column in tree.cget("columns")]
