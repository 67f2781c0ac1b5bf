"""The way back on the Journal screen: copies and lost numbers readable at every scale in both languages, by keys."""

from pathlib import Path

import pytest

from counter.presenters.journal import JournalPlaces
from counter.presenters.session import Session
from counter.screens.journal import JournalScreen
from counter.screens.key_row import LOST
from counter.screens.keys import KEYS
from counter.screens.navigation import NavEntry
from counter.screens.shell import Shell
from counter.screens.worker import Worker
from counter.settings import MachineSettings
from counter.words import Language, Words
from tests.desk.office import MANAGER
from tests.presenters.test_copies_and_bridges import Back
from tests.presenters.units_office import SecondPerson
from tests.screens.kit import Stage, assert_nothing_clipped, texts


@pytest.mark.parametrize(("language", "scale"), [("zh_CN", 1.0), ("en", 1.5)])
def test_the_way_back_is_readable_and_goes_by_keys(
    stage: Stage, tmp_path: Path, language: Language, scale: float
) -> None:
    back = Back(tmp_path)
    look, w = stage.dress(scale=scale), Words.load(language)
    worker = Worker(stage.root)

    def shell_on(session: Session) -> Shell:
        places = JournalPlaces(back.home.journals, back.home.attachments, tmp_path / "look", tuple, back.sticks)
        shell = Shell(stage.root, w, look, [NavEntry("journal", w("Journal"), "F7")], log=str, on_lock=lambda: None)
        shell.add_screen(
            "journal", lambda parent: JournalScreen(parent, shell, session, worker, places, SecondPerson())
        )
        shell.show("journal")
        return shell

    session = Session(back.desk.books, MachineSettings(language=language), w, w)
    session.log_in(MANAGER)
    shell_on(session)
    stage.press("r")
    assert_nothing_clipped(stage.root)
    stage.press("g")
    stage.pump(lambda: any(w("Ask a second person") in text for text in texts(stage.root)))
    assert_nothing_clipped(stage.root)
    session.close()
    back.go_on()
    for child in stage.root.winfo_children():
        child.destroy()
    session = Session(back.desk.books, MachineSettings(language=language), w, w)
    session.log_in(MANAGER)
    shell = shell_on(session)
    screen = shell.show("journal")
    assert isinstance(screen, JournalScreen)
    screen.presenter.pressed("B")
    stage.pump()
    assert set(screen.keys) - {"1", "2"} == {row.key for row in KEYS if row.scope == LOST}
    assert_nothing_clipped(stage.root)
    session.close()
    back.session.close()
    back.desk.books.close()
    worker.close()
